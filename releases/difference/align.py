"""Line up two sequences: what stayed, and what stands in the place of what.

Everything here takes bounded time. A comparison gets one ``Budget`` of steps for all of its fields; the search for the
shortest difference (Myers, "An O(ND) Difference Algorithm", 1986) gives up when that is spent, or when the difference is
too large to be read. The standard library's matcher has no such bound: two texts that repeat a few words take it time in
n³.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

STEPS = 1_000_000
"""Less than a second of one processor."""
MAX_EDITS = 600
"""What differs in more places than this has been rewritten, and reads better as a whole."""
MAX_PAIRS = 4_000
"""Rows of the earlier times rows of the later side, up to which each is held against each."""

LOOK_AHEAD = 6
"""With more, only this many of the following ones."""


@dataclass(slots=True)
class Budget:
    """Steps that are left for one comparison."""

    left: int = STEPS

    def pay(self, steps: int) -> bool:
        """Take steps, or say that they are not there."""
        self.left -= steps
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the one sequence beside one of the other; equal, or the later in place of the earlier."""

    same: bool
    before: slice
    after: slice


@dataclass(frozen=True, slots=True)
class Alignment:
    """Spans in order, equal and unequal in turn; together they cover both sequences."""

    spans: list[Span]
    exact: bool
    """Whether this is the shortest difference. If not, equal spans are equal all the same, but there could be more of them."""


def align(before: Sequence[Hashable], after: Sequence[Hashable], budget: Budget) -> Alignment:
    """Line up two sequences within the budget."""
    # Numbers in place of what may be costly to compare.
    numbers: dict[Hashable, int] = {}
    one, other = ([numbers.setdefault(item, len(numbers)) for item in side] for side in (before, after))
    start, end = _common_ends(one, other)
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    pairs = _shortest(one, other, budget)
    exact = pairs is not None
    if pairs is None:
        pairs = _anchors(one, other)
    matched = [(number, number) for number in range(start)]
    matched += [(i + start, j + start) for i, j in pairs]
    matched += [(len(before) - n, len(after) - n) for n in range(end, 0, -1)]
    return Alignment(_spans(matched, len(before), len(after)), exact)


def _common_ends(before: list[int], after: list[int]) -> tuple[int, int]:
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end


def _spans(matched: list[tuple[int, int]], rows_before: int, rows_after: int) -> list[Span]:
    spans: list[Span] = []
    i = j = 0
    for at_before, at_after in [*matched, (rows_before, rows_after)]:
        if (i, j) != (at_before, at_after):
            spans.append(Span(False, slice(i, at_before), slice(j, at_after)))
        if at_before == rows_before or at_after == rows_after:
            break
        i, j = at_before + 1, at_after + 1
        last = spans[-1] if spans else None
        if last and last.same:
            spans[-1] = Span(True, slice(last.before.start, i), slice(last.after.start, j))
        else:
            spans.append(Span(True, slice(i - 1, i), slice(j - 1, j)))
    return spans


def _shortest(before: Sequence[Hashable], after: Sequence[Hashable], budget: Budget) -> list[tuple[int, int]] | None:
    """The pairs that stay in a shortest edit; ``None`` when it has too many edits, or the budget is spent."""
    if not before or not after:
        return []
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(min(len(before) + len(after), MAX_EDITS) + 1):
        trace.append({diagonal: furthest[diagonal] for diagonal in furthest if abs(diagonal) <= edits + 1})
        for diagonal in range(-edits, edits + 1, 2):
            i = _step(furthest, diagonal, edits)
            begun = i
            while i < len(before) and i - diagonal < len(after) and before[i] == after[i - diagonal]:
                i += 1
            furthest[diagonal] = i
            if i >= len(before) and i - diagonal >= len(after):
                return _walk_back(trace, len(before), len(after))
            # The copy of the trace is paid for too.
            if not budget.pay(i - begun + 2):
                return None
    return None


def _step(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """How far along this diagonal one more edit leads: an insertion where the diagonal above is further on, or a deletion."""
    down = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
    return furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1


def _walk_back(trace: list[dict[int, int]], i: int, j: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for edits in range(len(trace) - 1, -1, -1):
        furthest, diagonal = trace[edits], i - j
        begun = _step(furthest, diagonal, edits)
        while i > begun and j > begun - diagonal:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        down = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
        i, j = (i, j - 1) if down else (i - 1, j)
    return pairs[::-1]


def _anchors(before: list[int], after: list[int]) -> list[tuple[int, int]]:
    """The longest row of things that stand once on either side, in the same order on both: n log n, whatever they are."""
    once_before, once_after = Counter(before), Counter(after)
    place = {item: j for j, item in enumerate(after) if once_after[item] == 1}
    found = [(i, place[item]) for i, item in enumerate(before) if once_before[item] == 1 and item in place]
    tails: list[int] = []
    ends: list[int] = []
    came_from: list[int] = []
    for index, (_i, j) in enumerate(found):
        at = bisect_left(tails, j)
        came_from.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [index]
    pairs: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        pairs.append(found[index])
        index = came_from[index]
    return pairs[::-1]


def pair_up(
    before: int, after: int, likeness: Callable[[int, int], float], least: float
) -> list[tuple[int | None, int | None]]:
    """Pair what stands in one place before and after, keeping the order of both: the likest, none less like than ``least``.

    ``likeness`` is asked by numbers; what finds no partner stands alone.
    """
    if before * after > MAX_PAIRS:
        return _in_turn(before, after, likeness, least)
    score = [[0.0] * (after + 1) for _ in range(before + 1)]
    like = [[0.0] * after for _ in range(before)]
    for i in range(before - 1, -1, -1):
        for j in range(after - 1, -1, -1):
            like[i][j] = likeness(i, j)
            together = like[i][j] + score[i + 1][j + 1] if like[i][j] >= least else 0.0
            score[i][j] = max(together, score[i + 1][j], score[i][j + 1])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < before and j < after:
        if like[i][j] >= least and score[i][j] == like[i][j] + score[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif score[i][j] == score[i + 1][j]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return [*pairs, *((i, None) for i in range(i, before)), *((None, j) for j in range(j, after))]


def _in_turn(
    before: int, after: int, likeness: Callable[[int, int], float], least: float
) -> list[tuple[int | None, int | None]]:
    """Too many to hold each against each: the nearest one ahead, on either side, that is like enough."""
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < before and j < after:
        skip = next(
            (
                (down, right)
                for ahead in range(LOOK_AHEAD)
                for down, right in ((0, ahead), (ahead, 0))
                if i + down < before and j + right < after and likeness(i + down, j + right) >= least
            ),
            None,
        )
        down, right = skip or (1, 1)
        pairs += [*((at, None) for at in range(i, i + down)), *((None, at) for at in range(j, j + right))]
        i, j = i + down, j + right
        if skip:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return [*pairs, *((at, None) for at in range(i, before)), *((None, at) for at in range(j, after))]
