"""The working copy as one typed value, and its canonical JSON.

A ``Snapshot`` is what crosses every boundary of the editorial core: the admin form, an import, the demo and a restore
all hand one to ``save_draft``; a revision stores one; an edition is rendered from one.

The JSON is canonical in the sense of RFC 8785 for the types used here (strings, integers, arrays, objects, null): keys
sorted, no insignificant white space, UTF-8, nothing escaped that need not be. The same content has the same bytes and so
the same SHA-256, whichever machine wrote it.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any

SCHEMA = 2
"""Raised when the shape below changes; ``from_json`` must go on reading every older one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that may be quoted, and who says them."""

    text: str
    speaker: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One quick fact: a sentence that stands alone."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An associated link."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody whom media can reach."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadImage:
    """Exactly which stored image, with the words that belong to it in this release: at its head, or in its gallery."""

    key: str
    alt: str
    credit: str
    width: int
    height: int
    sha256: str
    decorative: bool = False
    caption: str = ""
    licence: str = ""
    colour: str = ""
    focal_x: int = 50
    focal_y: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Exactly which stored image a figure in the body shows; its words are in the body."""

    key: str
    sha256: str
    width: int
    height: int
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Exactly which stored file, with what it is called in this release.

    ``address`` stays with the release when the file is replaced; ``key`` is that of the version.
    """

    address: str
    key: str
    sha256: str
    title: str
    name: str
    content_type: str
    size: int
    language: str = ""
    accessible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that staff edit about one release."""

    kind: str
    language: str
    slug: str
    headline: str
    summary: str = ""
    dateline: str = ""
    body: str = ""
    quotes: tuple[Quote, ...] = ()
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    contacts: tuple[Contact, ...] = ()
    tags: tuple[str, ...] = ()
    picks: tuple[int, ...] = ()
    source_name: str = ""
    source_url: str = ""
    lead_image: LeadImage | None = None
    translation_of: int | None = None
    figures: tuple[Pin, ...] = ()
    """The pictures that the body names, each once, in order; found in the body when it is saved."""
    gallery: tuple[LeadImage, ...] = ()
    attachments: tuple[Attachment, ...] = ()


_LATER = {"decorative": False, "caption": "", "licence": "", "colour": "", "focal_x": 50, "focal_y": 50}
"""What a lead image did not have in schema 1."""


_PARTS: dict[str, type[Any]] = {
    "quotes": Quote,
    "facts": Fact,
    "links": Link,
    "contacts": Contact,
    "figures": Pin,
    "gallery": LeadImage,
    "attachments": Attachment,
}


def to_json(snapshot: Snapshot) -> str:
    """The canonical JSON text of a snapshot.

    What schema 2 added is written only where it says something: a text without it keeps the bytes, and with them the hash
    and the approvals, that it had before.
    """
    document: dict[str, Any] = asdict(snapshot)
    later = {name: document.pop(name) for name in ("figures", "gallery", "attachments")}
    written = {name: rows for name, rows in later.items() if rows}
    if (lead := document["lead_image"]) is not None:
        document["lead_image"] = {
            name: value for name, value in lead.items() if name not in _LATER or value != _LATER[name]
        }
    extended = bool(written or _LATER.keys() & (document["lead_image"] or {}).keys())
    document |= {"schema": SCHEMA if extended else 1, **written}
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> Snapshot:
    """Read what ``to_json`` wrote, in this or an older schema.

    Raises ``ValueError`` for a schema that this version does not know: guessing at a record would change it quietly.
    """
    document: dict[str, Any] = json.loads(text)
    schema = document.pop("schema", None)
    if schema not in (1, SCHEMA):
        raise ValueError(f"This revision was written in schema {schema!r}, which this version cannot read.")
    for name, part in _PARTS.items():
        document[name] = tuple(part(**row) for row in document.get(name, ()))
    document["tags"] = tuple(document["tags"])
    document["picks"] = tuple(document["picks"])
    if document["lead_image"] is not None:
        document["lead_image"] = LeadImage(**document["lead_image"])
    return Snapshot(**document)


def content_hash(text: str) -> str:
    """SHA-256 of a canonical JSON text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def differing_fields(one: Snapshot, other: Snapshot) -> list[str]:
    """Names of the fields in which two snapshots differ, in the order in which they are declared.

    Without the pins of figures: the body names the pictures, and differs with them.
    """
    names = (field.name for field in fields(Snapshot) if field.name != "figures")
    return [name for name in names if getattr(one, name) != getattr(other, name)]
