"""Folded text in pieces, between which a word may begin and end.

A piece is a run of letters, digits and marks, or one sign of punctuation. Chinese, Japanese, Korean, Thai, Lao, Burmese and
Khmer are written without blanks between words, or with endings that grow onto them, so that nobody can say where a word ends
without a dictionary: there each character is a piece, and a listed word is found wherever its characters stand. That finds too
much now and then (as in "Kyoto" inside "Tokyoto"), which a list that only sorts can afford; else it would find nothing.
"""

import re
from collections.abc import Sequence

from comments.screening.marks import MARKS

# Thai, Lao, Burmese, Khmer, Hangul, kana and bopomofo, Han with its extensions; folding has made full width of half width.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)


# No two of these begin alike, and nothing is repeated inside a repetition: the time is that of one walk along the text.
_PIECE = re.compile(rf"[{UNSPACED}][{MARKS}]*|(?:[^\W_{UNSPACED}]|[{MARKS}])+|[^\w\s]|_")
_WORD = re.compile(rf"[^\W_]|[{MARKS}]")


def pieces(folded: str) -> list[str]:
    """The words and the signs of a folded text, in order."""
    return _PIECE.findall(folded)


def spans(folded: str) -> list[tuple[int, int]]:
    """Where each of ``pieces`` begins and ends."""
    return [match.span() for match in _PIECE.finditer(folded)]


def words_of(found: Sequence[str]) -> tuple[list[str], list[int]]:
    """Those of the pieces that are words and no signs, and which of the pieces they are."""
    words = set(filter(is_word, set(found)))
    at = [index for index, piece in enumerate(found) if piece in words]
    return [found[index] for index in at], at


def is_word(piece: str) -> bool:
    """Whether it is of letters, digits and marks, and no sign."""
    return _WORD.match(piece) is not None
