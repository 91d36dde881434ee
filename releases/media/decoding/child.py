"""The process that decodes: it has one upload, little memory, little time, and nothing else.

Reads the upload from its standard input, and writes one line of JSON and then the picture, or the line alone where the
upload is refused. Its parent is ``decode``; the numbers are given there.
"""

import json
import sys

# Loaded before anything is given up: afterwards hardly a file can be opened.
from releases.media.decoding.formats import Bad
from releases.media.decoding.limits import limit
from releases.media.decoding.pixels import written_anew

FILES = 8
"""Open at once: the three pipes, and a module that Pillow loads late."""


def confine(memory: int, seconds: int) -> None:
    """Give up whatever is not needed any more; what the kernel holds, a hostile picture cannot lift.

    Best effort where a system knows a limit and does not let it be set (macOS and memory): the time-out of the parent and
    the limit on pixels stand everywhere.
    """
    # No core dump; no byte into any file (pipes are none); no second process or thread, which root alone may have.
    limit(CORE=0, FSIZE=0, NPROC=0, NOFILE=FILES, CPU=seconds, AS=memory)


def main(arguments: list[str]) -> None:
    """Confined by the numbers in the arguments: bytes of memory, seconds, pixels."""
    memory, seconds, pixels = map(int, arguments)
    confine(memory, seconds)
    try:
        picture = written_anew(sys.stdin.buffer.read(), pixels)
    except Bad as bad:
        answer, encoded = {"refused": str(bad)}, b""
    else:
        answer, encoded = picture._asdict() | picture.metadata._asdict(), picture.data
        del answer["data"], answer["metadata"]
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.write(encoded)
    sys.stdout.buffer.flush()
