"""What a public page costs: CPU milliseconds of the whole server tree per request, and its queries, on the demo newsroom.

    .venv/bin/python bench/pages.py

CPU is user plus system time of gunicorn's master and workers from ``/proc/PID/stat``, before and after, over the requests
answered (the method behind the peers' figures). Machines are noisy and shared: read the ratios to the floor, a bare Django
view measured in the same run. Nothing is cached but what the browser would revalidate. Writes bench/RESULTS.md.
"""

import http.client
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUESTS = 400
WARM_UP = 40
TICK = os.sysconf("SC_CLK_TCK")

COUNT_QUERIES = """
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
for path in PATHS:
    Client().get(path)
    with CaptureQueriesContext(connection) as queries:
        Client().get(path)
    print(len(queries))
"""


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and its living children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK + sum(cpu_seconds(int(child)) for child in children)


def fetch(port: int, path: str, etag: str = "") -> tuple[int, bytes, str]:
    """Status, body and ETag of one GET on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"If-None-Match": etag} if etag else {})
    answer = connection.getresponse()
    found = answer.status, answer.read(), answer.headers.get("ETag", "")
    connection.close()
    return found


def measure(port: int, pid: int, path: str, *, conditional: bool = False) -> tuple[int, int, float]:
    """Status, bytes and CPU milliseconds a request of one path."""
    etag = fetch(port, path)[2] if conditional else ""
    for _number in range(WARM_UP):
        fetch(port, path, etag)
    before = cpu_seconds(pid)
    for _number in range(REQUESTS):
        status, body, _etag = fetch(port, path, etag)
    return status, len(body), (cpu_seconds(pid) - before) / REQUESTS * 1000


def pages(port: int) -> list[tuple[str, str]]:
    """What to measure: the addresses of a demo newsroom, found by following its own links."""
    front = fetch(port, "/")[1].decode()
    release = re.search(r'href="(/releases/\d{4}/\d\d/\d\d/[^"]+/)"', front)
    tag = re.search(r'href="(/tags/[^"]+/)"', front)
    if release is None or tag is None:
        sys.exit("The front page links to no release or tag: is the demo loaded?")
    year = release[1][: len("/releases/2026/")]
    return [
        ("front page", "/"),
        ("list", "/releases/"),
        ("list of one kind", "/releases/?kind=news_release"),
        ("release with replies", release[1]),
        ("tag", tag[1]),
        ("archive of a year", year),
        ("not found", "/releases/2026/01/01/never-was/"),
    ]


def run(port: int, pid: int, env: dict[str, str]) -> list[str]:
    """The rows of the table."""
    floor = measure(port, pid, "/healthz")[2]
    rows = [f"| floor: a bare Django view (`/healthz`) | | 3 | {floor:.2f} | 1.0 |"]
    found = pages(port)
    script = COUNT_QUERIES.replace("PATHS", repr([path for _name, path in found]))
    counted = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    for (name, path), queries in zip(found, counted, strict=True):
        _status, size, cost = measure(port, pid, path)
        rows.append(f"| {name} | {queries} | {size:,} | {cost:.2f} | {cost / floor:.1f} |")
        if name == "release with replies":
            status, size, cost = measure(port, pid, path, conditional=True)
            rows.append(
                f"| the same, `If-None-Match` ({status}) | {queries} | {size} | {cost:.2f} | {cost / floor:.1f} |"
            )
    return rows


def main() -> None:
    """Load a demo newsroom of its own, serve it, measure it, stop the server, write the table."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="pressroom-bench-") as data:
        env = {**os.environ, "DATA_DIR": data, "SITE_URL": f"http://127.0.0.1:{port}", "SECRET_KEY": "bench" * 12}
        env |= {"PORT": str(port), "ALLOWED_HOSTS": "127.0.0.1,testserver"}
        env.pop("DEBUG", None)
        for command in ("migrate --verbosity 0", "collectstatic --noinput --verbosity 0", "demo --picture-width 640"):
            subprocess.run(
                [sys.executable, "manage.py", *command.split()],
                cwd=ROOT,
                env=env,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL) as server:
            try:
                for _attempt in range(100):
                    try:
                        fetch(port, "/readyz")
                        break
                    except OSError:
                        time.sleep(0.2)
                rows = run(port, server.pid, env)
            finally:
                server.terminate()
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    text = "\n".join(
        [
            "# What a page costs",
            "",
            f"Made by `bench/pages.py` on {datetime.now(UTC):%d %B %Y}: the demo newsroom on {engine}, gunicorn with two",
            f"workers, Python {platform.python_version()}, {os.cpu_count()} cores, {REQUESTS} requests a row, one at a time.",
            "Shared machine: read the ratios to the floor, not the milliseconds.",
            "",
            "| page | queries | bytes | CPU ms a request | ratio to the floor |",
            "|---|--:|--:|--:|--:|",
            *rows,
            "",
        ]
    )
    (ROOT / "bench" / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
