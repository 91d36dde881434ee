"""What the back office costs in a large office: the desk, the list of releases and the forms, in queries and milliseconds.

    .venv/bin/python bench/desk.py               # on SQLite; writes bench/DESK.md
    .venv/bin/python bench/desk.py --postgres    # on a PostgreSQL of its own, which tests/postgres.py starts

Each size is built in a database of its own by ``bench/newsroom.py`` and asked through Django's test client: middleware,
session, permissions and template included, the network left out.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE = (1_000, 2_000), (50_000, 100_000)
ANSWERS = 7
LIST = "/admin/releases/release/"
FORM = "/admin/releases/release/{release}/change/"


def pages(release: int, person: int) -> list[tuple[str, str]]:
    """What to ask for, by name. The person asks for what is their own."""
    return [
        ("desk", "/admin/"),
        ("list", LIST),
        ("list, last page", f"{LIST}?p=LAST"),
        ("search: one word, many found", f"{LIST}?q=tide"),
        ("search: two words", f"{LIST}?q=tide+gull"),
        ("search: nothing found", f"{LIST}?q=zzzzzz"),
        ("list: drafts", f"{LIST}?standing=draft"),
        ("list: scheduled", f"{LIST}?standing=scheduled"),
        ("list: public", f"{LIST}?standing=live"),
        ("list: withdrawn", f"{LIST}?standing=withdrawn"),
        ("list: one kind", f"{LIST}?kind__exact=speech"),
        ("list: one language", f"{LIST}?language=fr"),
        ("list: one tag", f"{LIST}?tag=topic-7"),
        ("list: one year", f"{LIST}?year=2024"),
        ("list: mine", f"{LIST}?mine=saved"),
        ("list: anything scheduled", f"{LIST}?standing=ahead"),
        ("list: in review", f"{LIST}?stage=in_review"),
        ("list: sent back", f"{LIST}?stage=sent_back"),
        ("list: approved", f"{LIST}?stage=approved"),
        ("list: published without review", f"{LIST}?stage=unreviewed"),
        ("list: changes not published", f"{LIST}?stage=changed"),
        ("list: in the bin", f"{LIST}?stage=discarded"),
        ("list by headline", f"{LIST}?o=1"),
        ("list: four filters and a search", f"{LIST}?standing=live&language=fr&year=2024&kind__exact=speech&q=tide"),
        ("form of a release", FORM.format(release=release)),
        ("form of a new release", f"{LIST}add/"),
        ("choosing a release while typing", AUTOCOMPLETE),
        ("record of a release", f"/admin/releases/release/{release}/history/"),
        ("list of people", "/admin/auth/user/"),
        ("search for a person", "/admin/auth/user/?q=person99"),
        ("form of a person", f"/admin/auth/user/{person}/change/"),
        ("list of tags", "/admin/taggit/tag/"),
        ("queue of replies", "/admin/comments/comment/"),
    ]


AUTOCOMPLETE = "/admin/autocomplete/?app_label=releases&model_name=pick&field_name=picked&term=tide"


def environment(folder: Path) -> dict[str, str]:
    """Settings for a site of its own."""
    fixed = {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "bench" * 12,
        "SITE_URL": "http://testserver",
        "REVIEWERS": "1",
        "LANGUAGES": "en,fr",
        "DJANGO_SETTINGS_MODULE": "pressroom.settings",
    }
    return {**{name: value for name, value in os.environ.items() if name != "DEBUG"}, **fixed}


def measure(releases: int, people: int) -> dict[str, tuple[int, float]]:
    """Build the newsroom unless it is there, and ask for every page: queries and milliseconds by name."""
    # Django reads the environment when it is imported, and this process is the one that was given its own.
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from newsroom import build

    from releases.admin.list_page import ListPage
    from releases.admin.listing import MOST
    from releases.models import Release
    from releases.workflow import Stage

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not User.objects.exists():
        build(releases, people)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client()
    client.force_login(User.objects.get(pk=1))
    shown = min(Release.objects.exclude(stage=Stage.DISCARDED).count(), MOST)
    last = -(-shown // ListPage.list_per_page)
    found = {}
    for name, page in pages(releases // 2 + 7, people):
        found[name] = ask(client, page.replace("LAST", str(last)))
    return found


def ask(client: Any, page: str, status: int = 200) -> tuple[int, float]:
    """Queries of one answer, and the milliseconds of the cheapest of several.

    On SQLite the database works in this process, so the processor time of the process is the whole cost, whoever else uses
    the machine. PostgreSQL works beside it: there it is the time on the wall.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page)  # templates are loaded once
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    if answer.status_code != status:
        raise SystemExit(f"{page} answered {answer.status_code}.")
    queries = [query["sql"] for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT"))]
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times = []
    for _number in range(ANSWERS):
        before = clock()
        client.get(page)
        times.append((clock() - before) * 1000)
    return len(queries), min(times)


def child(folder: Path, size: tuple[int, int], *, postgres: bool) -> dict[str, tuple[int, float]]:
    """The measurements of one size, by a process whose settings are its own."""
    command = [sys.executable, str(Path(__file__)), "--size", str(size[0]), str(size[1])]
    if postgres:
        command = [sys.executable, "-m", "tests.postgres", *command]
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, tuple[int, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(small: dict[str, tuple[int, float]], large: dict[str, tuple[int, float]]) -> str:
    """Both sizes side by side."""
    rows = [
        f"| {name} | {small[name][0]} | {queries} | {small[name][1]:.0f} | {cost:.0f} | {cost / small[name][1]:.1f} |"
        for name, (queries, cost) in large.items()
    ]
    head = (
        "| page | queries, small | queries, large | ms, small | ms, large | large to small |\n|---|--:|--:|--:|--:|--:|"
    )
    return "\n".join([head, *rows])


def main() -> None:
    """Measure both sizes and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    parser.add_argument("--folder", type=Path, help="keep the SQLite databases here, and use those that are there")
    parser.add_argument("--size", type=int, nargs=2, help="measure one size in this process (used by the others)")
    asked = parser.parse_args()
    if asked.size:
        sys.stdout.write(json.dumps(measure(*asked.size)) + "\n")
        return
    with tempfile.TemporaryDirectory(prefix="pressroom-bench-") as scratch:
        folder = asked.folder or Path(scratch)
        small = child(folder / "small", SMALL, postgres=asked.postgres)
        large = child(folder / "large", LARGE, postgres=asked.postgres)
    clock = "milliseconds on the wall" if asked.postgres else "milliseconds of processor time, database included"
    engine = "PostgreSQL" if asked.postgres else "SQLite"
    made = f"{datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, {os.cpu_count()} cores"
    sizes = f"Small: {SMALL[0]:,} releases and {SMALL[1]:,} users; large: {LARGE[0]:,} and {LARGE[1]:,}."
    text = f"## {engine}\n\n{made}; {clock}, the cheapest of {ANSWERS} answers. {sizes}\n\n{table(small, large)}\n"
    sys.stdout.write(text)
    write(engine, text)


HEAD = """# What the back office costs in a large office

Made by `bench/desk.py`: the desk, the lists and the forms, each asked for by an editor through Django's test client.
The target on SQLite: under 20 queries and under 300 ms for 50,000 releases and 100,000 users. Time on the wall is that of a
machine with other work to do, so the small newsroom may look slower than the large one; processor time is steadier.
"""


def write(engine: str, text: str) -> None:
    """Put the section of this engine into the file, beside that of the other."""
    file = ROOT / "bench" / "DESK.md"
    sections = file.read_text(encoding="utf-8").split("\n## ")[1:] if file.exists() else []
    kept = {f"## {section}".rstrip() + "\n" for section in sections if not section.startswith(engine)}
    file.write_text("\n".join([HEAD, *sorted([*kept, text], reverse=True)]), encoding="utf-8")


if __name__ == "__main__":
    main()
