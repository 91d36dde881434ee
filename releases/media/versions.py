"""What all uploads have in common: what they measure, which version they are, what they were called."""

import hashlib
from typing import IO, Any

from releases.media.models import Document, Picture

PIECE = 1024 * 1024


def measure(file: IO[bytes]) -> tuple[int, str]:
    """Size in bytes and SHA-256, read in pieces."""
    file.seek(0)
    size, digest = 0, hashlib.sha256()
    while piece := file.read(PIECE):
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def next_number(model: type[Picture] | type[Document], pk: int) -> int:
    """The number of the next version; the lock lets two replacements at once follow each other."""
    locked: Any = model._default_manager.select_for_update(no_key=True).get(pk=pk)
    last = locked.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
