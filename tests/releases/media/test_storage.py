"""Files on the local disk: whole or not there at all, whatever happens meanwhile, and nobody else's."""

import errno
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File

from releases.media import storage as module
from releases.media.storage import UNFINISHED, AtomicFileSystemStorage, local_name, private, signed_address, sweep


@pytest.fixture
def storage(tmp_path: Path) -> AtomicFileSystemStorage:
    """A storage of the test's own."""
    return AtomicFileSystemStorage(location=tmp_path / "kept")


def names(storage: AtomicFileSystemStorage) -> list[str]:
    """Every file in it."""
    root = Path(storage.location)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


class Breaking(File):
    """A file whose reading ends with an error after its first piece."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_whose_writing_fails_leaves_nothing(storage: AtomicFileSystemStorage) -> None:
    with pytest.raises(OSError, match="No space"):
        storage.save("images/k/original", Breaking(None, "x"))
    assert names(storage) == []


def test_a_file_whose_rewriting_fails_is_as_it_was(storage: AtomicFileSystemStorage) -> None:
    storage.save("images/k/original", ContentFile(b"whole"))
    with pytest.raises(OSError, match="No space"):
        storage.save("images/k/original", Breaking(None, "x"))
    assert names(storage) == ["images/k/original"]
    assert storage.open("images/k/original").read() == b"whole"


def test_a_process_killed_while_it_writes_leaves_no_half_file(storage: AtomicFileSystemStorage) -> None:
    script = (
        "import os, signal, sys\n"
        "from django.conf import settings; settings.configure()\n"
        "from django.core.files.base import File\n"
        "from releases.media.storage import AtomicFileSystemStorage\n"
        "class Endless(File):\n"
        "    def chunks(self, chunk_size=None):\n"
        "        yield b'half' * 100000\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "AtomicFileSystemStorage(location=sys.argv[1]).save('images/k/original', Endless(None, 'x'))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, storage.location], timeout=60)
    assert done.returncode == -9
    assert not storage.exists("images/k/original")
    (left,) = names(storage)
    assert left.startswith(f"{UNFINISHED}/")
    assert storage.sweep() == 0, "somebody might be writing it still"
    long_ago = time.time() - module.ABANDONED - 1
    os.utime(Path(storage.location, left), (long_ago, long_ago))
    assert storage.sweep() == 1
    assert names(storage) == []


def test_only_the_owner_and_the_group_may_read(storage: AtomicFileSystemStorage) -> None:
    storage.save("images/k/original", ContentFile(b"whole"))
    path = Path(storage.path("images/k/original"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert not stat.S_IMODE(path.parent.stat().st_mode) & stat.S_IRWXO
    assert not stat.S_IMODE(Path(storage.location).stat().st_mode) & stat.S_IRWXO


def test_no_file_has_an_address_of_its_own(storage: AtomicFileSystemStorage) -> None:
    storage.save("images/k/original", ContentFile(b"whole"))
    with pytest.raises(ValueError, match="no address"):
        storage.url("images/k/original")


def test_a_proxy_on_this_machine_finds_a_file_by_its_name() -> None:
    name = private().save("images/k/original", ContentFile(b"whole"))
    assert local_name(name) == "images/k/original"
    assert signed_address(name, content_type="image/png", disposition="inline", seconds=60) is None
    assert sweep() == 0


def test_a_name_does_not_leave_the_folder() -> None:
    with pytest.raises(Exception, match="located outside"):
        local_name("../../etc/passwd")
