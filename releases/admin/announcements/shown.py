"""What the pages show: each announcement as readers see it, and where it differs from what is scheduled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.announcing import Planned
from releases.calendar.entries import Entry, entries_of, planned_of
from releases.dateformat import format_date
from releases.languages import language_name
from releases.models import AnnouncementStatus, AnnouncementVersion, Edition
from releases.workflow import Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One announcement in the list."""

    version: AnnouncementVersion
    planned: Planned
    titles: list[str]
    warning: str


def rows(at: datetime) -> list[Row]:
    """Every announcement, what is ahead first; three queries."""
    standing = AnnouncementVersion.objects.standing(at).select_related("announcement", "release")
    found = [*standing.upcoming(at), *standing.past(at)]
    scheduled = moments_of(found, at)
    return [
        Row(version, planned_of(version), list(version.words.values()), warning(version, scheduled, at))
        for version in found
    ]


def moments_of(versions: Sequence[AnnouncementVersion], at: datetime) -> dict[int, datetime]:
    """When the linked releases are scheduled for; one query."""
    linked = [version.release_id for version in versions if version.release_id]
    return dict(Edition.objects.ahead(at).filter(release__in=linked).values_list("release", "visible_from"))


def warning(version: AnnouncementVersion, scheduled: dict[int, datetime], at: datetime) -> str:
    """Where the calendar and the schedule say two different things, in a sentence; nothing where they agree."""
    moment = scheduled.get(version.release_id) if version.release_id else None
    if moment is None:
        return ""
    shown = format_date(timezone.localtime(moment), "j F Y, H:i T")
    if version.status == AnnouncementStatus.CANCELLED:
        return _("It is cancelled here, and scheduled for %(moment)s.") % {"moment": shown}
    planned = planned_of(version)
    if planned.start == moment or (planned.start <= moment < planned.until):
        return ""
    return _("The release is scheduled for %(moment)s, which is not what is announced.") % {"moment": shown}


def as_readers_see(version: AnnouncementVersion, at: datetime) -> list[tuple[str, str, Entry]]:
    """The entry in each of its languages: code, name of the language, entry; two queries a language."""
    return [
        (code, language_name(code), entries_of([version], code, at)[0])
        for code, _name in settings.LANGUAGES
        if code in version.words
    ]


def preview(said: dict[str, Any], words: dict[str, str], at: datetime) -> list[tuple[str, str, Entry]]:
    """What a form would announce, in each language, without a row in any table."""
    status = AnnouncementStatus.CONFIRMED if said.get("confirmed") else AnnouncementStatus.PROVISIONAL
    return [
        (
            code,
            language_name(code),
            Entry(
                uid="preview",
                number=1,
                kind=Kind(said["kind"]),
                title=" ".join(title.split()),
                planned=Planned.of(said["planned"], said["precision"]),
                status=status,
                announced=at,
                changed=at,
                history=(),
                edition=None,
            ),
        )
        for code, title in words.items()
    ]
