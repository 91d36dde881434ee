"""Twenty clients post five thousand replies while three moderators decide, and workers and chores are killed at random.

    .venv/bin/python bench/replies_load.py                     # both databases; writes bench/REPLIES_LOAD.md
    .venv/bin/python bench/replies_load.py --replies 500       # less of it, and nothing is written

Real gunicorn (four workers of eight threads), ``manage.py work`` and a mail server beside it, on loopback; the database is a
new SQLite file with the shipped settings, or a PostgreSQL of its own (tests/postgres.py, which waits for no disk). What is
done, and what must hold afterwards, is in tests/servers/replies_load.py: the suite runs a short one.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "bench" / "REPLIES_LOAD.md"
SEED = 20261123
WORKERS = 4
sys.path.insert(0, str(ROOT))


def measure(folder: Path, replies: int, clients: int) -> dict[str, Any]:
    """One run on the database of the environment."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from comments.models import Comment, Decision
    from tests import scenes
    from tests.comments.conversation import edition_of
    from tests.servers import replies_load
    from tests.servers.load_mail import mail_sink
    from tests.servers.running import gunicorn

    call_command("migrate", verbosity=0)
    release = scenes.published(at=timezone.now() - timedelta(days=1))
    replies_load.prepared_moderators()
    address = edition_of(release).get_absolute_url()
    connection.close()
    plan = replies_load.Plan(
        replies=replies, clients=clients, decisions=replies // 10, kill_every=(3, 15), chores_every=(10, 40), seed=SEED
    )
    with mail_sink() as sink:
        more = {**replies_load.ENVIRONMENT, "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
        chores = replies_load.chores_beside(plan, folder, {**os.environ, **more})
        with gunicorn(folder, behind_nginx=False, workers=WORKERS, more=more) as server:
            outcome = replies_load.run(plan, server, address, chores, sink, say=say)
    replies_load.check(outcome, release.pk)
    told, record = outcome.told, outcome.record
    ordered = sorted(told.seconds)
    return {
        "database": connection.vendor,
        "replies": replies,
        "clients": clients,
        "seconds": round(outcome.seconds),
        "workers killed": outcome.workers_killed,
        "chores killed": outcome.chores_killed,
        "connections that broke": told.broken + record.broken,
        "answers 303": told.statuses[303],
        "other answers": {str(status): count for status, count in told.statuses.items() if status != 303},
        "failures at the desk": record.failed,
        "replies in the database": Comment.objects.count(),
        "readers who never knew": len(told.unknown),
        "decisions told done": record.total,
        "decisions whose answer broke": sum(record.unknown.values()),
        "decisions in the log": Decision.objects.count(),
        "told that another moderator was first": record.conflicts,
        "mails": len(sink.mails),
        "mailboxes that said yes to mail": len(outcome.confirmed),
        "mails that came twice": sum(sink.twice.values()),
        "median ms": round(statistics.median(ordered) * 1000),
        "99 of 100 ms": round(ordered[len(ordered) * 99 // 100] * 1000),
        "slowest ms": round(ordered[-1] * 1000),
    }


def say(line: str) -> None:
    """On the way."""
    print(f"\r{line}", end="", file=sys.stderr)


def on(database: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """The run in a process of its own, on a new database."""
    with tempfile.TemporaryDirectory(prefix="pressroom-load-") as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "SECRET_KEY": "bench-only-0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnopqrstuvwxyz",
            "SITE_URL": "http://testserver",
            "ALLOWED_HOSTS": "testserver,127.0.0.1",
            "REVIEWERS": "0",
            "DJANGO_SETTINGS_MODULE": "pressroom.settings",
        }
        Path(folder, "static").mkdir()
        command = [sys.executable, __file__, "--inside", folder]
        command += ["--replies", str(arguments.replies), "--clients", str(arguments.clients)]
        if database == "postgresql":
            command = [sys.executable, "-m", "tests.postgres", *command]
        done = subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))


def written(runs: list[dict[str, Any]]) -> str:
    """The page."""
    names = [name for name in runs[0] if name not in {"database", "replies", "clients"}]
    rows = [f"| {name} | " + " | ".join(_shown(run[name]) for run in runs) + " |" for name in names]
    return "\n".join(
        [
            "# Replies under load",
            "",
            f"{runs[0]['replies']:,} replies by {runs[0]['clients']} clients, each from an address of its own, while three "
            f"moderators decide over HTTP, often on the same reply at once; {WORKERS} gunicorn workers of eight threads, "
            "one of them killed (SIGKILL) every 3 to 15 seconds, and `manage.py work`, killed every 10 to 40. "
            "Readers click twice (one in nine), answer replies on the page (one in four), send again on a broken "
            "connection, or go away (one in seventeen); one in ten wishes for mail and confirms it. Without the flood's "
            "proof of work.",
            "",
            "Held in both runs: every reply that was answered 303 is there exactly once, word for word; nothing is there of "
            "which nobody knew; every decision that a moderator was told done is in the log exactly once; the log of each "
            "reply is one chain that ends where the reply stands.",
            "",
            f"{platform.machine()}, {os.cpu_count()} cores shared with others, Python {platform.python_version()}, "
            f"{datetime.now(UTC):%d %B %Y}. Clients, moderators and server share the machine: read the times as ratios.",
            "",
            "| | "
            + " | ".join({"sqlite": "SQLite", "postgresql": "PostgreSQL"}[run["database"]] for run in runs)
            + " |",
            "|---|" + "---:|" * len(runs),
            *rows,
            "",
            "`.venv/bin/python bench/replies_load.py` writes this page.",
            "",
        ]
    )


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{status}: {count}" for status, count in sorted(Counter(value).items())) or "none"
    return f"{value:,}"


def main() -> None:
    """Both databases, or the one inside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replies", type=int, default=5_000)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        print(json.dumps(measure(arguments.inside, arguments.replies, arguments.clients)))
        return
    runs = []
    for database in ("sqlite", "postgresql"):
        runs.append(on(database, arguments))
        print(runs[-1], flush=True)
    page = written(runs)
    print(page)
    if arguments.replies == 5_000:
        ANSWERS.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
