"""Search: what readers find with their words, at a moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.safestring import SafeString

from releases.filters import Filters
from releases.models import Edition, SearchEntry
from releases.models.edition import EditionQuerySet
from releases.paging import PAGE_SIZE, Cursor, asked_cursor, page_of
from releases.search import marks
from releases.search.backend import backend
from releases.search.excerpts import excerpt, marked, sought_by
from releases.search.expressions import AnyOf, Expression, Node, Term
from releases.search.facets import NONE, Facets, facets_of, in_other_languages
from releases.search.query import Query, parse
from releases.search.ranking import REACH, counted, every_match, newest, ranked
from releases.search.spelling import suggestion
from releases.search.statement import Window
from releases.tags import spellings

AT_ONCE = 200
"""Releases that may be published in one second without a page of the newest losing one: a budget with all its annexes."""


@dataclass(frozen=True, slots=True)
class Match:
    """One release that was found, with the words marked."""

    edition: Edition
    headline: SafeString
    excerpt: SafeString


@dataclass(frozen=True, slots=True)
class Found:
    """What a question has found: a page of matches and what stands around them."""

    query: Query
    matches: list[Match]
    older: str
    """The query string of the page that follows, or nothing."""
    newer: str
    """That of the page before, or nothing."""
    ends_early: bool
    """Whether there are more matches than are ranked: they are all there newest first."""
    facets: Facets
    other_languages: dict[str, int]
    suggestion: str
    """The question with its spelling mended, or nothing."""


def find(filters: Filters, language: str, at: datetime, parameters: Mapping[str, str]) -> Found:
    """A page of what the words of ``filters.words`` find among the public releases of a language, within the other filters.

    Ten queries at most, whatever the number of releases or matches, and two for each word that is not found. Words of which
    none tells one release from another find nothing. Raises ``Http404`` for a page that does not exist.
    """
    query, within = parse(filters.words, language), _within(filters)
    if not query:
        return Found(query, [], "", "", False, NONE, {}, "")
    public = Edition.objects.public(at).in_language(language)
    matches = counted(query, within, public)
    facets = facets_of(matches)
    if filters.newest_first:
        editions, older, newer = _newest_page(query, within, public, parameters)
        ends_early = False
    else:
        editions, older, newer, ends_early = _ranked_page(
            ranked(query, within, public, at, matches), public, parameters
        )
        ends_early = ends_early and facets.total > REACH
    return Found(
        query=query,
        matches=_matches(query, editions),
        older=older,
        newer=newer,
        ends_early=ends_early,
        facets=facets,
        # Whoever has a full page is not sent elsewhere, and does not wait for what another language has.
        other_languages=in_other_languages(
            filters.words, language, within, lambda code: Edition.objects.public(at).in_language(code)
        )
        if facets.total < PAGE_SIZE
        else {},
        suggestion=suggestion(query, public) if not facets.total else "",
    )


def find_editions(filters: Filters, language: str, at: datetime) -> list[int]:
    """Ids of the best matches alone, best first: for other answers than the page. Two queries."""
    query, within = parse(filters.words, language), _within(filters)
    public = Edition.objects.public(at).in_language(language)
    return ranked(query, within, public, at, counted(query, within, public)) if query else []


def _within(filters: Filters) -> tuple[Node, ...]:
    """Filters are terms like any other, so they cost no more than a word."""
    found: list[Node] = []
    if filters.kind:
        found.append(Term(marks.facet("kind", filters.kind)))
    if filters.year:
        found.append(Term(marks.facet("year", filters.year)))
    if filters.tag:
        found.append(AnyOf(tuple(Term(marks.facet("tag", slug)) for slug in spellings(filters.tag))))
    return tuple(found)


def _ranked_page(
    ids: list[int], public: EditionQuerySet, parameters: Mapping[str, str]
) -> tuple[list[Edition], str, str, bool]:
    """A page of these. What is ranked is asked for anew, so a page shows what is true now."""
    number = _page_number(parameters.get("page", "1"))
    shown = ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    if number > 1 and not shown:
        raise Http404
    older = f"page={number + 1}" if len(ids) > number * PAGE_SIZE else ""
    newer = "" if number == 1 else f"page={number - 1}"
    return _in_order(public, shown), older, newer, len(ids) == REACH and not older


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= REACH // PAGE_SIZE and len(text) < 4):
        raise Http404
    return int(text)


def _newest_page(
    query: Query, within: tuple[Node, ...], public: EditionQuerySet, parameters: Mapping[str, str]
) -> tuple[list[Edition], str, str]:
    """A page by date, by key as in every list, of as many matches around the key as it can need."""
    asked = every_match(query, within)
    cursor = asked_cursor(parameters)
    near = _around(asked, public, cursor) if cursor else newest(asked, public, Window(PAGE_SIZE + 1))
    page = page_of(public.filter(pk__in=[edition for edition, _place in near]).for_cards(), parameters)
    return page.rows, page.older, page.newer


def _around(asked: Expression, public: EditionQuerySet, cursor: Cursor) -> Iterable[tuple[int, object]]:
    index, most = backend(), PAGE_SIZE + 1 + AT_ONCE
    yield from newest(asked, public, Window(most, only=index.until(cursor.moment)))
    yield from newest(asked, public, Window(most, only=index.since(cursor.moment), oldest_first=True))


def _in_order(public: EditionQuerySet, ids: list[int]) -> list[Edition]:
    found = {edition.pk: edition for edition in public.filter(pk__in=ids).for_cards()}
    return [found[pk] for pk in ids if pk in found]


def _matches(query: Query, editions: list[Edition]) -> list[Match]:
    texts = dict(SearchEntry.objects.filter(pk__in=[row.pk for row in editions]).values_list("pk", "text"))
    sought = sought_by(query)
    return [
        Match(row, marked(row.headline, sought), excerpt(texts.get(row.pk) or row.summary, sought)) for row in editions
    ]
