"""PDF (ISO 32000): from its first byte to its last, and without what acts by itself.

Seen: the header, the end and the pointer to the table of objects; encryption; JavaScript, programs that are started and
embedded files and media, wherever their names stand in the clear, are spelt with ``#xx``, or stand in an object stream.
Not seen: what is wrong with pages or fonts, and names inside streams with another filter than Flate, which no common
program writes for objects. Forms and links are let be.
"""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.containers import too_large
from releases.media.filetypes.kinds import Found
from releases.media.filetypes.reading import PIECE, Source
from releases.media.filetypes.refusals import damaged, polyglot
from releases.media.filetypes.signatures import is_also_another
from releases.media.filetypes.unpacking import Bomb, Budget

HEADER = b"%PDF-"
MAX_OBJECT_STREAMS = 20_000
MAX_OBJECTS_UNPACKED = 256 * 1024 * 1024
_END_WITHIN = 2048
_OVERLAP = 256
"""Longer than what is looked for, so that nothing hides at the seam of two pieces."""
_DICTIONARY = 4096
"""Within so many bytes of its type, an object stream begins."""

_VERSION = re.compile(rb"%PDF-[12]\.\d[\s%]")
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF[\s\x00]*\Z")
_ANY_END = re.compile(rb"%%EOF")
_TABLE = re.compile(rb"\s{0,8}(?:xref\s|\d{1,10}\s+\d{1,5}\s+obj\b)")
_DELIMITED = rb"(?=[\s\x00/<>\[\](){}%]|\Z)"
_ACTING = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|GoToE)" + _DELIMITED)
_ENCRYPTED = re.compile(rb"/Encrypt[\s\x00]{0,32}(?:\d{1,10}[\s\x00]{1,32}\d{1,5}[\s\x00]{1,32}R|<<)")
_ESCAPED = re.compile(rb"/[A-Za-z#0-9]{0,40}#[0-9A-Fa-f]{2}[A-Za-z#0-9]{0,40}")
_HEXADECIMAL = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT_STREAM = re.compile(rb"/ObjStm" + _DELIMITED)
_STREAM = re.compile(rb"stream\r?\n")
_SMALL = 16 * 1024
"""What is read of an object stream at a time: most are not longer."""


def examine(source: Source) -> Found:
    """Raises ``InvalidUpload`` unless it is a PDF that everybody can open and that does nothing by itself."""
    if not _VERSION.match(source.head(16)):
        raise damaged("pdf")
    _check_end(source)
    if is_also_another(source):
        raise polyglot("pdf")
    places: list[int] = []
    for start, window in _windows(source.pieces()):
        _check(window)
        places.extend(start + match.start() for match in _OBJECT_STREAM.finditer(window))
        if len(places) > MAX_OBJECT_STREAMS:
            raise too_large()
    budget = Budget(MAX_OBJECTS_UNPACKED)
    try:
        # An overlap shows some of them twice.
        for place in sorted(set(places)):
            for _start, window in _windows(_objects(source, place, budget)):
                _check(window)
    except Bomb as error:
        raise too_large() from error
    return Found("pdf")


def _check_end(source: Source) -> None:
    tail = source.tail(_END_WITHIN)
    end = _END.search(tail)
    if end is None:
        raise polyglot("pdf") if _ANY_END.search(tail) else damaged("pdf")
    table = int(end[1])
    if table >= source.size or not _TABLE.match(source.at(table, min(40, source.size - table))):
        raise damaged("pdf")


def _windows(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each piece behind the end of the one before, with the offset at which it begins."""
    kept, offset = b"", 0
    for piece in pieces:
        window = kept + piece
        yield offset - len(kept), window
        offset += len(piece)
        kept = window[-_OVERLAP:]


def _check(window: bytes) -> None:
    if _ENCRYPTED.search(window):
        raise InvalidUpload(
            _(
                "The PDF is protected: it needs a password or restricts its readers. Save it without protection and try again."
            )
        )
    found = _ACTING.search(window)
    for match in _ESCAPED.finditer(window) if found is None else ():
        plain = _HEXADECIMAL.sub(lambda pair: bytes([int(pair[1], 16)]), match[0])
        found = found or _ACTING.fullmatch(plain)
    if found is None:
        return
    if found[1].startswith((b"Embedded", b"RichMedia", b"GoToE")):
        raise InvalidUpload(_("The PDF has other files embedded. Upload them one by one, and the PDF without them."))
    raise InvalidUpload(
        _("The PDF runs a script or starts something when it is used. Print it to a new PDF, and upload that.")
    )


def _objects(source: Source, place: int, budget: Budget) -> Iterator[bytes]:
    """The unpacked bytes of the object stream whose type stands at ``place``; those of a plain one have been seen already."""
    ahead = source.at(place, min(_DICTIONARY, source.size - place))
    begin = _STREAM.search(ahead)
    if begin is None:
        return
    stream = zlib.decompressobj()
    try:
        for piece in source.pieces(place + begin.end(), size=_SMALL):
            data = piece
            while data and not stream.eof:
                plain = stream.decompress(data, PIECE)
                budget.spend(len(plain))
                yield plain
                data = stream.unconsumed_tail
            if stream.eof:
                return
    except zlib.error:
        return
