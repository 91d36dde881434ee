"""Reading a ZIP's directory, strictly: its members must lie one after the other, with nothing before, between or after.

Python's ``zipfile`` believes the central directory alone, finds an archive behind any prefix, and reads the whole directory
into memory before one can count. Here the two descriptions that a ZIP gives of each member must agree, and together they
must cover the file from its first byte to its last: that leaves no room for overlapping members (Fifield, "A better zip
bomb", 2019), for a second archive that another reader would see, or for a program in front.

The format: APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16.
"""

import struct
from dataclasses import dataclass

from releases.media.filetypes.reading import Source
from releases.media.filetypes.signatures import END_RECORD, END_RECORD_WITHIN, begins_as_other_text

MAX_MEMBERS = 2000
MAX_DIRECTORY = 2 * 1024 * 1024

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_DESCRIBED_AFTER = 0x0008
_TELLING = _ENCRYPTED | _DESCRIBED_AFTER


class BadArchive(ValueError):
    """The structure is not that of a plain ZIP."""


class TooMany(ValueError):
    """More members than we open."""


class Mixed(ValueError):
    """Something that belongs to no member stands in the file, or two descriptions of a member disagree."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member, as both of its descriptions say."""

    name: str
    aliases: tuple[str, ...]
    """All names that a reader may see: the plain one, and the one in Info-ZIP's Unicode field."""
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int
    """The Unix mode in the external attributes; 0 where the archive has none."""

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & _ENCRYPTED)

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


@dataclass(frozen=True, slots=True)
class Placed:
    """A member and where its packed bytes begin."""

    member: Member
    start: int


def read_directory(source: Source) -> tuple[Placed, ...]:
    """All members, in the order in which they lie. Raises ``BadArchive``, ``Mixed`` or ``TooMany`` (all ``ValueError``)."""
    count, start, length = _end(source)
    if count > MAX_MEMBERS or length > MAX_DIRECTORY:
        raise TooMany
    members = sorted(_central(source.at(start, length), count), key=lambda member: member.offset)
    if members and members[0].offset != 0:
        raise Mixed
    ends = [member.offset for member in members[1:]] + [start]
    return tuple(_placed(source, member, end) for member, end in zip(members, ends, strict=bool(members)))


def _end(source: Source) -> tuple[int, int, int]:
    """How many members, and where the directory begins and how long it is."""
    tail = source.tail(END_RECORD_WITHIN)
    place = tail.rfind(END_RECORD)
    if place < 0 or len(tail) - place < _END.size:
        raise BadArchive
    _sign, disk, first_disk, here, count, length, start, comment = _END.unpack_from(tail, place)
    if place + _END.size + comment != len(tail) or _is_suspect(tail[place + _END.size :]):
        raise Mixed
    if disk or first_disk or here != count:
        raise BadArchive
    position = source.size - len(tail) + place
    if start + length != position:
        count, start, length = _end64(source, position)
    return count, start, length


def _is_suspect(comment: bytes) -> bool:
    """Whether an archive's comment is more than a remark."""
    return begins_as_other_text(comment) or any(byte < 32 and byte not in b"\t\r\n" for byte in comment)


def _end64(source: Source, position: int) -> tuple[int, int, int]:
    """The same from the larger record, which some writers always add; it stands between the directory and its end."""
    both = source.at(position - _LOCATOR64.size - _END64.size, _LOCATOR64.size + _END64.size)
    sign, size, _by, _needs, disk, first_disk, here, count, length, start = _END64.unpack_from(both)
    locator, at_disk, at, disks = _LOCATOR64.unpack_from(both, _END64.size)
    if sign != b"PK\x06\x06" or locator != b"PK\x06\x07" or size != _END64.size - 12 or at != start + length:
        raise Mixed
    if disk or first_disk or at_disk or disks > 1 or here != count or at + len(both) != position:
        raise Mixed
    return count, start, length


def _central(data: bytes, count: int) -> list[Member]:
    members, position = [], 0
    for _number in range(count):
        sign, _by, _needs, flags, method, _time, _day, crc, packed, size, *rest = _CENTRAL.unpack_from(data, position)
        name_length, extra_length, comment_length, disk, _inner, outer, offset = rest
        if sign != b"PK\x01\x02" or disk not in (0, _FULL16):
            raise BadArchive
        position += _CENTRAL.size
        raw = data[position : position + name_length]
        extra = data[position + name_length : position + name_length + extra_length]
        position += name_length + extra_length + comment_length
        size, packed, offset = _wide(extra, size, packed, offset)
        aliases = _names(raw, extra)
        members.append(Member(aliases[-1], aliases, raw, flags, method, crc, packed, size, offset, outer >> 16))
    if position != len(data):
        raise Mixed
    return members


def fields(extra: bytes) -> dict[int, bytes]:
    """The extra field by its identifiers. Writers pad it with what is no field at all: that is passed over."""
    found: dict[int, bytes] = {}
    position = 0
    while position + 4 <= len(extra):
        identifier, length = struct.unpack_from("<2H", extra, position)
        found.setdefault(identifier, extra[position + 4 : position + 4 + length])
        position += 4 + length
    return found


def _wide(extra: bytes, *values: int) -> tuple[int, int, int]:
    """Sizes and offset with those that did not fit into 32 bits taken from the ZIP64 field, where they stand in order."""
    wide = iter(struct.iter_unpack("<Q", (field := fields(extra).get(_ZIP64, b""))[: len(field) // 8 * 8]))
    missing = (0,)
    size, packed, offset = (next(wide, missing)[0] if value == _FULL32 else value for value in values)
    return size, packed, offset


def _names(raw: bytes, extra: bytes) -> tuple[str, ...]:
    """macOS writes UTF-8 without the flag that says so; what is not UTF-8 is the IBM PC's own, as the standard has it."""
    try:
        plain = raw.decode()
    except UnicodeDecodeError:
        plain = raw.decode("cp437")
    other = fields(extra).get(_UNICODE_PATH, b"")[5:].decode()
    return (plain, other) if other and other != plain else (plain,)


def _placed(source: Source, member: Member, end: int) -> Placed:
    """The member behind its own header, which has to say the same; its bytes must reach exactly to ``end``."""
    head = source.at(member.offset, _LOCAL.size)
    sign, _needs, flags, method, _time, _day, crc, packed, size, name_length, extra_length = _LOCAL.unpack(head)
    rest = source.at(member.offset + _LOCAL.size, name_length + extra_length)
    extra = rest[name_length:]
    size, packed, _none = _wide(extra, size, packed, 0)
    # Names may be given in two ways, and readers choose either: all of them have to be the same.
    named = rest[:name_length] == member.raw_name and set(_names(rest[:name_length], extra)) <= set(member.aliases)
    if sign != b"PK\x03\x04" or not named or method != member.method or (flags ^ member.flags) & _TELLING:
        raise Mixed
    start = member.offset + _LOCAL.size + name_length + extra_length
    said = (crc, packed, size)
    after = end - start - member.packed
    told = (member.crc, member.packed, member.size)
    if flags & _DESCRIBED_AFTER and after:
        if said not in (told, (0, 0, 0)) and (packed, size) != (0, 0):
            raise Mixed
        _check_descriptor(source, start + member.packed, after, told)
    elif after or said != told:
        raise Mixed
    return Placed(member, start)


def _check_descriptor(source: Source, at: int, length: int, told: tuple[int, int, int]) -> None:
    """The record that follows a streamed member: with or without its mark, of either width."""
    if length not in (12, 16, 20, 24):
        raise Mixed
    data = source.at(at, length)
    if length in (16, 24):
        if not data.startswith(b"PK\x07\x08"):
            raise Mixed
        data = data[4:]
    if struct.unpack("<3L" if len(data) == 12 else "<L2Q", data) != told:
        raise Mixed
