"""Uploads of pictures: what is seen of them stays, what is not goes, and what is no picture is told so in a sentence."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from releases.media.decoding import decode as parent
from releases.media.decoding.decode import decode
from releases.media.decoding.metadata import Metadata, iim_segment, xmp_packet
from releases.media.decoding.pixels import Bad, Written, written_anew
from releases.media.errors import InvalidUpload
from tests.releases.media.pictures import (
    FORMATS,
    animated,
    drawn,
    encoded,
    inserted,
    png_of,
    small,
    swapped_profile,
)

PIXELS = 50_000_000
WHOSE = Metadata(credit="Agency/Mary Fell", copyright="© 2026 Agence Été", creator="Mary Fell")


def taken(data: bytes) -> Written:
    """What the child makes of it, without the child: most questions need no process."""
    return written_anew(data, PIXELS)


def seen(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(taken(data).data))
    picture.load()
    return picture


def near(picture: Image.Image, place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    found = picture.getpixel(place)
    return all(abs(one - other) < 40 for one, other in zip(found, colour, strict=True))  # type: ignore[arg-type]


def refused(data: bytes) -> str:
    with pytest.raises(Bad) as why:
        taken(data)
    return str(why.value)


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_is_taken_and_written_anew(kind: str) -> None:
    written = taken(small(kind))
    assert (written.format, written.width, written.height) == ("JPEG", 48, 32)
    picture = seen(small(kind))
    assert picture.format == "JPEG"
    assert near(picture, (5, 5), (255, 0, 0))
    assert near(picture, (43, 5), (0, 255, 0))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = seen(encoded(drawn(), "JPEG", exif=exif, quality=95))
    upright = {1: "red", 2: "lime", 3: "white", 4: "blue", 5: "red", 6: "blue", 7: "white", 8: "lime"}[orientation]
    colours = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}
    assert near(picture, (5, 5), colours[upright])
    assert picture.size == ((48, 32) if orientation < 5 else (32, 48))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP"), ("RGBA", "PNG")],
)
def test_every_way_of_writing_colours_is_read(mode: str, kind: str) -> None:
    picture = seen(encoded(drawn(mode), kind))
    assert picture.mode == "RGB"
    assert near(picture, (43, 27), (255, 255, 255))
    if mode not in ("L", "LA", "1"):
        assert near(picture, (5, 5), (255, 0, 0))


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    grey = Image.new("I;16", (20, 20), 0x8000)
    assert near(seen(encoded(grey, "PNG")), (5, 5), (128, 128, 128))


def test_colours_are_those_that_the_profile_means() -> None:
    plain = seen(encoded(drawn(), "PNG"))
    swapped = seen(encoded(drawn(), "PNG", icc_profile=swapped_profile()))
    assert near(plain, (5, 5), (255, 0, 0))
    assert swapped.getpixel((5, 5)) != plain.getpixel((5, 5))
    assert "icc_profile" not in swapped.info
    broken = seen(encoded(drawn(), "PNG", icc_profile=b"no profile at all"))
    assert near(broken, (5, 5), (255, 0, 0)), "a profile that cannot be read is no reason to refuse a picture"


def test_transparency_stays_only_where_there_is_some_to_be_seen() -> None:
    clear = drawn("RGBA")
    assert taken(encoded(clear, "PNG")).format == "JPEG"
    clear.putpixel((0, 0), (255, 0, 0, 10))
    written = taken(encoded(clear, "PNG"))
    assert written.format == "PNG"
    assert Image.open(io.BytesIO(written.data)).getpixel((0, 0)) == (255, 0, 0, 10)


def test_of_an_animation_the_first_frame_is_kept() -> None:
    picture = seen(animated())
    assert (picture.format, getattr(picture, "n_frames", 1)) == ("JPEG", 1)
    assert near(picture, (5, 5), (255, 0, 0))


def test_where_it_was_taken_and_with_what_goes() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x8825] = "Secret Cameras", "Model S", {1: "N", 2: (45.0, 30.0, 10.0)}
    data = encoded(drawn(), "JPEG", exif=exif, comment=b"Secret comment")
    assert b"Secret" in data
    written = taken(data)
    assert b"Secret" not in written.data
    assert not Image.open(io.BytesIO(written.data)).getexif()


def test_credit_copyright_and_creator_stay_and_are_where_programs_look() -> None:
    sources = {
        "IIM in JPEG": encoded(drawn(), "JPEG", extra=iim_segment(WHOSE)),
        "XMP in JPEG": encoded(drawn(), "JPEG", xmp=xmp_packet(WHOSE)),
        "XMP in WebP": encoded(drawn(), "WEBP", xmp=xmp_packet(WHOSE)),
        "XMP in AVIF": encoded(drawn(), "AVIF", xmp=xmp_packet(WHOSE)),
        "XMP in PNG": inserted(small("PNG"), b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp_packet(WHOSE)),
    }
    for name, data in sources.items():
        written = taken(data)
        assert written.metadata == WHOSE, name
        again = Image.open(io.BytesIO(written.data))
        assert xmp_packet(WHOSE) == again.info["xmp"], name
        assert b"Mary Fell" in again.info["photoshop"][0x0404], name
        # And once more, as it would be from the library's own file.
        assert taken(written.data).metadata == WHOSE, name


def test_what_exif_says_of_rights_is_taken_where_nothing_better_is() -> None:
    exif = Image.Exif()
    exif[0x013B], exif[0x8298] = "Mary Fell", "(c) Mary Fell"
    assert taken(encoded(drawn(), "JPEG", exif=exif)).metadata == Metadata(
        copyright="(c) Mary Fell", creator="Mary Fell"
    )


@pytest.mark.parametrize(
    "packet",
    [
        b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>",
        b"<x:xmpmeta",
        b"\xff\xfe\x00",
        b"<?xml version='1.0' encoding='utf-7'?><x/>",
        xmp_packet(WHOSE) + b" " * 300_000,
    ],
    ids=["entities", "cut", "no text", "odd encoding", "huge"],
)
def test_a_packet_that_is_not_harmless_is_not_read(packet: bytes) -> None:
    data = inserted(small("PNG"), b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)
    assert taken(data).metadata == Metadata()


def test_the_dominant_colour_is_one_that_is_there() -> None:
    flag = Image.new("RGB", (100, 100), (0, 120, 0))
    flag.paste((200, 0, 0), (40, 40, 60, 60))
    assert taken(encoded(flag, "PNG")).colour == "#007800"


def _zip() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("index.html", "<p>hello</p>")
    return sink.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize(
    "tail",
    [
        _zip,
        lambda: b"<script>alert(1)</script>",
        lambda: b"\n<!DOCTYPE html><p>",
        lambda: b"%PDF-1.7\n",
        lambda: b"<?php echo 1;",
    ],
    ids=["zip", "script", "html", "pdf", "php"],
)
def test_a_picture_that_is_something_else_as_well_is_refused(kind: str, tail: Callable[[], bytes]) -> None:
    assert refused(small(kind) + tail()) == "polyglot"


def test_a_script_in_a_comment_is_refused_and_what_cameras_append_is_not() -> None:
    assert refused(encoded(drawn(), "JPEG", comment=b"<html><script>alert(1)</script>")) == "polyglot"
    padded = small("JPEG") + b"\0" * 4096 + small("JPEG")
    assert taken(padded).data == taken(small("JPEG")).data


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "svg"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>\n<svg/>", "svg"),
        (b"%PDF-1.7", "unknown"),
        (b"BM" + b"\0" * 60, "unknown"),
        (b"II*\0" + b"\0" * 60, "unknown"),
        (b"x", "unknown"),
        (png_of(60_000, 60_000), "pixels"),
        (png_of(7_500, 7_500), "pixels"),
        (png_of(2**31 - 1, 1), "pixels"),
        (png_of(0, 10), "damaged"),
        (png_of(100, 100), "damaged"),
    ],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused(data: bytes, why: str) -> None:
    assert refused(data) == why


def test_bombs_in_what_stands_beside_the_pixels_are_not_unpacked() -> None:
    bomb = zlib.compress(b"\0" * 80_000_000, 9)
    for chunk in (
        (b"zTXt", b"Comment\0\0" + bomb),
        (b"iCCP", b"profile\0\0" + bomb),
        (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb),
    ):
        try:
            written = taken(inserted(small("PNG"), *chunk))
        except Bad as bad:
            assert str(bad) == "damaged", chunk[0]
        else:
            assert len(written.data) < 10_000, chunk[0]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_that_ends_anywhere_is_a_picture_or_refused(kind: str) -> None:
    whole = encoded(drawn(size=(96, 64)), kind)
    for end in range(0, len(whole), 64):
        _taken_or_refused(whole[:end])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FORMATS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_whatever_is_changed_in_a_file_it_is_a_picture_or_refused(kind: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(small(kind))
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    _taken_or_refused(bytes(data))


def _taken_or_refused(data: bytes) -> None:
    """As in the child: what is neither kills that, and nobody else."""
    try:
        written = taken(data)
    except Bad as bad:
        assert str(bad) in {"unknown", "damaged", "pixels", "polyglot", "svg"}
    else:
        assert written.width * written.height <= PIXELS


# The process itself


def test_the_process_answers_with_the_picture_and_all_that_is_known_of_it() -> None:
    found = decode(encoded(drawn(), "JPEG", xmp=xmp_packet(WHOSE)))
    assert (found.format, found.width, found.height) == ("JPEG", 48, 32)
    assert (found.credit, found.copyright, found.creator) == (WHOSE.credit, WHOSE.copyright, WHOSE.creator)
    assert Image.open(io.BytesIO(found.data)).size == (48, 32)
    assert found.colour.startswith("#")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg/>", "SVG"),
        (b"GIF", "JPEG, PNG, WebP, AVIF or GIF"),
        (small("JPEG") + b"<script>", "something else as well"),
        (png_of(60_000, 60_000), "50 megapixels"),
        (small("JPEG")[:300], "damaged"),
    ],
)
def test_a_refusal_is_a_sentence_that_says_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(InvalidUpload, match=words):
        decode(data)


def test_a_picture_that_needs_more_memory_than_there_is_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    large = encoded(Image.new("RGB", (6000, 6000)), "PNG")
    monkeypatch.setattr(parent, "MEMORY", 200 * 1024 * 1024)
    with pytest.raises(InvalidUpload, match="more time or memory"):
        decode(large)


def test_a_picture_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "_PROGRAM", "import time; time.sleep(60)")
    monkeypatch.setattr(parent, "SECONDS", 0.2)
    with pytest.raises(InvalidUpload, match="more time or memory"):
        decode(small("PNG"))


def test_a_decoder_that_falls_over_takes_nobody_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "_PROGRAM", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(InvalidUpload, match="more time or memory"):
        decode(small("PNG"))


def test_what_the_process_writes_is_bounded_by_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "OUTPUT", 300)
    with pytest.raises(InvalidUpload):
        decode(small("PNG"))


def test_when_all_turns_are_taken_the_uploader_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "PATIENCE", 0.01)
    assert parent._turns.acquire(timeout=5)
    try:
        with pytest.raises(InvalidUpload, match="in a minute"):
            decode(small("PNG"))
    finally:
        parent._turns.release()
    assert decode(small("PNG")).width == 48


def test_a_header_of_a_jpeg_that_promises_too_much_is_refused_before_anything_is_decoded() -> None:
    data = bytearray(small("JPEG"))
    start = data.index(b"\xff\xc0")
    struct.pack_into(">HH", data, start + 5, 65_000, 65_000)
    assert refused(bytes(data)) == "pixels"
