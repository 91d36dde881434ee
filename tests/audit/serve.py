"""The demo newsroom as ``make run`` serves it, in a folder and on a port of its own, for as long as somebody looks."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.audit.asking import ask
from tests.postgres import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
_SETTINGS = (
    "DATABASE_URL", "DEBUG", "ALLOWED_HOSTS", "STORAGE_URL", "CACHE_URL", "EMAIL_URL", "LANGUAGES", "TIME_ZONE"
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A newsroom that answers."""

    url: str
    environment: dict[str, str]

    def manage(self, *command: str) -> str:
        """Run a management command on its data; returns what it said."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def kinds(self) -> dict[str, str]:
        """Name and path of a page of each kind."""
        ask_it = "import json; from tests.audit.kinds import addresses; print(json.dumps(addresses()))"
        found: dict[str, str] = json.loads(self.manage("shell", "--no-imports", "-c", ask_it).splitlines()[-1])
        return found


@contextmanager
def served(keep: Path | None = None, *, picture_width: int | None = None) -> Iterator[Site]:
    """Load the demo, make its pictures, serve it. ``keep`` is a folder to leave it in, and to find it in the next time."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="pressroom-audit-") as scratch:
        data = keep or Path(scratch)
        data.mkdir(parents=True, exist_ok=True)
        environment = {name: value for name, value in os.environ.items() if name not in _SETTINGS} | {
            "DEBUG": "0",
            "DATA_DIR": str(data),
            "SITE_URL": url,
            "SITE_NAME": "Merrow Coast Authority",
            "SECURITY_CONTACT": "mailto:security@merrow.example",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "PORT": str(port),
        }
        site = Site(url, environment)
        # Without static files first: the demo draws its pictures as wide as it is told, and `prepare` does not ask.
        width = ("--picture-width", str(picture_width)) if picture_width else ()
        site.manage("migrate", "--verbosity", "0")
        site.manage("demo", *width)
        site.manage("prepare", "--static", "--port", str(port))
        # What `make run` leaves to the worker beside the server: nobody waits for pictures, the measurements neither.
        site.manage("work", "--once")
        with _gunicorn(environment, port, data / "gunicorn.log"):
            yield site


@contextmanager
def _gunicorn(environment: dict[str, str], port: int, log: Path) -> Iterator[None]:
    # It ends with this process, even when that is killed.
    setpriv = shutil.which("setpriv")
    tied = [setpriv, "--pdeathsig=TERM"] if setpriv else []
    command = [*tied, sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    with log.open("ab") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        up = wait_until(lambda: server.poll() is not None or _answers(port), START_SECONDS)
        if not up or server.poll() is not None:
            raise SystemExit(f"the server did not start:\n{log.read_text()}")
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _answers(port: int) -> bool:
    with suppress(OSError):
        return ask(f"http://127.0.0.1:{port}/readyz").status == 200
    return False
