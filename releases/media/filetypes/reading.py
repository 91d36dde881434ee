"""A file that is read in pieces of a bounded size, wherever it lies."""

import os
from collections.abc import Iterator
from typing import IO

PIECE = 256 * 1024


class Truncated(ValueError):
    """The file ends before something that it announced."""


class Source:
    """Bytes by offset. No method returns more than was asked for."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        file.seek(0, os.SEEK_END)
        self.size = file.tell()

    def at(self, offset: int, length: int) -> bytes:
        """Exactly these bytes; raises ``Truncated`` when the file does not have them."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise Truncated
        self._file.seek(offset)
        data = self._file.read(length)
        if len(data) != length:
            raise Truncated
        return data

    def head(self, length: int) -> bytes:
        """The first bytes, as many as there are."""
        return self.at(0, min(length, self.size))

    def tail(self, length: int) -> bytes:
        """The last bytes, as many as there are."""
        length = min(length, self.size)
        return self.at(self.size - length, length)

    def pieces(self, start: int = 0, stop: int | None = None, size: int = PIECE) -> Iterator[bytes]:
        """The bytes from ``start`` to ``stop``, piece by piece. Others may read in between."""
        stop = self.size if stop is None else stop
        while start < stop:
            piece = self.at(start, min(size, stop - start))
            yield piece
            start += len(piece)
