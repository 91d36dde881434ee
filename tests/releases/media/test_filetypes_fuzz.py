"""Whatever the bytes and the name are, the answer is a kind or a sentence; and it costs little."""

import contextlib
import io
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releases.media.errors import InvalidUpload
from releases.media.filetypes import inspect
from releases.media.filetypes.kinds import CONTENT_TYPES
from tests.releases.media import files

MEGABYTE = 1024 * 1024
PIECES = [b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04", b"%PDF-1.7", b"%%EOF", b"/ObjStm", b"stream\n", b"ID3", b"ftyp", b"moov",
          b"\xff\xfb\x90\xc4", b"<script>", b"\xff\xff\xff\xff", b"\x00" * 8, b"mimetype", b"APETAGEX"]  # fmt: skip


def answer(data, name):
    """The extension, or the sentence; anything else that is raised fails the test."""
    try:
        kind = inspect(io.BytesIO(data), name)
    except InvalidUpload as error:
        assert str(error)
        str(error).encode()
        return str(error)
    assert kind.extension in CONTENT_TYPES and kind.name.endswith(f".{kind.extension}")
    assert not {"/", "\\", "\x00", "\n"} & set(kind.name)
    return kind.extension


@st.composite
def spoilt(draw):
    """A valid file with a few bytes changed, cut out or put in."""
    extension = draw(st.sampled_from(sorted(files.VALID)))
    data = bytearray(files.VALID[extension])
    for _change in range(draw(st.integers(1, 6))):
        # The ends matter most: headers here, directories there.
        place = draw(
            st.one_of(st.integers(0, len(data)), st.integers(0, 64), st.integers(max(len(data) - 400, 0), len(data)))
        )
        taken = draw(st.sampled_from([0, 1, 2, 4, 50]))
        data[place : place + taken] = draw(st.one_of(st.binary(max_size=8), st.sampled_from(PIECES)))
    return bytes(data), extension


@settings(max_examples=200, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(spoilt())
def test_a_spoilt_file_is_a_kind_or_a_sentence(case):
    data, extension = case
    answer(data, f"plan.{extension}")


@settings(max_examples=100, deadline=2000)
@given(st.binary(max_size=400), st.sampled_from(sorted(files.VALID)), st.integers(0, 40))
def test_noise_behind_a_true_beginning_is_a_kind_or_a_sentence(noise, extension, kept):
    answer(files.VALID[extension][:kept] + noise, f"plan.{extension}")


@settings(max_examples=80, deadline=2000)
@given(st.text(max_size=300), st.sampled_from(["", ".pdf", ".PDF ", ".docx", "/", "\\x"]))
def test_any_name_is_made_safe_or_refused(name, end):
    answer(files.VALID["pdf"], name + end)


def peak_of(data, name):
    file = io.BytesIO(data)
    tracemalloc.start()
    with contextlib.suppress(InvalidUpload):
        inspect(file, name)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.txt", lambda: b"tides and boats\n" * MEGABYTE),
        ("a.csv", lambda: b"tides,boats\n" * MEGABYTE),
        ("a.csv", lambda: b"a," * 8 * MEGABYTE),
        ("a.pdf", lambda: files.pdf(extra=b"<< /X (" + b"#" * 16 * MEGABYTE + b") >>")),
        ("a.pdf", lambda: files.pdf(extra=files.object_stream(b" " * 32 * MEGABYTE))),
        ("a.mp4", lambda: files.mp4(media=bytes(16 * MEGABYTE))),
        ("a.mp3", lambda: files.mp3(20_000)),
        ("a.zip", lambda: files.zipped({"a.txt": b"a" * 32 * MEGABYTE})),
        ("a.zip", lambda: files.zipped({f"{number}.txt": b"tides\n" * 9000 for number in range(100)})),
        ("a.zip", lambda: files.zipped({"a.mp3": files.mp3(20_000)}, method=0)),
        ("a.odt", lambda: files.odf(body="<text:p>Tides</text:p>" * 300_000)),
    ],
)
def test_memory_does_not_grow_with_the_file(name, make):
    assert peak_of(make(), name) < 6 * MEGABYTE
