"""Processes that end at random moments, as machines make them: SIGKILL, by number, without a word."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from tests.servers.load_threads import Acting
from tests.servers.running import ROOT

ANSWERS_BETWEEN = 5


class WorkerKiller(Acting):
    """Kills one of a server's workers now and then; the master starts another.

    On a slow machine workers need longer to start than a moment that was chosen on a fast one: between two kills something
    has to be answered, so that it is always a working server that is hurt.
    """

    def __init__(
        self, master: int, every: tuple[float, float], seed: int, progress: Callable[[], int], most: int
    ) -> None:
        super().__init__()
        self.master, self.every, self.chosen, self.progress = master, every, random.Random(seed), progress
        self.most = most
        self.killed: list[int] = []

    def act(self) -> None:
        """Until told that it is over."""
        before = 0
        while not self.over.wait(self.chosen.uniform(*self.every)):
            if len(self.killed) >= self.most or self.progress() < before + ANSWERS_BETWEEN:
                continue
            before = self.progress()
            children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()
            # The master's own helpers are children too; a worker is whatever it forked, and that is what is killed.
            if len(children) > 1:
                victim = int(self.chosen.choice(children))
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                    self.killed.append(victim)


class Chores(Acting):
    """``manage.py work`` beside the server, killed and started again."""

    def __init__(
        self, environment: Mapping[str, str], log: Path, every: tuple[float, float], seed: int, most: int
    ) -> None:
        super().__init__()
        self.environment, self.log, self.every, self.chosen = environment, log, every, random.Random(seed)
        self.most = most
        self.killed: list[int] = []

    def act(self) -> None:
        """Until told that it is over."""
        command = [sys.executable, "manage.py", "work", "--beside", str(os.getpid())]
        with self.log.open("ab") as output:
            while not self.over.is_set():
                process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=output, stderr=output)
                ended = self.over.wait(self.chosen.uniform(*self.every) if len(self.killed) < self.most else None)
                assert process.poll() is None, f"The chores ended by themselves:\n{self.log.read_text()}"
                process.kill()
                process.wait()
                if not ended:
                    self.killed.append(process.pid)

    def end(self) -> None:
        """No more; what is left is done once, to its end."""
        super().end()
        done = subprocess.run(
            [sys.executable, "manage.py", "work", "--once"],
            cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
