"""Who made a picture and whose it is: read from wherever cameras and agencies write it, and written where others look.

Knows neither Django nor the rest of Pressroom: it runs in the process that decodes what strangers made. IPTC calls the
fields Credit Line, Copyright Notice and Creator (IPTC Photo Metadata Standard 2023.2). Everything else that a picture
carries, where it was taken above all, is not read and so not kept.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple
from xml.etree import ElementTree

LENGTH = 200
"""Characters of each field, which is what the library's columns hold."""
MAX_XMP = 256 * 1024
"""Editors write histories into it that nobody needs. A larger packet is not read."""

_NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
_WRITTEN = ("rdf", "dc", "photoshop")
_IPTC_RECORD = 0x0404
"""The Photoshop image resource that holds IPTC-IIM."""
_UTF8 = b"\x1b%G"
_BYLINE, _CREDIT, _COPYRIGHT = 80, 110, 116
_LONGEST = {_BYLINE: 32, _CREDIT: 32, _COPYRIGHT: 128}
"""Bytes that IIM 4.2 allows. XMP has the whole."""
_EXIF_ARTIST, _EXIF_COPYRIGHT = 0x013B, 0x8298


class Metadata(NamedTuple):
    """What stays with a picture for good."""

    credit: str = ""
    copyright: str = ""
    creator: str = ""

    def __bool__(self) -> bool:
        return any(tuple(self))


def metadata_of(picture: Any) -> Metadata:
    """What an opened picture says of itself: XMP first, then IIM, then EXIF, each for what the ones before leave out."""
    sources = [_from_xmp(_xmp_in(picture)), _from_iim(_iim_in(picture)), _from_exif(picture)]
    # One row for each field, with what each source says of it.
    rows = zip(*sources, strict=True)
    return Metadata(*(next((text for said in row if (text := _clean(said))), "") for row in rows))


def xmp_packet(metadata: Metadata) -> bytes:
    """The fields as an XMP packet (ISO 16684-1), or nothing where there are none."""
    if not metadata:
        return b""
    credit = f"<photoshop:Credit>{escape(metadata.credit, quote=False)}</photoshop:Credit>" if metadata.credit else ""
    rights = _listed("dc:rights", "rdf:Alt", ' xml:lang="x-default"', metadata.copyright)
    creator = _listed("dc:creator", "rdf:Seq", "", metadata.creator)
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix in _WRITTEN for address in [_NS[prefix]])
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {declared}><rdf:Description rdf:about="">{credit}{rights}{creator}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def iim_segment(metadata: Metadata) -> bytes:
    """The fields as the APP13 segment of a JPEG, for programs that read nothing newer; nothing where there are none."""
    if not metadata:
        return b""
    rows = [(1, 90, _UTF8), (2, 0, b"\x00\x04")]
    for number, text in ((_BYLINE, metadata.creator), (_CREDIT, metadata.credit), (_COPYRIGHT, metadata.copyright)):
        if text:
            rows.append((2, number, text.encode()[: _LONGEST[number]].decode(errors="ignore").encode()))
    record = b"".join(struct.pack(">BBBH", 0x1C, part, number, len(value)) + value for part, number, value in rows)
    record += b"\0" * (len(record) % 2)
    resource = b"8BIM" + struct.pack(">HH", _IPTC_RECORD, 0) + struct.pack(">I", len(record)) + record
    body = b"Photoshop 3.0\0" + resource
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def _listed(tag: str, kind: str, attribute: str, text: str) -> str:
    return f"<{tag}><{kind}><rdf:li{attribute}>{escape(text, quote=False)}</rdf:li></{kind}></{tag}>" if text else ""


def _clean(text: str) -> str:
    """On one line, without what cannot be seen, and no longer than its column."""
    # A NUL stands between the photographer's and the editor's notice in EXIF, and other signs that cannot be seen (those
    # that turn the direction of writing, among others) have no business in a credit.
    spaced = re.sub(r"[\s\x00-\x1f\x7f]+", " ", text[: LENGTH * 20])
    seen = "".join(character for character in spaced if unicodedata.category(character)[0] != "C")
    return unicodedata.normalize("NFC", seen).strip()[:LENGTH].rstrip()


