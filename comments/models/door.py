"""Whether a release takes replies, where somebody decided that for this release alone."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from releases.models import Release


class Door(models.Model):
    """One act of opening or closing, append-only; the newest of a release counts (``comments.doors``)."""

    class Opens(models.TextChoices):
        """What was decided."""

        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        DEFAULT = "default", _("As everywhere")

    release = models.ForeignKey(
        Release, verbose_name=_("release"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opens = models.CharField(_("replies"), max_length=8, choices=Opens)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(_("by"), max_length=200)

    class Meta:
        verbose_name = _("opening or closing")
        verbose_name_plural = _("openings and closings")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["release", "-at", "-id"], name="door_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(opens__in=("open", "closed", "default")), name="door_known")
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.get_opens_display()}"
