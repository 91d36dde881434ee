"""A private PostgreSQL for one command: `python -m tests.postgres pytest …` runs it with DATABASE_URL set.

The cluster has its own folder, port and password, is never the machine's own, and is gone afterwards. It also goes when
this process is killed (`setpriv --pdeathsig`), and what a power cut leaves behind is cleared away by the next run.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "pressroom-postgresql-"
# Tests need no crash safety; every write that reaches the disk costs them time.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "60",
    "timezone": "UTC",
}
START_SECONDS = 30


def binaries() -> Path:
    """The newest installed server's folder; Debian keeps it out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        sys.exit("PostgreSQL's server is not installed. On Debian: apt install postgresql")
    return found[-1].parent


def as_server_user() -> list[str]:
    """PostgreSQL refuses to run as root; Debian's packages bring a user for it. Its end is tied to ours."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() == 0:
        if setpriv is None:
            sys.exit("Running PostgreSQL from root needs setpriv, from Debian's package util-linux.")
        return [setpriv, "--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig=INT"]
    return [setpriv, "--pdeathsig=INT"] if setpriv else []


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def clear_leftovers(parent: Path) -> None:
    """Remove the clusters of runs that are no more: the name of a folder begins with the number of its process."""
    for folder in parent.glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if not owner.isdigit() or alive(int(owner)) or folder.stat().st_uid != os.geteuid():
            continue
        with suppress(OSError, ValueError, IndexError):
            postmaster = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
            # Numbers are given out again: only a process that was started for this very folder is ours to stop.
            if str(folder) in Path(f"/proc/{postmaster}/cmdline").read_text():
                os.kill(postmaster, signal.SIGQUIT)
                wait_until(lambda pid=postmaster: not alive(pid), 5)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """The DATABASE_URL of a fresh cluster that lives as long as the block."""
    programs = binaries()
    parent = Path(tempfile.gettempdir())
    clear_leftovers(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))
    try:
        password = secrets.token_hex(16)
        prepare(folder, programs, password)
        server, port = start(folder, programs)
        try:
            yield f"postgresql://pressroom:{password}@127.0.0.1:{port}/postgres"
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(folder: Path, programs: Path, password: str) -> None:
    """Make the cluster's files."""
    folder.chmod(0o711)  # the server's user passes through to its own folder and reads nothing else
    data, passphrase = folder / "data", folder / "password"
    data.mkdir(mode=0o700)
    passphrase.touch(mode=0o600)
    passphrase.write_text(password)
    if os.geteuid() == 0:
        for path in (data, passphrase):
            shutil.chown(path, "postgres", "postgres")
    command = [programs / "initdb", "--pgdata", data, "--username=pressroom", "--pwfile", passphrase]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        [*as_server_user(), *command], check=False, capture_output=True, text=True, cwd="/", env=plain_environment()
    )
    if done.returncode:
        sys.exit(f"PostgreSQL's initdb failed:\n{done.stdout}{done.stderr}")


def start(folder: Path, programs: Path) -> tuple["subprocess.Popen[bytes]", int]:
    """Start the server; again on another port where somebody took the first one in the meantime."""
    log = folder / "log"
    for _attempt in range(3):
        port = free_port()
        options = [f"--{name}={value}" for name, value in FAST.items()]
        command = [programs / "postgres", "-D", folder / "data", "-p", str(port), *options]
        command += ["--listen_addresses=127.0.0.1", "--unix_socket_directories="]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [*as_server_user(), *command],
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=plain_environment(),
                start_new_session=True,  # Ctrl-C is for us; we stop the server in order
            )
        ready = folder / "data" / "postmaster.pid"
        wait_until(lambda: server.poll() is not None or says_ready(ready), START_SECONDS)  # noqa: B023
        if server.poll() is None and says_ready(ready):
            return server, port
        stop(server)
    sys.exit(f"PostgreSQL did not start:\n{log.read_text()}")


def says_ready(file: Path) -> bool:
    """The last line of postmaster.pid is the server's state."""
    try:
        return file.read_text().rstrip().endswith("ready")
    except OSError:
        return False


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Fast shutdown, and an immediate one where that takes too long."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)


def plain_environment() -> dict[str, str]:
    """Without PGDATA, PGPORT and their like, which would change what we start."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C.UTF-8"}


def main(command: list[str]) -> int:
    """Run the command against a fresh cluster and return its exit status."""
    # Otherwise a SIGTERM would end us without `finally`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as address:
        try:
            return subprocess.call(command, env=os.environ | {"DATABASE_URL": address})
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
