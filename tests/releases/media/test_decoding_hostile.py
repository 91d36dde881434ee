"""Hostile pictures are refused with a sentence, in a process that may die of them."""

import os
import struct
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from releases.media.decoding import decode as door
from releases.media.decoding.decode import Decoded, decode
from releases.media.decoding.exchange import Failed, exchange
from releases.media.decoding.formats import Bad, end_of, format_of
from releases.media.decoding.pixels import Written, written_anew
from releases.media.errors import InvalidUpload
from releases.media.few import Few
from tests.releases.media.pictures import (
    KINDS,
    animated,
    bombs,
    claiming,
    encoded,
    png,
    polyglots,
    sample,
    scene,
    segment,
)

LIMIT = 50_000_000
BOMBS, POLYGLOTS, SAMPLES = bombs(), polyglots(), {kind: sample(kind) for kind in KINDS}
DAMAGED = "The picture file is damaged."


@pytest.fixture(autouse=True)
def pillows_own_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What runs in the child sets a limit for its whole process, which here is ours."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    yield


def why(data: bytes) -> str:
    """The word with which the child refuses it, or nothing."""
    try:
        written = written_anew(data, LIMIT)
    except Bad as bad:
        return str(bad)
    assert isinstance(written, Written)
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_cut_at_every_64th_byte(kind: str) -> None:
    whole = encoded(scene((96, 64)), kind)
    assert why(whole) == ""
    for length in range(0, len(whole), 64):
        assert why(whole[:length]) in {"", "damaged", "unknown", "empty"}, length
    assert why(whole[: len(whole) // 2]) == "damaged"


@pytest.mark.parametrize("kind", KINDS)
def test_cut_in_the_middle_gets_a_sentence_from_the_real_process(kind: str) -> None:
    whole = SAMPLES[kind]
    with pytest.raises(InvalidUpload, match=DAMAGED):
        decode(whole[: len(whole) // 2])


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_bombs_are_refused_and_cost_little(name: str) -> None:
    begun = time.process_time()
    # A JPEG and an AVIF with nothing but a lie in the header are damaged or too large, as their decoder sees it first.
    assert why(BOMBS[name]) in ({"pixels"} if name in {"pixels", "header-PNG"} else {"pixels", "damaged"})
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("name", ["pixels", "header-WEBP", "ztxt"])
def test_bombs_get_a_sentence_from_the_real_process(name: str) -> None:
    with pytest.raises(InvalidUpload, match=r"megapixels|damaged"):
        decode(BOMBS[name])


@pytest.mark.parametrize("size", [(0, 10), (10, 0), (2**31 - 1, 2**31 - 1), (2**31, 1), (60_000, 60_000)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "AVIF"])
def test_impossible_sizes_in_the_header(kind: str, size: tuple[int, int]) -> None:
    assert why(claiming(SAMPLES[kind], kind, *size)) in {"pixels", "damaged", "unknown"}


def test_exactly_the_limit_is_let_in_and_one_pixel_more_is_not() -> None:
    def wide(width: int) -> bytes:
        return png(width, 5, depth=1, pixels=b"\0" * ((width // 8 + 2) * 5))

    with pytest.raises(Bad, match="pixels"):
        written_anew(wide(2001), 10_000)
    assert written_anew(wide(2000), 10_000).width == 2000


@pytest.mark.parametrize("name", sorted(POLYGLOTS))
def test_pictures_that_are_something_else_as_well(name: str) -> None:
    assert why(POLYGLOTS[name]) == "polyglot"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\n <?xml version='1.0'?><!-- x --><svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"\xef\xbb\xbf<SVG onload=alert(1)>", "svg"),
        (b"<html>", "unknown"),
        (b"BM" + b"\0" * 100, "unknown"),
        (b"II*\0" + b"\0" * 100, "unknown"),
        (b"%!PS-Adobe", "unknown"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\xff\xd8\xff", "damaged"),
        (b"GIF89a", "damaged"),
        (b"RIFF\0\0\0\0WEBP", "damaged"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avif", "damaged"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "unknown"),
    ],
)
def test_what_is_no_picture_of_ours(data: bytes, word: str) -> None:
    assert why(data) == word


@pytest.mark.parametrize("kind", KINDS)
def test_the_end_of_a_picture_is_found(kind: str) -> None:
    for data in (SAMPLES[kind], animated(kind) if kind != "JPEG" else encoded(scene(), kind, progressive=True)):
        assert end_of(data, kind) == len(data)
        assert end_of(data + b"behind it", kind) == len(data)


def test_a_header_that_goes_round_in_circles_ends() -> None:
    jpeg = SAMPLES["JPEG"]
    assert end_of(b"\xff\xd8\xff\xe0\0\0" * 500, "JPEG") > 0
    assert end_of(b"\0\0\0\0ftyp" * 500, "AVIF") > 0
    assert end_of(b"\0\0\0\1ftyp" * 500, "AVIF") > 0
    assert why(segment(jpeg, 0xE1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 400)) in {"", "damaged"}


def test_a_progressive_jpeg_of_many_scans_is_stopped_by_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each scan of a few bytes goes over all the pixels again."""
    monkeypatch.setattr(door, "SECONDS", 1)
    data = encoded(Image.new("L", (7000, 7000)), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    with pytest.raises(InvalidUpload, match="more time or memory"):
        decode(data[:last] + data[last:-2] * 400 + b"\xff\xd9")


def test_too_little_memory_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    data = encoded(Image.new("RGB", (5000, 5000)), "PNG")
    monkeypatch.setattr(door, "MEMORY_PER_PIXEL", 0)
    monkeypatch.setattr(door, "MEMORY", 100 * 1024**2)
    with pytest.raises(InvalidUpload, match="more time or memory"):
        decode(data)


def test_a_time_out_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WALL", 0.01)
    with pytest.raises(InvalidUpload, match="more time or memory"):
        decode(SAMPLES["JPEG"])


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "import os; os.kill(os.getpid(), 9)",
        "raise SystemExit(3)",
        "print('{')",
        "print('[' * 9000)",
        "print('{}')",
        "print('[1]')",
        """print('{"refused": 5}')""",
        """print('{"format": "EXE", "width": 1, "height": 1, "credit": "", "copyright": "", "creator": ""}')""",
        """print('{"format": "JPEG", "width": 1e999, "height": 1, "colour": "#000000"}')""",
        "import sys; sys.stdout.buffer.write(b'x' * 20000 + b'\\n')",
    ],
)
def test_whatever_the_process_answers_is_a_sentence(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(door, "_PROGRAM", program)
    with pytest.raises(InvalidUpload):
        decode(b"x" * 300_000)


def test_a_process_that_writes_without_end_is_stopped() -> None:
    flood = "import sys\nwhile True: sys.stdout.buffer.write(b'x' * 65536)"
    with pytest.raises(Failed):
        exchange([sys.executable, "-I", "-c", flood], b"y" * 10**6, limit=10**6, seconds=20)


def test_a_process_that_leaves_a_child_behind_does_not_hold_us() -> None:
    fork = "import os, time\nif os.fork() == 0: time.sleep(30)\nelse: os._exit(0)"
    begun = time.monotonic()
    with pytest.raises(Failed):
        exchange([sys.executable, "-I", "-c", fork], b"", limit=100, seconds=1)
    assert time.monotonic() - begun < 10


def test_the_process_has_no_secret_and_can_write_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "of the house")
    held = os.open(tmp_path / "open", os.O_CREAT | os.O_RDWR)
    os.set_inheritable(held, True)
    program = f"""
import sys; sys.path.insert(0, {door._ROOT!r})
from releases.media.decoding.child import confine
import os, resource
confine({door.MEMORY}, 5)
said = [str(sorted(os.environ)), str("django" in sys.modules)]
write = lambda: os.write(os.open({str(tmp_path / "new")!r}, os.O_CREAT | os.O_RDWR), b"x")
for attempt in (lambda: os.fstat({held}), write, lambda: bytearray(10**10)):
    try:
        attempt(); said.append("could")
    except (OSError, MemoryError) as error:
        said.append(type(error).__name__)
print("|".join(said))
"""
    answer = exchange([sys.executable, "-I", "-c", program], b"", limit=1000, seconds=20)
    os.close(held)
    assert answer.decode().strip().replace("'LC_CTYPE'", "") == "[]|False|OSError|OSError|MemoryError"


def test_a_process_that_cannot_start_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(InvalidUpload, match="Try again in a minute"):
        decode(SAMPLES["PNG"])
    assert "/nowhere/python" in caplog.text


def test_few_wait_and_the_others_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_few", Few(at_once=1, waiting=0))
    with door._few.turn(0), pytest.raises(InvalidUpload, match="Try again in a minute"):
        decode(SAMPLES["PNG"])
    assert isinstance(decode(SAMPLES["PNG"]), Decoded)


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.05)
    with door._few.turn(0), pytest.raises(InvalidUpload, match="Try again in a minute"):
        decode(SAMPLES["PNG"])


def test_threads_decode_at_once_without_mixing_their_pictures() -> None:
    results: dict[str, Decoded] = {}
    threads = [
        threading.Thread(
            target=lambda name=name: results.update({name: decode(encoded(Image.new("RGB", (9, 9), name), "PNG"))})
        )
        for name in ("red", "blue", "lime")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: found.colour for name, found in results.items()} == {
        "red": "#ff0000",
        "blue": "#0000ff",
        "lime": "#00ff00",
    }


def _mutated(data: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    result = bytearray(data)
    for place, piece in changes:
        at = place % (len(result) + 1)
        result[at : at + len(piece)] = piece
    return bytes(result)


CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12)


@settings(max_examples=int(os.environ.get("FUZZ", "60")), deadline=None, suppress_health_check=list(HealthCheck))
@given(kind=st.sampled_from(KINDS), changes=CHANGES, cut=st.integers(0, 64))
def test_spoilt_pictures_are_pictures_or_refused(kind: str, changes: list[tuple[int, bytes]], cut: int) -> None:
    data = _mutated(SAMPLES[kind], changes)
    why(data[: len(data) - cut])


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_have_a_format_or_none(data: bytes) -> None:
    for kind, start in (
        ("JPEG", b"\xff\xd8\xff"),
        ("PNG", b"\x89PNG\r\n\x1a\n"),
        ("GIF", b"GIF89a"),
        ("AVIF", b"\0\0\0 ftypavif"),
    ):
        assert format_of(start + data) == kind
        assert 0 <= end_of(start + data, kind) <= len(start + data)


def test_a_bomb_in_a_gifs_first_frame_is_seen() -> None:
    gif = SAMPLES["GIF"]
    at = gif.index(b"\x2c\0\0\0\0") + 5
    assert why(gif[:at] + struct.pack("<HH", 65535, 65535) + gif[at + 4 :]) in {"pixels", "damaged"}


def test_a_png_whose_pixels_are_a_bomb_of_their_own_stays_small() -> None:
    """More compressed pixels than the header has room for: only those are unpacked."""
    data = png(4, 4, pixels=b"\0" * 200 * 1024**2)
    assert len(data) < 300_000
    assert why(data) in {"", "damaged"}
