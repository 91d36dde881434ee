"""Which years and months have releases, in a fixed number of index lookups instead of a walk over all of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, Q
from django.http import Http404
from django.utils import timezone

from releases.models import Edition
from releases.models.edition import EditionQuerySet


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


def months_of(editions: EditionQuerySet, year: int) -> list[int]:
    """The months of a year that have one of these editions, in order; one query."""
    return _present(editions, {month: in_month(year, month) for month in range(1, 13)})


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
