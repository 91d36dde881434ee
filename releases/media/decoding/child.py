"""The process that decodes: it has one upload, little memory, little time, and nothing else.

Reads the upload from its standard input, and writes one line of JSON and then the picture, or the line alone where the
upload is refused. Its parent is ``decode``; the numbers are given there.
"""

import json
import resource
import sys

# Loaded before anything is given up: afterwards hardly a file can be opened.
from releases.media.decoding.pixels import Bad, written_anew


def confine(memory: int, seconds: int, output: int) -> None:
    """Give up whatever is not needed any more; what the kernel holds, a hostile picture cannot lift."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))
    if sys.platform != "darwin":  # which refuses, and has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main(arguments: list[str]) -> None:
    """Confined by the numbers in the arguments: bytes of memory, seconds, bytes of output, pixels."""
    memory, seconds, output, pixels = map(int, arguments)
    confine(memory, seconds, output)
    data = sys.stdin.buffer.read()
    try:
        picture = written_anew(data, pixels)
    except Bad as bad:
        answer, encoded = {"refused": str(bad)}, b""
    except MemoryError:
        answer, encoded = {"refused": "memory"}, b""
    else:
        answer, encoded = (
            {
                "size": len(picture.data),
                "format": picture.format,
                "width": picture.width,
                "height": picture.height,
                "colour": picture.colour,
                "credit": picture.metadata.credit,
                "copyright": picture.metadata.copyright,
                "creator": picture.metadata.creator,
            },
            picture.data,
        )
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + encoded)
    sys.stdout.buffer.flush()
