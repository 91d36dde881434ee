"""Which of the five formats an upload has, and where its picture ends, by its bytes alone: names and headers of forms lie.

Knows neither Django nor Pillow nor the rest of Pressroom.
"""

import re
from collections.abc import Callable, Iterator

MAX_ENCODED = 150 * 1024 * 1024
"""Bytes of the largest picture with transparency that is stored; 50 megapixels of noise have 200 MB."""
_TEXT = b"\t\n\r\x0c \xef\xbb\xbf"
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""In the compressed part of a JPEG: anything but a stuffed byte, a restart or a fill (ITU T.81, B.1.1)."""
_AVIF_BRANDS = (b"avif", b"avis")


class Bad(Exception):
    """The upload is refused. The argument says why, in one word that the parent has a sentence for."""


def format_of(data: bytes) -> str:
    """Pillow's name of the format. Raises ``Bad``."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and any(brand in data[8:64] for brand in _AVIF_BRANDS):
        return "AVIF"
    if not data:
        raise Bad("empty")
    start = data[:4096].lstrip(_TEXT).lower()
    raise Bad("svg" if start.startswith(b"<") and b"<svg" in start else "unknown")


def end_of(data: bytes, kind: str) -> int:
    """Where the picture ends in the file; at the end of the file for one that is cut off or malformed."""
    try:
        return min(_ENDS[kind](data), len(data))
    except (IndexError, StopIteration):
        return len(data)


def _end_of_jpeg(data: bytes) -> int:
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:
            at += 1
            continue
        at += 2 + _number(data, at + 2, 2, "big")
        if marker == 0xDA:
            following = _MARKER.search(data, at)
            if following is None:
                break
            at = following.start()
    return len(data)


def _end_of_png(data: bytes) -> int:
    at = 8
    while data[at + 4 : at + 8] != b"IEND":
        at += 12 + _number(data, at, 4, "big")
    return at + 12


def _end_of_gif(data: bytes) -> int:
    at = 13 + _table(data[10])
    while data[at] != 0x3B:
        if data[at] == 0x2C:
            at += 10 + _table(data[at + 9]) + 1
        elif data[at] == 0x21:
            at += 2
        else:
            return len(data)
        while data[at]:
            at += 1 + data[at]
        at += 1
    return at + 1


def _table(flags: int) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_webp(data: bytes) -> int:
    size = _number(data, 4, 4, "little")
    return 8 + size + size % 2


def _end_of_avif(data: bytes) -> int:
    """The last of the boxes that follow each other and have names that can be read."""
    at = 0
    for size in _boxes(data):
        at += size
    return at or len(data)


def _boxes(data: bytes) -> Iterator[int]:
    at = 0
    while at + 8 <= len(data) and data[at + 4 : at + 8] in _BOXES:
        size = _number(data, at, 4, "big")
        if size == 1:
            size = _number(data, at + 8, 8, "big")
        yield (size or len(data) - at)
        if size < 8:
            return
        at += size


_BOXES = frozenset((b"ftyp", b"meta", b"mdat", b"moov", b"moof", b"free", b"skip", b"uuid", b"idat", b"sidx", b"styp"))


def _number(data: bytes, at: int, length: int, order: str) -> int:
    if at + length > len(data):
        raise IndexError
    return int.from_bytes(data[at : at + length], "big" if order == "big" else "little")


_ENDS: dict[str, Callable[[bytes], int]] = {
    "JPEG": _end_of_jpeg,
    "PNG": _end_of_png,
    "GIF": _end_of_gif,
    "WEBP": _end_of_webp,
    "AVIF": _end_of_avif,
}
