"""The shape of a public release for programs.

It is a promise: names are added, and never taken away or given another meaning. Every name is always there; ``null`` stands
where there is nothing, and an empty list where there are none. What is not here is not for the public: no ids of rows, no
hashes, nobody's account, no moment that is still to come.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from releases.workflow import Kind


@dataclass(frozen=True, slots=True)
class Says:
    """What the schema says of a name beside its type."""

    description: str = ""
    format: str = ""
    pattern: str = ""
    minimum: int | None = None


Url = Annotated[str, Says(format="uri")]
Language = Annotated[str, Says(pattern="^[a-z]{2,3}(-[a-zA-Z0-9]{2,8})*$")]
Size = Annotated[int, Says(minimum=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of a release, twice."""

    html: Annotated[str, Says("Cleaned by an allow-list. Every address in it is absolute.")]
    text: Annotated[str, Says("The same without markup: an empty line between paragraphs.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that may be quoted, and who says them."""

    text: str
    speaker: str
    title: Annotated[str | None, Says("What the speaker is.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A quick fact: a sentence that stands alone."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An associated link."""

    label: str
    url: Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody whom media can reach."""

    name: str
    role: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to the release. Its address stays when the file is replaced."""

    title: str
    name: Annotated[str, Says("The name of the file.")]
    url: Url
    type: Annotated[str, Says("The media type (RFC 6838).")]
    size: Annotated[int, Says("In bytes.", minimum=0)]
    language: Language | None
    accessible: Annotated[bool, Says("Whether the office says that assistive technology can read it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A picture in one size and format."""

    url: Url
    type: str
    width: Size
    height: Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture with what is to be said of it."""

    alt: Annotated[str, Says("The alternative text; empty for a picture that only decorates.")]
    caption: str | None
    credit: str | None
    licence: str | None
    width: Annotated[int, Says("Of the picture as it was taken in, in pixels.", minimum=1)]
    height: Size
    renditions: Annotated[tuple[Rendition, ...], Says("The smallest first, each in JPEG and in WebP.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A topic."""

    slug: str
    name: str
    url: Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the release appeared first, if not here."""

    name: str | None
    url: Url | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The same release in another language."""

    language: Language
    headline: str
    url: Url
    json_url: Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change that readers were told of."""

    date: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The office."""

    name: str
    url: Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Another form in which the same release is to be had."""

    name: Annotated[str, Says("html, json, ninjs, text, archive, pdf; others may come.")]
    type: Annotated[str, Says("The media type (RFC 6838).")]
    url: Url


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSummary:
    """A release as it stands in a list."""

    id: Annotated[str, Says("The same for good, whatever becomes of the address (RFC 9562).", format="uri")]
    url: Annotated[Url, Says("The page for people.")]
    api_url: Annotated[Url, Says("All of it, as JSON.")]
    language: Language
    kind: Annotated[Kind, Says("What sort of document it is.")]
    kind_name: Annotated[str, Says("The same in the language of the release.")]
    headline: str
    summary: str | None
    excerpt: Annotated[str | None, Says("The beginning of the text, without markup.")]
    first_published: datetime
    updated: Annotated[datetime | None, Says("When readers were last told of a change; null if never.")]
    lead_image: Image | None
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release, whole."""

    id: Annotated[str, Says("The same for good, whatever becomes of the address (RFC 9562).", format="uri")]
    url: Annotated[Url, Says("The page for people.")]
    api_url: Annotated[Url, Says("This document in the API.")]
    language: Language
    kind: Annotated[Kind, Says("What sort of document it is.")]
    kind_name: Annotated[str, Says("The same in the language of the release.")]
    publisher: Publisher
    headline: str
    summary: str | None
    dateline: Annotated[str | None, Says("The place from which it is sent.")]
    body: Body
    quotes: tuple[Quote, ...]
    facts: tuple[Fact, ...]
    links: tuple[Link, ...]
    contacts: tuple[Contact, ...]
    lead_image: Image | None
    gallery: tuple[Image, ...]
    attachments: tuple[Attachment, ...]
    tags: tuple[Tag, ...]
    source: Source | None
    translations: tuple[Translation, ...]
    first_published: datetime
    updated: Annotated[datetime | None, Says("When readers were last told of a change; null if never.")]
    edition: Annotated[int, Says("Which edition of the release this is.", minimum=1)]
    corrections: Annotated[tuple[Correction, ...], Says("The newest first.")]
    formats: tuple[Format, ...]


Shape = Any
"""An instance of one of these classes, or of another made of the same parts."""
