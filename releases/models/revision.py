"""Revisions: an immutable snapshot of the working copy for every save."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.release import Release
from releases.snapshot import Snapshot, from_json


class Revision(models.Model):
    """What one person saved, as canonical JSON. A database trigger refuses to change it."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    content = models.TextField(_("content"))
    content_hash = models.CharField(_("SHA-256"), max_length=64)
    created_at = models.DateTimeField(_("saved at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("saved by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Kept beside the account, because accounts are deleted and the record must still say who it was.
    created_by_name = models.CharField(_("saved by"), max_length=200)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["release", "number"]
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.release_id}/{self.number}"

    @classmethod
    def last_of(cls, release: Release) -> "Revision":
        """What the working copy of a release says: what was saved last."""
        return cls.objects.filter(release=release).order_by("-number")[0]

    @property
    def snapshot(self) -> Snapshot:
        """The content as a typed value."""
        return from_json(self.content)
