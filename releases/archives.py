"""Which years and months have releases, and how many, in index ranges instead of a walk over all of them."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, Q
from django.http import Http404
from django.utils import timezone

from releases.models import Edition
from releases.models.edition import EditionQuerySet
from releases.search.statement import Statement

COUNTED = 1_000
"""Releases of one month that are counted; a month with more has "more than" so many. The busiest office has a few hundred."""
HEIGHT = 32
"""Of the highest bar."""
AT_ONCE = 240
"""Months that one statement counts: SQLite joins at most 500 selects."""


@dataclass(frozen=True, slots=True)
class Number:
    """How many releases there are, or that there are more than ``value``."""

    value: int
    is_more: bool = False

    def __add__(self, other: "Number") -> "Number":
        return Number(self.value + other.value, self.is_more or other.is_more)


NONE = Number(0)


@dataclass(frozen=True, slots=True)
class Month:
    """One month and its releases."""

    first: date
    number: Number
    height: int
    """Of its bar, of ``HEIGHT``, beside the fullest month that is shown with it."""

    @property
    def top(self) -> int:
        """Where its bar begins, from above."""
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Year:
    """One year with its twelve months."""

    year: int
    number: Number
    months: list[Month]


def in_year(year: int) -> Q:
    """First published in this year, by the site's clock. Raises ``Http404`` for a year that has no end."""
    return _between(_start(year, 1), _start(year + 1, 1))


def in_month(year: int, month: int) -> Q:
    """First published in this month, by the site's clock. Raises ``Http404`` for a month that no calendar has."""
    return _between(_start(year, month), _start(year + month // 12, month % 12 + 1))


def years_of(editions: EditionQuerySet, at: datetime) -> list[int]:
    """The years that have one of these editions, newest first; two queries."""
    oldest = editions.newest_first().reverse().values_list("first_published", flat=True).first()
    if oldest is None:
        return []
    first, last = timezone.localtime(oldest).year, timezone.localtime(at).year
    return _present(editions, {year: in_year(year) for year in range(last, first - 1, -1)})


def counted_years(editions: EditionQuerySet, years: list[int]) -> list[Year]:
    """These years with the number of these editions in each month, in the order given; one query for twenty years."""
    months = [(year, month) for year in years for month in range(1, 13)]
    numbers = _numbers(editions, months)
    highest = max((number.value for number in numbers), default=0)
    shown = [
        Month(date(year, month, 1), number, _height(number, highest))
        for (year, month), number in zip(months, numbers, strict=True)
    ]
    return [
        Year(year, sum((month.number for month in found), NONE), found)
        for year, group in groupby(shown, key=lambda month: month.first.year)
        for found in [list(group)]
    ]


def _numbers(editions: EditionQuerySet, months: list[tuple[int, int]]) -> list[Number]:
    """How many of these editions each of the months has, each counted only as far as ``COUNTED``."""
    # Compiled once, of a column that the index has: to compile a query a month cost more than to count it.
    every, given = editions.order_by().values("first_published").query.sql_with_params()
    adapt = connection.ops.adapt_datetimefield_value
    found: dict[int, int] = {}
    for start in range(0, len(months), AT_ONCE):
        parts, params = [], []
        for position, (year, month) in enumerate(months[start : start + AT_ONCE], start):
            rows = f"SELECT 1 FROM ({every}) AS every WHERE first_published >= %s AND first_published < %s LIMIT %s"  # noqa: S608
            parts.append(f"SELECT {position}, COUNT(*) FROM ({rows}) AS month_{position}")  # noqa: S608  # from Django
            end = _start(year + month // 12, month % 12 + 1)
            params += [*given, adapt(_start(year, month)), adapt(end), COUNTED + 1]
        found |= dict(Statement(" UNION ALL ".join(parts), tuple(params)).rows())
    return [Number(min(found[n], COUNTED), is_more=found[n] > COUNTED) for n in range(len(months))]


def _height(number: Number, highest: int) -> int:
    """In proportion, but never nothing where there is something."""
    return max(1, round(HEIGHT * number.value / highest)) if number.value else 0


def _present(editions: EditionQuerySet, periods: dict[int, Q]) -> list[int]:
    """The periods that are not empty, asked in one row of EXISTS: each is a lookup in the index of the newest."""
    asked = {f"period_{number}": Exists(editions.filter(within)) for number, within in periods.items()}
    row = Edition.objects.order_by("pk").annotate(**asked).values(*asked).first()
    return [number for number in periods if row is not None and row[f"period_{number}"]]


def _between(start: datetime, end: datetime) -> Q:
    return Q(first_published__gte=start, first_published__lt=end)


def _start(year: int, month: int) -> datetime:
    try:
        return datetime(year, month, 1, tzinfo=_zone())
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())
