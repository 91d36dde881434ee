"""One at a time: of the many requests for a rendition that is not made yet, one makes it and the others wait for that."""

import fcntl
import logging
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

SLOTS = 256
"""Lock files are shared by names and never removed: removing one that another process waits for would break it in two."""


AGAIN = 0.05
"""Seconds between two looks of somebody who does not wait for ever: the kernel knows no time limit for ``flock``."""


class StillTaken(Exception):
    """Somebody else had the turn for all of the time that one was willing to wait."""


@contextmanager
def turn(name: str, patience: float | None = None) -> Iterator[None]:
    """Hold the turn for this name, among all threads and processes of this machine.

    With ``patience`` it is waited for so many seconds at most; raises ``StillTaken`` after them.

    The kernel takes an ``flock`` back when its process ends, however that ends, so none is held for ever. Where a lock
    cannot be had (a full or read-only disk) the work is done all the same: it may be done twice, and comes out equal.
    """
    slot = _slot(zlib.crc32(name.encode()) % SLOTS)
    try:
        if slot is not None:
            _take(slot, patience)
        yield
    finally:
        if slot is not None:
            os.close(slot)


def _take(slot: int, patience: float | None) -> None:
    if patience is None:
        fcntl.flock(slot, fcntl.LOCK_EX)
        return
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise StillTaken from None
            time.sleep(AGAIN)
        else:
            return


def _slot(number: int) -> int | None:
    folder = Path(settings.DATA_DIR) / "locks"
    try:
        folder.mkdir(exist_ok=True)
        # A descriptor of its own for every thread: that is whom flock tells apart.
        return os.open(folder / f"{number:03d}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    except OSError as error:
        logger.warning("No lock could be had in %s: %s", folder, error)
        return None
