"""Run one command beside a private PostgreSQL: ``python -m tests.postgres COMMAND…``.

The cluster has its own folder and port, listens on loopback only, and goes when the command ends. What an earlier run that
was killed left behind is stopped by its process id and removed first.
"""

import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# One folder for each checkout, so that leftovers are found and two checkouts do not meet.
FOLDER = Path(tempfile.gettempdir()) / f"pressroom-pg-{os.getuid()}-{hashlib.sha256(bytes(ROOT)).hexdigest()[:12]}"
# The data is thrown away: nothing has to survive a power failure.
OPTIONS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "100"}


def binaries() -> Path:
    """The newest installed server's folder. Raises ``SystemExit`` with a sentence where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        sys.exit("PostgreSQL's server is not installed: apt install postgresql")
    return found[-1].parent


def as_owner(*command: str | Path) -> None:
    """Run a server program as who may: it refuses root, so root becomes the package's own user."""
    words = [str(word) for word in command]
    if os.getuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    result = subprocess.run(words, cwd="/", capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"{command[0]} failed:\n{result.stdout}{result.stderr}")


def stop() -> None:
    """Stop the cluster in our folder, if one runs there, and remove the folder."""
    pid_file = FOLDER / "data" / "postmaster.pid"
    if pid_file.exists():
        pid = int(pid_file.read_text().split("\n", 1)[0])
        status = Path(f"/proc/{pid}/cmdline")
        # The number may belong to somebody else by now: only a server of this folder is stopped.
        if status.exists() and str(FOLDER).encode() in status.read_bytes():
            as_owner(binaries() / "pg_ctl", "stop", "-D", FOLDER / "data", "-m", "immediate", "-w")
    shutil.rmtree(FOLDER, ignore_errors=True)


def start() -> str:
    """Start a fresh cluster and return its address."""
    stop()
    FOLDER.mkdir(mode=0o700)
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(FOLDER, owner.pw_uid, owner.pw_gid)
    data = FOLDER / "data"
    as_owner(
        binaries() / "initdb",
        "-D",
        data,
        "-U",
        "pressroom",
        "--auth=trust",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
    options += f" -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={FOLDER}"
    as_owner(binaries() / "pg_ctl", "start", "-D", data, "-w", "-s", "-l", FOLDER / "log", "-o", options)
    return f"postgresql://pressroom@127.0.0.1:{port}/postgres"


def main() -> int:
    """Run the command given on the command line with ``DATABASE_URL`` set; its exit status is ours."""
    address = start()
    try:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False).returncode
    finally:
        stop()


if __name__ == "__main__":
    sys.exit(main())
