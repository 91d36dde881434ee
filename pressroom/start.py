"""What has to be true before the server starts: a free port, a current database, current static files."""

import hashlib
import socket
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pressroom import styles


class PortTaken(Exception):
    """The server could not listen where it should; the message says so in one sentence."""


def claim_port(host: str, port: int) -> None:
    """Raise PortTaken unless a server could listen there now. gunicorn would try for five seconds and then only log it."""
    with socket.socket() as probe:
        # Without it a port that was just released counts as taken for a minute (TIME_WAIT).
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise PortTaken(
                f"port {port} on {host} cannot be used ({reason}); stop what uses it, or choose another: "
                f"make run PORT={8001 if port == 8000 else 8000}"
            ) from error


def migrate() -> int:
    """Apply what is missing; returns how many migrations that was."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    return len(missing)


def build_static() -> bool:
    """Collect, hash and compress the static files; False where those of an earlier start are still right.

    Compressing takes many seconds, so a fingerprint of all source files (name, size, time) decides.
    """
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    wanted = static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    stamp.unlink(missing_ok=True)
    # Not clear=True: a server that still runs goes on answering from the files it has.
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")
    return True


def static_fingerprint() -> str:
    """One hash over what ``collectstatic`` would read, and how it would write it."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    digest.update(Path(styles.__file__).read_bytes())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
