"""Processes that end at random moments, as machines make them: SIGKILL, by number, without a word."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.servers.running import ROOT


class WorkerKiller(threading.Thread):
    """Kills one of a server's workers now and then; the master starts another."""

    def __init__(self, master: int, every: tuple[float, float], seed: int) -> None:
        super().__init__(daemon=True)
        self.master, self.every, self.chosen = master, every, random.Random(seed)
        self.over = threading.Event()
        self.killed: list[int] = []

    def run(self) -> None:
        """Until told that it is over."""
        while not self.over.wait(self.chosen.uniform(*self.every)):
            children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()
            # The master's own helpers are children too; a worker is whatever it forked, and that is what is killed.
            if len(children) > 1:
                victim = int(self.chosen.choice(children))
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                    self.killed.append(victim)

    def end(self) -> None:
        """No more."""
        self.over.set()
        self.join()


class Chores(threading.Thread):
    """``manage.py work`` beside the server, killed and started again."""

    def __init__(self, environment: Mapping[str, str], log: Path, every: tuple[float, float], seed: int) -> None:
        super().__init__(daemon=True)
        self.environment, self.log, self.every, self.chosen = environment, log, every, random.Random(seed)
        self.over = threading.Event()
        self.killed: list[int] = []

    def run(self) -> None:
        """Until told that it is over."""
        command = [sys.executable, "manage.py", "work", "--beside", str(os.getpid())]
        with self.log.open("ab") as output:
            while not self.over.is_set():
                process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=output, stderr=output)
                ended = self.over.wait(self.chosen.uniform(*self.every))
                assert process.poll() is None, f"The chores ended by themselves:\n{self.log.read_text()}"
                process.kill()
                process.wait()
                if not ended:
                    self.killed.append(process.pid)

    def end(self) -> None:
        """No more; what is left is done once, to its end."""
        self.over.set()
        self.join()
        done = subprocess.run(
            [sys.executable, "manage.py", "work", "--once"],
            cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
