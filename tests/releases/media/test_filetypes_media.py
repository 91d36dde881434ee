"""PDF, MP3 and MP4: whole, of one kind, and doing nothing by themselves."""

import struct

import pytest

from releases.media.filetypes.reading import PIECE
from tests.releases.media import files
from tests.releases.media.test_filetypes import look, refusal

HIDDEN_ZIP = files.zipped({"x.txt": b"x"})


@pytest.mark.parametrize("kind", ["pdf", "mp3", "mp4"])
@pytest.mark.parametrize("more", [b"<script>alert(1)</script>", HIDDEN_ZIP, b"MZ\x90\x00" * 10, b"#!/bin/sh\n"])
def test_nothing_else_stands_before_or_after(kind, more):
    data = files.VALID[kind]
    assert refusal(data + more, f"plan.{kind}")
    assert refusal(more + data, f"plan.{kind}")


def test_a_zip_that_ends_like_a_pdf_is_refused():
    body = files.pdf()[: -len(b"startxref\n000\n%%EOF\n")]
    end = b"\nstartxref\n%d\n%%%%EOF\n" % body.find(b"xref\n")
    archive = HIDDEN_ZIP[:-2] + struct.pack("<H", len(end))
    assert "another kind" in refusal(body + archive + end, "plan.pdf")


def test_a_page_behind_the_header_of_a_pdf_is_refused():
    data = files.pdf().replace(b"%\xe2\xe3\xcf\xd3\n", b"<html><script>alert(1)</script>\n")
    assert refusal(data, "plan.pdf")
    shifted = files.pdf().replace(b"%\xe2\xe3\xcf\xd3", b"<svg>", 1)
    assert "another kind" in refusal(shifted, "plan.pdf")


@pytest.mark.parametrize(
    "catalogue",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"/OpenAction << /S /Launch /F (cmd.exe) >>",
        b"/OpenAction<</S/Launch/F(cmd.exe)>>",
        b"/OpenAction << /S /J#61vaScript /JS (x) >>",
        b"/AA << /O << /S /#4c#61unch >> >>",
        b"/Names << /EmbeddedFiles 9 0 R >>",
        b"/AF [<< /Type /Filespec /EF << /F << /Type /EmbeddedFile >> >> >>]",
        b"/Annots [<< /Subtype /RichMedia >>]",
    ],
)
def test_a_pdf_that_acts_by_itself_or_carries_files_is_refused_in_the_clear_and_packed(catalogue):
    assert refusal(files.pdf(catalogue=catalogue), "plan.pdf")
    hidden = files.pdf(extra=files.object_stream(b"<< " + catalogue + b" >>"))
    assert catalogue not in hidden
    said = refusal(hidden, "plan.pdf")
    assert "script" in said or "embedded" in said


def test_a_name_at_the_seam_of_two_pieces_is_seen():
    bare = files.pdf(extra=b"<< /X () /S /Launch >>")
    place = bare.find(b"/Launch")
    for shift in range(8):
        padded = files.pdf(extra=b"<< /X (" + b"x" * (PIECE - place - shift) + b") /S /Launch >>")
        assert padded.find(b"/Launch") == PIECE - shift
        assert "script" in refusal(padded, "plan.pdf")


def test_a_pdf_with_objects_in_streams_links_and_forms_is_taken():
    objects = b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.org/) >> /JSX (Launches) >>"
    assert look(files.pdf(extra=files.object_stream(objects)), "plan.pdf").extension == "pdf"


@pytest.mark.parametrize("trailer", [b"/Encrypt 9 0 R", b"/Encrypt<< /Filter /Standard >>", b"/Encrypt\n9\n0\nR"])
def test_a_protected_pdf_is_refused(trailer):
    assert "protected" in refusal(files.pdf(trailer=trailer), "plan.pdf")


def test_objects_that_unpack_for_ever_are_stopped(monkeypatch):
    monkeypatch.setattr("releases.media.filetypes.pdf.MAX_OBJECTS_UNPACKED", 1024 * 1024)
    assert "far larger" in refusal(files.pdf(extra=files.object_stream(b" " * 2_000_000)), "plan.pdf")


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"%PDF-1.7", b"%PDF-9.9"), (b"startxref", b"startxxxx"), (b"startxref\n", b"startxref\n9"), (b"%%EOF", b"%%EOX")],
)
def test_a_pdf_without_its_frame_is_damaged(old, new):
    assert refusal(files.pdf().replace(old, new), "plan.pdf")


def test_sound_with_tags_at_both_ends_is_taken():
    assert look(files.mp3(tag=files.id3() + bytes(512), end=files.APE + files.ID3V1), "a.mp3").extension == "mp3"
    assert look(files.frame() * 10, "a.mp3").extension == "mp3"
    assert look(b"".join(files.frame(rate=rate) for rate in range(1, 15)), "a.mp3").extension == "mp3"


@pytest.mark.parametrize(
    "data",
    [
        files.id3() + files.frame() * 3,
        files.frame() * 9 + b"\xff\xfb\x90",
        files.frame() * 9 + files.frame()[:-1],
        files.frame() * 5 + b"hidden" + files.frame() * 5,
        files.frame() * 5 + files.frame().replace(b"\xff\xfb\x90", b"\xff\xfb\x98") * 5,
        files.mp3(end=b"TAG" + bytes(200)),
        files.mp3(end=files.APE[:-5]),
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + files.frame() * 9,
        b"ID3\x04\x00\x00\xff\x00\x00\x00" + files.frame() * 9,
        b"ID3\x09\x00\x00\x00\x00\x00\x00" + files.frame() * 9,
        files.id3(),
        files.id3(b"<html><script>alert(1)</script>") + files.frame() * 9,
    ],
)
def test_sound_that_is_not_frames_throughout_is_refused(data):
    assert refusal(data, "a.mp3")


def test_a_film_may_be_streamed_in_fragments_and_have_wide_boxes():
    wide = struct.pack(">L4sQ", 1, b"mdat", 16 + 5) + b"media"
    assert look(files.mp4() + files.box(b"moof", bytes(8)) + wide, "a.mp4").extension == "mp4"
    assert look(files.mp4() + struct.pack(">L4s", 0, b"mdat") + b"media", "a.mp4").extension == "mp4"


def without(kind):
    data = files.mp4()
    place = data.find(kind) - 4
    return data[:place] + data[place + struct.unpack_from(">L", data, place)[0] :]


@pytest.mark.parametrize(
    "data",
    [
        without(b"moov"),
        without(b"mdat"),
        files.mp4(media=b""),
        files.mp4() + files.box(b"moov"),
        files.mp4() + b"\x00\x00\x00",
        files.mp4() + files.box(b"EVIL", b"x"),
        files.mp4() + struct.pack(">L4s", 7, b"free"),
        files.mp4() + struct.pack(">L4sQ", 1, b"free", 1 << 63),
        files.mp4().replace(b"mvhd", b"xxxx"),
        files.mp4().replace(b"trak", b"xxxx"),
        files.mp4().replace(b"mdia", b"xxxx"),
        files.mp4().replace(struct.pack(">L", 108) + b"mvhd", struct.pack(">L", 109) + b"mvhd"),
        files.mp4() + files.box(b"free") * 100_001,
    ],
)
def test_a_film_whose_boxes_are_not_in_order_is_refused(data):
    assert "damaged" in refusal(data, "a.mp4") or "another kind" in refusal(data, "a.mp4")
