"""What one language version has and the other lacks: parts, links, files, numbers, and changes that did not follow.

Pure: over snapshots and a few facts beside them. ``releases.pairs`` reads those from the database and says when a gap
stands in the way. Each gap names what lacks it and shows the words around, because a person has to judge: a comparison that
cries wolf teaches people to override it unread.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from releases.addresses import Address, addresses_in, unanswered
from releases.html import excerpt, figures_of
from releases.number_words import readings_in
from releases.numbers import Mention, numbers_in
from releases.prose.outline import headings_and_tables, lines_of
from releases.snapshot import Attachment, LeadImage, Snapshot


class Lack(Enum):
    """What kind of gap it is."""

    PART = "part"
    TEXT = "text"
    LINK = "link"
    FILE = "file"
    NUMBER = "number"
    SAME = "same"
    """It has the other language's words: copied to begin with, and never translated."""
    CHANGED = "changed"
    """The original changed after the translation was last saved."""
    BEHIND = "behind"
    """The translation moves on, and the original stays as it is."""
    ABSENT = "absent"
    """Readers would find nothing in that language at that instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that the version in ``language`` lacks and the one in ``other`` has.

    ``field`` is the field of the snapshot that it concerns, ``subject`` what is missing and ``around`` the words around it
    in the other version. ``counts`` are how many this version and the other have.
    """

    lack: Lack
    language: str
    other: str
    field: str = ""
    subject: str = ""
    around: str = ""
    counts: tuple[int, int] = (0, 0)
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One language version as readers would get it at an instant."""

    content: Snapshot
    changed_at: datetime
    """When this content was written."""
    saved_at: datetime
    """When somebody last saved it, changed or not: whoever saves it as it is says that it still is right."""
    is_original: bool


AROUND = 28
"""Characters shown on each side of a number: enough to find the sentence, on one line of a phone."""


def differences(one: Version, other: Version) -> list[Gap]:
    """A change of the original that the translation did not follow, and everything that either lacks of the other."""
    return [*_changed_since(one, other), *_changed_since(other, one), *gaps(one.content, other.content)]


def gaps(one: Snapshot, other: Snapshot) -> list[Gap]:
    """What either version lacks of the other, in both directions."""
    translation, original = (one, other) if one.translation_of else (other, one)
    return [*_untranslated(translation, original), *_lacks(one, other), *_lacks(other, one)]


def _changed_since(one: Version, other: Version) -> Iterator[Gap]:
    if other.is_original and other.changed_at > one.saved_at:
        yield Gap(
            lack=Lack.CHANGED,
            language=one.content.language,
            other=other.content.language,
            since=other.changed_at,
        )


def _lacks(this: Snapshot, other: Snapshot) -> Iterator[Gap]:
    """What ``this`` lacks and ``other`` has."""
    yield from _texts(this, other)
    yield from _files(this, other)
    links = list(_links(this, other))
    yield from _parts(this, other, without={"links"} if links else set())
    yield from links
    yield from _numbers(this, other)


SAME_WORDS = 4
"""Names and titles are often the same in two languages; so many words in a row are not."""


def _untranslated(this: Snapshot, other: Snapshot) -> Iterator[Gap]:
    """Text that is the same in both, each field once. It is the translation that lacks its own words."""
    told: set[str] = set()
    theirs = {text for _field, text in _written(other) if len(text.split()) >= SAME_WORDS}
    for field, text in _written(this):
        if text in theirs and field not in told:
            told.add(field)
            yield _gap(Lack.SAME, this, other, field, around=excerpt(text, 2 * AROUND))


_TEXTS = ("summary", "dateline", "body")


def _texts(this: Snapshot, other: Snapshot) -> Iterator[Gap]:
    for field in _TEXTS:
        if getattr(other, field) and not getattr(this, field):
            yield _gap(Lack.TEXT, this, other, field)
    if (other.source_name or other.source_url) and not (this.source_name or this.source_url):
        yield _gap(Lack.TEXT, this, other, "source_name")


def _files(this: Snapshot, other: Snapshot) -> Iterator[Gap]:
    """A picture may be another one, with words in its own language drawn into it; it may not be missing."""
    yield from _stored(this, other)
    yield from _undescribed(this, other)
    if other.lead_image is None:
        return
    if this.lead_image is None:
        yield _gap(Lack.FILE, this, other, "lead_image")
        return
    for name in ("alt", "caption"):
        if _said(other.lead_image, name) and not getattr(this.lead_image, name):
            yield _gap(Lack.TEXT, this, other, f"lead_image_{name}")


def _said(picture: LeadImage, name: str) -> str:
    """What readers are told of a picture; a decorative one is passed over, whatever was once written of it."""
    return "" if name == "alt" and picture.decorative else str(getattr(picture, name))


def _undescribed(this: Snapshot, other: Snapshot) -> Iterator[Gap]:
    """The very same picture is described there, and not here; each place once."""
    mine = {picture.key: picture for picture in this.gallery}
    pairs = [(picture, mine[picture.key]) for picture in other.gallery if picture.key in mine]
    if any(_said(there, name) and not getattr(here, name) for there, here in pairs for name in ("alt", "caption")):
        yield _gap(Lack.TEXT, this, other, "gallery_words")
    described = {figure.key for figure in figures_of(other.body) if figure.alt}
    if any(figure.key in described and not figure.alt for figure in figures_of(this.body)):
        yield _gap(Lack.TEXT, this, other, "figure_alts")


_STORED = ("gallery", "attachments")


def _stored(this: Snapshot, other: Snapshot) -> Iterator[Gap]:
    """What is shown or attached in the other version alone, by name if it is plain which; else how many are fewer.

    Another version, or another file, may stand in for the one there: a table drawn again, a report in this language.
    """
    for field in _STORED:
        mine = {row.key for row in getattr(this, field)}
        theirs = {row.key: row for row in getattr(other, field)}
        counts = (len(mine), len(theirs))
        if mine < theirs.keys():
            for row in (row for key, row in theirs.items() if key not in mine):
                yield _gap(Lack.FILE, this, other, field, subject=_called(row))
        elif counts[1] > counts[0]:
            yield _gap(Lack.PART, this, other, field, counts=counts)


def _called(row: LeadImage | Attachment) -> str:
    return row.title if isinstance(row, Attachment) else excerpt(row.alt or row.caption, 2 * AROUND)


_PARTS = ("quotes", "facts", "links", "contacts")


def _parts(this: Snapshot, other: Snapshot, *, without: set[str]) -> Iterator[Gap]:
    counts = [
        (field, len(getattr(this, field)), len(getattr(other, field))) for field in _PARTS if field not in without
    ]
    mine, theirs = Counter(headings_and_tables(this.body)), Counter(headings_and_tables(other.body))
    counts += [(name, mine[name], theirs[name]) for name in ("headings", "tables", "figures")]
    for field, here, there in counts:
        if there > here:
            yield _gap(Lack.PART, this, other, field, counts=(here, there))


def _links(this: Snapshot, other: Snapshot) -> Iterator[Gap]:
    for address in unanswered(_addresses(other), _addresses(this)):
        yield _gap(Lack.LINK, this, other, address.field, subject=address.url, around=address.label)


def _addresses(content: Snapshot) -> list[Address]:
    associated = [
        Address(url=link.url, label=link.label, field="links", language=content.language) for link in content.links
    ]
    return [*addresses_in(content.body, content.language), *associated]


def _numbers(this: Snapshot, other: Snapshot) -> Iterator[Gap]:
    """Numbers of the other version that this one does not name at all, each once, where it first stands.

    How often a number is repeated is a matter of style, not of substance; a number that is named on one side only is what
    a missed correction looks like.
    """
    known = {reading for _text, mention in _mentions(this) for reading in mention.readings}
    for _field, text in _written(this):
        known |= readings_in(text, this.language)
    told: set[str] = set()
    for (field, text), mention in _mentions(other):
        if mention.readings.isdisjoint(known | told):
            told |= mention.readings
            subject = text[mention.start : mention.end].strip()
            yield _gap(Lack.NUMBER, this, other, field, subject=subject, around=_around(text, mention))


def _mentions(content: Snapshot) -> Iterator[tuple[tuple[str, str], Mention]]:
    for field, text in _written(content):
        for mention in numbers_in(text, content.language):
            yield (field, text), mention


def _written(content: Snapshot) -> Iterator[tuple[str, str]]:
    """Every stretch of text in which readers meet numbers, with the field that it belongs to."""
    yield "headline", content.headline
    yield "summary", content.summary
    yield from (("body", line) for line in lines_of(content.body))
    yield from (("facts", fact.text) for fact in content.facts)
    yield from (("quotes", quote.text) for quote in content.quotes)
    if content.lead_image is not None:
        yield "lead_image_alt", _said(content.lead_image, "alt")
        yield "lead_image_caption", content.lead_image.caption
    yield from (("figure_alts", figure.alt) for figure in figures_of(content.body))
    yield from (("gallery", _said(picture, name)) for picture in content.gallery for name in ("alt", "caption"))
    # What a file in another language is called there may stay.
    own = (row for row in content.attachments if row.language in ("", content.language))
    yield from (("attachments", row.title) for row in own)


def _around(text: str, mention: Mention) -> str:
    start, end = max(0, mention.start - AROUND), min(len(text), mention.end + AROUND)
    # Cut between words, where there is room for it.
    if start and " " in text[start : mention.start]:
        start = text.index(" ", start) + 1
    if end < len(text) and " " in text[mention.end : end]:
        end = text.rindex(" ", mention.end, end)
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _gap(
    lack: Lack,
    this: Snapshot,
    other: Snapshot,
    field: str,
    *,
    subject: str = "",
    around: str = "",
    counts: tuple[int, int] = (0, 0),
) -> Gap:
    return Gap(
        lack=lack,
        language=this.language,
        other=other.language,
        field=field,
        subject=subject,
        around=around,
        counts=counts,
    )
