"""ZIP: what lies in it, how, and under which names. The archives here are made by hand where Python would not make them."""

import io
import struct
import zipfile
import zlib

import pytest

from releases.media.documents import store_document
from releases.media.filetypes import unpacking
from tests.releases.media import files
from tests.releases.media.test_filetypes import look, refusal


def one(name, data=files.TEXT, **about):
    """A ZIP of one member with these properties."""
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    for key, value in about.items():
        setattr(info, key, value)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(info, data, compress_type=about.get("compress_type", zipfile.ZIP_DEFLATED))
    return sink.getvalue()


def central(data):
    """Where the directory begins."""
    return struct.unpack_from("<L", data, data.rfind(b"PK\x05\x06") + 16)[0]


def patched(data, at, form, value):
    changed = bytearray(data)
    struct.pack_into(form, changed, at, value)
    return bytes(changed)


def test_the_files_in_it_are_listed_without_folders():
    assert look(files.kit(), "kit.zip").listing == ("kit/bridge.png", "kit/notes.txt", "kit/winds.csv", "kit/plan.docx")


def test_every_kind_but_zip_may_be_in_it():
    inside = {f"plan.{kind}": data for kind, data in files.VALID.items() if kind != "zip"}
    assert len(look(files.zipped(inside), "kit.zip").listing) == 12
    assert look(files.zipped(inside, method=zipfile.ZIP_STORED), "kit.zip").extension == "zip"


def test_a_zip_that_was_streamed_is_as_good():
    assert look(files.streamed_zip({"a.txt": files.TEXT, "b.csv": files.CSV}), "kit.zip").listing == ("a.txt", "b.csv")


def test_a_zip_with_wide_fields_is_as_good():
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(files.TEXT)
    assert look(sink.getvalue(), "kit.zip").listing == ("a.txt",)


def test_names_in_utf_8_without_the_flag_are_read_as_macos_means_them():
    data = files.zipped({"Été.txt": files.TEXT})
    for place in (6, central(data) + 8):
        data = patched(data, place, "<H", 0)
    assert look(data, "kit.zip").listing == ("Été.txt",)


def test_what_macos_notes_about_each_file_is_let_through_and_not_listed():
    note = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "
    data = files.zipped({"a.txt": files.TEXT, "__MACOSX/._a.txt": note})
    assert look(data, "kit.zip").listing == ("a.txt",)
    assert refusal(files.zipped({"a.txt": files.TEXT, "__MACOSX/._a.txt": b"MZ\x90\x00"}), "kit.zip")
    assert "DS_Store" in refusal(files.zipped({"a.txt": files.TEXT, ".DS_Store": b"\x00\x00\x00\x01Bud1"}), "kit.zip")


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt", "a/../../b.txt", "/etc/a.txt", "//host/a.txt", "C:/a.txt", "C:a.txt", "a\\b.txt", "..\\a.txt", "a/./b.txt",
        "a//b.txt", "a.txt:hidden.txt", "a\nb.txt", "a\x1b[2J.txt", "\u202etxt.a.txt", "con.txt", "x/AUX/a.txt", "a.txt.",
        "a.txt ", "a /b.txt", "/".join(["d"] * 30) + "/a.txt", "n" * 250 + ".txt", "~/a/" + "x" * 400 + ".txt", "*.txt",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_or_hide_are_refused(name):
    assert "not safe" in refusal(one(name), "kit.zip")


def test_a_name_cut_by_nul_is_refused():
    data = files.zipped({"a_b.txt": files.TEXT}).replace(b"a_b.txt", b"a\x00b.txt")
    assert "not safe" in refusal(data, "kit.zip")


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o010666, 0o140777, 0o040755])
def test_links_devices_and_disguised_folders_are_refused(mode):
    assert "not safe" in refusal(one("a.txt", b"/etc/passwd", external_attr=mode << 16, create_system=3), "kit.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", [("a.txt", "a.txt"), ("a.txt", "A.TXT"), ("é.txt", "e\u0301.txt"), ("a.txt", "a.txt/b.txt"),
                                   ("a.txt/b.txt", "a.txt"), ("ß.txt", "SS.txt")])  # fmt: skip
