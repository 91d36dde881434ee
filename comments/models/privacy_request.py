"""Requests of persons about what they wrote: to have it, or to have it erased."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.limits import EMAIL_BYTES


class PrivacyRequest(models.Model):
    """One request. It is carried out once whoever reads the mailbox has confirmed it; then the address itself is erased."""

    class Kind(models.TextChoices):
        """What is asked for."""

        EXPORT = "export", _("Export")
        ERASE = "erase", _("Erase")

    kind = models.CharField(_("asked for"), max_length=6, choices=Kind)
    email = models.CharField(_("email"), max_length=EMAIL_BYTES, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by_name = models.CharField(_("entered by"), max_length=200, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_how = models.CharField(_("confirmed how"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("done"), null=True)
    done_by_name = models.CharField(_("done by"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("replies"), null=True)

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d}"
