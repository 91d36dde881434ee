"""Whose a picture is stays with it; nothing hostile comes in by that way."""

import random

import pytest
from PIL import Image, PngImagePlugin

from releases.media.decoding.decode import decode
from releases.media.decoding.metadata import LENGTH, MAX_XMP, Metadata, iim_segment, metadata_of, xmp_packet
from releases.media.decoding.pixels import written_anew
from releases.media.encoding import render
from releases.media.specs import parse
from tests.releases.media.pictures import (
    ARTIST,
    COPYRIGHT,
    credited,
    encoded,
    exif,
    iim,
    opened,
    scene,
    xmp,
)

UTF8 = (1, 90, b"\x1b%G")
OURS = Metadata("Harbour Press / Agence", "© 2026 Café & Söhne <all>", "Édouard Lefèvre")


@pytest.fixture(autouse=True)
def pillows_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in the child sets a limit for its whole process, which here is ours."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def kept(data: bytes) -> Metadata:
    """What is kept, as the stored bytes themselves say."""
    written = written_anew(data, 10**6)
    said = metadata_of(opened(written.data))
    assert said == written.metadata
    return said


def jpeg(**options: object) -> bytes:
    return encoded(scene(), "JPEG", **options)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_xmp_is_kept(kind: str) -> None:
    packet = credited("Harbour Press / Agence", "© 2026 Café &amp; Söhne &lt;all&gt;", "Édouard Lefèvre")
    assert kept(encoded(scene(), kind, xmp=packet)) == OURS