def test_one_name_twice_is_refused_also_in_capitals(names):
    assert "twice" in refusal(files.zipped([(name, files.TEXT) for name in names]), "kit.zip")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("inner.zip", files.zipped({"a.txt": b"a"})),
        ("inner.zip", b"just text"),
        ("inner.tar.gz", b"\x1f\x8b\x08\x00"),
        ("picture.png", files.zipped({"a.txt": b"a"})),
        ("picture.jpg", b"Rar!\x1a\x07\x00"),
        ("noext", b"7z\xbc\xaf\x27\x1c"),
    ],
)
def test_archives_in_archives_are_refused_by_name_and_by_content(name, data):
    assert "archive" in refusal(files.zipped({"ok.txt": files.TEXT, name: data}), "kit.zip")


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "plan.txt", "plan.mp4"])
def test_an_archive_under_a_good_name_is_refused(name):
    inner = files.zipped({"a.txt": files.zipped({"b.txt": b"b"})})
    assert "cannot be taken" in refusal(files.zipped({name: inner}), "kit.zip")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("setup.exe", b"MZ\x90\x00"),
        ("page.html", b"<html>"),
        ("drawing.svg", b"<svg/>"),
        ("run.sh", b"#!/bin/sh"),
        ("script.js", b"alert(1)"),
        ("mail.eml", b"From: a@example.org"),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("README", b"Hello"),
        ("picture.png", b"\xff\xd8\xff\xe0"),
        ("picture.jpg", b"<html><script>alert(1)</script>"),
    ],
)
def test_what_is_not_on_the_list_may_not_be_inside_either(name, data):
    assert "not a kind" in refusal(files.zipped({"ok.txt": files.TEXT, name: data}), "kit.zip")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"<script>alert(1)</script>"),
        ("a.txt", b"MZ\x90\x00"),
        ("a.csv", b"words\n"),
        ("a.pdf", files.TEXT),
        ("a.pdf", files.pdf(catalogue=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")),
        ("a.docx", files.ooxml(parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})),
        ("a.txt", b""),
    ],
)
def test_each_file_inside_is_checked_as_if_it_came_alone(name, data):
    said = refusal(files.zipped({"ok.txt": files.TEXT, name: data}), "kit.zip")
    assert name in said and "cannot be taken" in said


@pytest.mark.parametrize("data", [files.zipped({}), files.zipped({"folder/": b""})])
def test_a_zip_without_files_is_refused(data):
    assert "no file" in refusal(data, "kit.zip")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"MZ" + data,
        lambda data: files.pdf() + data,
        lambda data: data + b"\n",
        lambda data: data + b"<script>alert(1)</script>",
        lambda data: data + files.pdf(),
        lambda data: patched(data, len(data) - 2, "<H", 30) + b"<html><script>1</script></html>"[:30],
        lambda data: patched(data, len(data) - 2, "<H", 5) + b"%PDF-",
        lambda data: data + data,
    ],
)
def test_nothing_stands_before_or_after(spoil):
    data = files.kit()
    assert look(data, "kit.zip")
    assert refusal(spoil(data), "kit.zip")


def test_a_remark_is_let_be():
    assert look(patched(files.kit(), len(files.kit()) - 2, "<H", 8) + b"Press \xe9.", "kit.zip")


def test_a_gap_between_members_is_refused():
    data = files.zipped({"a.txt": files.TEXT})
    start, end = central(data), data.rfind(b"PK\x05\x06")
    widened = data[:start] + b"hidden" + data[start:]
    assert "another kind" in refusal(patched(widened, end + 6 + 16, "<L", start + 6), "kit.zip")


def test_two_descriptions_that_disagree_are_refused():
    data = files.zipped({"a.txt": files.TEXT, "b.txt": files.TEXT})
    directory = central(data)
    assert "another kind" in refusal(data[:30] + b"c.txt" + data[35:], "kit.zip")
    for local, there, form in ((8, 10, "<H"), (14, 16, "<L"), (18, 20, "<L"), (22, 24, "<L"), (6, 8, "<H")):
        for place in (local, directory + there):
            value = struct.unpack_from(form, data, place)[0]
            assert refusal(patched(data, place, form, value ^ 1), "kit.zip")


def test_a_second_name_in_the_extra_field_is_judged_too():
    field = struct.pack("<2HBL", 0x7075, 5 + 8, 1, zlib.crc32(b"a.txt")) + b"../b.txt"
    assert "not safe" in refusal(one("a.txt", extra=field), "kit.zip")


