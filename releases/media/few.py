"""Costly work by few threads of a process at the same moment; few wait for it, and none for long.

Whoever waits holds one of the server's threads, which readers need.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class NoRoom(Exception):
    """Enough are waiting already, or one's own wait was in vain."""


class Few:
    """Turns among the threads of this process: ``at_once`` of them have one, ``waiting`` more may wait for theirs."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._room = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.BoundedSemaphore(at_once)

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Have a turn, after so many seconds at most. Raises ``NoRoom``, at once where enough are waiting."""
        if not self._room.acquire(blocking=False):
            raise NoRoom
        try:
            if not self._turns.acquire(timeout=patience):
                raise NoRoom
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._room.release()
