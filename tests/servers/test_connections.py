"""Readers who are slow, or go away, or take a file that is larger than the memory anybody would give them."""

import hashlib
import http.client
import socket
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from releases.media.models import DocumentFile
from releases.models import Release
from tests.scenes import attached, document, published
from tests.servers.asking import ask, connect, send
from tests.servers.conftest import FILES, Behind
from tests.servers.running import Server, within
from tests.servers.scene import SIZE, exact, public_release

pytestmark = pytest.mark.django_db(transaction=True)

BIG = 200 * 1024 * 1024
MEGABYTE = 1024 * 1024


@pytest.fixture
def big() -> str:
    """The address of a public file of 200 MB, which takes no room on the disk: after its first line it is a hole."""
    line = b"Boats,Crossings\n"
    shape = document()
    stored = DocumentFile(
        document=shape.document,
        number=2,
        size=BIG,
        sha256="0" * 64,
        content_type="video/mp4",
        extension="mp4",
        name="film.mp4",
    )
    stored.file.save("original", ContentFile(line))
    with (FILES / str(stored.file.name)).open("r+b") as file:
        file.truncate(BIG)
    published(attachments=(attached(stored),))
    return f"/files/{stored.key}/{stored.name}"


def memory(pid: int, kind: str) -> int:
    """What a process has in memory, in bytes; ``VmHWM`` is the most that it ever had."""
    [line] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(f"{kind}:")]
    return int(line.split()[1]) * 1024


def open_files(pid: int) -> list[str]:
    """The stored files that a process has open."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(str(entry.readlink()))
        except OSError:
            continue
    return [name for name in found if name.startswith(str(FILES))]


def taken(port: int, path: str) -> int:
    """Read an answer to its end in small pieces, and return its length."""
    connection = connect(port)
    send(connection, path)
    response = connection.getresponse()
    total = 0
    while piece := response.read(MEGABYTE):
        total += len(piece)
    connection.close()
    return total


@pytest.mark.parametrize("way", ["gunicorn", "nginx"])
def test_a_large_file_takes_no_memory(big: str, way: str, request: pytest.FixtureRequest) -> None:
    if way == "gunicorn":
        server = request.getfixturevalue("alone")
        port, workers = server.port, [server.worker()]
    else:
        behind: Behind = request.getfixturevalue("behind")
        port, workers = behind.nginx.port, [behind.nginx.worker(), behind.gunicorn.worker()]
    assert ask(port, big, headers={"Range": "bytes=0-9"}).status == 206
    before = {pid: memory(pid, "VmHWM") for pid in workers}
    assert taken(port, big) == BIG
    for pid in workers:
        assert memory(pid, "VmHWM") - before[pid] < 8 * MEGABYTE, "the pieces of one answer, and nothing of the file"
        assert within(5, lambda pid=pid: not open_files(pid))


@pytest.mark.parametrize("way", ["gunicorn", "nginx"])
def test_whoever_goes_away_leaves_nothing_open(big: str, way: str, request: pytest.FixtureRequest) -> None:
    if way == "gunicorn":
        server = request.getfixturevalue("alone")
        port, worker = server.port, server.worker()
    else:
        behind: Behind = request.getfixturevalue("behind")
        port, worker = behind.nginx.port, behind.nginx.worker()
    connections = [connect(port) for _ in range(3)]
    for connection in connections:
        send(connection, big)
        assert connection.getresponse().read(10)
    assert open_files(worker), "it is being sent"
    for connection in connections:
        connection.close()
    assert within(15, lambda: not open_files(worker))
    assert ask(port, "/healthz").status == 200


def test_slow_readers_do_not_keep_others_waiting_behind_nginx(big: str, behind: Behind) -> None:
    """Three times as many as gunicorn has threads take the large file, and read nothing of it."""
    slow: list[http.client.HTTPConnection] = []
    try:
        for _ in range(24):
            connection = connect(behind.nginx.port)
            slow.append(connection)
            send(connection, big)
            assert connection.getresponse().status == 200
        began = time.monotonic()
        for _ in range(3):
            assert ask(behind.nginx.port, "/healthz").status == 200
            assert ask(behind.nginx.port, big, headers={"Range": "bytes=5-9"}).body == b",Cros"
        assert time.monotonic() - began < 5
        assert not open_files(behind.gunicorn.worker())
    finally:
        for connection in slow:
            connection.close()


def test_a_slow_reader_of_gunicorn_alone_gets_every_byte(alone: Server, release: Release) -> None:
    connection = connect(alone.port)
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32 * 1024)
    send(connection, exact(release))
    response = connection.getresponse()
    digest, total = hashlib.sha256(), 0
    while piece := response.read(16 * 1024):
        digest.update(piece)
        total += len(piece)
        time.sleep(0.01)
    assert (total, digest.hexdigest()) == (SIZE, DocumentFile.objects.get().sha256)


@pytest.fixture
def release() -> Release:
    """A public release with a file."""
    return public_release()


def test_what_is_missing_on_the_disk_is_an_error_and_never_half_an_answer(release: Release, port: int) -> None:
    """The row says it is there: somebody restored the database and not the files."""
    path = exact(release)
    assert ask(port, path).status == 200
    [stored] = DocumentFile.objects.all()
    (FILES / str(stored.file.name)).unlink()
    answer = ask(port, path)
    assert answer.status in (404, 500)
    assert str(stored.file.name).encode() not in answer.body
