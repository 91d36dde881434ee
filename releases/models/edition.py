"""Editions: what readers see, from when until when. The public site reads nothing else."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from releases.media.models import Image
from releases.media.models.picture import MIDDLE
from releases.workflow import Change, Kind


class EditionQuerySet(models.QuerySet["Edition"]):
    """The vocabulary in which every output asks. Nobody else compares dates."""

    def effective(self) -> Self:
        """Leave out editions that were unscheduled before their time: their interval is empty."""
        return self.filter(Q(visible_until__isnull=True) | Q(visible_until__gt=F("visible_from")))

    def before_readers(self, at: datetime) -> Self:
        """The edition of each release that answers at its address at this moment, withdrawal notices included."""
        return self.filter(Q(visible_until__isnull=True) | Q(visible_until__gt=at), visible_from__lte=at)

    def public(self, at: datetime) -> Self:
        """What the site shows at this moment. A withdrawal is not shown; it only answers at its own address."""
        return self.before_readers(at).exclude(change=Change.WITHDRAWAL)

    def withdrawn(self, at: datetime) -> Self:
        """The withdrawals in force at this moment."""
        return self.before_readers(at).filter(change=Change.WITHDRAWAL)

    def ahead(self, at: datetime) -> Self:
        """Editions whose embargo has not lifted at this moment."""
        return self.effective().filter(visible_from__gt=at)

    def over(self, at: datetime) -> Self:
        """Editions that had ended by this moment, those that never began among them."""
        return self.filter(visible_until__lte=at)

    def yet_to_begin(self, at: datetime) -> Self:
        """Editions whose moment has not come, whether or not it still will: none of them is over."""
        return self.filter(visible_from__gt=at).exclude(visible_until__lte=at)

    def began(self, at: datetime) -> Self:
        """Editions that readers have seen by this moment, whether or not they still do."""
        return self.effective().filter(visible_from__lte=at)

    def readable(self, at: datetime) -> Self:
        """Editions that readers have seen by this moment and may still read.

        Not withdrawals, nor anything from before a withdrawal "in error": if such a release comes back, the text that was
        published in error does not come back with it.
        """
        return self.began(at).exclude(change=Change.WITHDRAWAL).filter(~Exists(_errors(at)))

    def published_in_error(self, at: datetime) -> Self:
        """Editions that readers saw, and that a withdrawal "in error" has taken back by this moment."""
        return self.began(at).exclude(change=Change.WITHDRAWAL).filter(Exists(_errors(at)))

    def in_language(self, language: str) -> Self:
        """Only editions in this language."""
        return self.filter(language=language)

    def newest_first(self) -> Self:
        """The order of every public list.

        ``(first_published, slug)`` names one release of a language: two that appear in the same instant share the date in
        their address, so their slugs differ. Unlike an id it tells readers nothing of what lies between.
        """
        return self.order_by("-first_published", "-slug")

    def for_cards(self) -> Self:
        """Only the columns that a list or a card shows, with the lead image in the same query."""
        return self.defer("article_html", "lead_image__file").select_related("lead_image")


def _errors(at: datetime) -> EditionQuerySet:
    """The withdrawals "in error" by this moment, of the release and after the edition of the query around this one."""
    later = Edition.objects.began(at).filter(release=OuterRef("release"), visible_from__gt=OuterRef("visible_from"))
    return later.filter(gone=True)


class Edition(models.Model):
    """A revision put before readers, from ``visible_from`` until ``visible_until``; numbered, frozen, hashed.

    Only ``visible_until`` and ``number`` ever change, and the number only to nothing: an edition that was unscheduled
    gives it back, so that a gap in the public numbers cannot tell of it. A database trigger holds the rest.
    """

    release = models.ForeignKey("releases.Release", on_delete=models.PROTECT, related_name="editions")
    revision = models.ForeignKey("releases.Revision", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"), null=True)
    change = models.CharField(_("change"), max_length=12, choices=Change)
    note = models.TextField(_("public note"), blank=True)
    gone = models.BooleanField(_("published in error"), default=False)
    redirect_to = models.ForeignKey(
        "releases.Release",
        verbose_name=_("sends readers to"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("For a withdrawal: the release that readers are sent to while it is public."),
    )

    visible_from = models.DateTimeField(_("visible from"))
    visible_until = models.DateTimeField(_("visible until"), null=True)
    first_published = models.DateTimeField(_("first published"))
    public_updated = models.DateTimeField(_("updated"), null=True)

    language = models.CharField(_("language"), max_length=12)
    published_on = models.DateField(_("date in the address"))
    slug = models.SlugField(_("address"), max_length=100, db_index=False)
    translation_group = models.BigIntegerField(_("translation group"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    headline = models.CharField(_("headline"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    excerpt = models.CharField(_("start of the text"), max_length=320, blank=True)
    picks = models.JSONField(_("related releases"), default=list)
    lead_image = models.ForeignKey(
        Image, verbose_name=_("lead image"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_image_alt = models.CharField(_("alternative text"), max_length=125, blank=True)
    lead_image_caption = models.CharField(_("caption"), max_length=500, blank=True)
    lead_image_credit = models.CharField(_("credit"), max_length=200, blank=True)
    lead_image_licence = models.CharField(_("licence"), max_length=200, blank=True)
    lead_image_focal_x = models.PositiveSmallIntegerField(default=MIDDLE)
    lead_image_focal_y = models.PositiveSmallIntegerField(default=MIDDLE)

    article_html = models.TextField(_("article"), blank=True)
    renderer = models.PositiveSmallIntegerField(_("renderer"))
    content_hash = models.CharField(_("SHA-256"), max_length=64)
    created_at = models.DateTimeField(_("frozen at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("frozen by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    tags = models.ManyToManyField(Tag, through="releases.EditionTag", related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["release", "visible_from"]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["release"], condition=Q(visible_until__isnull=True), name="edition_one_open_ended"
            ),
            models.CheckConstraint(
                condition=Q(visible_until__isnull=True) | Q(visible_until__gte=F("visible_from")),
                name="edition_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(change__in=(Change.MAJOR, Change.WITHDRAWAL)) | ~Q(note=""), name="edition_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["language", "-first_published", "-slug"], name="edition_newest"),
            models.Index(fields=["language", "kind", "-first_published", "-slug"], name="edition_newest_of_kind"),
            models.Index(fields=["published_on", "slug"], name="edition_address"),
            models.Index(
                fields=["language", "-first_published", "-slug"],
                condition=Q(lead_image__isnull=False),
                name="edition_newest_pictured",
            ),
            models.Index(fields=["visible_from"], name="edition_visible_from"),
            models.Index(fields=["visible_until"], condition=Q(visible_until__isnull=False), name="edition_over"),
            # All that a count of what is public asks, so that it reads this alone.
            models.Index(
                fields=["language", "first_published", "visible_from", "visible_until", "change"],
                name="edition_counted",
            ),
            models.Index(fields=["translation_group"], name="edition_group"),
        ]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"

    def get_absolute_url(self) -> str:
        """The release's address: the same for all its editions."""
        return self._address("releases:release")

    def get_edition_url(self) -> str:
        """The address at which exactly this edition can be read after a later one replaced it."""
        return self._address("releases:edition", number=self.number)

    def get_changes_url(self) -> str:
        """The address at which readers see what this edition changed of the one before it."""
        return self._address("releases:changes", number=self.number)

    def get_text_url(self) -> str:
        """The address at which the text alone is to be had."""
        return self._address("releases:text")

    def get_pdf_url(self) -> str:
        """The address at which it is to be had on the office's letterhead, where this machine can make that."""
        return self._address("releases:pdf")

    def get_json_url(self) -> str:
        """The address at which programs have it in a shape of our own."""
        return self._address("releases:json")

    def get_ninjs_url(self) -> str:
        """The address at which programs have it in the news industry's format."""
        return self._address("releases:ninjs")

    def get_card_url(self) -> str:
        """The address of the picture that is made of its headline, for shared links."""
        return self._address("releases:card")

    def get_archive_url(self) -> str:
        """The address at which everything is to be had in one archive."""
        return self._address("releases:archive")

    def _address(self, name: str, **more: int | None) -> str:
        day = self.published_on
        parts = {"year": day.year, "month": day.month, "day": day.day, "slug": self.slug, **more}
        with translation.override(self.language):
            return reverse(name, kwargs=parts)


class EditionTag(models.Model):
    """One tag on one edition, with the date that its tag page sorts by: joined and sorted that page cost 200 times more."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="tagged_items")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="edition_items")
    language = models.CharField(_("language"), max_length=12)
    first_published = models.DateTimeField(_("first published"))
    slug = models.SlugField(max_length=100, db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "tag"], name="edition_tag_once")]
        indexes = [
            models.Index(fields=["tag", "language", "-first_published", "-slug"], name="edition_tag_newest"),
            models.Index(fields=["language", "tag"], name="edition_tag_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.tag_id}"