def test_a_member_with_a_password_is_refused():
    data = files.zipped({"a.txt": files.TEXT})
    for place in (6, central(data) + 8):
        data = patched(data, place, "<H", 1)
    assert "password" in refusal(data, "kit.zip")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(method):
    assert "plain ZIP" in refusal(files.zipped({"a.txt": files.TEXT * 10}, method=method), "kit.zip")


def test_a_part_of_several_is_refused():
    data = files.kit()
    end = data.rfind(b"PK\x05\x06")
    assert refusal(patched(data, end + 4, "<H", 1), "kit.zip")


def test_a_bomb_is_stopped_by_its_ratio():
    assert "far larger" in refusal(files.zipped({"a.txt": b"a" * (4 * 1024 * 1024)}), "kit.zip")


def test_a_bomb_is_stopped_by_what_comes_out_in_all(monkeypatch):
    monkeypatch.setattr(unpacking.Budget.__init__, "__defaults__", (1024 * 1024, 1024))
    text = b"".join(b"%d tides\n" % number for number in range(60_000))
    data = files.zipped({"a.txt": text, "b.txt": text + b"."})
    assert "far larger" in refusal(data, "kit.zip")


@pytest.mark.parametrize("claimed", [1, 10, 0xFFFFFFFF])
def test_a_header_that_lies_about_the_size_is_found_out(claimed):
    data = files.zipped({"a.txt": b"a" * 50_000})
    for place in (22, central(data) + 24):
        data = patched(data, place, "<L", claimed)
    assert refusal(data, "kit.zip")


def test_members_that_overlap_are_refused():
    """Fifield's bomb: many entries of the directory point to one member."""
    member = files.zipped({"a.txt": b"a" * 90_000})
    start, end = central(member), member.rfind(b"PK\x05\x06")
    entry = member[start:end]
    entries = b"".join(entry.replace(b"a.txt", b"%c.txt" % (97 + number)) for number in range(20))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 20, 20, len(entries), start, 0)
    assert "another kind" in refusal(member[:start] + entries + tail, "kit.zip")


def test_a_member_quoted_by_another_is_refused():
    """The other half of it: a stored block of one member holds the next one's header, so that both are read."""
    inner = files.zipped({"b.txt": b"b" * 50_000})
    inner_end = central(inner)
    body = inner[:inner_end]
    outer = files.zipped({"a.txt": body}, method=zipfile.ZIP_STORED)
    start = central(outer)
    second = patched(inner[inner_end : inner.rfind(b"PK\x05\x06")], 42, "<L", start - len(body))
    entries = outer[start : outer.rfind(b"PK\x05\x06")] + second
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(entries), start, 0)
    assert "another kind" in refusal(outer[:start] + entries + tail, "kit.zip")


def test_bytes_behind_a_members_own_end_are_refused():
    data = files.zipped({"a.txt": files.TEXT})
    packed = struct.unpack_from("<L", data, 18)[0]
    place = 30 + 5 + packed
    longer = data[:place] + b"hid" + data[place:]
    for at in (18, central(data) + 3 + 20):
        longer = patched(longer, at, "<L", packed + 3)
    longer = patched(longer, longer.rfind(b"PK\x05\x06") + 16, "<L", central(data) + 3)
    assert "another kind" in refusal(longer, "kit.zip")


def test_nested_bombs_stop_at_the_first_layer():
    layer = files.zipped({"0.txt": b"0" * 1_000_000})
    for _layer in range(5):
        layer = files.zipped({f"{number}.zip": layer for number in range(16)})
    assert "archive" in refusal(layer, "42.zip")


def test_too_many_members_are_not_even_read():
    assert "too many" in refusal(files.zipped([(f"{number}.txt", b"a") for number in range(2001)]), "kit.zip")


@pytest.mark.django_db
def test_a_zip_that_is_stored_says_what_it_holds() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("tides.csv", "Day,Metres\n1,2.4\n2,2.6\n")
        archive.writestr("notes/readme.txt", "High water at the quay.\n")
    sink.seek(0)
    stored = store_document(file=sink, name="tides.zip", by=None)
    assert stored.listing == ["tides.csv", "notes/readme.txt"]
