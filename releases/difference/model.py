"""A difference as a value: field by field, row by row, with texts marked word by word. Templates draw it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.safestring import SafeString

from releases.snapshot import LeadImage

FOLD_FROM = 4
"""From this many rows in a line that nobody changed on, those in the middle are folded away."""


class Status(StrEnum):
    """What became of one row."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in three ways: with what went and what came marked in it, and as it was on either side."""

    inline: SafeString
    before: SafeString
    after: SafeString


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a row, with its name where a row has several."""

    words: Words
    label: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph, a part, a tag: what stands or falls as one."""

    status: Status
    lines: tuple[Line, ...]
    said: str = ""
    """What marks cannot show, in words: where it moved from, or that only its layout changed."""

    @property
    def has_before(self) -> bool:
        """Whether there is anything of it on the earlier side."""
        return self.status != Status.ADDED

    @property
    def has_after(self) -> bool:
        """Whether there is anything of it on the later side."""
        return self.status != Status.REMOVED


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring rows, all of them to be shown or all of them folded away."""

    rows: tuple[Row, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Pictures:
    """The lead image on either side."""

    before: LeadImage | None
    after: LeadImage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a release that differs."""

    name: str
    label: str
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    pictures: Pictures | None = None
    coarse: bool = False
    """Too much changed for words: whole paragraphs are shown instead."""

    @property
    def stretches(self) -> Iterator[Stretch]:
        """The rows, with long stretches that nobody changed folded, but for their first and last one."""
        rows, start = self.rows, 0
        while start < len(rows):
            same = rows[start].status == Status.SAME
            end = start
            while end < len(rows) and (rows[end].status == Status.SAME) == same:
                end += 1
            yield from (
                _folded(rows[start:end], at_start=start == 0, at_end=end == len(rows))
                if same
                else [Stretch(rows[start:end])]
            )
            start = end


def _folded(rows: tuple[Row, ...], *, at_start: bool, at_end: bool) -> Iterator[Stretch]:
    """Keep the row beside a change, as the place to find it by; fold the rest if it is long enough to be worth it."""
    first, last = 0 if at_start else 1, len(rows) - (0 if at_end else 1)
    if last - first < FOLD_FROM - 1:
        yield Stretch(rows)
        return
    if first:
        yield Stretch(rows[:first])
    yield Stretch(rows[first:last], folded=True)
    if last < len(rows):
        yield Stretch(rows[last:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All fields in which two snapshots differ, in the order in which a snapshot has them; false when there are none."""

    fields: tuple[Field, ...]
    language: str
    """That of the later text, for the template to mark it with."""

    def __bool__(self) -> bool:
        return bool(self.fields)

    @property
    def names(self) -> list[str]:
        """What the fields are called."""
        return [field.label for field in self.fields]
