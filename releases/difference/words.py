"""Two texts, word by word: runs of text in, the same runs out, marked with what went and what came."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from releases.difference.align import Budget, align
from releases.prose.model import Run

ADDED, REMOVED = "ins", "del"

_EAST_ASIAN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
"""Scripts that put no space between words: compared by the letter."""
_TOKEN = re.compile(
    # A break; a figure with its separators; a letter of those scripts; a word; blanks; any other sign.
    rf"\n|\d+(?:[.,:\u00a0\u202f]\d+)*|[{_EAST_ASIAN}]|(?:[^\W{_EAST_ASIAN}]|['’](?=\w))+|[^\S\n]+|."
)
_WORD = re.compile(r"\w")

MAX_BETWEEN = 2
"""A word or two that stayed between two changes read as part of one change."""


def tokens(runs: Sequence[Run]) -> list[Run]:
    """The runs cut into words, blanks and signs."""
    return [replace(run, text=part) for run in runs for part in _TOKEN.findall(run.text)]


def text_runs(text: str) -> list[Run]:
    """A plain text as runs, its line breaks on their own."""
    parts = re.split(r"(\n)", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [Run(part) for part in parts if part]


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text, for a quick look at how alike two texts are."""
    return frozenset(part for part in _TOKEN.findall(text.casefold()) if _WORD.match(part))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing in common, to 1, the same words (the coefficient of Sørensen and Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def mark_all(runs: Sequence[Run], mark: str) -> list[Run]:
    """The runs with one mark on all of them."""
    return [replace(run, marks=run.marks | {mark}) for run in runs]


@dataclass(slots=True)
class _Piece:
    """Tokens that stayed (``kept``), or those that went and those that came in their place."""

    kept: list[Run]
    gone: list[Run]
    come: list[Run]

    @property
    def length(self) -> int:
        return max(_length(self.kept), _length(self.gone), _length(self.come))


def compare_runs(before: Sequence[Run], after: Sequence[Run], budget: Budget) -> list[Run] | None:
    """One row of runs that holds both texts: leave out what is marked ``del`` for the later, ``ins`` for the earlier.

    ``None`` when the texts have too little in common, or are too long, to be compared word by word.
    """
    one, other = tokens(before), tokens(after)
    found = align(one, other, budget)
    if not found.exact:
        return None
    pieces = [
        _Piece(one[span.before], [], []) if span.same else _Piece([], one[span.before], other[span.after])
        for span in found.spans
    ]
    return _joined(run for piece in _readable(pieces) for run in _written(piece))


def one_for_the_other(before: Sequence[Run], after: Sequence[Run]) -> list[Run]:
    """All of the one went, all of the other came."""
    return [*mark_all(before, REMOVED), *mark_all(after, ADDED)]


def _readable(pieces: list[_Piece]) -> list[_Piece]:
    """Without little islands of what stayed, which make a rewritten sentence a puzzle."""
    result: list[_Piece] = []
    for number, piece in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        if result and following and piece.kept and _is_island(piece, result[-1], following):
            piece = _Piece([], piece.kept, piece.kept)
        if result and not piece.kept and not result[-1].kept:
            result[-1] = _Piece([], [*result[-1].gone, *piece.gone], [*result[-1].come, *piece.come])
        else:
            result.append(piece)
    return result


def _is_island(piece: _Piece, earlier: _Piece, later: _Piece) -> bool:
    if any(run.text == "\n" for run in piece.kept):
        return False
    words = sum(1 for run in piece.kept if _WORD.match(run.text))
    # A figure that stayed between two words that changed is worth seeing.
    figures = any(run.text[0].isdigit() for run in piece.kept)
    return words <= MAX_BETWEEN and not figures and piece.length <= min(earlier.length, later.length)


def _written(piece: _Piece) -> Iterator[Run]:
    yield from piece.kept
    yield from mark_all(piece.gone, REMOVED)
    yield from mark_all(piece.come, ADDED)


def _length(runs: Sequence[Run]) -> int:
    return sum(len(run.text) for run in runs)


def _joined(runs: Iterator[Run]) -> list[Run]:
    """Words put together again as far as they are marked alike."""
    result: list[Run] = []
    for run in runs:
        last = result[-1] if result else None
        if last and "\n" not in (last.text, run.text) and (last.marks, last.href) == (run.marks, run.href):
            result[-1] = replace(last, text=last.text + run.text)
        else:
            result.append(run)
    return result
