"""Where uploaded bytes live: outside the web root, under random names, written whole or not at all.

Which storage that is, ``STORAGE_URL`` says; nobody else in the house knows. Everything that goes wrong while it is asked is
an ``OSError``, of which ``FileNotFoundError`` says that there is nothing under a name.
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

UNFINISHED = ".writing"
ABANDONED = 3600
"""Seconds after which nobody is writing a temporary file any more."""
FOLDER_MODE, FILE_MODE = 0o750, 0o640
"""The proxy that sends the bytes (X-Accel-Redirect) is let in through the group; nobody else on the machine is."""


@runtime_checkable
class SignsAddresses(Protocol):
    """A storage that readers can be sent to, with an address that works for a moment."""

    def signed(self, name: str, *, content_type: str, disposition: str, seconds: int) -> str:
        """The address."""


class AtomicFileSystemStorage(FileSystemStorage):
    """A local folder in which a name either holds complete bytes or does not exist.

    Django's own class writes into the final name, so a killed process leaves half a file and a reader can meet one that
    is still growing. Here the bytes go to a temporary name, reach the disk, and are renamed over the final one, which
    POSIX makes atomic. Writing a name twice replaces it: rendition names are a pure function of their content.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: names are random keys or derived from them, so a second write means the same bytes."""
        return name

    def url(self, name: str | None) -> str:
        """There is none; Django's would be made of MEDIA_URL."""
        raise ValueError("A stored file has no address of its own: views ask who may see it.")

    def _save(self, name: str, content: "File[Any]") -> str:
        target = Path(self.path(name))
        descriptor, temporary = tempfile.mkstemp(dir=self._unfinished())
        try:
            with os.fdopen(descriptor, "wb") as sink:
                for chunk in content.chunks():
                    sink.write(chunk)
                os.fchmod(sink.fileno(), FILE_MODE)
                sink.flush()
                os.fsync(sink.fileno())
            target.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name

    def sweep(self) -> int:
        """Remove what processes that were killed left unfinished, and return how many files that was."""
        found = 0
        for temporary in self._unfinished().iterdir():
            if time.time() - temporary.stat().st_mtime > ABANDONED:
                temporary.unlink(missing_ok=True)
                found += 1
        return found

    def _unfinished(self) -> Path:
        """One folder for all, so that the sweep need not walk through everything; inside, so that renaming is possible."""
        # The storage's own folder by itself: the mode holds for the last part of a path only.
        root = Path(self.location)
        root.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        folder = root / UNFINISHED
        folder.mkdir(exist_ok=True, mode=FOLDER_MODE)
        return folder


def private() -> Storage:
    """The storage that has no public address; every read goes through a view that asks who may see it."""
    return storages["private"]


def local_name(name: str) -> str | None:
    """The path of a stored file below the storage's folder, for a proxy that shares the disk; ``None`` where there is none."""
    storage = private()
    if not isinstance(storage, FileSystemStorage):
        return None
    return Path(storage.path(name)).relative_to(storage.location).as_posix()


def signed_address(name: str, *, content_type: str, disposition: str, seconds: int) -> str | None:
    """An address at which the storage itself gives these bytes out for so long, described so; ``None`` for a local disk.

    Nothing is asked of the storage for it: whether the name exists has to be known.
    """
    storage = private()
    if not isinstance(storage, SignsAddresses):
        return None
    return storage.signed(name, content_type=content_type, disposition=disposition, seconds=seconds)


def sweep() -> int:
    """Remove what was left unfinished, where the storage leaves such things; returns how many."""
    storage = private()
    return storage.sweep() if isinstance(storage, AtomicFileSystemStorage) else 0
