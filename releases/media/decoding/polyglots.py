"""Files that are a picture and something else as well, for whichever program opens them.

What is stored is written anew and would be a picture alone; but nobody makes such a file by accident, and an office should
know that somebody gave it one. Knows neither Django nor the rest of Pressroom.

The whole file is searched. In 20 MB of compressed pixels these patterns turn up by chance in less than one picture in ten
thousand; shorter ones, such as the four bytes that begin a ZIP entry, would turn up in one of two hundred, so a ZIP is known
by the record at its end, which must fit the length of the file.
"""

import re
import zipfile
from io import BytesIO

_FOREIGN = {
    "html": rb"<(?:html|script|iframe|body|object|embed)[\s>/]|<!doctype\s+html|<svg[\s>]",
    "script": rb"<\?php[\s]|\A#!",
    "pdf": rb"%PDF-[0-9]\.[0-9]",
}
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _FOREIGN.items()}


def foreign(data: bytes) -> str:
    """What else the file is: ``"html"``, ``"script"``, ``"pdf"``, ``"zip"``, or nothing."""
    for kind, pattern in _PATTERNS.items():
        if pattern.search(data):
            return kind
    return "zip" if zipfile.is_zipfile(BytesIO(data)) else ""
