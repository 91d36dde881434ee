"""Real servers for a test: gunicorn with the shipped settings, and nginx with the shipped configuration before it.

Each has a port of its own on loopback, ends with this process even when that is killed, and is stopped by its number.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from tests.postgres import free_port, wait_until
from tests.servers.asking import ask

ROOT = Path(__file__).resolve().parent.parent.parent
NGINX = Path("/usr/sbin/nginx")
PREFIX = "/_stored/"
START_SECONDS = 60

MAIN = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/pressroom.conf;
}}
"""
"""What a distribution's nginx.conf says around ours."""


@dataclass(frozen=True)
class Server:
    """A server that listens."""

    name: str
    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    def worker(self) -> int:
        """The process that does the work: the only child of the one that was started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        assert len(children) == 1, children
        return int(children[0])


def database_url() -> str:
    """Where the tests' database is, for another process."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    password, host = quote(config["PASSWORD"], safe=""), config["HOST"]
    return f"postgresql://{config['USER']}:{password}@{host}:{config['PORT']}/{config['NAME']}"


@contextmanager
def gunicorn(
    folder: Path, *, behind_nginx: bool, workers: int = 1, more: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """The application on the tests' database and files; ``more`` goes into its environment."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "PORT": str(port),
        "WEB_CONCURRENCY": str(workers),
        "X_ACCEL_PREFIX": PREFIX if behind_nginx else "",
        "PYTHONWARNINGS": "",
        **(more or {}),
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "deploy/gunicorn.conf.py",
        "tests.servers.wsgi:application",
    ]
    with _running("gunicorn", command, port, folder / "gunicorn.log", environment) as server:
        yield server


@contextmanager
def nginx(folder: Path, behind: int, data_dir: Path) -> Iterator[Server]:
    """The shipped configuration with what is "yours" in it filled in, before the application on another port."""
    port = free_port()
    folder.joinpath("pressroom.conf").write_text(configured(port, behind, data_dir))
    # Debian's nginx would change to its own user, who cannot read what this one wrote. Without root it stays who it is.
    user = "user root root;" if os.geteuid() == 0 else ""
    folder.joinpath("nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    command = [str(NGINX), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with _running("nginx", command, port, folder / "error.log", dict(os.environ)) as server:
        yield server


def configured(port: int, behind: int, data_dir: Path) -> str:
    """deploy/nginx.conf for this machine. Every line that is marked as the operator's is changed, and no other."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    filled = {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{behind};",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "server_name news.example.org;": "server_name testserver;",
        "set $data_dir /srv/pressroom/var;": f"set $data_dir {data_dir};",
    }
    assert len(re.findall(r"# yours", text)) == len(filled)
    for before, after in filled.items():
        assert len(re.findall(rf"^\s*{re.escape(before)}", text, re.MULTILINE)) == 1, before
        text = re.sub(
            rf"^(\s*){re.escape(before)}", lambda found, after=after: found[1] + after, text, flags=re.MULTILINE
        )
    return text


@contextmanager
def _running(name: str, command: list[str], port: int, log: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    setpriv = shutil.which("setpriv")
    tied = [setpriv, "--pdeathsig=TERM"] if setpriv else []
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*tied, *command], cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    server = Server(name, port, process, log)
    try:
        ready = wait_until(lambda: process.poll() is not None or _answers(port), START_SECONDS)
        assert ready and process.poll() is None, f"{name} did not start:\n{log.read_text()}"
        yield server
    finally:
        _stop(process)


def _answers(port: int) -> bool:
    with suppress(OSError):
        return ask(port, "/healthz").status == 200
    return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether something comes true in time."""
    return wait_until(condition, seconds)
