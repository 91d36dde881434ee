"""Makers of pictures for the tests of uploads: small valid ones of every kind, and odd and hostile ones made from them."""

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from tests.releases.media.files import zipped

KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
ORIENTATION, MAKE, ARTIST, COPYRIGHT, GPS = 0x0112, 0x010F, 0x013B, 0x8298, 0x8825


def scene(size: tuple[int, int] = (48, 32), mode: str = "RGB") -> Image.Image:
    """A red corner at the top left of green, and grain, so that nothing compresses to nothing."""
    picture = Image.frombytes("RGB", size, random.Random(4).randbytes(size[0] * size[1] * 3)).point(lambda v: v // 8)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0], size[1]), fill=(20, 160, 60))
    picture.paste((220, 30, 40), (0, 0, size[0] // 2, size[1] // 2))
    grain = Image.frombytes("L", (12, 8), random.Random(5).randbytes(96)).resize((size[0], 8))
    picture.paste(Image.merge("RGB", (grain, grain, grain)), (0, size[1] - 8))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of a picture."""
    sink = io.BytesIO()
    picture.save(sink, kind, **options)
    return sink.getvalue()


def sample(kind: str) -> bytes:
    """A small valid picture of this kind."""
    options = {"quality": 90} if kind in {"JPEG", "WEBP"} else {"speed": 10} if kind == "AVIF" else {}
    return encoded(scene(), kind, **options)


def opened(data: bytes) -> Image.Image:
    """What is in these bytes, loaded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def exif(tags: dict[int, Any] | None = None, *, gps: bool = False) -> bytes:
    """EXIF with these tags, and with a place off the coast if asked."""
    data = Image.Exif()
    for tag, value in (tags or {}).items():
        data[tag] = value
    if gps:
        data.get_ifd(GPS).update({1: "N", 2: (54.0, 30.0, 36.5), 3: "E", 4: (9.0, 8.0, 7.0)})
    return data.tobytes()


def iim(rows: list[tuple[int, int, bytes]]) -> bytes:
    """The APP13 segment of a JPEG with these datasets (record, number, value)."""
    record = b"".join(struct.pack(">BBBH", 0x1C, part, number, len(value)) + value for part, number, value in rows)
    record += b"\0" * (len(record) % 2)
    body = b"Photoshop 3.0\x008BIM" + struct.pack(">HHI", 0x0404, 0, len(record)) + record
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def xmp(description: str, *, before: str = "", attributes: str = "") -> bytes:
    """An XMP packet around this description."""
    return (
        f'{before}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">'
        f'<rdf:Description rdf:about="" {attributes}>{description}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def credited(credit: str, copyright: str, creator: str) -> bytes:
    """The XMP of an agency."""
    return xmp(
        f"<photoshop:Credit>{credit}</photoshop:Credit>"
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{copyright}</rdf:li></rdf:Alt></dc:rights>'
        f"<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>"
    )


def segment(data: bytes, marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment, right after its start."""
    return data[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body + data[2:]


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *, before: bytes = b"", depth: int = 8, colour: int = 0, pixels: bytes = b"") -> bytes:
    """A PNG with this header and any pixels, and chunks before them."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(pixels or b"\0" * 10))
    return b"\x89PNG\r\n\x1a\n" + header + before + body + chunk(b"IEND", b"")


def claiming(data: bytes, kind: str, width: int, height: int) -> bytes:
    """The same picture with another size in its header."""
    if kind == "PNG":
        return data[:8] + chunk(b"IHDR", struct.pack(">II", width, height) + data[24:29]) + data[33:]
    if kind == "GIF":
        return data[:6] + struct.pack("<HH", min(width, 65535), min(height, 65535)) + data[10:]
    if kind == "JPEG":
        at = data.index(b"\xff\xc0") + 5
        return data[:at] + struct.pack(">HH", min(height, 65535), min(width, 65535)) + data[at + 4 :]
    if kind == "AVIF":
        at = data.index(b"ispe") + 8
        return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return b"RIFF" + struct.pack("<I", 22 + len(data) - 12) + b"WEBPVP8X\x0a\0\0\0\0\0\0\0" + size + data[12:]


def bombs() -> dict[str, bytes]:
    """Files that are small, and not small at all once they are read."""
    much = zlib.compress(b"\0" * 64 * 1024**2, 9)
    wide = png(30_000, 30_000, depth=1, pixels=b"\0" * (3751 * 30_000))
    found = {f"header-{kind}": claiming(sample(kind), kind, 16_000, 16_000) for kind in KINDS}
    return found | {
        "pixels": wide,
        "ztxt": png(1, 1, before=chunk(b"zTXt", b"Comment\0\0" + much), pixels=b"\0\0"),
        "itxt": png(1, 1, before=chunk(b"iTXt", b"Comment\0\1\0\0\0" + much), pixels=b"\0\0"),
        "iccp": png(1, 1, before=chunk(b"iCCP", b"profile\0\0" + much), pixels=b"\0\0"),
    }


def polyglots() -> dict[str, bytes]:
    """Pictures that are something else as well."""
    jpeg, gif, whole = sample("JPEG"), sample("GIF"), zipped({"run.txt": b"hello"})
    html = b"<html><script>alert(1)</script></html>"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "<script>alert(document.domain)</script>")
    return {
        "html after the end": jpeg + html,
        "html in a comment": segment(jpeg, 0xFE, html),
        "html in EXIF": encoded(scene(), "JPEG", exif=exif({0x010E: "<SCRIPT src=//x></SCRIPT>"})),
        "handler in a comment": segment(jpeg, 0xFE, b"<img src=x onerror=alert(1)>"),
        "script in PNG text": encoded(scene(), "PNG", pnginfo=text),
        "svg in a GIF comment": gif[:-1] + b"\x21\xfe\x2e<svg xmlns='x' onload='alert(1)'>..............\x00;",
        "zip after a JPEG": jpeg + whole,
        "zip after a PNG": sample("PNG") + whole,
        "zip after a WebP": sample("WEBP") + whole,
        "zip after an AVIF": sample("AVIF") + whole,
        "zip with bytes behind it": gif + whole + b"\0" * 5000,
        "start of a zip": sample("PNG") + whole[:40],
        "pdf": segment(jpeg, 0xFE, b"%PDF-1.7\n1 0 obj"),
        "php": jpeg + b"<?php system($_GET[0]);",
        "shell": sample("PNG") + b"\n#!/bin/sh\nid\n",
        "program": sample("WEBP") + b"MZ\x90\0\x03",
        "7z": gif + b"7z\xbc\xaf\x27\x1c\0\4",
        "rar": jpeg + b"Rar!\x1a\x07\x01\0",
        "gzip": sample("AVIF") + b"\x1f\x8b\x08\0",
        "javascript in a GIF": b"GIF89a/*" + gif[8:-1] + b"*/=1;alert(1)",
    }


def animated(kind: str) -> bytes:
    """Red, then blue, for ever."""
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "blue", "lime")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], loop=0, duration=50)


def swapped() -> bytes:
    """A made-up profile whose red is sRGB's green and whose green is its red: it shows at once whether it was used."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    places = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)
