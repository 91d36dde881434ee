"""Whether the time of a 404 tells a hidden file from one that never was: both asked in turns, in one process.

    .venv/bin/python bench/probing.py               # on SQLite; writes bench/PROBING.md
    .venv/bin/python bench/probing.py --postgres    # on a PostgreSQL of its own, which tests/postgres.py starts

Hidden is a scheduled release with a picture and a file, an hour before its embargo lifts, among a hundred public ones.
What is compared is the ratio of medians in one run, of the processor time of the thread that answers (on PostgreSQL, of the
wall's clock, since the database has a process of its own): on a machine with other work to do nothing else means anything.
The last column compares two things that both never were, and shows how far a ratio is from 1 by chance.
"""

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = 100
WARM_UP = 10
WAYS: list[tuple[str, dict[str, str]]] = [("GET", {}), ("HEAD", {}), ("GET", {"Range": "bytes=0-9"})]
HEAD = """# Whether the time of a 404 tells a hidden file from one that never was

Made by `bench/probing.py`, which says what is asked and how.

A page's address can be guessed, a key has 144 random bits: what the time of a key's 404 says, it says to whoever has the key.
"""
TABLE = """
| address | asked | never was, µs | hidden, µs | hidden to never was | never was to never was |
|---|---|--:|--:|--:|--:|
"""


def prepare(folder: str) -> None:
    """Settings for an installation of its own, and an empty database."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "pressroom.settings",
        "DATA_DIR": folder,
        "SECRET_KEY": "bench-" * 12,
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver",
        "REVIEWERS": "0",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def build() -> list[tuple[str, str, str, str]]:
    """Make the newsroom; by name, the address of something hidden and of two things that never were."""
    from django.utils import timezone

    from tests.scenes import attached, document, lead, picture, published, scheduled

    now = timezone.now()
    shown = lead(picture(size=(400, 225)))
    for number in range(PUBLIC):
        file = document(f"Boats,Day\n{number},1\n")
        published(
            at=now - timedelta(days=number + 1),
            slug=f"public-{number}",
            lead_image=shown,
            attachments=(attached(file),),
        )
    hidden, image = document("Secret,figures\n1,2\n"), picture(colour="crimson", size=(400, 225))
    pinned = attached(hidden)
    moment = now + timedelta(hours=1)
    scheduled(at=now, visible_from=moment, slug="secret", lead_image=lead(image), attachments=(pinned,))
    day = f"/releases/{timezone.localtime(moment):%Y/%m/%d}"
    one, other = "N" * 24, "M" * 24
    return [
        ("file, by its version's key", *(f"/files/{key}/{hidden.name}" for key in (hidden.key, one, other))),
        ("file, by its release's address", *(f"/files/{key}/{hidden.name}" for key in (pinned.address, one, other))),
        ("picture", *(f"/images/{key}/w640.webp" for key in (image.key, one, other))),
        ("crop of a picture", *(f"/images/{key}/card320-f50-50.webp" for key in (image.key, one, other))),
        ("page", *(f"{day}/{slug}/" for slug in ("secret", "nevers", "others"))),
        ("archive", *(f"{day}/{slug}.zip" for slug in ("secret", "nevers", "others"))),
    ]


def measure(
    client: Any, addresses: tuple[str, str, str], method: str, headers: dict[str, str], times: int
) -> list[float]:
    """The median microseconds of each address, asked in turns and in a new order each time."""
    clock = time.perf_counter if on_postgresql() else time.thread_time
    taken: list[list[float]] = [[], [], []]
    order = [0, 1, 2]
    for turn in range(times + WARM_UP):
        random.shuffle(order)
        for which in order:
            began = clock()
            response = client.generic(method, addresses[which], headers=headers)
            took = clock() - began
            assert response.status_code == 404, (addresses[which], response.status_code)
            if turn >= WARM_UP:
                taken[which].append(took * 1e6)
    return [statistics.median(each) for each in taken]


def rows(times: int) -> list[str]:
    """One line of the table for each kind of address and way of asking."""
    from django.test import Client

    found = []
    client = Client()
    for name, *addresses in build():
        for method, headers in WAYS:
            way = " ".join([method, *(f"{header}: {value}" for header, value in headers.items())])
            hidden, one, other = measure(client, tuple(addresses), method, headers, times)  # type: ignore[arg-type]
            found.append(f"| {name} | `{way}` | {one:.0f} | {hidden:.0f} | {hidden / one:.3f} | {other / one:.3f} |")
            print(found[-1], flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--times", type=int, default=100)
    chosen = parser.parse_args()
    if chosen.postgres and not on_postgresql():
        sys.exit(
            subprocess.call([sys.executable, "-m", "tests.postgres", sys.executable, __file__, *sys.argv[1:]], cwd=ROOT)
        )
    with tempfile.TemporaryDirectory(prefix="pressroom-bench-") as folder:
        prepare(folder)
        found = rows(chosen.times)
    report(found, chosen.times)


def on_postgresql() -> bool:
    return "DATABASE_URL" in os.environ


def report(found: list[str], times: int) -> None:
    """Write the section of this database into the report, and keep the other one's."""
    database = "PostgreSQL" if on_postgresql() else "SQLite"
    path = ROOT / "bench" / "PROBING.md"
    kept = path.read_text(encoding="utf-8") if path.exists() else HEAD
    sections = [each for each in kept.split("\n## ")[1:] if not each.startswith(database)]
    on = f"{datetime.now(UTC):%-d %B %Y}, Python {platform.python_version()}, {os.cpu_count()} cores"
    said = f"{database}\n\n{on}; medians of {times} answers each, asked in turns.\n{TABLE}" + "\n".join(found)
    path.write_text(HEAD + "".join(f"\n## {each.strip()}\n" for each in sorted([*sections, said])), encoding="utf-8")


if __name__ == "__main__":
    main()
