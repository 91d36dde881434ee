"""Lines of the timeline as a page shows them: who, what, in whose words, and where to look closer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from releases.admin import history
from releases.admin.timeline import Line
from releases.dateformat import format_date
from releases.models import Edition, Event, Release, Revision
from releases.workflow import Change, Verb

_PUBLIC = frozenset({Verb.PUBLISH, Verb.CORRECT, Verb.PUBLISH_UNREVIEWED, Verb.WITHDRAW, Verb.STOP})
"""Acts after which readers saw something else at once."""
_TONES = {
    Verb.PUBLISH_UNREVIEWED: "red",
    Verb.STOP: "red",
    Verb.WITHDRAW: "red",
    Verb.SEND_BACK: "wait",
    Verb.NOTE: "staff",
    Verb.SAVE_DRAFT: "quiet",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A link to somewhere closer."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line as it is shown."""

    at: datetime
    time: str
    who: str
    done: str
    tone: str = ""
    facts: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    revision: Revision | None = None
    folded: list["Told"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day on the office's clocks."""

    day: date
    lines: list[Told]

    @property
    def name(self) -> str:
        """The day in a heading."""
        return format_date(self.day, pgettext("date format", "l j F Y"))


def by_days(release: Release, lines: Iterable[Line]) -> list[Day]:
    """The lines of a page, under the days they belong to."""
    days: list[Day] = []
    for line in lines:
        if not days or days[-1].day != line.day:
            days.append(Day(line.day, []))
        days[-1].lines.append(tell(release, line))
    return days


def tell(release: Release, line: Line) -> Told:
    """One line in words."""
    if line.edition is not None:
        return _of_clock(release, line.edition)
    if line.opening is not None:
        return _of_openings(line)
    assert line.event is not None  # noqa: S101  (a line is one of the three)
    return _of_saves(release, line) if line.folded else _of_event(release, line.event)


def _of_event(release: Release, event: Event) -> Told:
    return Told(
        at=event.at,
        time=clock(event.at),
        who=event.actor_name,
        done=history.done(event),
        tone=_TONES.get(Verb(event.verb), ""),
        facts=[*_named(event), *history.facts(event)],
        said=history.said(event),
        ways=_ways_from(release, event),
        revision=None if event.verb == Verb.NOTE else event.revision,
    )


def _named(event: Event) -> list[str]:
    """The edition and the revision that an act was about."""
    found = []
    if event.edition is not None:
        number = event.edition.number
        found.append(_("edition %(number)s") % {"number": number} if number else _("an edition taken back"))
    if event.revision is not None and event.verb != Verb.NOTE:
        found.append(_("revision %(number)s") % {"number": event.revision.number})
    return found


def _ways_from(release: Release, event: Event) -> list[Way]:
    ways = []
    if event.verb in (Verb.SAVE_DRAFT, Verb.RESTORE) and event.revision is not None:
        ways += _compared(release, f"r{event.revision.number - 1}", f"r{event.revision.number}")
    edition = event.edition
    if edition is not None and edition.number and event.verb in _PUBLIC:
        ways += of_edition(release, edition)
        if edition.redirect_to is not None:
            address = reverse("admin:releases_release_change", args=[edition.redirect_to_id])
            ways.append(Way(_("Readers are sent to “%(headline)s”") % {"headline": edition.redirect_to}, address))
    return ways


def of_edition(release: Release, edition: Edition, *, ahead: bool = False) -> list[Way]:
    """From an edition that readers saw, or will see: what changes with it, and the site at the moment it begins."""
    ways = []
    if edition.number and edition.number > 1 and edition.change != Change.WITHDRAWAL:
        ways += _compared(release, f"e{edition.number - 1}", f"e{edition.number}")
    site = _("What will the site say then?") if ahead else _("What did the site say then?")
    return [*ways, Way(site, as_of(edition.visible_from, edition.get_absolute_url()))]


def _compared(release: Release, before: str, after: str) -> list[Way]:
    if before == "r0":
        return []
    address = reverse("admin:releases_release_compare", args=[release.pk])
    return [Way(_("What changed?"), f"{address}?from={before}&to={after}")]


def as_of(moment: datetime, path: str) -> str:
    """Where the back office shows what a reader's address said at a moment."""
    return reverse("admin:as_of_page", args=[moment]).removesuffix("/") + path


def _of_saves(release: Release, line: Line) -> Told:
    """Several saves of one person as one line, which opens to each."""
    newest, oldest = line.folded[0], line.folded[-1]
    ways = []
    if newest.revision is not None and oldest.revision is not None:
        before = max(1, oldest.revision.number - 1)
        ways = _compared(release, f"r{before}", f"r{newest.revision.number}")
    return Told(
        at=line.at,
        time=_span(line),
        who=newest.actor_name,
        done=ngettext("Saved %(times)s time", "Saved %(times)s times", line.times) % {"times": line.times},
        tone="quiet",
        ways=ways,
        folded=[_of_event(release, event) for event in line.folded],
    )


def _of_openings(line: Line) -> Told:
    assert line.opening is not None  # noqa: S101
    done, link = _("Opened the preview link"), line.opening.link
    if line.times > 1:
        done = _("Opened the preview link %(times)s times") % {"times": line.times}
    return Told(
        at=line.at,
        time=_span(line),
        who=_("Whoever has the link for %(recipient)s") % {"recipient": link.recipient},
        done=done,
        facts=[_("revision %(number)s") % {"number": link.revision.number}],
    )


def _of_clock(release: Release, edition: Edition) -> Told:
    """What nobody had to do any more: its moment had come."""
    facts = [_("edition %(number)s") % {"number": edition.number}]
    if edition.change == Change.FIRST:
        done = _("The embargo lifted")
    else:
        done = _("What was scheduled took the place of what readers saw")
        facts.append(str(edition.get_change_display()))
    return Told(
        at=edition.visible_from,
        time=clock(edition.visible_from),
        who=_("The clock"),
        done=done,
        tone="clock",
        facts=facts,
        said=[(_("Note for readers"), edition.note)] if edition.note else [],
        ways=of_edition(release, edition),
        revision=edition.revision,
    )


def clock(moment: datetime) -> str:
    """The time on the office's clocks; the day stands above, and the zone at the head of the page."""
    return f"{timezone.localtime(moment):%H:%M}"


def _span(line: Line) -> str:
    since, until = clock(line.since), clock(line.at)
    return until if since == until else f"{since}–{until}"
