"""Where uploaded bytes live: outside the web root, under random names, written whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages


class AtomicFileSystemStorage(FileSystemStorage):
    """A local folder in which a name either holds complete bytes or does not exist.

    Django's own class writes into the final name, so a killed process leaves half a file and a reader can meet one that
    is still growing. Here the bytes go to a temporary name, reach the disk, and are renamed over the final one, which
    POSIX makes atomic. Writing a name twice replaces it: rendition names are a pure function of their content.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: names are random keys or derived from them, so a second write means the same bytes."""
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
        try:
            with os.fdopen(descriptor, "wb") as sink:
                for chunk in content.chunks():
                    sink.write(chunk)
                sink.flush()
                os.fsync(sink.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name


def private() -> Storage:
    """The storage that has no public address; every read goes through a view that asks who may see it."""
    return storages["private"]
