"""Which feeds there are: everything in a language, one kind of it, one topic of it, and the newest in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from taggit.models import Tag

from releases import paging
from releases.kinds import KIND_PLURALS
from releases.models import Edition, EditionTag
from releases.models.edition import EditionQuerySet
from releases.paging import Page, page_of


@dataclass(frozen=True, slots=True)
class Scope:
    """What a feed holds. ``language`` is empty where it holds every language; kind and tag only narrow one language."""

    language: str
    kind: str = ""
    tag: str = ""
    """Its slug."""

    @property
    def name(self) -> str:
        """By which its id is made: for good, so nothing of it may ever be spelt in another way."""
        return f"{self.language}/{self.kind}/{self.tag}"

    def path(self, form: str) -> str:
        """The path of its newest page in this format."""
        with translation.override(self.language or settings.LANGUAGE_CODE):
            if not self.language:
                return reverse("all_languages_feed", args=[form])
            if self.kind:
                return reverse("releases:kind_feed", args=[self.kind, form])
            if self.tag:
                return reverse("releases:tag_feed", args=[self.tag, form])
            return reverse("releases:feed", args=[form])

    @property
    def page_path(self) -> str:
        """The path of the page that people read instead."""
        with translation.override(self.language or settings.LANGUAGE_CODE):
            if self.kind:
                return f"{reverse('releases:list')}?kind={self.kind}"
            if self.tag:
                return reverse("releases:tag", args=[self.tag])
            return reverse("releases:list" if self.language else "home")


def title_of(scope: Scope, office: str, tag: Tag | None = None) -> str:
    """What a feed is called in the language of the moment: the office, and what of it."""
    what = _("All releases") if scope.language else _("Releases in every language")
    if scope.kind:
        what = str(KIND_PLURALS[scope.kind])
    if tag is not None:
        what = tag.name
    return f"{office} – {what}"


def page(scope: Scope, at: datetime, parameters: Mapping[str, str]) -> Page[Edition]:
    """The page of a feed that the parameters ask for, in one query or two; that of every language has one page alone.

    Raises ``Http404`` for a page that does not exist.
    """
    if not scope.language:
        return Page(rows=_in_every_language(at), older="", newer="")
    editions = Edition.objects.public(at).in_language(scope.language)
    if scope.kind:
        editions = editions.filter(kind=scope.kind)
    if not scope.tag:
        return page_of(_whole(editions), parameters)
    # The way of ``releases.listing.tag_listing``: the tag's own rows, each of which asks for its edition.
    rows = (
        EditionTag.objects.filter(
            Exists(editions.filter(pk=OuterRef("edition"))), tag__slug=scope.tag, language=scope.language
        )
        .select_related("edition__lead_image", "edition__revision")
        .defer("edition__article_html", "edition__lead_image__file")
    )
    found = page_of(rows, parameters)
    return Page(rows=[row.edition for row in found.rows], older=found.older, newer=found.newer)


def _whole(editions: EditionQuerySet) -> EditionQuerySet:
    """With all that an entry is made of. The article is rendered anew, with addresses for elsewhere."""
    return editions.for_cards().select_related("revision")


def _in_every_language(at: datetime) -> list[Edition]:
    """The newest of all: the newest of each language from its index, and of those the newest. All at once would be sorted."""
    newest: list[tuple[datetime, str, str, int]] = []
    for code, _name in settings.LANGUAGES:
        rows = Edition.objects.public(at).in_language(code).newest_first()
        newest += rows.values_list("first_published", "slug", "language", "pk")[: paging.PAGE_SIZE]
    chosen = [pk for *_order, pk in sorted(newest, reverse=True)[: paging.PAGE_SIZE]]
    found = _whole(Edition.objects.public(at)).in_bulk(chosen)
    return [found[pk] for pk in chosen if pk in found]
