"""One at a time: of the many requests for a rendition that is not made yet, one makes it and the others wait for that."""

import fcntl
import logging
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

SLOTS = 256
"""Lock files are shared by names and never removed: removing one that another process waits for would break it in two."""


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Hold the turn for this name, among all threads and processes of this machine.

    The kernel takes an ``flock`` back when its process ends, however that ends, so none is held for ever. Where a lock
    cannot be had (a full or read-only disk) the work is done all the same: it may be done twice, and comes out equal.
    """
    slot = _slot(zlib.crc32(name.encode()) % SLOTS)
    try:
        if slot is not None:
            fcntl.flock(slot, fcntl.LOCK_EX)
        yield
    finally:
        if slot is not None:
            os.close(slot)


def _slot(number: int) -> int | None:
    folder = Path(settings.DATA_DIR) / "locks"
    try:
        folder.mkdir(exist_ok=True)
        # A descriptor of its own for every thread: that is whom flock tells apart.
        return os.open(folder / f"{number:03d}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    except OSError as error:
        logger.warning("No lock could be had in %s: %s", folder, error)
        return None