def _xmp_in(picture: Any) -> bytes:
    raw = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return raw.encode() if isinstance(raw, str) else bytes(raw)


def _from_xmp(packet: bytes) -> Metadata:
    """Entities are what makes XML dangerous (expansion, files): a packet that declares any is not read.

    It is decoded here, so that nothing hides in another encoding: given text, the parser ignores what the XML says of it.
    """
    if not packet or len(packet) > MAX_XMP:
        return Metadata()
    try:
        text = packet.decode("utf-8-sig").strip("\0 \t\r\n")
        if "<!" in text:
            return Metadata()
        root = ElementTree.fromstring(text)  # noqa: S314  (no entities: see above)
    except (ElementTree.ParseError, ValueError, LookupError):
        return Metadata()
    return Metadata(
        credit=_property(root, "photoshop", "Credit"),
        # The address of a page about the rights, where there are no words about them.
        copyright=_property(root, "dc", "rights") or _property(root, "xmpRights", "WebStatement"),
        creator=_property(root, "dc", "creator"),
    )


def _property(root: ElementTree.Element, prefix: str, name: str) -> str:
    """A property of the first description that has it: as an attribute, as text, or as the items of a list."""
    qualified = f"{{{_NS[prefix]}}}{name}"
    for description in root.iter(f"{{{_NS['rdf']}}}Description"):
        if value := description.get(qualified):
            return value
        element = description.find(qualified)
        if element is not None:
            items = [item.text or "" for item in element.iter(f"{{{_NS['rdf']}}}li")]
            return ", ".join(filter(None, items[:5])) if items else element.text or ""
    return ""


def _iim_in(picture: Any) -> bytes:
    resources = picture.info.get("photoshop")
    record = resources.get(_IPTC_RECORD) if isinstance(resources, dict) else None
    return record if isinstance(record, bytes) else b""


def _from_iim(record: bytes) -> Metadata:
    """The datasets; there is one by-line for each of several photographers."""
    values: dict[int, list[str]] = {number: [] for number in _LONGEST}
    declared = False
    for part, number, value in _datasets(record):
        if (part, number) == (1, 90):
            declared = value == _UTF8
        elif part == 2 and number in _LONGEST:
            values[number].append(value.decode("utf-8", "replace") if declared else _guessed(value))
    return Metadata(
        credit="".join(values[_CREDIT][:1]),
        copyright="".join(values[_COPYRIGHT][:1]),
        creator=", ".join(values[_BYLINE][:5]),
    )


def _guessed(value: bytes) -> str:
    """Text whose encoding nobody declared. What reads as UTF-8 is nearly always that; the rest is Western."""
    try:
        return value.decode("utf-8")
    except ValueError:
        return value.decode("cp1252", "replace")


def _datasets(record: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 5 <= len(record) and record[at] == 0x1C:
        part, number, length = struct.unpack_from(">BBH", record, at + 1)
        if length & 0x8000:  # an extended length: nothing that we look for is longer than 32 KB
            return
        yield part, number, record[at + 5 : at + 5 + length]
        at += 5 + length


def _from_exif(picture: Any) -> Metadata:
    try:
        exif = picture.getexif()
        artist, notice = exif.get(_EXIF_ARTIST, ""), exif.get(_EXIF_COPYRIGHT, "")
    except Exception:  # Pillow raises whatever a malformed directory leads it to.
        return Metadata()
    return Metadata(copyright=_exif_text(notice), creator=_exif_text(artist))


def _exif_text(value: Any) -> str:
    """EXIF says ASCII and cameras write anything, which Pillow reads as Latin-1."""
    return _guessed(value.encode("latin-1", "ignore")) if isinstance(value, str) else ""
