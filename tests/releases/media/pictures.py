"""Pictures for tests, made here: good ones, odd ones, and such as nobody makes by accident."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")


def drawn(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Four quarters, so that it can be seen which way up a picture is: red, green, blue, white from the top left."""
    picture = Image.new("RGB", size, "white")
    width, height = size[0] // 2, size[1] // 2
    for colour, place in (("red", (0, 0)), ("lime", (width, 0)), ("blue", (0, height))):
        picture.paste(colour, (*place, place[0] + width, place[1] + height))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file."""
    sink = io.BytesIO()
    picture.save(sink, kind, **options)
    return sink.getvalue()


def small(kind: str) -> bytes:
    """A small file of this format."""
    return encoded(drawn(), kind)


def png_chunk(name: bytes, data: bytes) -> bytes:
    """One chunk, with its right checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG whose header promises a size, whatever follows."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(pixels))
        + png_chunk(b"IEND", b"")
    )


def inserted(png: bytes, name: bytes, data: bytes) -> bytes:
    """The PNG with one more chunk behind its header."""
    return png[:33] + png_chunk(name, data) + png[33:]


def swapped_profile() -> bytes:
    """An ICC profile in which red is blue: whoever ignores it shows other colours."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The tag table names where each primary lies; exchanging two names exchanges the primaries.
    return profile.replace(b"rXYZ", b"tmp!", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"tmp!", b"bXYZ", 1)


def animated(frames: int = 3) -> bytes:
    """A GIF that begins red."""
    first, *rest = [Image.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue")[:frames]]
    return encoded(first, "GIF", save_all=True, append_images=rest, duration=50)
