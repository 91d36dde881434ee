"""Pages of a public list, by key: a page stays what it was while newer releases arrive, and the last costs what the first does.

A cursor names the place between two releases, ``20260306T143000000000-<slug>``: when the one beside it was first published
(UTC) and its slug, both of which readers can see. An id would tell how many unpublished releases lie between.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Self, TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404

from releases.models import Edition, EditionTag

Row = TypeVar("Row", Edition, EditionTag)

PAGE_SIZE = 20
_CURSOR = re.compile(r"(?P<moment>[0-9]{8}T[0-9]{12})-(?P<slug>[-a-zA-Z0-9_]{1,100})", re.ASCII)
_MOMENT = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list, newest first, with the query strings that lead on; each is empty where nothing follows."""

    rows: list[Row]
    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the order of all public lists."""

    moment: datetime
    slug: str

    @classmethod
    def at(cls, row: Edition | EditionTag) -> Self:
        """The place at which this row stands."""
        return cls(row.first_published, row.slug)

    def __str__(self) -> str:
        return f"{self.moment.astimezone(UTC).strftime(_MOMENT)}-{self.slug}"

    # Each is one range over the index with a small exception at its edge: the plain "or" of two conditions is no range.

    @property
    def is_after(self) -> Q:
        """Whatever is newer than this place."""
        return Q(first_published__gte=self.moment) & ~Q(first_published=self.moment, slug__lte=self.slug)

    @property
    def is_before(self) -> Q:
        """Whatever is older than this place."""
        return Q(first_published__lte=self.moment) & ~Q(first_published=self.moment, slug__gte=self.slug)


def asked_cursor(parameters: Mapping[str, str]) -> Cursor | None:
    """The place at which the page that the parameters ask for begins or ends. Raises ``Http404`` for one that is none."""
    place = parameters.get("before", parameters.get("after"))
    return None if place is None else _parse(place)


def page_of(rows: QuerySet[Row], parameters: Mapping[str, str]) -> Page[Row]:
    """The page of a list that the query parameters ``before`` or ``after`` ask for; the first one without them.

    At most two queries, neither of them a count. Raises ``Http404`` for a cursor that we did not write, for one with
    nothing behind it, and for both at once.
    """
    before, after = parameters.get("before"), parameters.get("after")
    if before is not None and after is not None:
        raise Http404
    rows = rows.order_by("-first_published", "-slug")
    if before is not None:
        return _older_page(rows, _parse(before))
    if after is not None:
        return _newer_page(rows, _parse(after))
    return _first_page(rows)


def _first_page(rows: QuerySet[Row]) -> Page[Row]:
    found = list(rows[: PAGE_SIZE + 1])
    return Page(rows=found[:PAGE_SIZE], older=_older_than(found), newer="")


def _older_page(rows: QuerySet[Row], cursor: Cursor) -> Page[Row]:
    found = list(rows.filter(cursor.is_before)[: PAGE_SIZE + 1])
    if not found:
        raise Http404
    first = Cursor.at(found[0])
    newer = f"after={first}" if rows.filter(first.is_after).exists() else ""
    return Page(rows=found[:PAGE_SIZE], older=_older_than(found), newer=newer)


def _newer_page(rows: QuerySet[Row], cursor: Cursor) -> Page[Row]:
    found = list(rows.filter(cursor.is_after).reverse()[: PAGE_SIZE + 1])
    if len(found) <= PAGE_SIZE:
        # The way up has ended: show a whole first page and not the few that happened to be left.
        return _first_page(rows)
    shown = found[:PAGE_SIZE][::-1]
    last = Cursor.at(shown[-1])
    older = f"before={last}" if rows.filter(last.is_before).exists() else ""
    return Page(rows=shown, older=older, newer=f"after={Cursor.at(shown[0])}")


def _older_than(found: list[Edition] | list[EditionTag]) -> str:
    """The way on from a page when one row more than fits was found."""
    return f"before={Cursor.at(found[PAGE_SIZE - 1])}" if len(found) > PAGE_SIZE else ""


def _parse(text: str) -> Cursor:
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise Http404
    try:
        moment = datetime.strptime(match["moment"], _MOMENT).replace(tzinfo=UTC)
    except ValueError as error:
        raise Http404 from error
    return Cursor(moment, match["slug"])
