"""Presence: who has a release open and may be writing in it. It warns and never locks."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.release import Release


class Presence(models.Model):
    """One person has the form of one release open since a moment, and has not saved. No record: it comes and goes."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [models.UniqueConstraint(fields=["release", "user"], name="presence_once_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.release_id}"
