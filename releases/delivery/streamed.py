"""The plain way: the process that answered sends the bytes itself, in pieces."""

from collections.abc import Iterator
from typing import IO, Any

from django.core.files.base import File
from django.http import StreamingHttpResponse

from releases.delivery.ranges import Part
from releases.delivery.stored import StoredBytes
from releases.media.storage import private

PIECE = 256 * 1024
"""What one reader costs in memory, whatever the size of the file."""


class CutShort(Exception):
    """The storage has fewer bytes than it said. The connection breaks, so that nobody takes a part for the whole."""


class Pieces(Iterator[bytes]):
    """Some bytes of an open file. It is closed with the last of them, or by the server when the reader goes away."""

    def __init__(self, file: "IO[bytes] | File[Any]", first: int, length: int) -> None:
        self._file, self._left = file, length
        file.seek(first)

    def __next__(self) -> bytes:
        if self._left == 0:
            self.close()
            raise StopIteration
        piece: bytes = self._file.read(min(PIECE, self._left))
        if not piece:
            self.close()
            raise CutShort
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        """The server calls it at the end, whatever the end was (PEP 3333)."""
        self._file.close()


def by_streaming(stored: StoredBytes, size: int, part: Part | None) -> StreamingHttpResponse:
    """The answer that carries the bytes. The file is opened now: what is missing must not become half an answer."""
    whole = Part(0, size - 1)
    pieces = Pieces(private().open(stored.name), (part or whole).first, (part or whole).length)
    return StreamingHttpResponse(pieces)
