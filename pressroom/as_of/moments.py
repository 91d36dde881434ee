"""Moments of the reader's site: as part of an address, in words, and those around one at which something changed."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from releases.dateformat import format_date
from releases.models import Edition

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""No site is older, and every database and calendar can tell such moments."""
AHEAD = timedelta(days=730)
"""Releases are scheduled fourteen months ahead at most; a page's years are counted up to its moment, so it needs a bound."""
_MOMENT = re.compile(r"([0-9]{8}T[0-9]{6})(?:\.([0-9]{6}))?Z", re.ASCII)


class MomentConverter:
    """An instant in UTC, ``20260306T143000Z``; with six more digits where an edition began within a second.

    What is published at once begins at whatever the clock showed, and the moment before is another page.
    """

    regex = r"[0-9]{8}T[0-9]{6}(?:\.[0-9]{6})?Z"

    def to_python(self, value: str) -> datetime:
        match = _MOMENT.fullmatch(value)
        if match is None:
            raise ValueError(value)
        whole = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return whole.replace(microsecond=int(match[2] or 0))

    def to_url(self, value: datetime) -> str:
        moment = value.astimezone(UTC)
        fraction = f".{moment:%f}" if moment.microsecond else ""
        return f"{moment:%Y%m%dT%H%M%S}{fraction}Z"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest moments, before and after one, at which readers began to see something else."""

    before: datetime | None
    after: datetime | None


def is_near(moment: datetime, now: datetime) -> bool:
    """Whether a moment is one that can be looked at."""
    return EARLIEST <= moment <= now + AHEAD


def neighbours(moment: datetime) -> Neighbours:
    """Two lookups in the index of beginnings. Every edition ends when another begins, so beginnings are all there is."""
    begins = Edition.objects.effective()
    before = begins.filter(visible_from__lt=moment).order_by("-visible_from")
    after = begins.filter(visible_from__gt=moment).order_by("visible_from")
    return Neighbours(*(found.values_list("visible_from", flat=True).first() for found in (before, after)))


def spell(moment: datetime) -> str:
    """A moment to the second, on the office's clocks, with its zone."""
    local = timezone.localtime(moment)
    return f"{format_date(local, pgettext('date format', 'l j F Y'))}, {local:%H:%M:%S} {settings.TIME_ZONE}"


def spell_short(moment: datetime) -> str:
    """The same in a row of links."""
    local = timezone.localtime(moment)
    return f"{format_date(local, pgettext('date format', 'j M Y'))}, {local:%H:%M:%S}"


def spell_utc(moment: datetime) -> str:
    """The same instant for everybody else; in full, so that two within a second can be told apart."""
    shown = moment.astimezone(UTC)
    return f"{shown:%Y-%m-%d %H:%M:%S}{f'.{shown:%f}' if shown.microsecond else ''} UTC"


def spell_reading(moment: datetime) -> str:
    """One of two instants at which clocks showed the same: by the zone's name of that hour, and in UTC."""
    return f"{format_date(timezone.localtime(moment), 'H:i:s T')} ({spell_utc(moment)})"


def address(moment: datetime, path: str = "/") -> str:
    """Where the back office shows what a reader's address (path and query) said at a moment."""
    return reverse("admin:as_of_page", args=[moment]).removesuffix("/") + path
