"""What is taken, under which name and type; and what is not, whatever it is called."""

import io

import pytest

from releases.media.errors import InvalidUpload
from releases.media.filetypes import inspect, tidy_name
from releases.media.filetypes.kinds import CONTENT_TYPES
from tests.releases.media import files


def look(data, name="plan"):
    return inspect(io.BytesIO(data), name)


def refusal(data, name="plan"):
    with pytest.raises(InvalidUpload) as caught:
        look(data, name)
    return str(caught.value)


@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_every_kind_on_the_list_is_known_by_its_content(extension):
    data = files.VALID[extension]
    kind = look(data, f"Tide tables.{extension.upper()}")
    assert kind.content_type.partition(";")[0] == CONTENT_TYPES[extension]
    assert (kind.extension, kind.name) == (extension, f"Tide tables.{extension}")


@pytest.mark.parametrize("extension", [each for each in CONTENT_TYPES if each != "csv"])
def test_a_file_without_extension_gets_ours(extension):
    assert look(files.VALID[extension], "Budget v1.2").name == f"Budget v1.2.{extension}"


@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_a_wrong_extension_is_told_with_both_kinds(extension):
    claimed = "pdf" if extension != "pdf" else "docx"
    said = refusal(files.VALID[extension], f"plan.{claimed}")
    expected = "TXT" if extension == "csv" else extension.upper()
    assert f".{claimed}" in said and expected in said


@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_the_file_is_left_wound_back(extension):
    file = io.BytesIO(files.VALID[extension])
    inspect(file, f"plan.{extension}")
    assert file.tell() == 0


@pytest.mark.parametrize("extension", [each for each in CONTENT_TYPES if each not in {"csv", "txt"}])
def test_a_file_that_was_cut_is_refused_wherever_it_was(extension):
    data = files.VALID[extension]
    # Behind the last "%%EOF" stands a line's end that nobody needs; one frame of sound too few is a way of counting.
    spare = len(files.frame()) if extension == "mp3" else 1
    for length in range(0, len(data) - spare, 7):
        assert refusal(data[:length], f"plan.{extension}")


def test_an_empty_file_is_refused():
    assert "empty" in refusal(b"", "plan.pdf")


def test_the_largest_size_is_a_setting(settings):
    settings.FILE_MAX_BYTES = 1024 * 1024
    assert "1 MB" in refusal(b"a" * (1024 * 1024 + 1), "plan.txt")
    assert inspect(io.BytesIO(b"a" * (1024 * 1024 + 1)), "plan.txt", limit=2 * 1024 * 1024).extension == "txt"


OTHERS = {
    "setup.exe": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00",
    "tool": b"\x7fELF\x02\x01\x01\x00",
    "run.sh": b"#!/bin/sh\nrm -rf /\n",
    "page.html": b"<!DOCTYPE html><title>x</title>",
    "drawing.svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "mail.eml": b"From: edda@example.org\r\nSubject: Budget\r\nMIME-Version: 1.0\r\n\r\nHello",
    "mbox": b"From edda@example.org Mon Nov 23 02:10:00 2026\nSubject: x\n\nHello",
    "old.rar": b"Rar!\x1a\x07\x00\xcf\x90",
    "old.7z": b"7z\xbc\xaf\x27\x1c\x00\x04",
    "old.tar": b"plan.txt".ljust(257, b"\x00") + b"ustar\x0000".ljust(255, b"\x00"),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "letter.rtf": b"{\\rtf1\\ansi Hello}",
    "page.ps": b"%!PS-Adobe-3.0\n",
    "picture.png": files.PNG,
    "film.mov": files.mp4(brand=b"qt  "),
    "song.m4a": files.mp4(brand=b"M4A "),
    "photo.heic": files.mp4(brand=b"heic", compatible=b"mif1heic"),
    "sound.wav": b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00",
    "link.url": b"[InternetShortcut]\r\nURL=https://example.org/\r\n",
    "noise": bytes(range(256)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_on_the_list_is_refused_under_its_own_name_and_any_other(name):
    for called in (name, "plan", "plan.pdf", "plan.txt", "plan.csv", "plan.mp4", "plan.zip"):
        assert refusal(OTHERS[name], called)


def test_the_refusal_names_the_kinds_that_are_taken():
    said = refusal(OTHERS["setup.exe"], "setup.exe")
    assert all(extension.upper() in said for extension in CONTENT_TYPES)


@pytest.mark.parametrize(
    ("name", "tidied"),
    [
        ("Plan.PDF", "Plan.pdf"),
        ("plan", "plan.pdf"),
        ("", "file.pdf"),
        ("....", "file.pdf"),
        ("...plan.pdf", "plan.pdf"),
        ("plan.pdf. .", "plan.pdf"),
        ("  tide   tables .pdf", "tide tables.pdf"),
        ("Cafe\u0301.pdf", "Caf\u00e9.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.2026.pdf", "_com1.2026.pdf"),
        ("Console.pdf", "Console.pdf"),
        ('When: "now"?.pdf', "When- -now--.pdf"),
        ("pl\u200ban\ufeff.pdf", "plan.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("bridge.final.jpeg", "bridge.final.pdf"),
        ("Budget v1.2", "Budget v1.2.pdf"),
        ("a" * 200 + ".pdf", "a" * 120 + ".pdf"),
        ("𝄞" * 100, "𝄞" * 50 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_for_every_disk(name, tidied):
    assert tidy_name(name, "pdf") == tidied


def test_a_name_is_not_cut_between_a_letter_and_its_accents():
    # There is no single character for this pair, so it stays two.
    assert tidy_name("a" * 119 + "x\u0323\u0302" + ".pdf", "pdf") in {
        "a" * 119 + ".pdf",
        "a" * 119 + "x\u0323\u0302.pdf",
    }


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("plan\x00.pdf", "control"),
        ("plan\n.pdf", "control"),
        ("plan\x85.pdf", "control"),
        ("plan\u202efdp.exe", "control"),
        ("plan\u2066.pdf", "control"),
        ("plan\ud800.pdf", "control"),
        ("../plan.pdf", "path"),
        ("/etc/passwd", "path"),
        ("C:\\plan.pdf", "path"),
        ("x" * 4096, "too long"),
    ],
)
def test_a_name_that_no_honest_upload_has_is_refused_before_the_content_is_seen(name, word):
    assert word in refusal(files.VALID["pdf"], name)
    with pytest.raises(InvalidUpload):
        tidy_name(name, "jpg")
