"""First bytes by which files are known, and what must not stand at the beginning or the end of one."""

import re

from releases.media.filetypes.reading import Source

# Archives of every sort. A ZIP may begin with a member, with its end (empty), or as a part of several.
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b",
            b"\x1f\x9d", b"\x1f\xa0", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"LZIP", b"MSCF", b"xar!",
            b"\x60\xea", b"!<arch>\n", b"ISc(", b"\x04\x22\x4d\x18")  # fmt: skip
TAR_AT = 257

# Programs, scripts and containers that run or hold them. D0CF is OLE: macros, old office files, MSI, Outlook's mail.
RUNNING = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
           b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"#!", b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n", b"\x00asm",
           b"ITSF", b"\x1bLua")  # fmt: skip

# Text that is a document of another kind: PostScript, RTF, mail, calendars with alarms, shortcuts.
_OTHER_TEXT = re.compile(
    rb"%!PS|\{\\rtf|%PDF-|\[InternetShortcut\]|\[Desktop Entry\]|Windows Registry Editor|#!|"
    rb"From \S+@\S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ",
    re.IGNORECASE,
)
# A mail is headers from its first line on, one of them such as only programs write.
_MAIL = re.compile(
    rb"(?:[a-z][a-z-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?(?:mime-version|message-id|return-path|delivered-to): ?[^\n]*\n",
    re.IGNORECASE,
)
# WHATWG MIME Sniffing 7.1, "identifying a resource with an unknown MIME type", and SVG: at the very start …
_MARKUP_FIRST = re.compile(rb"\s*<(?:[a-z!/?])", re.IGNORECASE)
# … and, as old browsers did, anywhere among the first bytes.
_MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|script|iframe|svg|style|title|meta|object|embed|img|link|form|a\s+href)[\s>/]"
    rb"|<(?:script|svg|html|iframe)[^a-z]|javascript:",
    re.IGNORECASE,
)
SNIFFED = 1445
"""Bytes that the standard lets a browser look at."""
END_RECORD = b"PK\x05\x06"
END_RECORD_WITHIN = 22 + 65535
"""Readers of ZIP look for its end record in so many last bytes, whatever stands before."""


def is_archive(head: bytes) -> bool:
    """Whether these first bytes are those of an archive or a compressed file."""
    return head.startswith(ARCHIVES) or head[TAR_AT : TAR_AT + 5] == b"ustar"


def runs(head: bytes) -> bool:
    """Whether these first bytes are those of a program, a script, or a container of such."""
    return head.startswith(RUNNING)


def begins_as_other_text(text: bytes) -> bool:
    """Whether this text is a document of another kind, or one that a browser might take for HTML or SVG."""
    start = text.lstrip(b"\xef\xbb\xbf \t\r\n\f")
    patterns = (_OTHER_TEXT, _MAIL, _MARKUP_FIRST)
    return any(pattern.match(start) for pattern in patterns) or _MARKUP.search(text[:SNIFFED]) is not None


def is_also_another(source: Source) -> bool:
    """Whether a binary file is a page to a browser that sniffs, or a ZIP to a program that looks at its end."""
    return bool(_MARKUP.search(source.head(SNIFFED))) or END_RECORD in source.tail(END_RECORD_WITHIN)


PICTURES = {
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "avif": re.compile(rb"....ftypavi[fs]", re.DOTALL),
    "heic": re.compile(rb"....ftyp(?:hei|hev|mif1|msf1)", re.DOTALL),
    "tif": re.compile(rb"II\*\x00|MM\x00\*"),
}
PICTURE_ALIASES = {"jpeg": "jpg", "jpe": "jpg", "tiff": "tif"}


def picture_kind(head: bytes) -> str:
    """The extension of the picture that begins so, or nothing."""
    return next((extension for extension, pattern in PICTURES.items() if pattern.match(head)), "")
