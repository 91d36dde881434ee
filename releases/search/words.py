"""From text to the terms of the index: words folded and stemmed in the language of the release.

Both databases are given the same terms, so that they find the same: no dictionary of a database takes part. A word is folded
(case, accents) and stemmed by Snowball's algorithm for its language. Writers of French type accents and many of its readers do
not: a word has a second term where stemming first and folding after gives another one.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer

from releases.search.stop_words import STOP_WORDS

LONGEST = 60
"""Characters of a term; PostgreSQL's lexemes end at 2 KB, and no word of any language is as long as this."""

# Scripts that are written without blanks: each character is a word, and a run of them is looked for as a phrase.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W_])(?:(?![{_UNSPACED}])(?:[^\W_]|[\u0300-\u036f\u0900-\u0dff]))*"
)
_APOSTROPHES = "'’ʼ"

_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "et": "estonian",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Snowball's algorithms by language; another language is searched by whole words and their beginnings."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, where it stands there, and the terms under which it is found."""

    start: int
    end: int
    spelling: str
    """In small letters, as it was written."""
    surface: str
    """Folded."""
    terms: tuple[str, ...]
    """The first is the one that has a position; a second one stands for those who type no accents."""


def words_of(text: str, language: str, initials: str = "") -> Iterator[Word]:
    """The words of a text that mean something by themselves, in order; with ``initials`` only those that begin with one of
    these folded letters, which is ten times quicker."""
    stop = STOP_WORDS.get(base_of(language), frozenset())
    for match in _beginning_with(initials).finditer(text):
        spelling = match[0].casefold()[:LONGEST]
        surface = fold(spelling)
        if not surface or surface in stop or _is_clipped(text, match):
            continue
        yield Word(match.start(), match.end(), spelling, surface, terms_of(spelling, language))


@lru_cache(maxsize=200)
def _beginning_with(initials: str) -> re.Pattern[str]:
    if not initials:
        return _WORD
    letters = "".join(sorted({letter for initial in initials for letter in (initial, *_written().get(initial, ""))}))
    return re.compile(rf"(?<![^\W_])(?=[{re.escape(letters + letters.upper())}])(?:{_WORD.pattern})")


@lru_cache(maxsize=1)
def _written() -> dict[str, str]:
    """The small letters that fold to one that begins a word, by that: à, á, â … of a."""
    found: dict[str, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(code).casefold()
        if (folded := fold(letter)) and folded != letter:
            found[folded[0]] = found.get(folded[0], "") + chr(code)
    return found


def _is_clipped(text: str, match: re.Match[str]) -> bool:
    """Whether this is a letter or two that an apostrophe leaves: the *l* of "l'eau", the *s* of "the minister's"."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return len(match[0]) < 3 and bool((before and before in _APOSTROPHES) or (after and after in _APOSTROPHES))


@lru_cache(maxsize=50_000)
def terms_of(spelling: str, language: str) -> tuple[str, ...]:
    """The terms of one word in small letters. Kept, because a text has few different words and stemming takes 20 µs."""
    stem = _stemmer(base_of(language))
    if stem is None:
        return (fold(spelling),)
    folded = fold(spelling)
    # Snowball's stemmers are for letters; "2026" and "c45" stay what they are.
    if not folded.isalpha():
        return (folded,)
    first, second = stem.stemWord(folded), fold(stem.stemWord(spelling))
    return (first,) if first == second or not second else (first, second)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without accents, in compatible letters (NFKD). Marks that belong to the letter stay: Indic vowels, say."""
    if word.isascii():
        return word[:LONGEST]
    decomposed = unicodedata.normalize("NFKD", word)
    kept = "".join(letter for letter in decomposed if not 200 <= unicodedata.combining(letter) <= 254)
    return "".join(_WORD.findall(unicodedata.normalize("NFC", kept.translate(_LETTERS)).casefold()))[:LONGEST]


_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})
"""Letters with a stroke or in one piece, which Unicode does not take apart."""


@lru_cache(maxsize=32)
def base_of(language: str) -> str:
    """The language without its region: pt of pt-br."""
    return language.split("-")[0].lower()


_own = threading.local()


def _stemmer(base: str) -> Any:
    """A stemmer of this thread's own: it keeps the word at which it is, and two threads would take each other's apart."""
    if (name := _STEMMERS.get(base)) is None:
        return None
    kept: dict[str, Any] = _own.__dict__
    if name not in kept:
        kept[name] = snowballstemmer.stemmer(name)
    return kept[name]
