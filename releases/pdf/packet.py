"""What the server hands to the process that draws, and what it gets back: a line of JSON, and bytes after it.

Knows neither Django nor WeasyPrint: both sides read it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Given:
    """Bytes that the document may show, under the one address by which it asks for them."""

    address: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything there is to draw with. What is not in here cannot be drawn."""

    html: str
    style: str
    folder: str
    """For the fonts, which Pango reads from files."""
    given: tuple[Given, ...]


def packed(packet: Packet) -> bytes:
    """The packet as bytes."""
    head = {
        "html": packet.html,
        "style": packet.style,
        "folder": packet.folder,
        "given": [[each.address, each.media_type, len(each.data)] for each in packet.given],
    }
    return b"".join((json.dumps(head).encode(), b"\n", *(each.data for each in packet.given)))


def unpacked(data: bytes) -> Packet:
    """The packet again."""
    head, rest = split(data)
    given, at = [], 0
    for address, media_type, size in head["given"]:
        given.append(Given(address, media_type, bytes(rest[at : at + size])))
        at += size
    return Packet(html=head["html"], style=head["style"], folder=head["folder"], given=tuple(given))


def answer(pages: int, refused: Sequence[str], pdf: bytes) -> bytes:
    """What the process that drew says: how many pages, which addresses it was asked for in vain, and the document."""
    return json.dumps({"pages": pages, "refused": list(refused)}).encode() + b"\n" + pdf


def split(data: bytes | bytearray) -> tuple[dict[str, Any], memoryview]:
    """The line of JSON and the bytes. Raises ``ValueError`` for what neither side would write."""
    end = data.find(b"\n")
    head = json.loads(bytes(data[: max(end, 0)]))
    if not isinstance(head, dict):
        raise ValueError("no packet of ours")
    return head, memoryview(data)[end + 1 :]
