"""Merged spellings of tags: which tag stands for another now, on what that changed the tag, and who decided it.

The merged tag keeps its row, so that its address is nobody else's and a writer who types it is understood.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from releases.models.edition import Edition
from releases.models.release import Release


class MergedTag(models.Model):
    """One spelling that another tag stands for. Taken back, the row goes; what happened stays in ``TagEvent``."""

    old = models.OneToOneField(Tag, verbose_name=_("spelling"), on_delete=models.PROTECT, related_name="merged")
    into = models.ForeignKey(Tag, verbose_name=_("merged into"), on_delete=models.PROTECT, related_name="+")
    """The tag that was chosen. It may itself have been merged since."""
    survivor = models.ForeignKey(
        Tag, verbose_name=_("surviving tag"), on_delete=models.PROTECT, related_name="merged_spellings"
    )
    """The tag at the end of the way, which is merged into nothing: whoever follows it takes one step."""
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(_("person"), max_length=200)

    class Meta:
        verbose_name = _("merged spelling")
        verbose_name_plural = _("merged spellings")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old=F("into")) & ~Q(old=F("survivor")), name="merged_tag_is_not_its_own_survivor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.survivor_id}"


class MergedTagUse(models.Model):
    """An edition or a working copy that carried the spelling when it was merged: what taking it back gives it back to."""

    merge = models.ForeignKey(MergedTag, on_delete=models.CASCADE, related_name="uses")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="+")
    had_both = models.BooleanField()
    """Whether it carried the other tag as well, and not just because of another merging."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "edition"], name="merged_tag_use_edition_once"),
            models.UniqueConstraint(fields=["merge", "release"], name="merged_tag_use_release_once"),
            models.CheckConstraint(
                condition=Q(edition__isnull=True, release__isnull=False)
                | Q(edition__isnull=False, release__isnull=True),
                name="merged_tag_use_is_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merge_id}: {self.edition_id or self.release_id}"


class TagEvent(models.Model):
    """Who merged which tags, and who took it back. A database trigger refuses to change it."""

    class Verb(models.TextChoices):
        """The acts."""

        MERGE = "merge", _("Merged")
        SEPARATE = "separate", _("Separated again")

    verb = models.CharField(_("act"), max_length=12, choices=Verb)
    old = models.ForeignKey(Tag, verbose_name=_("spelling"), on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Tag, verbose_name=_("merged into"), on_delete=models.PROTECT, related_name="+")
    old_name = models.CharField(_("spelling"), max_length=100)
    into_name = models.CharField(_("merged into"), max_length=100)
    """As they were spelt then; the names of tags may be respelt."""
    editions = models.PositiveIntegerField(_("editions"))
    releases = models.PositiveIntegerField(_("working copies"))
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(_("person"), max_length=200)

    class Meta:
        verbose_name = _("act on tags")
        verbose_name_plural = _("acts on tags")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.get_verb_display()}"
