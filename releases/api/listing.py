"""Which releases a question is answered with: each page is an index range, as on the site's own lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone
from taggit.models import Tag

from releases import paging
from releases.archives import in_year
from releases.filters import Filters
from releases.listing import listing, tag_listing
from releases.models import Edition, EditionTag
from releases.search.find import find_editions
from releases.search.query import parse

TAGS = 100
"""On a page of topics."""

_POSSIBLE_SLUG = re.compile(r"[-\w]{1,100}")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9998, 12, 31)
"""What lies outside has no instant on some clock of the world; nothing was published there."""


@dataclass(frozen=True, slots=True)
class Editions:
    """A page of editions, with the values of ``cursor`` or ``page`` that lead on; each is empty where nothing follows."""

    rows: list[Edition]
    next: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Topics:
    """A page of tags, with the value of ``after`` that leads on."""

    rows: list[Tag]
    next: str = ""


def newest(asked: Mapping[str, Any], language: str, at: datetime) -> Editions:
    """The public releases that pass the filters, newest first; three queries at most. Raises ``Http404`` for no such page."""
    editions = Edition.objects.public(at).in_language(language)
    if kind := asked.get("kind"):
        editions = editions.filter(kind=kind)
    when = _when(asked)
    tag, place = asked.get("tag", ""), _place(asked.get("cursor", ""))
    if tag and not _POSSIBLE_SLUG.fullmatch(tag):
        # PostgreSQL refuses some characters with an exception; no tag has them.
        return Editions([])
    page = tag_listing(tag, editions, language, place, when) if tag else listing(editions.filter(when), place)
    return Editions(page.editions, next=_cursor(page.older), previous=_cursor(page.newer))


def best(asked: Mapping[str, Any], language: str, at: datetime) -> Editions:
    """The public releases that the words find, the best matches first; two queries. Raises ``Http404`` for no such page."""
    number, tag = asked.get("page", 1), asked.get("tag", "")
    filters = Filters(words=asked["q"], kind=asked.get("kind", ""), tag=tag, year=asked.get("year"))
    ids: list[int] = []
    if parse(filters.words, language) and (not tag or _POSSIBLE_SLUG.fullmatch(tag)):
        ids = find_editions(filters, language, at)
    shown = ids[(number - 1) * paging.PAGE_SIZE : number * paging.PAGE_SIZE]
    if number > 1 and not shown:
        raise Http404
    found = Edition.objects.public(at).for_cards().in_bulk(shown)
    return Editions(
        [found[pk] for pk in shown if pk in found],
        next=str(number + 1) if len(ids) > number * paging.PAGE_SIZE else "",
        previous=str(number - 1) if number > 1 else "",
    )


def topics(asked: Mapping[str, Any], language: str, at: datetime) -> Topics:
    """The tags that public releases of a language have; one query.

    Each tag asks its own rows for one: a tag that only something hidden has is not there.
    """
    public = Edition.objects.public(at).in_language(language).filter(pk=OuterRef("edition"))
    carried = EditionTag.objects.filter(Exists(public), tag=OuterRef("pk"), language=language)
    tags = Tag.objects.filter(Exists(carried)).order_by("slug")
    if after := asked.get("after"):
        if not _POSSIBLE_SLUG.fullmatch(after):
            raise Http404
        tags = tags.filter(slug__gt=after)
    rows = list(tags[: TAGS + 1])
    return Topics(rows[:TAGS], next=rows[TAGS - 1].slug if len(rows) > TAGS else "")


def _when(asked: Mapping[str, Any]) -> Q:
    when = in_year(asked["year"]) if "year" in asked else Q()
    if "from" in asked:
        when &= Q(first_published__gte=_start(asked["from"]))
    if "until" in asked:
        when &= Q(first_published__lt=_start(min(asked["until"], _LAST_DAY) + timedelta(days=1)))
    return when


def _start(day: date) -> datetime:
    """The first moment of a day by the office's clock."""
    return datetime.combine(min(max(day, _FIRST_DAY), _LAST_DAY), time(), timezone.get_current_timezone())


def _place(cursor: str) -> dict[str, str]:
    """What the site's own lists call it."""
    side, _minus, place = cursor.partition("-")
    return {side: place} if cursor else {}


def _cursor(query: str) -> str:
    return query.replace("=", "-", 1)
