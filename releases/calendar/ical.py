"""The calendar as iCalendar (RFC 5545), for the calendars of newsrooms."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.announcing import Planned
from releases.calendar.entries import Change, Entry
from releases.calendar.words import planned_text
from releases.models import AnnouncementStatus, Precision

CONTENT_TYPE = "text/calendar"
LINE = 75
"""Octets of a line, the break not counted (RFC 5545, 3.1)."""
PRODUCT = "-//Pressroom//Calendar//EN"
REFRESH = "PT1H"
STATUS = {
    AnnouncementStatus.PROVISIONAL: "TENTATIVE",
    AnnouncementStatus.CONFIRMED: "CONFIRMED",
    AnnouncementStatus.CANCELLED: "CANCELLED",
}
# A calendar has at least one component (RFC 5545, 3.6), and an office may have nothing to announce.
_NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def icalendar(entries: Iterable[Entry], name: str, language: str) -> bytes:
    """The document, in the language of the moment. It has no METHOD: it is a calendar to subscribe to, and no message."""
    lines = [line for entry in entries for line in _event(entry, language)] or list(_NOTHING)
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        # RFC 7986, and the older names of the same.
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"URL:{_page()}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    )
    return "".join(fold(line) for line in (*head, *lines, "END:VCALENDAR")).encode()


def text(value: str) -> str:
    """A value of the type TEXT (RFC 5545, 3.3.11). Control characters have no place in one."""
    value = "".join(letter for letter in value if letter >= " " or letter == "\n")
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n").replace("\x7f", "")


def fold(line: str) -> str:
    """A line with its break, in pieces of at most 75 octets, of which none ends within a character."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE:
            pieces.append(piece)
            # The blank at the beginning of a piece counts.
            piece, size = "", 1
        piece += letter
        size += octets
    return "\r\n ".join([*pieces, piece]) + "\r\n"


def _event(entry: Entry, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    # Without a METHOD it says when this was last revised (RFC 5545, 3.8.7.2): so the same bytes until something changes.
    yield f"DTSTAMP:{_utc(entry.modified)}"
    yield f"LAST-MODIFIED:{_utc(entry.modified)}"
    yield f"CREATED:{_utc(entry.announced)}"
    yield f"SEQUENCE:{entry.number - 1}"
    yield f"STATUS:{STATUS[entry.status]}"
    yield from _time(entry.planned)
    yield f"SUMMARY;LANGUAGE={language}:{text(_summary(entry))}"
    yield f"DESCRIPTION;LANGUAGE={language}:{text(_description(entry))}"
    yield f"CATEGORIES;LANGUAGE={language}:{text(str(entry.kind.label))}"
    yield f"URL:{_address(entry)}"
    # It takes nobody's time: a release is not a meeting.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _time(planned: Planned) -> Iterator[str]:
    if planned.precision == Precision.MOMENT:
        yield f"DTSTART:{_utc(planned.start)}"
        return
    yield f"DTSTART;VALUE=DATE:{timezone.localtime(planned.start):%Y%m%d}"
    # The first day that is no longer part of it (RFC 5545, 3.6.1).
    yield f"DTEND;VALUE=DATE:{timezone.localtime(planned.until):%Y%m%d}"


def _summary(entry: Entry) -> str:
    return entry.title or _("%(kind)s, title to be announced") % {"kind": entry.kind.label}


def _description(entry: Entry) -> str:
    lines = [f"{entry.kind.label}, {str(entry.status.label).casefold()}: {planned_text(entry.planned)}"]
    lines += [_told(change) for change in entry.history]
    if entry.edition is not None:
        lines.append(_("Published: %(headline)s") % {"headline": entry.edition.headline})
    return "\n".join(lines)


def _told(change: Change) -> str:
    if change.is_move:
        words = _("Moved from %(before)s to %(after)s") % {
            "before": planned_text(change.before),
            "after": planned_text(change.after),
        }
    else:
        words = _("Cancelled")
    return f"{words}. {change.reason}".strip()


def _address(entry: Entry) -> str:
    if entry.edition is not None:
        return f"{settings.SITE_URL}{entry.edition.get_absolute_url()}"
    return f"{_page()}#{entry.uid}"


def _page() -> str:
    return f"{settings.SITE_URL}{reverse('releases:calendar')}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
