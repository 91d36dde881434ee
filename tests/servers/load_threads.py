"""Threads whose failure is not lost."""

import threading


class Acting(threading.Thread):
    """Acts until it has nothing to do, or until told that it is over."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.failure: Exception | None = None

    def run(self) -> None:
        """Act, and keep what went wrong."""
        try:
            self.act()
        except Exception as error:
            self.failure = error

    def act(self) -> None:
        """What it does."""
        raise NotImplementedError

    def end(self) -> None:
        """No more."""
        self.over.set()
        self.join()
