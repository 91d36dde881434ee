"""The private PostgreSQL of the test run: its command's status is passed on, and nothing is left behind, even by a kill."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.one_database import ABOUT_PAGES
from tests.postgres import PREFIX, wait_until

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(
    not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="PostgreSQL's server is not installed"
)


def runner(folder: Path, *command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", *command],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def stopped(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.fixture
def folder() -> Iterator[Path]:
    """A temporary folder that PostgreSQL's own user may pass through, as it may through /tmp."""
    folder = Path("/tmp") / f"runner-{os.getpid()}-{time.monotonic_ns()}"
    folder.mkdir(mode=0o755)
    yield folder
    shutil.rmtree(folder)


def test_the_command_gets_an_address_and_its_status_is_passed_on(folder: Path) -> None:
    ask = (
        "import os, psycopg; print(psycopg.connect(os.environ['DATABASE_URL']).execute('select 40 + 2').fetchone()[0])"
    )
    process = runner(folder, sys.executable, "-c", f"{ask}; raise SystemExit(7)")
    assert process.communicate(timeout=60)[0] == "42\n"
    assert process.returncode == 7
    assert not list(folder.iterdir())


def test_what_a_killed_run_left_is_cleared_by_the_next(folder: Path) -> None:
    process = runner(folder, sys.executable, "-c", "print('up', flush=True); import time; time.sleep(5)")
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    [left] = folder.glob(f"{PREFIX}*")
    server = int((left / "data" / "postmaster.pid").read_text().splitlines()[0])
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()

    assert runner(folder, "true").wait(60) == 0
    # It was told to stop when its run was killed, and may still be at it; what is left to reap (Z) has stopped.
    assert wait_until(lambda: stopped(server), 10)
    assert not list(folder.iterdir())


def test_modules_that_are_asked_on_one_database_only_are_there() -> None:
    """A name that is written wrong, or of a file that has moved, would leave nothing out and tell nobody."""
    missing = [name for name in ABOUT_PAGES if not (ROOT / name).is_file()]
    assert not missing
