"""What the demo newsroom announces, moves and cancels, and which spellings it has merged: ``content/calendar.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from taggit.models import Tag

from pressroom.demo.content import FOLDER
from releases.actions.announce import announce
from releases.actions.cancel_announcement import cancel_announcement
from releases.actions.merge_tags import merge_tags
from releases.actions.move_announcement import move_announcement
from releases.models import Announcement, Precision, Release
from releases.moments import resolve

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Wall:
    """The calendar on the wall: which day is so many from today, by the office's clock."""

    now: datetime
    zone: ZoneInfo

    def moment(self, row: Mapping[str, Any]) -> datetime:
        """The moment that a row names; noon where it names a day or a month alone."""
        day = self.now.astimezone(self.zone).date() + timedelta(days=row["ahead"])
        return resolve(datetime.combine(day, time.fromisoformat(row["time"]) if "time" in row else NOON), self.zone)

    def ago(self, days: int) -> datetime:
        """So many days ago, at this hour."""
        return self.now - timedelta(days=days)


def fill(releases: Mapping[str, int], people: Mapping[str, User], now: datetime, zone: ZoneInfo) -> None:
    """Announce and merge. ``releases`` are those that were loaded, by their address; the caller is in a transaction."""
    with (FOLDER / "calendar.toml").open("rb") as file:
        table = tomllib.load(file)
    for row in table["announcement"]:
        # A site in other languages has no use for it.
        if not _words(row):
            continue
        _announce(row, releases, people["edda"], Wall(now, zone))
    for row in table["spelling"]:
        tags = {tag.name: tag for tag in Tag.objects.filter(name__in=(row["old"], row["into"]))}
        if len(tags) == 2:
            merge_tags(old=tags[row["old"]], into=tags[row["into"]], by=people["edda"], at=now)


def _announce(row: Mapping[str, Any], releases: Mapping[str, int], by: User, wall: Wall) -> None:
    announcement = announce(
        words=_words(row),
        kind=row["kind"],
        planned=wall.moment(row),
        precision=_precision(row),
        confirmed=row.get("confirmed", False),
        release=Release.objects.get(pk=releases[row["release"]]) if "release" in row else None,
        by=by,
        at=wall.ago(row["announced"]),
    )
    for move in row.get("moved", ()):
        move_announcement(
            announcement=announcement,
            version=_version(announcement),
            planned=wall.moment(move),
            precision=_precision(move),
            reason=_words(move),
            by=by,
            at=wall.ago(row["announced"] - move["after"]),
        )
    if end := row.get("cancelled"):
        cancel_announcement(
            announcement=announcement,
            version=_version(announcement),
            reason=_words(end),
            by=by,
            at=wall.ago(row["announced"] - end["after"]),
        )


def _words(row: Mapping[str, Any]) -> dict[str, str]:
    return {code: row[code] for code, _name in settings.LANGUAGES if code in row}


def _precision(row: Mapping[str, Any]) -> Precision:
    return Precision(row.get("precision", "moment"))


def _version(announcement: Announcement) -> int:
    return Announcement.objects.get(pk=announcement.pk).version
