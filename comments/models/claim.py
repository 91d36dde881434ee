"""Who is looking at a reply just now."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class ClaimQuerySet(models.QuerySet["Claim"]):
    """The vocabulary in which claims are asked for."""

    def held(self, at: datetime) -> Self:
        """Those that still hold."""
        return self.filter(until__gt=at)


class Claim(models.Model):
    """A moderator's claim on a reply: told to the others, and over by itself. What keeps two from deciding is ``decide``."""

    comment = models.OneToOneField(Comment, verbose_name=_("reply"), on_delete=models.CASCADE, related_name="claim")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("moderator"), on_delete=models.CASCADE, related_name="+"
    )
    until = models.DateTimeField(_("until"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        default_permissions = ()
        indexes = [models.Index(fields=["until"], name="claim_age")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.by_id}"
