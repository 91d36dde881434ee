"""What the calendar says at a moment: the announcements' own words, and the way to a release once that is public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise

from django.utils import timezone

from releases.announcing import Planned
from releases.models import (
    AnnouncementStatus,
    AnnouncementVerb,
    AnnouncementVersion,
    Edition,
    Precision,
)
from releases.workflow import Kind

MOST_AHEAD = 300
"""Entries ahead that are shown: an office that announces every statistic of a year has some two hundred."""
MOST_PAST = 50
TOLD = frozenset({AnnouncementVerb.MOVE, AnnouncementVerb.CANCEL})
"""Of what readers are told, with the reason. That a title was found is seen in the title."""


@dataclass(frozen=True, slots=True)
class Change:
    """One move, or the end of it."""

    at: datetime
    is_move: bool
    before: Planned
    after: Planned
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One announced release."""

    uid: str
    number: int
    """How often it has been changed, the announcement itself included."""
    kind: Kind
    title: str
    """Empty where it is still to be announced."""
    planned: Planned
    status: AnnouncementStatus
    announced: datetime
    changed: datetime
    history: tuple[Change, ...]
    edition: Edition | None
    """What was published, once readers can see it."""

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not come."""
        return self.status == AnnouncementStatus.CANCELLED

    @property
    def is_confirmed(self) -> bool:
        """Whether its date is firm."""
        return self.status == AnnouncementStatus.CONFIRMED

    @property
    def modified(self) -> datetime:
        """Since when the calendar has said of it what it says now."""
        return max(self.changed, self.edition.first_published) if self.edition else self.changed


@dataclass(frozen=True, slots=True)
class Month:
    """The entries ahead of one month."""

    first: date
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is ahead, the nearest first, and what is published or past, the last first."""

    ahead: list[Entry]
    past: list[Entry]

    @property
    def months(self) -> list[Month]:
        """What is ahead, month by month as the office's clock has them."""
        found = groupby(self.ahead, key=lambda entry: timezone.localdate(entry.planned.start).replace(day=1))
        return [Month(first, list(entries)) for first, entries in found]


def calendar_of(language: str, at: datetime) -> Calendar:
    """The calendar of a language at a moment; four queries."""
    standing = AnnouncementVersion.objects.standing(at).in_language(language).select_related("announcement", "release")
    ahead, past = standing.upcoming(at)[:MOST_AHEAD], standing.past(at)[:MOST_PAST]
    entries = entries_of([*ahead, *past], language, at)
    coming = [entry for entry in entries if entry.edition is None and entry.planned.until > at]
    over = [entry for entry in entries if entry.edition is not None or entry.planned.until <= at]
    return Calendar(coming, sorted(over, key=_when, reverse=True))


def entries_of(versions: Sequence[AnnouncementVersion], language: str, at: datetime) -> list[Entry]:
    """These versions with their history up to a moment, and with the public releases that they led to; two queries."""
    every = AnnouncementVersion.objects.filter(
        announcement__in=[version.announcement_id for version in versions], at__lte=at
    )
    told: dict[int, list[AnnouncementVersion]] = {}
    for version in every.order_by("announcement", "number"):
        told.setdefault(version.announcement_id, []).append(version)
    editions = _published(versions, language, at)
    return [_entry(version, told[version.announcement_id], language, editions) for version in versions]


def planned_of(version: AnnouncementVersion) -> Planned:
    """The time that a version says."""
    return Planned(version.planned, version.until, Precision(version.precision))


def _entry(
    version: AnnouncementVersion, told: Sequence[AnnouncementVersion], language: str, editions: dict[int, Edition]
) -> Entry:
    release = None if version.status == AnnouncementStatus.CANCELLED else version.release
    return Entry(
        uid=str(version.announcement.uid),
        number=version.number,
        kind=Kind(version.kind),
        title=version.words.get(language, ""),
        planned=planned_of(version),
        status=AnnouncementStatus(version.status),
        announced=told[0].at,
        changed=version.at,
        history=tuple(_changes(told, language)),
        edition=editions.get(release.translation_group) if release else None,
    )


def _changes(told: Sequence[AnnouncementVersion], language: str) -> Iterable[Change]:
    for before, after in pairwise(told):
        if after.verb in TOLD:
            yield Change(
                at=after.at,
                is_move=after.verb == AnnouncementVerb.MOVE,
                before=planned_of(before),
                after=planned_of(after),
                reason=after.reason.get(language, ""),
            )


def _published(versions: Sequence[AnnouncementVersion], language: str, at: datetime) -> dict[int, Edition]:
    """The public editions, in this language, of the releases that were announced, by the group of their languages."""
    groups = {version.release.translation_group for version in versions if version.release is not None}
    found = Edition.objects.public(at).in_language(language).filter(translation_group__in=groups)
    return {edition.translation_group: edition for edition in found.defer("article_html")}


def _when(entry: Entry) -> tuple[datetime, str]:
    published = entry.edition.first_published if entry.edition else entry.planned.until
    return published, entry.uid
