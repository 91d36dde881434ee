"""What a reply said before its writer changed it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class EarlierText(models.Model):
    """One earlier version of a reply's text, for moderators. Erased with the reply."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("reply"), on_delete=models.PROTECT, related_name="earlier_texts", db_index=False
    )
    version = models.PositiveIntegerField(_("version of the text"))
    text = models.TextField(_("comment"))
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        ordering = ["comment", "version"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["comment", "version"], name="earlier_text_once")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.version}"
