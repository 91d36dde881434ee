"""From "twelve days ago, at half past nine" to an instant, and from "in a week" to the words in a text."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.dateformat import format as format_date

from pressroom.demo.content import When
from releases.errors import BadMoment
from releases.moments import resolve

QUARTER = timedelta(minutes=15)
FORMATS = {"": "j F Y", "weekday": "l j F", "month": "F Y", "year": "Y"}
_TOKEN = re.compile(r"\{\{([+-]\d+)(?: (weekday|month|year))?\}\}")


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That time on that day; when the clocks skip or repeat it, an hour later. Any zone may be configured."""
    wall = datetime.combine(day, at)
    for hours in range(4):
        try:
            return resolve(wall + timedelta(hours=hours), zone)
        except BadMoment:
            continue
    raise BadMoment(f"{wall} cannot be placed in {zone.key}.")


def appears(when: When, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When readers first see it; ``None`` for a draft."""
    today = now.astimezone(zone).date()
    if when.hours_ahead is not None:
        return _next_quarter(now + timedelta(hours=when.hours_ahead))
    if when.days_ahead is not None:
        return instant(today + timedelta(days=when.days_ahead), when.time, zone)
    if when.days_ago is not None:
        return instant(today - timedelta(days=when.days_ago), when.time, zone)
    if when.last is not None:
        return instant(_last(when.last, when.years_back, today), when.time, zone)
    return None


def _last(month_and_day: tuple[int, int], years_back: int, today: date) -> date:
    """The last time that this date lay before today, so that at least one night has passed since."""
    month, day = month_and_day
    this_year = date(today.year, month, day)
    passed = this_year if this_year < today else date(today.year - 1, month, day)
    return passed.replace(year=passed.year - years_back)


def _next_quarter(moment: datetime) -> datetime:
    """A press office schedules for the full quarter of an hour."""
    start = moment.replace(minute=0, second=0, microsecond=0)
    return start + QUARTER * (-(-(moment - start) // QUARTER))


def with_dates(text: str, day: date, language: str) -> str:
    """Replace ``{{+9 weekday}}`` and its like by the date nine days after ``day``, in words of that language."""

    def spell(match: re.Match[str]) -> str:
        meant = day + timedelta(days=int(match[1]))
        with translation.override(language):
            words = format_date(meant, FORMATS[match[2] or ""])
        # French says "le 1er mars", and Django's formats cannot.
        return re.sub(r"\b1 (?=[^\W\d])", "1er ", words) if language == "fr" and meant.day == 1 else words

    return _TOKEN.sub(spell, text)
