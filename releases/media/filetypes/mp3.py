"""MP3: an ID3v2 tag or none, then MPEG Layer III frames without a gap to the end, where other tags may follow.

Every frame's header is read, so nothing can stand between them; what the frames play is not decoded.
"""

import struct

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.kinds import Found
from releases.media.filetypes.reading import PIECE, Source
from releases.media.filetypes.refusals import damaged, polyglot
from releases.media.filetypes.signatures import is_also_another

MIN_FRAMES = 4
MAX_FRAMES = 2_000_000
"""Fourteen hours; each one costs a step."""
MAX_TAG = 32 * 1024 * 1024
"""A tag has the cover in it; so much has none."""
_PADDING = 64 * 1024

_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_FREQUENCIES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _lengths() -> dict[int, int]:
    """Bytes of a frame by the second and third byte of its header (ISO 11172-3 and 13818-3, and the 2.5 extension)."""
    found = {}
    for version, frequencies in _FREQUENCIES.items():
        for protected in (0, 1):
            for rate in range(1, 15):
                for index, frequency in enumerate(frequencies):
                    for padded in (0, 1):
                        bits = (_RATES_1 if version == 3 else _RATES_2)[rate] * 1000
                        length = (144 if version == 3 else 72) * bits // frequency + padded
                        for private in (0, 1):
                            second = 0xE0 | version << 3 | 1 << 1 | protected
                            third = rate << 4 | index << 2 | padded << 1 | private
                            found[second << 8 | third] = length
    return found


LENGTHS = _lengths()
_SAME = 0xFE0C
"""Version, layer and frequency do not change within a file."""


def begins(head: bytes) -> bool:
    """Whether a file with this head is taken for an MP3."""
    return head.startswith(b"ID3") or (len(head) > 3 and head[0] == 0xFF and head[1] << 8 | head[2] in LENGTHS)


def examine(source: Source) -> Found:
    """Raises ``InvalidUpload`` unless it is frames and tags throughout."""
    if is_also_another(source):
        raise polyglot("mp3")
    start = _tag(source)
    frames, end = _frames(source, start)
    if frames < MIN_FRAMES or frames < _promised(source, start):
        raise damaged("mp3")
    _check_rest(source, end)
    return Found("mp3")


def _tag(source: Source) -> int:
    """Where the frames begin: behind the tag and the zeros that may follow it."""
    head = source.head(10)
    end = 0
    while head.startswith(b"ID3") and end < MAX_TAG:
        if len(head) < 10 or head[3] > 4 or max(head[6:10]) > 127:
            raise damaged("mp3")
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        end += 10 + size + (10 if head[5] & 0x10 else 0)
        if size > MAX_TAG or end >= source.size:
            raise damaged("mp3")
        head = source.at(end, min(10, source.size - end))
    room = source.at(end, min(_PADDING, source.size - end))
    return end + len(room) - len(room.lstrip(b"\x00"))


def _frames(source: Source, start: int) -> tuple[int, int]:
    """How many whole frames follow each other from ``start``, and where the last one ends."""
    count, same, position = 0, None, start
    data, base = b"", start
    while count <= MAX_FRAMES:
        place = position - base
        if place + 4 > len(data):
            data, base = source.at(position, min(PIECE, source.size - position)), position
            place = 0
            if len(data) < 4:
                return count, position
        code = data[place + 1] << 8 | data[place + 2]
        length = LENGTHS.get(code)
        if data[place] != 0xFF or length is None or position + length > source.size:
            return count, position
        if same is None:
            same = code & _SAME
        elif code & _SAME != same:
            return count, position
        count += 1
        position += length
    raise InvalidUpload(_("The sound is too long. Cut it into parts and try again."))


def _promised(source: Source, start: int) -> int:
    """How many frames the first one says there are, when it is a Xing or Info header. Some count it, some do not."""
    first = source.at(start, min(64, source.size - start))
    for mark in (b"Xing", b"Info"):
        place = first.find(mark)
        if place > 0 and len(first) >= place + 12:
            flags, frames = struct.unpack_from(">2L", first, place + 4)
            return int(frames) if flags & 1 else 0
    return 0


def _check_rest(source: Source, position: int) -> None:
    """Raises unless only tags and zeros follow: APE, then ID3v1."""
    for _time in range(3):
        head = source.at(position, min(32, source.size - position))
        if head.startswith(b"APETAGEX") and len(head) == 32:
            size, _items, flags = struct.unpack_from("<3L", head, 12)
            # The size counts the footer and not the header, which a tag need not have.
            if not flags & 0x20000000 or size > MAX_TAG or source.size - position < size + 32:
                raise damaged("mp3")
            position += size + 32
        elif head.startswith(b"TAG") and source.size - position == 128:
            return
        else:
            break
    if source.size - position > _PADDING:
        raise polyglot("mp3")
    rest = source.at(position, source.size - position)
    if rest.strip(b"\x00"):
        # A frame that is not whole was cut; anything else was added.
        raise damaged("mp3") if rest[0] == 0xFF else polyglot("mp3")
