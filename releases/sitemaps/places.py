"""The addresses that stand in a sitemap: pages of the site, and releases a thousand at a time.

``changed`` of a release is when the edition that readers see appeared, after a minor change too. It moves no date on the page
and tells nobody; but a crawler asks this to know whether to fetch again, and a misspelt name would stand in search results
until something larger happened. What search engines show as a date they take from the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from taggit.models import Tag

from releases import archives
from releases.languages import in_every_language
from releases.models import Edition, EditionTag
from releases.sitemaps.model import Part, Place, most_in_a_file
from releases.sitemaps.parts import listed

EVERYWHERE = ("home", "releases:list", "releases:archives", "releases:tags", "releases:calendar", "releases:feeds")
"""Pages that stand in every language."""
CHUNK = 1_000
"""Releases whose translations are looked up together."""

Row = tuple[str, date, str, datetime, int]


def pages(at: datetime) -> Iterator[Place]:
    """Every page that is a list and is not empty. None says when it changed: that would be asking what each of them lists."""
    for name in EVERYWHERE:
        alternates = in_every_language(name)
        for path in alternates.values():
            yield Place(path, alternates=alternates if len(alternates) > 1 else {})
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield from [*_years(code, at), *_tags(code, at)]


def releases(part: Part | None, at: datetime) -> Iterator[Place]:
    """The releases of one file, or of the only one, in the order of their addresses. A query for the file, one a thousand."""
    editions = listed(at).order_by("published_on", "slug", "language")
    if part is not None:
        within = editions.filter(published_on__range=(part.first, part.last))
        editions = within[part.start : part.start + most_in_a_file()]
    rows = editions.values_list("language", "published_on", "slug", "visible_from", "translation_group")
    paths = Paths.of_this_site()
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from _with_translations(chunk, paths, at)


@dataclass(frozen=True, slots=True)
class Paths:
    """Writes addresses of releases: what ``Edition.get_absolute_url`` says, without resolving each of fifty thousand."""

    before: dict[str, str]

    @classmethod
    def of_this_site(cls) -> "Paths":
        """Reads off one address a language what stands before the date."""
        found = {}
        for code, _name in settings.LANGUAGES:
            url = Edition(language=code, published_on=date(2000, 1, 1), slug="x").get_absolute_url()
            found[code] = url.removesuffix("2000/01/01/x/")
        return cls(found)

    def to(self, language: str, day: date, slug: str) -> str:
        """The path of one release."""
        return f"{self.before[language]}{day.year:04d}/{day.month:02d}/{day.day:02d}/{slug}/"


def _with_translations(chunk: list[Row], paths: Paths, at: datetime) -> Iterator[Place]:
    groups: dict[int, dict[str, str]] = {}
    wanted = {group for *_rest, group in chunk}
    found = listed(at).filter(translation_group__in=wanted).order_by("language", "published_on", "slug")
    for group, language, day, slug in found.values_list("translation_group", "language", "published_on", "slug"):
        groups.setdefault(group, {})[language] = paths.to(language, day, slug)
    for language, day, slug, changed, group in chunk:
        alternates = groups.get(group, {})
        yield Place(paths.to(language, day, slug), changed, alternates if len(alternates) > 1 else {})


def _years(language: str, at: datetime) -> Iterator[Place]:
    for year in archives.years_of(Edition.objects.public(at).in_language(language), at):
        yield Place(reverse("releases:year", args=[year]))


def _tags(language: str, at: datetime) -> Iterator[Place]:
    used = EditionTag.objects.filter(
        tag=OuterRef("pk"), language=language, edition__in=Edition.objects.public(at).in_language(language)
    )
    # A tag of signs only has no slug, and so no page.
    named = Tag.objects.filter(Exists(used)).exclude(slug="").order_by("slug").values_list("slug", flat=True)
    for slug in named[: most_in_a_file() // (2 * len(settings.LANGUAGES))]:
        yield Place(reverse("releases:tag", args=[slug]))
