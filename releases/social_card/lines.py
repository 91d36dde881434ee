"""Lines of a headline: broken where its script allows, as even as they can be, and never inside a letter with its marks."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

Width = Callable[[str], float]

ELLIPSIS = "\u2026"
_JOINER = "\u200d"
# Scripts without spaces, in which a line may break between letters (UAX 14, class ID).
_IDEOGRAPHS = re.compile(
    "[\u2e80-\u2fdf\u3005-\u30ff\u3100-\u312f\u3190-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
# What may not begin a line, and what may not end one (UAX 14, classes CL, EX, NS, CJ and OP).
_NOT_FIRST = frozenset(
    "、。，．：；？！）］｝」』】〉》〕〗〙〟ー々〻ゝゞヽヾ・ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NOT_LAST = frozenset("（［｛「『【〈《〔〖〘〝")
# Before these French has a space, at which no line breaks, however it was typed; after these too.
_CLINGS = frozenset(":;!?\u00bb%\u2013\u2014")
_HOLDS = frozenset("\u00ab")
_TRAILING = re.compile(r"[\s,;:.、。，]+\Z")
_SPACES = re.compile("(?<=[ \u2002-\u2006\u2008-\u200b\u3000])")


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines, whether a word had to be broken for them, and whether something is left out."""

    lines: tuple[str, ...]
    is_broken: bool = False
    is_cut: bool = False


def set_in(text: str, width: Width, across: float, most: int) -> Setting:
    """The text in at most this many lines of this width, the shorter ones made longer; cut with an ellipsis if it must be.

    ``width`` measures a piece of the text. A line is taken to be as wide as its pieces are together: letters of two words do
    not join, and what kerning does at a space is less than a pixel.
    """
    measure = cache(width)
    whole = pieces_of(text)
    pieces = [part for piece in whole for part in _fitted(piece, measure, across)]
    is_broken, is_cut = len(pieces) > len(whole), len(_filled(pieces, measure, across)) > most
    if is_cut:
        pieces = _cut(pieces, measure, across, most)
    return Setting(tuple(_balanced(pieces, measure, across)), is_broken=is_broken, is_cut=is_cut)


def pieces_of(text: str) -> list[str]:
    """The text in pieces between which a line may break, each with the space that follows it."""
    pieces: list[str] = []
    for word in filter(None, _SPACES.split(text)):
        piece = pieces.pop() if pieces and _stays(pieces[-1], word) else ""
        for cluster in clusters_of(word):
            if piece and _may_break(piece, cluster):
                pieces.append(piece)
                piece = ""
            piece += cluster
        pieces.append(piece)
    return pieces


def _stays(before: str, word: str) -> bool:
    """Whether a word may not begin a line after this one, although there is a space between them."""
    return word[0] in _CLINGS or before.rstrip()[-1:] in _HOLDS


def clusters_of(text: str) -> list[str]:
    """What readers take for one letter or sign: letters with their marks, syllables, flags and emoji that are joined.

    The rules of UAX 29 for extended grapheme clusters, as far as one can tell them by the categories of characters.
    """
    found: list[str] = []
    for character in text:
        if found and _extends(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _extends(cluster: str, character: str) -> bool:
    if character == _JOINER or unicodedata.category(character) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return True
    last = cluster[-1]
    if last == _JOINER or (unicodedata.combining(last) == 9 and unicodedata.category(character) == "Lo"):
        # Joined on purpose, or by a virama: a conjunct of Devanagari is one letter.
        return True
    if _is_flag_letter(character):
        return len(cluster) == 1 and _is_flag_letter(last)
    # Syllables of Hangul that are written in their parts.
    return "\u1100" <= last <= "\u11ff" and "\u1100" <= character <= "\u11ff" and not (last > "\u115f" > character)


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _may_break(before: str, cluster: str) -> bool:
    last, first = before[-1], cluster[0]
    if first in _NOT_FIRST or last in _NOT_LAST:
        return False
    if first in _NOT_LAST:
        return True
    return bool(_IDEOGRAPHS.match(last) or _IDEOGRAPHS.match(first)) and unicodedata.category(first)[0] != "P"


def _fitted(piece: str, width: Width, across: float) -> list[str]:
    """The piece, or parts of it if it is wider than a line."""
    if width(piece.rstrip()) <= across:
        return [piece]
    parts = [""]
    for cluster in clusters_of(piece):
        if parts[-1] and width(parts[-1] + cluster) > across:
            parts.append("")
        parts[-1] += cluster
    return parts


def _filled(pieces: list[str], width: Width, across: float) -> list[str]:
    """Lines as long as they can be."""
    lines, line, taken = [], "", 0.0
    for piece in pieces:
        if line and taken + width(piece.rstrip()) > across:
            lines.append(line.strip())
            line, taken = "", 0.0
        line += piece
        taken += width(piece)
    return [*lines, line.strip()]


def _cut(pieces: list[str], width: Width, across: float, most: int) -> list[str]:
    """As many pieces as there is room for, with an ellipsis after the last."""
    low, high = 1, len(pieces)
    while low < high:
        middle = (low + high + 1) // 2
        if len(_filled(_ended(pieces[:middle]), width, across)) <= most:
            low = middle
        else:
            high = middle - 1
    kept = _ended(pieces[:low])
    return [*kept[:-1], *_fitted(kept[-1], width, across)]


def _ended(pieces: list[str]) -> list[str]:
    return [*pieces[:-1], _TRAILING.sub("", pieces[-1]) + ELLIPSIS]


def _balanced(pieces: list[str], width: Width, across: float) -> list[str]:
    """The same number of lines in the least width, as ``text-wrap: balance`` does it (CSS Text 4, 6.4.1)."""
    lines = _filled(pieces, width, across)
    low, high = max((width(piece.rstrip()) for piece in pieces), default=0.0), across
    while high - low > 2:
        middle = (low + high) / 2
        tried = _filled(pieces, width, middle)
        if len(tried) <= len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines
