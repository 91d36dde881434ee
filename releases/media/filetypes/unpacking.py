"""Unpacking members in bounded pieces, and counting what really comes out: a header can lie, a counter does not."""

import zlib
from collections.abc import Iterator

from releases.media.filetypes.reading import PIECE, Source
from releases.media.filetypes.zip_directory import BadArchive, Mixed, Placed

MAX_UNPACKED = 512 * 1024 * 1024
"""All members together, and what is in office documents among them."""
MAX_PARSED = 64 * 1024 * 1024
"""The text of a long book has 5 MB; a table that is longer than this is data, and CSV."""
MAX_RATIO = 100
"""As Apache POI's ``ZipSecureFile`` has it. Deflate reaches 1032; text and tables of press offices 5 to 30."""
UNJUDGED = 1024 * 1024
"""Below this size a member's ratio says nothing."""

STORED, DEFLATED = 0, 8
METHODS = frozenset({STORED, DEFLATED})


class Bomb(ValueError):
    """Far more comes out than went in."""


class Budget:
    """What may still be unpacked for one upload, at any depth."""

    def __init__(self, total: int = MAX_UNPACKED, parsed: int = MAX_PARSED) -> None:
        self._left, self._parsed = total, parsed

    def spend(self, amount: int) -> None:
        """Count so many unpacked bytes; raises ``Bomb`` when there were too many."""
        self._left -= amount
        if self._left < 0:
            raise Bomb

    def parse(self, amount: int) -> None:
        """The same for what is read as XML, which takes much longer."""
        self._parsed -= amount
        if self._parsed < 0:
            raise Bomb


def unpack(source: Source, placed: Placed, budget: Budget) -> Iterator[bytes]:
    """A member's bytes, piece by piece, and at the end the proof that they are those announced."""
    member, crc, size = placed.member, 0, 0
    packed = source.pieces(placed.start, placed.start + member.packed)
    # Some writers call an empty member deflated and write nothing for it.
    for piece in packed if member.method == STORED or not member.packed else _inflated(packed):
        size += len(piece)
        if size > member.size:
            # A reader that believes the header would stop here, another would go on: they see different files.
            raise Mixed
        if size > UNJUDGED and size > MAX_RATIO * max(member.packed, 1):
            raise Bomb
        budget.spend(len(piece))
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != member.size or crc != member.crc:
        raise BadArchive


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Deflated bytes unpacked; never more than a piece at a time, however much a few bytes would become."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in pieces:
        if stream.eof:
            raise Mixed
        data = piece
        while data and not stream.eof:
            yield stream.decompress(data, PIECE)
            data = stream.unconsumed_tail
        if stream.unused_data:
            raise Mixed
    # What did not fit into the last piece.
    while not stream.eof:
        rest = stream.decompress(b"", PIECE)
        if not rest:
            raise BadArchive
        yield rest
