"""Renditions are made once, whole, by one at a time, and reach the reader though nothing can be kept."""

import io
import random
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pillow

from releases.media import encoding, renditions
from releases.media.renditions import NotKept, Spec, card, etag, fetch, is_made, ready, stored_name
from releases.media.storage import private
from releases.media.turns import turn

SPEC = Spec(320, "avif")


def original(size: tuple[int, int] = (800, 600), kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """The bytes of a picture."""
    sink = io.BytesIO()
    Pillow.linear_gradient("L").resize(size).convert(mode).save(sink, kind, compress_level=1)
    return sink.getvalue()


class Stored:
    """What renditions need to know of an image, without a database."""

    key = "a" * 24
    sha256 = "0123456789abcdef" * 4

    def __init__(self, data: bytes) -> None:
        private().save(f"images/{self.key}/original", ContentFile(data))

    @property
    def file(self) -> Any:
        """Opened like the field of a model."""
        return SimpleNamespace(open=lambda: private().open(f"images/{self.key}/original"))


@pytest.fixture
def image() -> Any:
    """A stored picture."""
    return Stored(original())


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was made, in order; and a failure if two were being made at once."""
    names: list[str] = []
    busy = threading.Lock()
    real = encoding.render

    def counted(data: bytes, spec: Spec) -> bytes:
        assert busy.acquire(blocking=False), "two encoders at once"
        try:
            names.append(str(spec))
            return real(data, spec)
        finally:
            busy.release()

    monkeypatch.setattr(renditions, "render", counted)
    return names


def test_a_rendition_is_made_on_first_need_and_kept(image: Any, made: list[str]) -> None:
    assert not is_made(image, SPEC)
    first = fetch(image, SPEC)
    assert fetch(image, SPEC) == first
    assert private().open(stored_name(image, SPEC)).read() == first
    assert ready(image, SPEC) == stored_name(image, SPEC)
    assert made == ["w320.avif"]


def test_what_is_made_ready_is_what_is_fetched(image: Any, made: list[str]) -> None:
    name = ready(image, SPEC)
    assert private().open(name).read() == fetch(image, SPEC) == encoding.render(original(), SPEC)
    assert made == ["w320.avif"]


def test_fifty_requests_at_once_take_one_encoder(image: Any, made: list[str]) -> None:
    with ThreadPoolExecutor(50) as crowd:
        answers = set(crowd.map(lambda _n: fetch(image, SPEC), range(50)))
    assert len(answers) == 1
    assert made == ["w320.avif"]


def test_requests_for_many_sizes_at_once_take_one_encoder_at_a_time(image: Any, made: list[str]) -> None:
    wanted = renditions.specs_for(800, 600, (50, 50))
    with ThreadPoolExecutor(16) as crowd:
        list(crowd.map(lambda spec: fetch(image, spec), wanted * 3))
    assert sorted(made) == sorted(str(spec) for spec in wanted)


def test_two_processes_take_turns(image: Any, settings: Any, made: list[str]) -> None:
    # Another process holds the turn, as if it were making the same rendition.
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\nfrom django.conf import settings\nsettings.configure(DATA_DIR=sys.argv[1])\n"
            "from releases.media.turns import turn\n"
            "with turn(sys.argv[2]):\n    print('held', flush=True)\n    sys.stdin.readline()\n",
            str(settings.DATA_DIR),
            stored_name(image, SPEC),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        with ThreadPoolExecutor(1) as reader:
            answer = reader.submit(fetch, image, SPEC)
            with pytest.raises(TimeoutError):
                answer.result(timeout=0.3)
            # It is killed in the midst of its turn: the lock goes with it.
            holder.kill()
            assert answer.result(timeout=30)
        assert made == ["w320.avif"]
    finally:
        holder.kill()
        holder.communicate()


def test_what_another_process_made_meanwhile_is_not_made_again(image: Any, made: list[str]) -> None:
    name = stored_name(image, SPEC)
    with ThreadPoolExecutor(1) as reader:
        with turn(name):
            answer = reader.submit(fetch, image, SPEC)
            with pytest.raises(TimeoutError):
                answer.result(timeout=0.3)
            private().save(name, ContentFile(b"made by the other one"))
        assert answer.result(timeout=30) == b"made by the other one"
    assert made == []


LARGE = Spec(960, "jpg")


@pytest.fixture
def grainy() -> Any:
    """A picture of noise, whose renditions are large."""
    sink = io.BytesIO()
    Pillow.frombytes("RGB", (960, 640), random.Random(1).randbytes(960 * 640 * 3)).save(sink, "JPEG")
    return Stored(sink.getvalue())


@pytest.fixture
def full_disk(grainy: Any) -> Iterator[None]:
    """No file can grow beyond 100 kB, by a limit of the kernel's: writing a larger one fails half way, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_costs_the_reader_nothing(
    grainy: Any, full_disk: None, made: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    answer = fetch(grainy, LARGE)
    assert len(answer) > 100_000
    assert Pillow.open(io.BytesIO(answer)).size == (960, 640)
    assert "cannot be kept" in caplog.text
    with pytest.raises(NotKept) as error:
        ready(grainy, LARGE)
    assert error.value.data == answer
    assert not is_made(grainy, LARGE)
    assert not list(Path(private().path(".writing")).iterdir())


def test_a_disk_without_room_for_locks_costs_the_reader_nothing(image: Any, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("a file where the folder of locks should be")
    settings.DATA_DIR = tmp_path
    assert fetch(image, SPEC) == encoding.render(original(), SPEC)


def test_a_damaged_rendition_on_the_disk_is_read_around(image: Any, made: list[str]) -> None:
    # A folder in the place of the file: what the file system's repair might leave.
    Path(private().path(stored_name(image, SPEC)), "x").mkdir(parents=True)
    assert fetch(image, SPEC) == encoding.render(original(), SPEC)


def test_an_original_that_is_lost_is_said_to_be_missing(image: Any) -> None:
    private().delete(f"images/{image.key}/original")
    with pytest.raises(FileNotFoundError):
        fetch(image, SPEC)


def test_the_etag_names_the_bytes(image: Any) -> None:
    tags = {etag(image, spec) for spec in (SPEC, Spec(320, "webp"), Spec(640, "avif"), card(320, "avif", (1, 2)))}
    assert len(tags) == 4
    assert etag(image, SPEC) == '"0123456789abcdef0123456789abcdef-1-w320.avif"'


# Not ru_maxrss, which counts what the parent had, too: with pytest for one, no rendition would ever be more.
PEAK = """
import sys
from releases.media.encoding import render
from releases.media.specs import parse
def peak():
    return int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
data = open(sys.argv[1], "rb").read()
render(open(sys.argv[2], "rb").read(), parse("w320.jpg"))
before = peak()
for spec in sys.argv[3:]:
    render(data, parse(spec))
print((peak() - before) // 1024)
"""


@pytest.mark.parametrize(
    ("kind", "mode", "megabytes"),
    [
        # Decoded at a half: 4 bytes for each of 12.5 million pixels, and the encoder's own.
        ("JPEG", "RGB", 130),
        # Decoded in full: 4 bytes for each of 50 million pixels, the bytes of the file, and the encoder's own.
        ("PNG", "RGBA", 330),
    ],
)
def test_fifty_megapixels_take_bounded_memory(tmp_path: Path, kind: str, mode: str, megabytes: int) -> None:
    (tmp_path / "large").write_bytes(original((8660, 5773), kind, mode))
    (tmp_path / "small").write_bytes(original((100, 100)))
    specs = ["w1920.avif", "w320.jpg", "card960-f10-90.webp"]
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(tmp_path / "large"), str(tmp_path / "small"), *specs],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert int(done.stdout) < megabytes
