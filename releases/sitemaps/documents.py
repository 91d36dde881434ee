"""Sitemaps as XML, piece by piece, so that fifty thousand addresses never stand in memory at once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.urls import reverse

from releases.feeds.characters import clean, spelt
from releases.models import Edition
from releases.sitemaps.model import Part, Place

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PROTOCOL = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def address_list(places: Iterable[Place]) -> Iterator[str]:
    """A sitemap: one file of addresses."""
    yield f"{_HEAD}<urlset {_PROTOCOL} {_LINKS}>\n"
    for place in places:
        links = "".join(f"\n{link}" for link in _alternates(place))
        yield f"<url>{_where(place.path)}{_changed(place.changed)}{links}</url>\n"
    yield "</urlset>\n"


def index(every: Iterable[Part]) -> Iterator[str]:
    """The list of all files. That of the pages comes first and has no date."""
    yield f"{_HEAD}<sitemapindex {_PROTOCOL}>\n"
    yield f"<sitemap>{_where(reverse('sitemap_pages'))}</sitemap>\n"
    for part in every:
        yield f"<sitemap>{_where(reverse('sitemap_part', args=[part.name]))}{_changed(part.changed)}</sitemap>\n"
    yield "</sitemapindex>\n"


def news(editions: Sequence[tuple[Edition, str]]) -> Iterator[str]:
    """A sitemap of news, as Google reads it: what is new, with the name of the publication in the language of each.

    The protocol knows no empty file. On a day without news the front page stands in it, which is not called news.
    """
    yield f"{_HEAD}<urlset {_PROTOCOL} {_NEWS}>\n"
    if not editions:
        yield f"<url>{_where(reverse('home'))}</url>\n"
    for edition, publication in editions:
        yield (
            f"<url>{_where(edition.get_absolute_url())}\n<news:news><news:publication>"
            f"<news:name>{_text(publication)}</news:name><news:language>{news_language(edition.language)}</news:language>"
            f"</news:publication><news:publication_date>{spelt(edition.first_published)}</news:publication_date>"
            f"<news:title>{_text(edition.headline)}</news:title></news:news></url>\n"
        )
    yield "</urlset>\n"


def news_language(code: str) -> str:
    """What Google wants: two or three letters of ISO 639, and for Chinese alone which script it is in."""
    if code in {"zh-hans", "zh-cn", "zh-sg"}:
        return "zh-cn"
    return "zh-tw" if code.startswith("zh-") else code.partition("-")[0]


def _alternates(place: Place) -> Iterator[str]:
    for language, path in place.alternates.items():
        yield _alternate(language, path)
    if default := place.alternates.get(settings.LANGUAGE_CODE):
        # For readers of a language that the site has not: the same that they get at its front page.
        yield _alternate("x-default", default)


def _alternate(language: str, path: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(settings.SITE_URL + path)}/>'


def _where(path: str) -> str:
    return f"<loc>{escape(settings.SITE_URL + path)}</loc>"


def _changed(moment: datetime | None) -> str:
    """In whole seconds, rounded down: no date is ahead of the clock."""
    return f"<lastmod>{spelt(moment)}</lastmod>" if moment else ""


def _text(text: str) -> str:
    return escape(clean(text))