def test_xmp_in_a_png_is_kept_in_a_png_too() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", xmp_packet(OURS).decode())
    picture = scene(mode="RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 0))
    data = encoded(picture, "PNG", pnginfo=text)
    assert written_anew(data, 10**6).format == "PNG"
    assert kept(data) == OURS


def test_iim_is_kept_as_iim_and_as_xmp() -> None:
    rows = [UTF8, (2, 80, OURS.creator.encode()), (2, 110, OURS.credit.encode()), (2, 116, OURS.copyright.encode())]
    data = jpeg(extra=iim(rows))
    assert kept(data) == OURS
    result = opened(written_anew(data, 10**6).data)
    assert OURS.copyright.encode() in result.info["photoshop"][0x0404]
    assert b"photoshop:Credit" in result.info["xmp"]


def test_the_real_process_hands_it_on() -> None:
    decoded = decode(jpeg(xmp=xmp_packet(OURS)))
    assert (decoded.credit, decoded.copyright, decoded.creator) == OURS


@pytest.mark.parametrize(
    ("value", "declared", "read"),
    [
        ("Café".encode(), True, "Café"),
        ("Café".encode(), False, "Café"),
        ("Café".encode("latin-1"), False, "Café"),
        (b"A\xff\xfeB", True, "A��B"),
    ],
)
def test_the_encoding_of_iim_is_honoured_or_guessed(value: bytes, declared: bool, read: str) -> None:
    assert kept(jpeg(extra=iim(([UTF8] if declared else []) + [(2, 110, value)]))).credit == read


def test_several_photographers() -> None:
    assert kept(jpeg(extra=iim([(2, 80, b"Ada"), (2, 80, b"Ben")]))).creator == "Ada, Ben"
    packet = xmp("<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Ben</rdf:li></rdf:Seq></dc:creator>")
    assert kept(jpeg(xmp=packet)).creator == "Ada, Ben"


def test_exif_is_the_last_resort_and_goes() -> None:
    data = jpeg(exif=exif({ARTIST: "Ada", COPYRIGHT: "Harbour Press\0the editor"}))
    assert kept(data) == Metadata("", "Harbour Press the editor", "Ada")
    assert not opened(written_anew(data, 10**6).data).getexif()
    both = jpeg(exif=exif({ARTIST: "Ada"}), xmp=credited("", "", "Ben"))
    assert kept(both).creator == "Ben"


def test_an_address_about_the_rights_where_there_are_no_words() -> None:
    address = "<xmpRights:WebStatement>https://example.org/terms</xmpRights:WebStatement>"
    assert kept(jpeg(xmp=xmp(address))).copyright == "https://example.org/terms"
    assert kept(jpeg(xmp=xmp("<dc:rights>Ours</dc:rights>" + address))).copyright == "Ours"
    assert kept(jpeg(xmp=xmp("", attributes='photoshop:Credit="Ours"'))).credit == "Ours"


def test_what_cannot_be_seen_goes_and_what_is_long_is_cut() -> None:
    assert kept(jpeg(xmp=credited("a\u202eb\u200bc\td\n e", "", ""))).credit == "abc d e"
    assert kept(jpeg(extra=iim([(2, 110, b"a\0b\x1bc")]))).credit == "a b c"
    assert len(kept(jpeg(xmp=credited("x" * 5000, "y " * 3000, "")))[0]) == LENGTH


@pytest.mark.parametrize(
    "packet",
    [
        xmp("<photoshop:Credit>&x;</photoshop:Credit>", before='<!DOCTYPE x [<!ENTITY x "expanded">]>'),
        xmp(
            "<photoshop:Credit>&x;</photoshop:Credit>", before='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        ),
        xmp("<photoshop:Credit>no", before=""),
        xmp("<photoshop:Credit>no</photoshop:Credit>").decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="cp037"?>'
        + xmp("<photoshop:Credit>no</photoshop:Credit>").decode().encode("cp037"),
        b"<a>" * 15_000,
        b"\0" * 50,
        b"\xff" * 50,
        b"",
    ],
)
def test_xmp_that_is_hostile_or_broken_is_not_read(packet: bytes) -> None:
    assert metadata_of(opened(jpeg(xmp=packet))) == Metadata()


def test_xmp_that_is_too_long_is_not_read() -> None:
    packet = xmp("<photoshop:Credit>no</photoshop:Credit>" + " " * MAX_XMP)
    assert kept(encoded(scene(), "WEBP", xmp=packet)) == Metadata()


def test_broken_iim_is_read_as_far_as_it_goes() -> None:
    dice = random.Random(7)
    good = iim([(2, 110, b"Harbour")])
    assert kept(jpeg(extra=good)).credit == "Harbour"
    for _round in range(40):
        spoilt = bytearray(good)
        spoilt[dice.randrange(18, len(good))] = dice.randrange(256)
        metadata_of(opened(jpeg(extra=bytes(spoilt))))
    assert kept(jpeg(extra=iim([(2, 25, b"\x80" * 10), (2, 110, b"Harbour")]))).credit == "Harbour"


def test_nothing_is_written_where_nothing_was_said() -> None:
    assert (xmp_packet(Metadata()), iim_segment(Metadata())) == (b"", b"")
    result = opened(written_anew(jpeg(), 10**6).data)
    assert "xmp" not in result.info
    assert "photoshop" not in result.info


def test_long_texts_are_cut_between_letters_in_iim_only() -> None:
    notice = "é" * LENGTH
    said = metadata_of(opened(encoded(scene(), "JPEG", extra=iim_segment(Metadata("", notice, "")))))
    assert said.copyright == "é" * 64
    assert kept(jpeg(xmp=xmp_packet(Metadata("", notice, "")))).copyright == notice


@pytest.mark.parametrize("extension", ["jpg", "webp", "avif"])
def test_a_rendition_says_it_too(extension: str) -> None:
    original = written_anew(encoded(scene((700, 400)), "JPEG", xmp=xmp_packet(OURS)), 10**6).data
    spec = parse(f"w320.{extension}")
    assert spec is not None
    assert metadata_of(opened(render(original, spec))) == OURS


def test_random_bytes_are_no_metadata() -> None:
    dice = random.Random(8)
    for _round in range(50):
        noise = dice.randbytes(200)
        assert isinstance(metadata_of(opened(jpeg(xmp=noise, extra=iim([(2, 110, noise)])))), Metadata)
