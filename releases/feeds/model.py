"""A feed before it is written down in one format or another."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What an entry is about: a word for programs, one for people, and where the word comes from."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The entry's picture, at an address that everybody can fetch."""

    address: str
    content_type: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that belongs to the entry."""

    address: str
    content_type: str
    size: int
    title: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change that readers have to know of: since when, and in which words."""

    since: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing to read. Its ``urn`` is the same for good, and whoever has read it is shown it again after ``updated`` only."""

    urn: str
    address: str
    language: str
    title: str
    author: str
    published: datetime
    updated: datetime
    summary: str
    """Plain."""
    html: str
    """All of it. Every address in it is absolute."""
    kind: str = ""
    """The word for programs; one of ``topics`` has it for people."""
    topics: tuple[Topic, ...] = ()
    picture: Picture | None = None
    enclosures: tuple[Enclosure, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One page of a list that programs follow. All pages of one list have the same ``urn``."""

    urn: str
    title: str
    description: str
    language: str
    author: str
    address: str
    """Of this very document."""
    page: str
    """Of the page that people read instead."""
    updated: datetime
    entries: tuple[Entry, ...]
    newest: str = ""
    """The first page of the list, from the others; empty on itself."""
    older: str = ""
    newer: str = ""
    """The pages beside this one (RFC 5005, 3); empty where there is none."""
    hub: str = ""
    """Where programs ask to be told of news (WebSub); empty where nobody tells them."""
