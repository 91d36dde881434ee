"""Approvals: who said yes to exactly which content."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.release import Release
from releases.models.revision import Revision


class Approval(models.Model):
    """One reviewer's yes to one revision's content. A database trigger refuses to change it; a later round outdates it."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="approvals")
    round = models.PositiveIntegerField(_("round of review"))
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(_("SHA-256"), max_length=64)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewer"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(_("reviewer"), max_length=200)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["release", "round", "by"], name="approval_once_a_reviewer")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.release_id}/{self.round}"
