"""Words that make a reply stand out on the desk."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ListedWord(models.Model):
    """A word or phrase of the block list or the watch list. Both sort and explain; neither decides."""

    class List(models.TextChoices):
        """Which list."""

        BLOCK = "block", _("Block list: probably spam")
        WATCH = "watch", _("Watch list: look twice")

    list = models.CharField(_("list"), max_length=5, choices=List)
    word = models.CharField(_("word or phrase"), max_length=100)
    folded = models.CharField(max_length=200, editable=False)
    """As it is compared: ``comments.screening.folding``."""
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_by_name = models.CharField(_("added by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("listed word")
        verbose_name_plural = _("listed words")
        ordering = ["list", "word"]
        constraints = [models.UniqueConstraint(fields=["folded"], name="listed_word_once")]

    def __str__(self) -> str:
        return self.word
