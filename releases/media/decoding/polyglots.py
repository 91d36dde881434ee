"""Files that are a picture and something else as well, for whichever program opens them.

What is stored is written anew and would be a picture alone; but nobody makes such a file by accident, and an office should
know that somebody gave it one. Three rules:

- Text that makes a page, a script or a PDF is refused wherever it stands, in comments and EXIF too: that is where an old
  browser that guesses types finds it. In 20 MB of compressed pixels the shortest of these patterns turns up by chance in less
  than one picture in five thousand. Plain links are let be: agencies put them into captions.
- An archive is refused where its programs look for it: a ZIP by the record at its end, a 7z or RAR by its six bytes.
- What stands behind the end of the picture may be padding, a preview, or the film of a phone's moving picture, and none of
  it is kept. It is refused if it begins as a program, an archive or an office document does.

Knows neither Django nor Pillow nor the rest of Pressroom.
"""

import re

from releases.media.decoding.formats import end_of

# Searched in lower case, which is many times faster than ignoring case.
_TEXTS = {
    "html": re.compile(
        rb"<(?:html|script|iframe|body|object|embed|applet|frameset)[\s>/]|<!doctype\s+html|<svg(?:>|\s+[a-z:]{3,}\s*=)"
        rb"|<[a-z]{1,12}\s(?:[^<>]{0,200}\s)?on[a-z]{3,20}\s*=\s*[\"'a-z]"
    ),
    "script": re.compile(rb"<\?php\s|<%@\s*page|\A.{2,6}/\*.*?\*/\s*[=;(a-z]", re.DOTALL),
    "pdf": re.compile(rb"%pdf-[0-9]\.[0-9]"),
    "archive": re.compile(rb"7z\xbc\xaf\x27\x1c|rar!\x1a\x07"),
}
_BEHIND = (
    b"mz",
    b"\x7felf",
    b"#!",
    b"pk\x03\x04",
    b"\x1f\x8b\x08",
    b"bzh",
    b"\xfd7zxz",
    b"\xd0\xcf\x11\xe0",
    b"\xca\xfe\xba\xbe",
)
_ZIP_END = b"pk\x05\x06"
_ZIP_COMMENT = 65_535


def foreign(data: bytes, kind: str) -> str:
    """What else a picture of this format is (``"html"``, ``"script"``, ``"zip"`` …), or nothing."""
    lower = data.lower()
    for name, pattern in _TEXTS.items():
        if pattern.search(lower):
            return name
    if _is_zip(lower):
        return "zip"
    behind = lower[end_of(data, kind) :][:4096].lstrip(b"\0\xff\t\n\r ")
    return "appended" if behind.startswith(_BEHIND) else ""


def _is_zip(data: bytes) -> bool:
    """The end record (APPNOTE 4.3.16) stands in the last 64 KB, before a comment; some programs forgive what follows it."""
    at = data.rfind(_ZIP_END, max(0, len(data) - _ZIP_COMMENT - 22))
    # The disk numbers of an archive in one piece are nought, which four bytes of pixels rarely have behind them.
    return at >= 0 and data[at + 4 : at + 8] == b"\0\0\0\0" and at + 22 <= len(data)
