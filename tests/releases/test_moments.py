"""Wall clocks and instants: what an embargo's date and time mean in a zone whose clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.errors import BadMoment
from releases.moments import resolve

TORONTO, LONDON, LORD_HOWE = (ZoneInfo(key) for key in ("America/Toronto", "Europe/London", "Australia/Lord_Howe"))
APIA, KOLKATA, ST_JOHNS = (ZoneInfo(key) for key in ("Pacific/Apia", "Asia/Kolkata", "America/St_Johns"))
ZONES = [TORONTO, LONDON, LORD_HOWE, APIA, KOLKATA, ST_JOHNS, ZoneInfo("UTC")]


def wall(*parts: int) -> datetime:
    """What a clock on the wall shows: a time without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("shown", "zone", "instant"),
    [
        (wall(2026, 3, 6, 9, 30), TORONTO, datetime(2026, 3, 6, 14, 30, tzinfo=UTC)),
        (wall(2026, 7, 6, 9, 30), TORONTO, datetime(2026, 7, 6, 13, 30, tzinfo=UTC)),
        (wall(2026, 3, 6, 9, 30), KOLKATA, datetime(2026, 3, 6, 4, 0, tzinfo=UTC)),
        (wall(2026, 12, 31, 23, 59, 59), LONDON, datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_an_ordinary_time_is_one_instant(shown: datetime, zone: ZoneInfo, instant: datetime) -> None:
    assert resolve(shown, zone) == instant


GAPS = [
    (TORONTO, wall(2026, 3, 8, 2, 0), wall(2026, 3, 8, 3, 0)),
    (LONDON, wall(2026, 3, 29, 1, 0), wall(2026, 3, 29, 2, 0)),
    # Half an hour, the only one of its kind.
    (LORD_HOWE, wall(2026, 10, 4, 2, 0), wall(2026, 10, 4, 2, 30)),
    # Samoa went over the date line and left out a whole day.
    (APIA, wall(2011, 12, 30, 0, 0), wall(2011, 12, 31, 0, 0)),
]
OVERLAPS = [
    (TORONTO, wall(2026, 11, 1, 1, 0), wall(2026, 11, 1, 2, 0)),
    (LONDON, wall(2026, 10, 25, 1, 0), wall(2026, 10, 25, 2, 0)),
    (LORD_HOWE, wall(2026, 4, 5, 1, 30), wall(2026, 4, 5, 2, 0)),
]
MICRO = timedelta(microseconds=1)


@pytest.mark.parametrize(("zone", "first", "end"), GAPS, ids=lambda value: getattr(value, "key", None))
def test_a_time_over_which_the_clocks_go_forward_is_refused_to_the_microsecond(
    zone: ZoneInfo, first: datetime, end: datetime
) -> None:
    for missing in (first, first + (end - first) / 2, end - MICRO):
        with pytest.raises(BadMoment, match="does not exist") as refusal:
            resolve(missing, zone)
        assert zone.key in str(refusal.value)
        assert missing.strftime("%H:%M") in str(refusal.value)
    assert resolve(end, zone) - resolve(first - MICRO, zone) == MICRO


@pytest.mark.parametrize(("zone", "first", "end"), OVERLAPS, ids=lambda value: getattr(value, "key", None))
def test_a_time_that_happens_twice_is_refused_to_the_microsecond(
    zone: ZoneInfo, first: datetime, end: datetime
) -> None:
    for twice in (first, first + (end - first) / 2, end - MICRO):
        with pytest.raises(BadMoment, match="happens twice") as refusal:
            resolve(twice, zone)
        assert zone.key in str(refusal.value)
    assert resolve(end, zone) - resolve(first - MICRO, zone) == 2 * (end - first) + MICRO


@pytest.mark.parametrize("zone", [KOLKATA, ZoneInfo("UTC")], ids=str)
def test_a_zone_whose_clocks_never_change_takes_every_time(zone: ZoneInfo) -> None:
    start = wall(2026, 1, 1)
    for hours in range(0, 365 * 24, 5):
        resolve(start + timedelta(hours=hours), zone)


@given(
    shown=st.datetimes(min_value=wall(2000, 1, 1), max_value=wall(2037, 1, 1)),
    zone=st.sampled_from(ZONES),
)
def test_whatever_is_accepted_shows_on_the_wall_what_was_asked_and_shows_it_once(
    shown: datetime, zone: ZoneInfo
) -> None:
    try:
        instant = resolve(shown, zone)
    except BadMoment:
        return
    assert instant.tzinfo is UTC
    assert instant.astimezone(zone).replace(tzinfo=None) == shown
    for hours in (-24, -2, -1, -0.5, 0.5, 1, 2, 24):
        other = (instant + timedelta(hours=hours)).astimezone(zone)
        assert other.replace(tzinfo=None) != shown
