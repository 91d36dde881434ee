"""Makers of files for the tests of uploads: small valid ones of every kind, and the parts to spoil them with."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
TEXT = "Sorrel Bridge opens on Monday.\nÉdouard Lefèvre, mayor\n".encode()
CSV = b"Boats,Crossings\n4,96\n5,120\n"


def zipped(members: Mapping[str, bytes] | list[tuple[str, bytes]], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP as Python makes one; a member called ``mimetype`` is stored."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, data in members.items() if isinstance(members, Mapping) else members:
            stored = zipfile.ZIP_STORED if name == "mimetype" else method
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=stored)
    return sink.getvalue()


def streamed_zip(members: Mapping[str, bytes]) -> bytes:
    """A ZIP as programs write it that cannot go back: sizes stand behind each member."""

    class OneWay(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, piece) -> int:
            self.data += bytes(piece)
            return len(piece)

    sink = OneWay()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return sink.data


def pdf(*, catalogue: bytes = b"", extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """One empty page; ``catalogue`` and ``trailer`` are added to those dictionaries, ``extra`` is a further object."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        extra or b"<< /Producer (Pressroom) >>",
    ]
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + table + b"trailer\n<< /Size 5 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(data))


def object_stream(content: bytes) -> bytes:
    """An object stream, for ``pdf(extra=…)``."""
    packed = zlib.compress(b"5 0 " + content)
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return head + packed + b"\nendstream"


def odf_parts(kind: str = "text", body: str = "<text:p>Hello</text:p>") -> dict[str, bytes]:
    """The parts of an OpenDocument file, the declaration first."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for short, full in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("script", "script"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        f'xmlns:xlink="http://www.w3.org/1999/xlink"><office:scripts/><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{ODF}{kind}"/></m:manifest>'
    )
    return {
        "mimetype": f"{ODF}{kind}".encode(),
        "content.xml": content.encode(),
        "Thumbnails/thumbnail.png": PNG,
        "Configurations2/images/": b"",
        "META-INF/manifest.xml": manifest.encode(),
    }


def odf(kind: str = "text", body: str = "<text:p>Hello</text:p>", **parts: bytes) -> bytes:
    return zipped(odf_parts(kind, body) | parts)


MAINS = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def relations(*rows: tuple[str, str, str]) -> bytes:
    """A part of relations: type, target, mode."""
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{_RELS}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(rows)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    ).encode()


def ooxml_parts(extension: str = "docx", *, types: str = "") -> dict[str, bytes]:
    """The parts of an Office Open XML file; ``types`` are further content types."""
    part, main = MAINS[extension]
    overrides = f'<Override PartName="/{part}" ContentType="{OOXML}{main}"/>'
    overrides += "".join(f'<Override PartName="/x" ContentType="{each}"/>' for each in types.split())
    return {
        "[Content_Types].xml": (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        ).encode(),
        "_rels/.rels": relations(("officeDocument", part, "")),
        part: b'<?xml version="1.0"?><w:document xmlns:w="w"><w:body/></w:document>',
        f"{part.split('/')[0]}/_rels/document.xml.rels": relations(
            ("hyperlink", "https://example.org/", "External"),
            ("attachedTemplate", "file:///C:\\Templates\\Press.dotx", "External"),
        ),
    }


def ooxml(extension: str = "docx", *, types: str = "", parts: Mapping[str, bytes] = {}) -> bytes:
    return zipped(ooxml_parts(extension, types=types) | parts)


def frame(*, rate: int = 9, fill: int = 0x55) -> bytes:
    """One MPEG-1 Layer III frame at 44.1 kHz; 9 is 128 kbit/s, 417 bytes."""
    kilobits = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)[rate]
    head = bytes([0xFF, 0xFB, rate << 4, 0xC4])
    return head + bytes([fill]) * (144 * kilobits * 1000 // 44100 - 4)


def id3(content: bytes = b"TIT2\x00\x00\x00\x06\x00\x00\x03Tides") -> bytes:
    size = len(content)
    return b"ID3\x04\x00\x00" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + content


def mp3(frames: int = 12, *, tag: bytes = b"", end: bytes = b"") -> bytes:
    """A frame that says how many follow, and these."""
    info = bytearray(frame(fill=0))
    info[36:48] = b"Info" + struct.pack(">2L", 1, frames)
    return (tag or id3()) + bytes(info) + frame() * frames + end


ID3V1 = b"TAG" + b"Tides".ljust(125, b"\x00")
APE = b"".join(
    b"APETAGEX" + struct.pack("<4L", 2000, 32 + 12, 1, flags) + bytes(8) + middle
    for flags, middle in ((0xA0000000, b"\x01\x00\x00\x00\x00\x00\x00\x00k\x00\x00v"), (0x80000000, b""))
)


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">L4s", len(content) + 8, kind) + content


def mp4(*, brand: bytes = b"isom", compatible: bytes = b"isomiso2avc1mp41", media: bytes = b"\x00" * 64) -> bytes:
    track = box(b"trak", box(b"tkhd", bytes(84)) + box(b"mdia", box(b"mdhd", bytes(24))))
    return (
        box(b"ftyp", brand + bytes(4) + compatible)
        + box(b"moov", box(b"mvhd", bytes(100)) + track)
        + box(b"free")
        + box(b"mdat", media)
    )


def kit() -> bytes:
    """A ZIP as an office sends it out: folders, a picture, texts, an office document."""
    return zipped(
        {"kit/": b"", "kit/bridge.png": PNG, "kit/notes.txt": TEXT, "kit/winds.csv": CSV, "kit/plan.docx": ooxml()}
    )


VALID = {
    "pdf": pdf(),
    "odt": odf("text"),
    "ods": odf("spreadsheet"),
    "odp": odf("presentation"),
    "odg": odf("graphics"),
    "docx": ooxml("docx"),
    "xlsx": ooxml("xlsx"),
    "pptx": ooxml("pptx"),
    "csv": CSV,
    "txt": TEXT,
    "zip": kit(),
    "mp3": mp3(),
    "mp4": mp4(),
}
"""One good file of every kind."""
