"""Chores are done beside the server, in turns, whatever becomes of one of them; and end when they should."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from pressroom import chores
from pressroom.chores import CHORES, Chore, once, watch
from pressroom.management.commands import work
from releases.media import renditions
from tests import scenes

ROOT = Path(__file__).resolve().parent.parent.parent


def doing(*amounts: int) -> Callable[[], int]:
    """A chore that has so much to do each time, and then nothing."""
    left = list(amounts)
    return lambda: left.pop(0) if left else 0


def failing() -> int:
    raise RuntimeError("the printer is on fire")


def never() -> bool:
    return False


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own connection is not one to close."""
    monkeypatch.setattr(chores, "close_old_connections", lambda: None)


def test_every_chore_is_done_until_nothing_is_left_of_it_in_turns() -> None:
    said: list[tuple[str, int]] = []
    result = once(
        [Chore("a", doing(3, 2)), Chore("b", doing(1))], lambda chore, done: said.append((chore.name, done)), never
    )
    assert (result.done, result.failed) == (6, 0)
    assert said == [("a", 3), ("b", 1), ("a", 2), ("b", 0), ("a", 0)]


def test_a_chore_that_fails_stops_no_other_and_is_said(caplog: pytest.LogCaptureFixture) -> None:
    result = once([Chore("fires", failing), Chore("b", doing(1, 1))], lambda *_: None, never)
    assert (result.done, result.failed) == (2, 1)
    assert "The chore 'fires' failed" in caplog.text
    assert "the printer is on fire" in caplog.text


def test_who_is_told_to_stop_stops_between_two_pieces_of_work() -> None:
    done: list[int] = []
    endless = Chore("endless", lambda: done.append(1) or 1)
    once([endless], lambda *_: None, lambda: len(done) >= 3)
    assert len(done) == 3
    watch([endless], lambda *_: None, lambda: len(done) >= 6)
    assert len(done) == 6


def test_watching_goes_on_after_a_failure_and_finds_what_came_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "PAUSE", 0.01)
    monkeypatch.setattr(chores, "LOOK_UP", 0.001)
    tries: list[int] = []

    def sometimes() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError
        return 0

    watch([Chore("sometimes", sometimes)], lambda *_: None, lambda: len(tries) >= 4)
    assert len(tries) == 4


def test_names_of_chores_are_told_apart() -> None:
    assert len({chore.name for chore in CHORES}) == len(CHORES)


@pytest.fixture
def picture(db: None) -> Iterator[Any]:
    """A picture of a scheduled release."""
    image = scenes.picture(size=(60, 40))
    now = timezone.now()
    scenes.scheduled(at=now, visible_from=now + timedelta(days=1), lead_image=scenes.lead(image))
    return image


def run(*arguments: str, terminal: bool = False) -> str:
    """What the command says."""
    said = io.StringIO()
    said.isatty = lambda: terminal  # type: ignore[method-assign]
    call_command("work", *arguments, stdout=said)
    return said.getvalue()


def fresh(monkeypatch: pytest.MonkeyPatch, *more: Chore) -> None:
    """Chores that remember nothing of other tests."""
    ahead = chores.RenditionsAhead()
    monkeypatch.setattr(work, "CHORES", (Chore("renditions", ahead.do, ahead.due), *more))


def test_a_dry_run_says_what_there_is_to_do_and_does_nothing(picture: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh(monkeypatch)
    assert run("--dry-run") == "renditions: 7\n"
    assert renditions.made_of(picture) == set()


def test_once_does_it_and_says_how_much(picture: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh(monkeypatch)
    assert run("--once") == "7 things done.\n"
    assert len(renditions.made_of(picture)) == 7
    assert run("--once") == "0 things done.\n"


def test_on_a_terminal_progress_is_one_line(picture: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh(monkeypatch)
    monkeypatch.setattr("releases.renditions_ahead.SLICE", -1.0)
    said = run("--once", terminal=True)
    assert "\rrenditions: 3 of 7" in said
    assert said.endswith("\rrenditions: 7 of 7\n7 things done.\n")


def test_the_exit_status_tells_that_something_failed(picture: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh(monkeypatch, Chore("fires", failing))
    with pytest.raises(CommandError, match="could not be done"):
        run("--once")
    assert len(renditions.made_of(picture)) == 7


class Process:
    """The command in a process of its own, beside one that only waits, as `make run` starts it beside the server."""

    def __init__(self, folder: Path) -> None:
        # The database has no tables: every chore fails, and is tried again.
        environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": ""}
        script = f'"{sys.executable}" manage.py work --beside $$ 2>"{folder}/log" & echo $!; exec sleep 60'
        self.log = folder / "log"
        self.server = subprocess.Popen(
            ["/bin/sh", "-c", script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        self.worker = int(self.server.stdout.readline())

    def wait_for(self, condition: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + 40
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.05)
        return condition()

    def has_begun(self) -> bool:
        """Whether it works already."""
        return self.wait_for(lambda: self.log.exists() and "The chore 'renditions' failed" in self.log.read_text())

    def has_ended(self) -> bool:
        """Whether the worker is gone, or only its entry in the table of processes is left."""
        status = Path(f"/proc/{self.worker}/stat")
        return self.wait_for(lambda: not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """The command beside a server."""
    both = Process(tmp_path)
    try:
        yield both
    finally:
        for pid in (both.worker, both.server.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        both.server.communicate()


def test_it_ends_with_the_server_even_if_that_is_killed(process: Process) -> None:
    assert process.has_begun()
    process.server.kill()
    process.server.wait()
    assert process.has_ended()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told_to(process: Process, how: signal.Signals) -> None:
    assert process.has_begun()
    os.kill(process.worker, how)
    assert process.has_ended()
    assert "Traceback" not in process.log.read_text().rpartition("no such table")[2]
