"""A ZIP archive as a stream: made while it is sent, never in memory, and never with other bytes than those promised."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

PIECE = 256 * 1024
_READABLE = 0o100644 << 16
"""A plain file that its owner may write and everybody may read, as Unix keeps it in an archive."""


class Altered(Exception):
    """The stored bytes are not those that were pinned. The archive ends here, and cannot be opened."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive, and the hash that its bytes must have."""

    name: str
    sha256: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]


def text_member(name: str, text: str) -> Member:
    """A member made of a text that is at hand, in UTF-8."""
    data = text.encode()
    return Member(name, hashlib.sha256(data).hexdigest(), lambda: io.BytesIO(data))


def stream(members: Sequence[Member], moment: datetime) -> Iterator[bytes]:
    """The archive's bytes, in pieces. The same members at the same moment are the same bytes.

    Nothing is compressed: pictures and documents are already. Raises ``Altered``.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for member in members:
            info = zipfile.ZipInfo(member.name, date_time=moment.timetuple()[:6])
            info.external_attr = _READABLE
            digest = hashlib.sha256()
            with member.open() as source, archive.open(info, "w", force_zip64=True) as target:
                while piece := source.read(PIECE):
                    digest.update(piece)
                    target.write(piece)
                    yield from sink.drain()
            if digest.hexdigest() != member.sha256:
                raise Altered(member.name)
            yield from sink.drain()
    yield from sink.drain()


class _Sink(io.RawIOBase):
    """Where the archive is written: it keeps what has not been sent yet, and cannot go back."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def drain(self) -> Iterator[bytes]:
        """What came since the last time."""
        pieces, self.pieces = self.pieces, []
        return iter([b"".join(pieces)] if pieces else [])
