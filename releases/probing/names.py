"""Reading a name as somebody does who guesses the next one: which words it has, which date, and what stands for another.

``EFO_March_2025.pdf`` has the word "efo" and a date, so ``EFO_{month}_{year}.pdf`` is how the next one will be called. Letters
and digits are told apart wherever they meet, accents and case are nothing, and a version ("v2", "final") is not read at all.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from releases.probing import vocabulary as words_of

LENGTH = 150
"""Nobody guesses a longer name; what comes after is not read."""
TOKENS = 24

_PIECE = re.compile(r"\d+|[^\W\d_]+")
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_WHOLE_DAY = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a name: folded, where it stood, and what it stands for. A word stands for itself: no role."""

    text: str
    start: int
    end: int
    role: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """What a name says."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words that say what the thing is."""
        return tuple(token.text for token in self.tokens if not token.role and token.text not in words_of.SMALL)

    @property
    def telling(self) -> frozenset[str]:
        """Those of its words that do not stand in any address whatever."""
        return frozenset(word for word in self.words if is_telling(word))

    @property
    def squashed(self) -> str:
        """All of it without gaps: ``budget2026`` for ``Budget 2026.pdf``. Empty where no word of it tells anything."""
        return "".join(token.text for token in self.tokens if token.role != "version") if self.telling else ""

    @property
    def pattern(self) -> str:
        """What names that follow the same habit have in common; empty where nothing in it changes or nothing tells."""
        varies = any(token.role not in ("", "version") for token in self.tokens)
        return " ".join(self.words) if varies and self.telling else ""

    @property
    def shown(self) -> str:
        """The pattern for people, in the name's own writing: ``EFO_{month}_{year}.pdf``."""
        shown, at = "", 0
        for token in self.tokens:
            if token.role:
                shown += self.text[at : token.start] + ("{" + token.role + "}")
                at = token.end
        return shown + self.text[at:]

    @property
    def numbers(self) -> frozenset[str]:
        """Its dates and numbers, each so that different spellings agree."""
        found = {_number(token) for token in self.tokens if token.role}
        return frozenset(found - {""})

    @property
    def latest_day(self) -> date | None:
        """The last day that the name can be about, of its month or its year; nothing where it names no year."""
        years = [int(token.text[:4]) for token in self.tokens if token.role in ("year", "date")]
        if not years:
            return None
        months = [words_of.MONTHS[token.text] for token in self.tokens if token.role == "month"]
        return last_day_of(max(years), max(months, default=12))


def last_day_of(year: int, month: int) -> date:
    """Near enough: the 28th is in every month."""
    return date(year, month, 28)


def is_telling(word: str) -> bool:
    """Whether a folded word is one that could be told from others: not of every address, and not too short."""
    long_enough = len(word) >= 3 or (len(word) == 2 and not word.isascii())
    return long_enough and word not in words_of.GENERIC and word not in words_of.SMALL


def fold(text: str) -> str:
    """In lower case and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def read(text: str) -> Name:
    """The name in this text: a file's, with or without its extension, the last part of an address, or a headline."""
    text = unicodedata.normalize("NFC", text[:LENGTH])
    end = found.start() if (found := _EXTENSION.search(text)) else len(text)
    pieces = list(_pieces(text[:end]))[:TOKENS]
    return Name(text, tuple(_with_roles(pieces)))


def _pieces(text: str) -> Iterator[Token]:
    for piece in _PIECE.finditer(text):
        if piece.group().isascii() and piece.group().isalpha():
            for hump in _HUMPS.finditer(text, piece.start(), piece.end()):
                yield Token(hump.group().lower(), hump.start(), hump.end())
        else:
            yield Token(fold(piece.group()), piece.start(), piece.end())


def _with_roles(pieces: list[Token]) -> Iterator[Token]:
    """Say of each piece what it stands for, in the light of the one before and the one after."""
    at = 0
    while at < len(pieces):
        token, after = pieces[at], pieces[at + 1 : at + 2]
        if pair := _pair(token, *after):
            yield Token(token.text + after[0].text, token.start, after[0].end, pair)
            at += 2
        else:
            yield Token(token.text, token.start, token.end, _role(token, pieces[at - 1] if at else None))
            at += 1


def _pair(token: Token, after: Token | None = None) -> str:
    """The role of two pieces that belong together: "q3", "v2", "1st"."""
    if after is None:
        return ""
    if after.text.isdigit() and len(after.text) <= 2:
        if token.text in words_of.VERSIONS:
            return "version"
        if token.text in words_of.QUARTERS:
            return "quarter"
    ordinal = token.text.isdigit() and after.text in words_of.ORDINAL_ENDINGS and after.start == token.end
    return "number" if ordinal else ""


def _role(token: Token, before: Token | None) -> str:
    if token.text.isdigit():
        return _role_of_digits(token.text, before)
    if token.text in words_of.MONTHS:
        return "month"
    if token.text in words_of.ORDINALS:
        return "number"
    if token.text in words_of.SEASONS:
        return "season"
    # Never the first word: "Final report" is called so.
    return "version" if before is not None and token.text in words_of.STATES else ""


def _role_of_digits(text: str, before: Token | None) -> str:
    if _WHOLE_DAY.match(text):
        return "date"
    if _YEAR.match(text):
        return "year"
    # A download's second copy: "EFO_March_2025-1.pdf", "EFO_March_2025 (1).pdf".
    return "version" if len(text) == 1 and before is not None and _YEAR.match(before.text) else "number"


def _number(token: Token) -> str:
    if token.role == "month":
        return f"month {words_of.MONTHS[token.text]}"
    if token.role == "date":
        return token.text[:4]
    return "" if token.role == "version" else token.text
