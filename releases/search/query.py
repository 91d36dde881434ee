"""What a reader typed, understood: words, "phrases", -without, and a last word that may not be finished."""

import re
from dataclasses import dataclass
from functools import cached_property

from releases.search.words import Word, words_of

LONGEST = 200
"""Characters that are read; a longer question is a text that was pasted."""

MOST_CLAUSES = 12
SHORTEST_PREFIX = 3
"""Letters from which on a last word may be the beginning of others: two of them begin a tenth of all words."""

_CLAUSE = re.compile(r'(?P<without>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " ", "\u202f": " ", "\x00": " "})


@dataclass(frozen=True)
class Clause:
    """Words that must stand one after the other, or one word."""

    words: tuple[Word, ...]
    without: bool = False


@dataclass(frozen=True)
class Query:
    """A question in one language."""

    text: str
    language: str
    clauses: tuple[Clause, ...]
    unfinished: bool
    """Whether the last word may be the beginning of one."""

    def __bool__(self) -> bool:
        return bool(self.clauses)

    @cached_property
    def wanted(self) -> tuple[Clause, ...]:
        """What must be there."""
        return tuple(clause for clause in self.clauses if not clause.without)

    @cached_property
    def unwanted(self) -> tuple[Clause, ...]:
        """What must not."""
        return tuple(clause for clause in self.clauses if clause.without)

    @cached_property
    def as_phrase(self) -> tuple[Word, ...]:
        """All that must be there as one phrase, if that is more than one part."""
        return tuple(word for clause in self.wanted for word in clause.words) if len(self.wanted) > 1 else ()


def parse(text: str, language: str) -> Query:
    """Understand a question. Nothing is refused: what has no words asks for nothing.

    What is written in one piece is looked for in one piece: "C-45" is a phrase of two words.
    """
    asked = text[:LONGEST].translate(_QUOTES)
    clauses: list[Clause] = []
    in_quotes = False
    for match in _CLAUSE.finditer(asked):
        words = tuple(words_of(match["word"] or match["phrase"] or "", language))
        if words and len(clauses) < MOST_CLAUSES:
            clauses.append(Clause(words, without=match["without"] is not None))
            in_quotes = match["word"] is None
    return Query(text.strip(), language, tuple(clauses), _is_unfinished(asked, clauses, in_quotes))


def _is_unfinished(asked: str, clauses: list[Clause], in_quotes: bool) -> bool:
    if not clauses or clauses[-1].without or in_quotes or len(clauses[-1].words) > 1 or not asked[-1].isalnum():
        return False
    return len(clauses[-1].words[0].surface) >= SHORTEST_PREFIX
