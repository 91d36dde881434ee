"""Where in a text the words of a question stand: an excerpt around the best place, with the words marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from releases.search.query import Query
from releases.search.words import Word, words_of

LENGTH = 240
"""Characters of an excerpt: three lines at the measure of a list."""

LOOKED_AT = 20_000
"""Characters in which a place is looked for. Words further on are found by the search, and not shown."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is marked: the terms of the wanted words, and the beginning that the last one may be."""

    terms: frozenset[str]
    beginnings: tuple[str, ...]
    language: str
    initials: str
    """With which letters such a word can begin: no stemmer changes the first one."""

    def matches(self, word: Word) -> bool:
        """Whether this word of a text is one of them."""
        return not self.terms.isdisjoint(word.terms) or word.surface.startswith(self.beginnings)


def sought_by(query: Query) -> Sought:
    """What a question wants to see."""
    words = [word for clause in query.wanted for word in clause.words]
    beginnings = (words[-1].surface,) if query.unfinished and words else ()
    terms = frozenset(term for word in words for term in word.terms)
    initials = "".join(sorted({term[0] for term in (*terms, *beginnings)}))
    return Sought(terms, beginnings, query.language, initials)


def marked(text: str, sought: Sought) -> SafeString:
    """The whole text as HTML, with ``<mark>`` around the words."""
    return _html(text, 0, len(text), _hits(text, sought))


def excerpt(text: str, sought: Sought) -> SafeString:
    """The part of a text in which most of the different words stand, as HTML; its beginning where none does."""
    text = text[:LOOKED_AT].replace("\n", " ")
    hits = _hits(text, sought)
    begin = _best_start(hits)
    start = _word_edge(text, max(0, begin - LENGTH // 4)) if begin else 0
    end = _word_end(text, start + LENGTH)
    inner = _html(text, start, end, hits)
    return mark_safe(f"{'… ' if start else ''}{inner}{' …' if end < len(text) else ''}")  # noqa: S308  # escaped below


def _hits(text: str, sought: Sought) -> list[Word]:
    if not sought.initials:
        return []
    return [word for word in words_of(text, sought.language, sought.initials) if sought.matches(word)]


def _best_start(hits: list[Word]) -> int:
    """Where the window begins that holds the most different terms, and of those the first."""
    best, begin = 0, 0
    for number, first in enumerate(hits):
        inside = _different(word for word in hits[number : number + 50] if word.end - first.start <= LENGTH * 3 // 4)
        if inside > best:
            best, begin = inside, first.start
    return begin


def _different(words: Iterable[Word]) -> int:
    return len({word.terms[0] for word in words})


def _word_edge(text: str, place: int) -> int:
    """The beginning of the word after a place, or the place itself in a text without blanks."""
    if place == 0:
        return 0
    blank = text.find(" ", place, place + 40)
    return blank + 1 if blank >= 0 else place


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    blank = text.rfind(" ", place - 40, place)
    return blank if blank >= 0 else place


def _html(text: str, start: int, end: int, hits: list[Word]) -> SafeString:
    pieces, here = [], start
    for word in hits:
        if word.start < here or word.end > end:
            continue
        pieces += [escape(text[here : word.start]), f"<mark>{escape(text[word.start : word.end])}</mark>"]
        here = word.end
    pieces.append(escape(text[here:end]))
    return mark_safe("".join(pieces))  # noqa: S308  # every piece of text is escaped
