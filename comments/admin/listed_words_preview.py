"""What words would have caught, in the words of the page that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from comments.screening.catching import Caught, Example, caught_by
from comments.states import State

WORDS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class WordRow:
    """One of several words."""

    word: str
    caught: int
    approved: int


@dataclass(frozen=True, slots=True)
class Preview:
    """As the template reads it."""

    looked_at: int
    total: int
    approved: int
    states: Sequence[tuple[str, StrOrPromise, int]]
    words: Sequence[WordRow]
    """Where there are several: those that caught something, and first those that caught what was approved."""
    examples: Sequence[Example]


def preview(wanted: dict[str, str], *, with_examples: bool) -> Preview:
    """Of these words, as they were typed by their folded form."""
    caught = caught_by(list(wanted))
    return Preview(
        looked_at=caught.looked_at,
        total=caught.total,
        approved=caught.states[State.APPROVED],
        states=[(state.value, state.label, caught.states[state]) for state in State if caught.states[state]],
        words=_rows(list(wanted.values()), caught)[:WORDS_SHOWN] if len(wanted) > 1 else [],
        examples=caught.examples if with_examples else [],
    )


def _rows(words: Sequence[str], caught: Caught) -> list[WordRow]:
    rows = [WordRow(words[number], count, caught.approved[number]) for number, count in caught.words.items()]
    return sorted(rows, key=lambda row: (-row.approved, -row.caught, row.word))
