"""MP4 (ISO 14496-12): boxes that cover the file from its first byte to its last, with a film in them.

The boxes at the top and those that say what tracks there are, are walked; what is in ``mdat`` is not decoded.
"""

import struct
from collections.abc import Iterator

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.kinds import Found
from releases.media.filetypes.reading import Source, Truncated
from releases.media.filetypes.refusals import damaged, not_taken, polyglot
from releases.media.filetypes.signatures import is_also_another

BRANDS = frozenset(
    {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42", b"avc1", b"dash",
     b"mmp4", b"MSNV", b"M4V ", b"M4VH", b"M4VP"}
)  # fmt: skip
"""Of films that browsers play: https://mp4ra.org/registered-types/brands."""
_TOP = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"udta", b"moof", b"mfra", b"sidx", b"ssix",
     b"styp", b"pdin", b"emsg", b"prft"}
)  # fmt: skip
_MAX_BOXES = 100_000

Box = tuple[bytes, int, int]
"""Type, where its content begins, where it ends."""


def begins(head: bytes) -> bool:
    """Whether a file with this head is made of such boxes."""
    return head[4:8] == b"ftyp"


def examine(source: Source) -> Found:
    """Raises ``InvalidUpload`` unless it is a film whose boxes are all in order."""
    _check_brand(source)
    if is_also_another(source):
        raise polyglot("mp4")
    films: list[tuple[int, int]] = []
    media = False
    for kind, start, end in _boxes(source, 0, source.size):
        if kind not in _TOP:
            raise polyglot("mp4") if films and media else damaged("mp4")
        if kind == b"moov":
            films.append((start, end))
        media = media or (kind == b"mdat" and end > start)
    if len(films) != 1 or not media or not _has_track(source, *films[0]):
        raise damaged("mp4")
    return Found("mp4")


def _check_brand(source: Source) -> None:
    size = struct.unpack(">L", source.head(4))[0]
    if not 16 <= size <= 1024 or size % 4:
        raise damaged("mp4")
    brands = source.at(8, size - 8)
    major = brands[:4]
    if major in (b"M4A ", b"M4B ", b"M4P "):
        raise InvalidUpload(_("This is sound in an MP4 container (M4A). Save it as MP3 and upload that."))
    if major not in BRANDS:
        raise not_taken()


def _boxes(source: Source, position: int, stop: int) -> Iterator[Box]:
    """The boxes that lie one after the other from here to there, exactly."""
    for _number in range(_MAX_BOXES):
        if position == stop:
            return
        if stop - position < 8:
            raise Truncated
        size, kind = struct.unpack(">L4s", source.at(position, 8))
        start = position + 8
        if size == 1:
            size, start = struct.unpack(">Q", source.at(start, 8))[0], start + 8
        elif size == 0 and kind == b"mdat" and stop == source.size:
            size = stop - position
        end = position + size
        if end < start or end > stop:
            raise Truncated
        yield kind, start, end
        position = end
    raise Truncated


def _has_track(source: Source, start: int, end: int) -> bool:
    """Whether the film has its header and at least one track, each with what a track needs."""
    children = list(_boxes(source, start, end))
    kinds = [kind for kind, _start, _end in children]
    tracks = [
        {kind for kind, _start, _end in _boxes(source, begin, stop)}
        for kind, begin, stop in children
        if kind == b"trak"
    ]
    return kinds.count(b"mvhd") == 1 and bool(tracks) and all({b"tkhd", b"mdia"} <= track for track in tracks)
