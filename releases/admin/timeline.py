"""The timeline of a release: what people did, what the clock did, and who opened a preview link, newest first.

Everything that happened is first read as a few columns a row, so that saves can be folded across what would be the edge of
a page; only what one page shows is then read in full, in as many queries for two lines as for twenty.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.utils import timezone

from releases.models import Edition, Event, PreviewOpening, Release
from releases.workflow import Verb

LINES = 30
"""Lines on a page."""
FOLDED = 40
"""What one line may stand for; a longer run is several lines, so that no page is endless."""


class Source(IntEnum):
    """Where a line comes from. Of what happened in the same instant, the clock's part came first."""

    BEGINNING = 0
    EVENT = 1
    OPENING = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that happened, as little of it as ordering and folding need."""

    at: datetime
    source: Source
    pk: int
    fold: tuple[object, ...] | None = None
    """Neighbours with the same one are a single line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: an event, the beginning of an edition, or an opening; or a run of the like, newest first."""

    at: datetime
    since: datetime
    event: Event | None = None
    edition: Edition | None = None
    opening: PreviewOpening | None = None
    folded: list[Event] = field(default_factory=list)
    times: int = 1

    @property
    def day(self) -> date:
        """The day on the office's clocks."""
        return timezone.localdate(self.at)


def page_of(release: Release, number: str | None, at: datetime) -> "Page[Line]":
    """One page of what happened by this moment."""
    runs = _folded(_marks(release, at))
    found: Page[list[Mark]] = Paginator(runs, LINES).get_page(number)
    return Page(_read(found.object_list), found.number, found.paginator)  # type: ignore[arg-type]  # same paging, other rows


def _marks(release: Release, at: datetime) -> list[Mark]:
    """Everything that happened, newest first; three queries."""
    marks = [
        Mark(moment, Source.EVENT, pk, _fold_of(verb, moment, person, name))
        for pk, moment, verb, person, name in release.events.values_list("pk", "at", "verb", "actor", "actor_name")
    ]
    lifted = release.editions.began(at).filter(visible_from__gt=F("created_at"))
    marks += [Mark(moment, Source.BEGINNING, pk) for pk, moment in lifted.values_list("pk", "visible_from")]
    openings = PreviewOpening.objects.filter(link__release=release).order_by().values_list("pk", "at", "link")
    marks += [
        Mark(moment, Source.OPENING, pk, ("opening", link, timezone.localdate(moment))) for pk, moment, link in openings
    ]
    return sorted(marks, key=lambda mark: (mark.at, mark.source, mark.pk), reverse=True)


def _fold_of(verb: str, at: datetime, person: int | None, name: str) -> tuple[object, ...] | None:
    """Saves of one person on one day, as long as nothing else happened between them."""
    return ("save", person, name, timezone.localdate(at)) if verb == Verb.SAVE_DRAFT else None


def _folded(marks: Iterable[Mark]) -> list[list[Mark]]:
    runs: list[list[Mark]] = []
    for mark in marks:
        last = runs[-1] if runs else []
        if last and mark.fold is not None and mark.fold == last[0].fold and len(last) < FOLDED:
            last.append(mark)
        else:
            runs.append([mark])
    return runs


def _read(runs: Iterable[list[Mark]]) -> list[Line]:
    """The rows that these lines are about; three queries."""
    runs = list(runs)
    pks = {source: [mark.pk for run in runs for mark in run if mark.source == source] for source in Source}
    events = _events(pks[Source.EVENT])
    editions = _light_editions(pks[Source.BEGINNING])
    # A run of openings is told by its newest.
    newest = [run[0].pk for run in runs if run[0].source == Source.OPENING]
    openings = {row.pk: row for row in PreviewOpening.objects.filter(pk__in=newest).select_related("link__revision")}
    return [
        Line(
            at=run[0].at,
            since=run[-1].at,
            event=events.get(run[0].pk) if run[0].source == Source.EVENT else None,
            edition=editions.get(run[0].pk) if run[0].source == Source.BEGINNING else None,
            opening=openings.get(run[0].pk) if run[0].source == Source.OPENING else None,
            folded=[events[mark.pk] for mark in run] if run[0].source == Source.EVENT and len(run) > 1 else [],
            times=len(run),
        )
        for run in runs
    ]


def _events(pks: list[int]) -> dict[int, Event]:
    found = Event.objects.filter(pk__in=pks).select_related("revision", "edition__redirect_to")
    light = found.defer("revision__content", "edition__article_html", "edition__redirect_to__body")
    return {event.pk: event for event in light}


def _light_editions(pks: list[int]) -> dict[int, Edition]:
    found = Edition.objects.filter(pk__in=pks).select_related("revision").defer("article_html", "revision__content")
    return {edition.pk: edition for edition in found}
