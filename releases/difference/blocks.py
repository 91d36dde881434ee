"""Two bodies, block by block: paragraphs, lists, quotations and tables that stayed, went, came or changed inside.

The marks are those of runs, never of blocks: a list item that came is an item whose words all came. So whatever is marked
is as well formed as the body was, and leaving one mark out gives one of the two bodies back.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.utils.translation import gettext as _

from releases.difference.align import Budget, align, pair_up
from releases.difference.figures import Text, said_of, texts_compared, texts_of, words_of
from releases.difference.model import Status
from releases.difference.words import (
    ADDED,
    REMOVED,
    compare_runs,
    likeness,
    mark_all,
    one_for_the_other,
    vocabulary,
)
from releases.prose.model import Block, Cell, Figure, ListBlock, Paragraph, Quote, Run, Table
from releases.prose.outline import runs_of
from releases.prose.writer import write

T = TypeVar("T")

Likeness = Callable[[int, int], float]

LIKE = 0.3
"""Two blocks with less than this in common are not versions of each other: one went, the other came."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one block: the block with its words marked, and what no mark could show.

    A picture is told by its ``texts``, and its block is as it was.
    """

    status: Status
    block: Block
    said: str = ""
    texts: tuple[Text, ...] = ()


@dataclass(slots=True)
class Comparison:
    """One comparison of blocks, with what it may spend and whether it had to stop short of the words."""

    budget: Budget
    coarse: bool = field(default=False)

    def blocks(self, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Change]:
        """The blocks of both sides, in an order that is right for either."""
        for one, other in self._lined_up(before, after, lambda block: write([block]), _likeness_of_blocks):
            if one is None or other is None:
                yield _alone(one, other)
            elif isinstance(one, Figure) and isinstance(other, Figure):
                yield self.figure(one, other)
            elif write([one]) == write([other]):
                yield Change(Status.SAME, other)
            elif isinstance(one, Paragraph) and isinstance(other, Paragraph):
                yield self._paragraph(one, other)
            elif (together := self._container(one, other)) is not None:
                yield Change(Status.CHANGED, together, _said(together))
            else:
                yield _alone(one, None)
                yield _alone(None, other)

    def _lined_up(
        self,
        before: Sequence[T],
        after: Sequence[T],
        key: Callable[[T], str],
        alike: Callable[[Sequence[T], Sequence[T]], Likeness],
    ) -> Iterator[tuple[T | None, T | None]]:
        """Pairs of what is the same, or may be a version of the other; and singles."""
        keys = [key(item) for item in before], [key(item) for item in after]
        for span in align(*keys, self.budget).spans:
            one, other = before[span.before], after[span.after]
            if span.same:
                yield from zip(one, other, strict=True)
                continue
            for i, j in pair_up(len(one), len(other), alike(one, other), LIKE):
                yield None if i is None else one[i], None if j is None else other[j]

    def runs(self, before: Sequence[Run], after: Sequence[Run]) -> list[Run]:
        """The words of both; whole when there are too many to compare."""
        found = compare_runs(before, after, self.budget)
        if found is None:
            self.coarse = True
            return one_for_the_other(before, after)
        return found

    def figure(self, one: Figure, other: Figure) -> Change:
        """The words of a picture in a text, and whether it is another picture."""
        if one == other:
            return Change(Status.SAME, other, texts=texts_of(other))
        texts = texts_compared(one, other, self.runs)
        marked = any(run.marks & {ADDED, REMOVED} for text in texts for run in text.runs)
        said = [*said_of(one, other), *_links_said([run for text in texts for run in text.runs])]
        if not marked and not said:
            said = [_("Only its layout changed, not its words.")]
        return Change(Status.CHANGED, other, " · ".join(said), texts)

    def _paragraph(self, one: Paragraph, other: Paragraph) -> Change:
        block = Paragraph(self.runs(one.runs, other.runs), level=other.level)
        return Change(Status.CHANGED, block, _said(block, other_layout=one.level != other.level))

    def _flow(self, before: Sequence[Block], after: Sequence[Block]) -> list[Block]:
        return [change.block for change in self.blocks(before, after)]

    def _container(self, one: Block, other: Block) -> Block | None:
        """Both in one, or nothing when they are not of one sort."""
        match one, other:
            case Quote(), Quote():
                return Quote(self._flow(one.blocks, other.blocks))
            case ListBlock(), ListBlock():
                return replace(other, items=list(self._items(one.items, other.items)))
            case Table(), Table():
                return Table(list(self._rows(one.rows, other.rows)))
        return None

    def _items(self, before: list[list[Block]], after: list[list[Block]]) -> Iterator[list[Block]]:
        for one, other in self._lined_up(before, after, write, _by_words(_words_of_all)):
            if one is not None and other is not None:
                yield self._flow(one, other)
            else:
                yield [_marked(block, REMOVED) for block in one or ()] or [
                    _marked(block, ADDED) for block in other or ()
                ]

    def _cell(self, before: list[Block], after: list[Block]) -> list[Block]:
        """A cell is held against the one in its place, however little they have in common: most hold one figure."""
        match before, after:
            case [Paragraph() as one], [Paragraph() as other]:
                return [self._paragraph(one, other).block]
        return self._flow(before, after)

    def _rows(self, before: list[list[Cell]], after: list[list[Cell]]) -> Iterator[list[Cell]]:
        for one, other in self._lined_up(before, after, _key_of_row, _by_words(_words_of_row)):
            if one is not None and other is not None and _shape(one) == _shape(other):
                yield [
                    replace(new, blocks=self._cell(old.blocks, new.blocks)) for old, new in zip(one, other, strict=True)
                ]
                continue
            if one is not None:
                yield [_marked_cell(cell, REMOVED) for cell in one]
            if other is not None:
                yield [_marked_cell(cell, ADDED) for cell in other]


def _by_words(words: Callable[[T], str]) -> Callable[[Sequence[T], Sequence[T]], Likeness]:
    """How alike things with these numbers are, by their words; each is cut into words once."""

    def alike(before: Sequence[T], after: Sequence[T]) -> Likeness:
        one, other = ([vocabulary(words(item)) for item in side] for side in (before, after))
        return lambda i, j: likeness(one[i], other[j])

    return alike


def _likeness_of_blocks(before: Sequence[Block], after: Sequence[Block]) -> Likeness:
    """By their words; but the same picture is the same, whatever is said of it, and no text is a version of a picture."""
    by_words = _by_words(_words_of)(before, after)

    def alike(i: int, j: int) -> float:
        one, other = before[i], after[j]
        if isinstance(one, Figure) and isinstance(other, Figure) and one.key == other.key:
            return 1.0
        return by_words(i, j) if isinstance(one, Figure) == isinstance(other, Figure) else 0.0

    return alike


def _said(block: Block, *, other_layout: bool = False) -> str:
    """What the marks in a changed block do not show: its layout, and where its links lead."""
    said = []
    if not _is_marked(block):
        said.append(_("Only its layout changed, not its words."))
    elif other_layout:
        said.append(_("Its layout changed too."))
    return " · ".join([*said, *_links_said(list(runs_of(block)))])


def _links_said(runs: Sequence[Run]) -> Iterator[str]:
    gone = {run.href for run in runs if run.href and ADDED not in run.marks}
    come = {run.href for run in runs if run.href and REMOVED not in run.marks}
    if gone - come:
        yield _("No longer links to %(addresses)s") % {"addresses": ", ".join(sorted(gone - come))}
    if come - gone:
        yield _("Now links to %(addresses)s") % {"addresses": ", ".join(sorted(come - gone))}


def one_side(blocks: Sequence[Block], mark: str) -> list[Block]:
    """The blocks without what has this mark, and without what is empty then."""
    kept = [_without(block, mark) for block in blocks]
    return [block for block in kept if block is not None]


def _without(block: Block, mark: str) -> Block | None:
    match block:
        case Figure(runs=runs):
            return replace(block, runs=[run for run in runs if mark not in run.marks])
        case Paragraph(runs=runs):
            rest = [run for run in runs if mark not in run.marks]
            return replace(block, runs=rest) if rest or not runs else None
        case Quote(blocks=blocks):
            return Quote(inner) if (inner := one_side(blocks, mark)) else None
        case ListBlock(items=items):
            left = [inner for item in items if (inner := one_side(item, mark))]
            return replace(block, items=left) if left else None
        case Table(rows=rows):
            full = [row for row in rows if not _all_marked(row, mark)]
            cells = [[replace(cell, blocks=one_side(cell.blocks, mark)) for cell in row] for row in full]
            return Table(cells) if cells else None


def _alone(one: Block | None, other: Block | None) -> Change:
    status, mark = (Status.REMOVED, REMOVED) if one is not None else (Status.ADDED, ADDED)
    block = one if one is not None else other
    assert block is not None  # noqa: S101  (a pair has at least one side)
    if isinstance(block, Figure):
        return Change(status, block, texts=texts_of(block, mark))
    return Change(status, _marked(block, mark))


def _marked(block: Block, mark: str) -> Block:
    match block:
        case Paragraph(runs=runs) | Figure(runs=runs):
            return replace(block, runs=mark_all(runs, mark))
        case Quote(blocks=blocks):
            return Quote([_marked(inner, mark) for inner in blocks])
        case ListBlock(items=items):
            return replace(block, items=[[_marked(inner, mark) for inner in item] for item in items])
        case Table(rows=rows):
            return Table([[_marked_cell(cell, mark) for cell in row] for row in rows])


def _marked_cell(cell: Cell, mark: str) -> Cell:
    return replace(cell, blocks=[_marked(block, mark) for block in cell.blocks])


def _all_marked(row: Sequence[Cell], mark: str) -> bool:
    runs = [run for cell in row for block in cell.blocks for run in runs_of(block)]
    return bool(runs) and all(mark in run.marks for run in runs)


def _is_marked(block: Block) -> bool:
    return any(run.marks & {ADDED, REMOVED} for run in runs_of(block))


def _words_of(block: Block) -> str:
    if isinstance(block, Figure):
        return words_of(block)
    return " ".join(run.text for run in runs_of(block))


def _words_of_all(blocks: Sequence[Block]) -> str:
    return " ".join(_words_of(block) for block in blocks)


def _words_of_row(row: Sequence[Cell]) -> str:
    return " ".join(_words_of_all(cell.blocks) for cell in row)


def _key_of_row(row: Sequence[Cell]) -> str:
    return write([Table([list(row)])])


def _shape(row: Sequence[Cell]) -> list[tuple[bool, int, int]]:
    return [(cell.header, cell.colspan, cell.rowspan) for cell in row]
