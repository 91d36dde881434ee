"""Two ordered lists of things that stand or fall as one: parts, tags, picks. Unlike paragraphs they can move."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from releases.difference import labels
from releases.difference.align import MAX_PAIRS, align
from releases.difference.blocks import LIKE, Comparison
from releases.difference.markup import words_of_runs
from releases.difference.model import Line, Row, Status, Words
from releases.difference.words import ADDED, REMOVED, likeness, mark_all, text_runs, vocabulary


@dataclass(frozen=True, slots=True)
class Matches:
    """Which place in the later list each of the earlier went to, and which pairs did not even move."""

    partner: dict[int, int]
    """By number in the earlier list."""
    kept: frozenset[int]
    """Numbers in the earlier list."""

    def moved(self, i: int, j: int) -> bool:
        """Whether this pair stands on another side of something that stayed where it was."""
        return sum(1 for at in self.kept if at < i) != sum(1 for at in self.kept if self.partner[at] < j)


def plain(comparison: Comparison, before: str, after: str) -> Words:
    """Two plain texts as one, word by word."""
    return words_of_runs(comparison.runs(text_runs(before), text_runs(after)))


def compare_parts(comparison: Comparison, before: Sequence[Any], after: Sequence[Any]) -> tuple[Row, ...]:
    """Two lists of one kind of part. A part that was changed is found again by what its texts have in common."""

    def changed(i: int, j: int) -> tuple[Line, ...]:
        return tuple(
            Line(plain(comparison, one, other), label)
            for label, one, other in _texts(before[i], after[j])
            if one or other
        )

    def alone(item: Any, mark: str) -> tuple[Line, ...]:
        return tuple(
            Line(words_of_runs(mark_all(text_runs(text), mark) if mark else text_runs(text)), label)
            for label, text, _same in _texts(item, item)
            if text
        )

    matches = match(comparison, before, after, lambda item: " ".join(text for _l, text, _s in _texts(item, item)))
    return _rows(before, after, matches, changed, alone)


def compare_names(
    comparison: Comparison, before: Sequence[Hashable], after: Sequence[Hashable], name: Callable[[Any], str]
) -> tuple[Row, ...]:
    """Two lists of things that have only a name: tags, releases."""

    def lines(item: Any, mark: str) -> tuple[Line, ...]:
        runs = text_runs(name(item))
        return (Line(words_of_runs(mark_all(runs, mark) if mark else runs)),)

    matches = match(comparison, before, after, None)
    return _rows(before, after, matches, lambda _i, j: lines(after[j], ""), lines)


def match(
    comparison: Comparison, before: Sequence[Hashable], after: Sequence[Hashable], text: Callable[[Any], str] | None
) -> Matches:
    """Find everything of the earlier list in the later one: what stayed, what moved, and with ``text`` what was changed."""
    partner: dict[int, int] = {}
    for span in align(before, after, comparison.budget).spans:
        if span.same:
            partner |= dict(zip(_numbers(span.before), _numbers(span.after), strict=True))
    kept = frozenset(partner)
    free_before = [i for i in range(len(before)) if i not in partner]
    free_after = [j for j in range(len(after)) if j not in partner.values()]
    places: dict[Hashable, list[int]] = {}
    for j in reversed(free_after):
        places.setdefault(after[j], []).append(j)
    for i in free_before:
        if places.get(before[i]):
            partner[i] = places[before[i]].pop()
    if text is not None:
        _match_alike(comparison, before, after, text, partner)
    return Matches(partner, kept)


def _match_alike(
    comparison: Comparison,
    before: Sequence[Any],
    after: Sequence[Any],
    text: Callable[[Any], str],
    partner: dict[int, int],
) -> None:
    """The likest pairs first, wherever they stand."""
    taken = set(partner.values())
    one = {i: vocabulary(text(before[i])) for i in range(len(before)) if i not in partner}
    other = {j: vocabulary(text(after[j])) for j in range(len(after)) if j not in taken}
    if len(one) * len(other) > MAX_PAIRS:
        comparison.coarse = True
        return
    pairs = sorted((-likeness(one[i], other[j]), abs(i - j), i, j) for i in one for j in other)
    for unlike, _distance, i, j in pairs:
        if -unlike >= LIKE and i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)


def _rows(
    before: Sequence[Any],
    after: Sequence[Any],
    matches: Matches,
    changed: Callable[[int, int], tuple[Line, ...]],
    alone: Callable[[Any, str], tuple[Line, ...]],
) -> tuple[Row, ...]:
    """The later list in its order, with what went where it stood."""
    origin = {j: i for i, j in matches.partner.items()}
    rows: list[Row] = []
    at: dict[int, int] = {}
    """For each of the earlier list, the number of the row of the later one before which it stood."""
    for j, item in enumerate(after):
        if j not in origin:
            rows.append(Row(Status.ADDED, alone(item, ADDED)))
            continue
        i = origin[j]
        at[i] = len(rows)
        rows.append(
            _matched(before[i], item, changed, alone, i, j, moved=i not in matches.kept and matches.moved(i, j))
        )
    return _with_removed(before, rows, at, alone)


def _matched(
    one: Any,
    other: Any,
    changed: Callable[[int, int], tuple[Line, ...]],
    alone: Callable[[Any, str], tuple[Line, ...]],
    i: int,
    j: int,
    *,
    moved: bool,
) -> Row:
    said = _("Moved from place %(before)s to place %(after)s.") % {"before": i + 1, "after": j + 1} if moved else ""
    if one == other:
        return Row(Status.MOVED if moved else Status.SAME, alone(other, ""), said)
    return Row(Status.CHANGED, changed(i, j), said)


def _with_removed(
    before: Sequence[Any], rows: list[Row], at: dict[int, int], alone: Callable[[Any, str], tuple[Line, ...]]
) -> tuple[Row, ...]:
    """Each of those that went, after the row of what stood before it."""
    after_row: dict[int, list[Row]] = {}
    last = -1
    for i, item in enumerate(before):
        if i in at:
            last = at[i]
        else:
            after_row.setdefault(last, []).append(Row(Status.REMOVED, alone(item, REMOVED)))
    result = after_row.get(-1, [])
    for number, row in enumerate(rows):
        result = [*result, row, *after_row.get(number, ())]
    return tuple(result)


def _texts(one: Any, other: Any) -> list[tuple[str, str, str]]:
    """The texts of a part on both sides, with their names."""
    names = [each.name for each in fields(one)]
    return [
        # What has only one text needs no name for it.
        (labels.of_attribute(type(one), name) if len(names) > 1 else "", getattr(one, name), getattr(other, name))
        for name in names
    ]


def _numbers(span: slice) -> range:
    return range(span.start, span.stop)
