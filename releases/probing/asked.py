"""What a request that found nothing asked for, taken apart."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from releases.probing.names import Name, last_day_of, read

PATH_LENGTH = 300
SEGMENTS = 10
WORDS_KEPT = 120
"""What editors are shown of an address. It is a stranger's text."""

# A colleague who is still at yesterday's page, and a search engine that follows a link to last quarter's file, guess nothing.
DAY_IS_OLD = timedelta(days=5)
MONTH_IS_OLD = timedelta(days=92)

_KEY = re.compile(r"[A-Za-z0-9_-]{20,32}$")
_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_-]{24}$")
"""Surely a key and no name: a name in capitals and small letters has an extension."""
_DATED = re.compile(r"(?:^|/)((?:19|20)\d\d)(?:/(0?[1-9]|1[0-2])(?:/(0?[1-9]|[12]\d|3[01])(?:/([^/]+))?)?)?(?=/|$)")


@dataclass(frozen=True)
class Asked:
    """The path of one address, read once."""

    path: str

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """What stands between its strokes."""
        return tuple(part for part in self.path[:PATH_LENGTH].split("/") if part)[:SEGMENTS]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What could be a random key of ours."""
        return tuple(part for part in self.segments if _KEY.match(part))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Its segments, read as names: those that have a word which tells something."""
        read_all = (read(part) for part in self.segments if not _MIXED.match(part))
        return tuple(name for name in read_all if name.telling)

    @cached_property
    def folders(self) -> tuple[str, str, str, str]:
        """Year, month and day as far as they are folders of their own, as in ``/2026/11/26/``, and what follows a whole day."""
        found = _DATED.search(self.path[:PATH_LENGTH])
        year, month, day, after = found.groups(default="") if found else ("", "", "", "")
        return year, month, day, after

    @cached_property
    def address(self) -> tuple[date, str] | None:
        """The day and the last part, for a path that has the form of a release's address, whatever may follow it."""
        year, month, day, after = self.folders
        try:
            return (date(int(year), int(month), int(day)), after) if after else None
        except ValueError:
            return None

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All dates and numbers in it, those of its folders included."""
        found = {number for name in self.names for number in name.numbers}
        year, month, _day, _after = self.folders
        return frozenset(found | ({year} if year else set()) | ({f"month {int(month)}"} if month else set()))

    @property
    def is_candidate(self) -> bool:
        """Whether it could resemble anything at all. Most of what scanners ask for could not."""
        return bool(self.names or self.keys)

    def is_of_the_past(self, today: date) -> bool:
        """Whether it names a time that is over: then it is an old link, and not the guess of a name to come.

        What its last name says counts more than the folders in which it lies.
        """
        own = self.names[-1].latest_day if self.names else None
        if own is not None:
            return own + MONTH_IS_OLD < today
        year, month, day, _after = self.folders
        if day:
            return date(int(year), int(month), min(int(day), 28)) + DAY_IS_OLD < today
        return bool(year) and last_day_of(int(year), int(month or 12)) + MONTH_IS_OLD < today

    @property
    def shown(self) -> str:
        """For people: bounded, and without anything that does not print, such as what turns the direction of writing."""
        kept = self.path[:WORDS_KEPT]
        printable = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in kept)
        return printable + ("…" if len(self.path) > WORDS_KEPT else "")
