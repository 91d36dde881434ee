"""The release: the identity of one document, and the working copy that staff edit. Readers never see this table."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag

from releases.fields import BodyField, WebAddressField
from releases.media.models import Image
from releases.media.models.picture import ALT_LENGTH, MIDDLE
from releases.models.edition import Edition
from releases.workflow import Kind, Stage, Standing, standing_of


class ReleaseQuerySet(models.QuerySet["Release"]):
    """What the back office asks of releases."""

    def with_standing(self, at: datetime) -> Self:
        """Annotate what ``Release.standing`` needs, so that a list costs no query a row."""
        mine = Edition.objects.filter(release=OuterRef("pk"))
        return self.annotate(
            current_change=Subquery(mine.before_readers(at).values("change")[:1]),
            next_moment=Subquery(mine.ahead(at).values("visible_from")[:1]),
        )

    def in_standing(self, standing: Standing, at: datetime) -> Self:
        """Only the releases in this standing at this moment."""
        mine = Edition.objects.filter(release=OuterRef("pk"))
        ahead = Exists(mine.ahead(at))
        public = Exists(mine.public(at))
        withdrawn = Exists(mine.withdrawn(at))
        conditions: dict[Standing, Q] = {
            Standing.DRAFT: ~Q(public) & ~Q(withdrawn) & ~Q(ahead),
            Standing.SCHEDULED: ~Q(public) & ~Q(withdrawn) & Q(ahead),
            Standing.LIVE: Q(public) & ~Q(ahead),
            Standing.UPDATE_SCHEDULED: Q(public) & Q(ahead),
            Standing.WITHDRAWN: Q(withdrawn) & ~Q(ahead),
            Standing.RETURN_SCHEDULED: Q(withdrawn) & Q(ahead),
        }
        return self.filter(conditions[standing])


class Release(models.Model):  # type: ignore[django-manager-missing]  # through ReleaseTag, which taggit leaves untyped
    """One document in one language, as staff last saved it."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS_RELEASE)
    # Not choices: the languages are the site's configuration, and changing that must not ask for a migration.
    language = models.CharField(_("language"), max_length=12)
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
        help_text=_("The release in the original language that this one says in another."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=100,
        help_text=_("The last part of the public address. It cannot change once the release is scheduled or public."),
    )
    headline = models.CharField(_("headline"), max_length=255)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    dateline = models.CharField(_("dateline"), max_length=120, blank=True)
    body = BodyField(_("body"), blank=True)
    source_name = models.CharField(_("source name"), max_length=200, blank=True)
    source_url = WebAddressField(_("source link"), max_length=500, blank=True)
    lead_image = models.ForeignKey(
        Image,
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_image_alt = models.CharField(_("alternative text"), max_length=ALT_LENGTH, blank=True)
    lead_image_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It says nothing that the text does not: screen readers pass over it."),
    )
    lead_image_caption = models.CharField(_("caption"), max_length=500, blank=True)
    lead_image_credit = models.CharField(_("credit"), max_length=200, blank=True)
    lead_image_licence = models.CharField(_("licence"), max_length=200, blank=True)
    lead_image_focal_x = models.PositiveSmallIntegerField(default=MIDDLE, editable=False)
    lead_image_focal_y = models.PositiveSmallIntegerField(default=MIDDLE, editable=False)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.DRAFT, editable=False)
    review_round = models.PositiveIntegerField(default=0, editable=False)
    """Moves with every change of the content and every turn of a review: an approval counts in its own round only."""
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    sent_back_at = models.DateTimeField(_("sent back"), null=True, editable=False)

    version = models.PositiveIntegerField(default=0, editable=False)
    content_hash = models.CharField(_("SHA-256"), max_length=64, default="", editable=False)
    """That of the last revision: what an approval is given to, and what an edition is compared with."""
    content_at = models.DateTimeField(_("last changed"), null=True, editable=False)
    content_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    """Who last changed the text, which somebody who saved it as it was did not."""
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last saved"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last saved by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    tags = TaggableManager(through="releases.ReleaseTag", blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="release_last_saved"),
            # What is approved, and what is in the bin, among the many that are neither.
            models.Index(fields=["stage", "-updated_at", "-id"], name="release_stage"),
            # Few releases are in review or sent back at any time, whatever the archive holds.
            models.Index(fields=["submitted_at"], condition=Q(stage=Stage.IN_REVIEW), name="release_in_review"),
            models.Index(fields=["submitted_by"], condition=Q(sent_back_at__isnull=False), name="release_sent_back"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                name="release_one_translation_a_language",
                violation_error_message=_("That release already has a version in this language."),
            ),
            models.CheckConstraint(
                condition=Q(translation_of__isnull=True) | ~Q(translation_of=F("id")),
                name="release_does_not_translate_itself",
            ),
        ]
        permissions = [
            ("review_release", _("Can approve releases and send them back")),
            ("publish_release", _("Can publish, schedule and update releases")),
            ("withdraw_release", _("Can withdraw and stop releases")),
            ("share_release", _("Can make preview links for people without an account")),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def translation_group(self) -> int:
        """One number shared by a release and its translations: the id of the one they all translate."""
        return self.translation_of_id or self.pk

    def standing(self, at: datetime) -> Standing:
        """Where the release stands with its readers at this moment.

        Uses what ``with_standing`` annotated, when the row came from there, and one query otherwise.
        """
        row: Any = self
        if not hasattr(row, "current_change"):
            row = Release.objects.with_standing(at).only("pk").get(pk=self.pk)
        return standing_of(row.current_change, row.next_moment)


class ReleaseTag(ItemBase):  # type: ignore[misc]  # taggit ships no types
    """One tag on one working copy."""

    content_object = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="tagged_items")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="%(app_label)s_%(class)s_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="release_tag_once")]
