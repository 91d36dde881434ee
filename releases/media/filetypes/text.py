"""TXT and CSV: characters and nothing else.

UTF-8, with or without its mark, or UTF-16 with it. Other encodings are asked to be saved as UTF-8: the bytes are kept as
they are, and a wrong guess would be published. What begins like a page, a script or a mail is no text of ours. Formulas in
cells are data, and stay.
"""

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.kinds import Found
from releases.media.filetypes.reading import Source
from releases.media.filetypes.refusals import not_taken
from releases.media.filetypes.signatures import begins_as_other_text

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# All controls but tab, line feed, form feed, carriage return and NEL; and the two that Unicode says are no characters.
# Counted in UTF-8, by what is left when they are dropped: that is ten times as fast as a search in text.
_CONTROL = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\f\r")
_WIDE_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]|\xef\xbf[\xbe\xbf]")
LOOKED_AT = 256 * 1024
"""Characters at the start of a table in which its columns are counted."""
ROWS = 1000
DELIMITERS = ",;\t|"


def examine(source: Source, claimed: str) -> Found:
    """Whether it is text, and a table when it is said to be one (``claimed`` is ``csv``)."""
    wide = source.head(2) in _UTF16
    start, blank = "", True
    try:
        for text in _decoded(source, "utf-16" if wide else "utf-8-sig"):
            if _has_control(text):
                raise not_taken()
            blank = blank and not text.strip()
            start += text[: LOOKED_AT - len(start)]
    except UnicodeDecodeError as error:
        raise _unreadable(source, wide) from error
    if blank:
        raise InvalidUpload(_("The file is empty. Choose another one."))
    if begins_as_other_text(start[:4096].encode()):
        raise not_taken()
    if claimed == "csv" and not is_table(start):
        raise InvalidUpload(
            _(
                "This CSV is not a table: it needs two rows with the same number of columns. Save it as CSV again, or as TXT."
            )
        )
    return Found("csv" if claimed == "csv" else "txt", charset="utf-16" if wide else "utf-8")


def is_table(text: str) -> bool:
    """Whether some delimiter makes rows of it, of which the most have the same number of columns."""
    return any(_is_table(text, delimiter) for delimiter in DELIMITERS)


def _is_table(text: str, delimiter: str) -> bool:
    whole = len(text) < LOOKED_AT
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = [len(row) for row in itertools.islice(rows, ROWS) if row]
    except csv.Error:
        return False  # a quotation that never ends
    widths = widths if whole or len(widths) >= ROWS else widths[:-1]
    # Titles above a table and notes below it have fewer columns.
    wide = Counter(width for width in widths if width > 1)
    most = max(wide.values(), default=0)
    return most >= 2 and most * 2 >= len(widths)


def _decoded(source: Source, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for piece in source.pieces():
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _has_control(text: str) -> bool:
    encoded = text.encode()
    if len(encoded.translate(None, _CONTROL)) != len(encoded):
        return True
    return not text.isascii() and _WIDE_CONTROL.search(encoded) is not None


def _unreadable(source: Source, wide: bool) -> InvalidUpload:
    """Text in an older encoding has no control characters, and gets a sentence of its own; anything else is not text."""
    for piece in source.pieces():
        if wide or len(piece.translate(None, _CONTROL)) != len(piece):
            return not_taken()
    return InvalidUpload(
        _(
            "This text is not in UTF-8, so accents could come out wrong. "
            "Save it with the encoding UTF-8 (in Excel: “CSV UTF-8”) and upload that."
        )
    )
