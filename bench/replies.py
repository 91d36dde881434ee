"""What ten thousand replies to one release cost: its page, its feed, its JSON and the queue, in queries and milliseconds.

    .venv/bin/python bench/replies.py               # on SQLite; writes bench/REPLIES.md
    .venv/bin/python bench/replies.py --postgres    # on a PostgreSQL of its own, which tests/postgres.py starts

Ten replies and ten thousand are stored in databases of their own by ``tests/comments/many.py``: nested, in every state. Each
page is asked through Django's test client, middleware and template included, the network left out.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk import ANSWERS, ROOT, ask, environment

FEW, MANY = 10, 10_000
SINCE = datetime(2026, 3, 6, 14, 30, tzinfo=UTC)
RELEASE = "/releases/2026/03/06/ferry/"
QUEUE = "/admin/comments/comment/"


def measure(number: int) -> dict[str, tuple[int, float]]:
    """Store so many replies, and ask for every page: queries and milliseconds by name."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from comments.feeds import asked_page
    from comments.models import Comment
    from comments.threads import thread_page
    from tests import cast, scenes
    from tests.comments.conversation import edition_of
    from tests.comments.many import store_replies

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    edition = edition_of(scenes.published(at=SINCE, slug="ferry"))
    store_replies(edition.release, number, since=SINCE + timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    reader, moderator = Client(), Client()
    moderator.force_login(cast.mo())
    at = datetime.now(UTC)
    threads, feeds = thread_page(edition.release_id, at).pages, asked_page(edition, {}, at).pages
    newest = Comment.objects.approved().filter(parent__isnull=False).newest_first()[0]
    pages: list[tuple[str, Any, str, int]] = [
        ("the release, with its first page of replies", reader, RELEASE, 200),
        ("the last page of replies", reader, f"{RELEASE}replies/?page={threads}", 200),
        ("the address of the newest answer", reader, f"{RELEASE}replies/{newest.key}/", 302),
        ("feed, first page", reader, f"{RELEASE}replies.atom", 200),
        ("feed, last page", reader, f"{RELEASE}replies.atom?page={feeds}", 200),
        ("JSON, first page", reader, f"{RELEASE}replies.json", 200),
        ("JSON, last page", reader, f"{RELEASE}replies.json?page={feeds}", 200),
        ("the queue", moderator, QUEUE, 200),
    ]
    return {name: ask(client, page, status) for name, client, page, status in pages}


def child(folder: Path, number: int, *, postgres: bool) -> dict[str, tuple[int, float]]:
    """The measurements of one size, by a process whose settings are its own."""
    command = [sys.executable, str(Path(__file__)), "--replies", str(number)]
    if postgres:
        command = [sys.executable, "-m", "tests.postgres", *command]
    folder.mkdir(parents=True)
    settings = {**environment(folder), "REVIEWERS": "0"}
    done = subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, tuple[int, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(few: dict[str, tuple[int, float]], many: dict[str, tuple[int, float]]) -> str:
    """Both sizes side by side."""
    rows = [
        f"| {name} | {few[name][0]} | {queries} | {few[name][1]:.1f} | {cost:.1f} | {cost / few[name][1]:.1f} |"
        for name, (queries, cost) in many.items()
    ]
    head = "| page | queries, 10 | queries, 10,000 | ms, 10 | ms, 10,000 | ratio |\n|---|--:|--:|--:|--:|--:|"
    return "\n".join([head, *rows])


HEAD = """# What ten thousand replies to one release cost

Made by `bench/replies.py`. Of a hundred replies seventy are approved and twelve wait; sixty answer another one, up to five
deep. With ten replies a page of the release holds a few threads, and the queue one or two cards; with ten thousand both hold
fifty, and that is most of the difference. Read times as ratios: the machine had other work to do.
"""


def write(engine: str, text: str) -> None:
    """Put the section of this engine into the file, beside that of the other."""
    file = ROOT / "bench" / "REPLIES.md"
    sections = file.read_text(encoding="utf-8").split("\n## ")[1:] if file.exists() else []
    kept = {f"## {section}".rstrip() + "\n" for section in sections if not section.startswith(engine)}
    file.write_text("\n".join([HEAD, *sorted([*kept, text], reverse=True)]), encoding="utf-8")


def main() -> None:
    """Measure both sizes and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    parser.add_argument("--replies", type=int, help="measure one size in this process (used by the others)")
    asked = parser.parse_args()
    if asked.replies:
        sys.stdout.write(json.dumps(measure(asked.replies)) + "\n")
        return
    with tempfile.TemporaryDirectory(prefix="pressroom-bench-") as scratch:
        few = child(Path(scratch) / "few", FEW, postgres=asked.postgres)
        many = child(Path(scratch) / "many", MANY, postgres=asked.postgres)
    clock = "milliseconds on the wall" if asked.postgres else "milliseconds of processor time, database included"
    engine = "PostgreSQL" if asked.postgres else "SQLite"
    made = f"{datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, {os.cpu_count()} cores"
    text = f"## {engine}\n\n{made}; {clock}, the cheapest of {ANSWERS} answers.\n\n{table(few, many)}\n"
    sys.stdout.write(text)
    write(engine, text)


if __name__ == "__main__":
    main()
