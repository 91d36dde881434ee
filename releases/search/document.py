"""What the index holds of one edition: the terms of its parts, and the plain text from which excerpts are cut."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from releases.html import plain_text
from releases.models import Edition
from releases.search import marks
from releases.search.words import words_of
from releases.snapshot import Snapshot

MOST_WORDS = 16_000
"""Words that have a position. PostgreSQL's positions end at 16,383; the longest budget speech has about 12,000 words."""

MOST_BYTES = 600_000
"""Of different terms. A tsvector ends at a megabyte with its positions, and no publication may fail at that."""

BREAK = "_"
"""Stands between two parts, so that no phrase reaches from one into the next. No word is like it."""


@dataclass(slots=True)
class Document:
    """Terms by the place that they are found at."""

    headline: list[str] = field(default_factory=list)
    """In order, with ``BREAK`` between what does not belong together."""
    text: list[str] = field(default_factory=list)
    """As for the headline."""
    loose: set[str] = field(default_factory=set)
    """Terms of which only matters that they are there."""
    spellings: dict[str, str] = field(default_factory=dict)
    """Every word in small letters with its folded form: what "did you mean" draws on."""
    plain: str = ""
    """What excerpts are cut from."""


def document_of(edition: Edition, snapshot: Snapshot, tags: Iterable[str]) -> Document:
    """What is found of an edition; ``tags`` are the slugs of its tags."""
    writing = _Writing(edition.language)
    body, parts = plain_text(snapshot.body), _parts(snapshot)
    names = (snapshot.headline, snapshot.summary, *snapshot.tags)
    writing.headline(snapshot.headline)
    for text in names:
        writing.lead(text)
    for text in (*names, *parts, *_file_names(snapshot), body):
        writing.text(text)
    document = writing.document
    document.loose |= {
        marks.facet("language", edition.language),
        marks.facet("kind", snapshot.kind),
        marks.facet("year", edition.published_on.year),
        *(marks.facet("tag", slug) for slug in tags),
    }
    document.plain = "\n".join(filter(None, (snapshot.summary, body, *parts)))
    return document


def _parts(snapshot: Snapshot) -> list[str]:
    quotes = [f"{quote.text} {quote.speaker} {quote.title}".strip() for quote in snapshot.quotes]
    # Without what they are in charge of: "ferries and harbours" stands under most releases, and few are about them.
    contacts = [contact.name for contact in snapshot.contacts]
    links = [link.label for link in snapshot.links]
    pictures = [picture.caption for picture in snapshot.gallery]
    return [*quotes, *(fact.text for fact in snapshot.facts), *links, *contacts, *pictures, snapshot.source_name]


def _file_names(snapshot: Snapshot) -> list[str]:
    return [f"{row.title} {row.name.replace('_', ' ')}" for row in snapshot.attachments]


class _Writing:
    """A document while it is written. What has no room any more is left out: its release is found by the rest."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.document = Document()
        self.known: set[str] = set()
        self.room = MOST_BYTES

    def headline(self, text: str) -> None:
        """Words of the headline, with their order."""
        for word in words_of(text, self.language):
            self.put(self.document.headline, marks.HEADLINE, word.terms[0])
            self.also(marks.HEADLINE, *word.terms[1:])

    def lead(self, text: str) -> None:
        """Words of headline, summary and tags."""
        for word in words_of(text, self.language):
            self.also(marks.LEAD, *word.terms)

    def text(self, text: str) -> None:
        """Words of any part, with their order."""
        document = self.document
        if document.text:
            document.text.append(BREAK)
        for word in words_of(text, self.language):
            self.put(document.text, marks.TEXT, word.terms[0])
            if word.spelling in document.spellings:
                continue
            self.also(marks.TEXT, *word.terms[1:])
            self.also(marks.SURFACE, word.surface)
            if word.spelling != word.surface:
                self.also(marks.SPELLING, word.spelling)
            document.spellings[word.spelling] = word.surface

    def put(self, row: list[str], mark: str, word: str) -> None:
        """At the end of a row while it has positions left, and without one after that."""
        if len(row) >= MOST_WORDS:
            self.also(mark, word)
        elif self.has_room(term := marks.term(self.language, mark, word)):
            row.append(term)

    def also(self, mark: str, *words: str) -> None:
        """Without a position."""
        self.document.loose.update(filter(self.has_room, (marks.term(self.language, mark, word) for word in words)))

    def has_room(self, term: str) -> bool:
        """Whether the term fits, taking its room."""
        if term in self.known:
            return True
        self.room -= len(term.encode()) + 8
        if self.room < 0:
            return False
        self.known.add(term)
        return True
