"""Starting: a key of one's own, a free port, static files built once, and a real server that stops when told."""

import fcntl
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.db import connection

from pressroom.secret_key import make
from pressroom.start import PortTaken, claim_port

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_key_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    file = tmp_path / "var" / "secret_key"
    assert make(file) is True
    key = file.read_text().strip()
    assert len(key) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert make(file) is False
    assert file.read_text().strip() == key
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


def test_of_many_starts_at_once_one_makes_the_key(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _: make(file), range(64)))
    assert made.count(True) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as refusal:
            claim_port("127.0.0.1", port)
    assert f"port {port} on 127.0.0.1 cannot be used (address already in use)" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    claim_port("127.0.0.1", port)


class Office:
    """An installation of its own in a folder, as `make run` would make it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        # SQLite whatever the suite runs on: this is the start on a bare machine.
        outside = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = outside | {"DATA_DIR": str(folder), "PORT": str(self.port)}

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def prepare(self) -> str:
        self.run("-m", "pressroom.secret_key")
        return self.run("manage.py", "prepare", "--port", str(self.port), "--static")

    def ask(self, method: str, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def wait(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.ask("GET", "/healthz")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("The server does not answer.")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Prepared, and not serving. Compressing static files takes ten seconds, so parallel workers share one installation."""
    if connection.vendor != "sqlite":
        pytest.skip("the start on a bare machine is SQLite's, and the run on SQLite proves it")
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    office = Office(folder / "office")
    with (folder / "office.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not office.folder.exists():
            said = office.prepare()
            assert "Applied" in said
            assert "Built the static files." in said
    return office


@pytest.fixture
def server(office: Office, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """gunicorn as `make run` starts it."""
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
            cwd=ROOT,
            env=office.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            office.wait()
            yield process
        finally:
            # The master and its workers: without their master they would hold the port a while longer.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_second_start_builds_nothing_again(office: Office) -> None:
    built = (office.folder / "static" / "staticfiles.json").stat().st_mtime_ns
    said = office.prepare()
    assert "Applied" not in said
    assert "Built" not in said
    assert (office.folder / "static" / "staticfiles.json").stat().st_mtime_ns == built


def test_it_serves_as_production_would(office: Office, server: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    assert office.ask("GET", "/readyz")[1] == b"ok\n"
    response, page = office.ask("GET", "/")
    assert response.status == 200
    assert response.headers["Set-Cookie"] is None
    assert "Cookie" not in (response.headers["Vary"] or "")
    sheets = re.findall(r'href="(/static/css/[^"]+)"', page.decode())
    assert sheets
    for sheet in sheets:
        assert re.search(r"\.[0-9a-f]{12}\.css$", sheet)
        response, _body = office.ask("GET", sheet, **{"Accept-Encoding": "br"})
        assert response.status == 200
        assert response.headers["Content-Encoding"] == "br"
        assert "immutable" in response.headers["Cache-Control"]
    response, page = office.ask("GET", "/no/such/page/")
    assert response.status == 404
    assert b"DEBUG" not in page
    assert office.ask("GET", "/secret_key")[0].status == 404
    assert office.ask("GET", "/static/../secret_key")[0].status == 404

    response, body = office.ask("HEAD", "/")
    assert (response.status, body) == (200, b"")
    assert int(response.headers["Content-Length"]) > 1000
    assert "no-body" not in (tmp_path / "log").read_text()


def test_visitors_who_say_nothing_keep_nobody_waiting(office: Office, server: "subprocess.Popen[bytes]") -> None:
    """A browser opens connections ahead of the next click, and may not use them for minutes."""
    silent = [socket.create_connection(("127.0.0.1", office.port)) for _ in range(6)]
    try:
        assert office.ask("GET", "/healthz")[0].status == 200
    finally:
        for connection in silent:
            connection.close()


def test_it_stops_when_told(office: Office, server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)
    # A worker that is only just starting misses its signal, and is ended after graceful_timeout.
    assert server.wait(40) == 0
    claim_port("127.0.0.1", office.port)
