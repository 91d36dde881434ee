"""What search costs with a hundred thousand releases, against the same questions with a thousand.

    .venv/bin/python bench/search.py               # on SQLite; writes bench/SEARCH.md
    .venv/bin/python bench/search.py --postgres    # on a PostgreSQL of its own, which tests/postgres.py starts
    .venv/bin/python bench/search.py --small URL --large URL    # of databases that an earlier run filled

Each size is built in a database of its own by ``bench/newsroom.py`` and indexed by the command that an office would use. A
question is asked of ``releases.search.find``: the page of matches with excerpts, filters with their numbers, other languages
and, where nothing is found, what was meant. Templates and the network are left out. The words differ from one answer to
the next.
"""

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk import ROOT, environment

SIZES = (1_000, 100_000)
ANSWERS = 60
AIMS = {"PostgreSQL 15": 50, "SQLite": 100}
"""Milliseconds of the 95th percentile with 100,000 releases; what takes longer is marked."""
SEED = 26


def questions(size: int) -> dict[str, Callable[[], dict[str, str]]]:
    """Ways to make up a question, by what is asked for. Words and phrases are taken from releases that there are."""
    from newsroom import Newsroom

    from releases.models import SearchEntry

    draw = random.Random(SEED)
    words = Newsroom(size, [], [], None).words  # type: ignore[arg-type]  # only its vocabulary
    ids = list(SearchEntry.objects.order_by("-first_published").values_list("pk", flat=True)[:: max(1, size // 500)])
    texts = list(SearchEntry.objects.filter(pk__in=ids).values_list("text", flat=True))

    def phrase() -> str:
        found = draw.choice(texts).split()
        place = draw.randrange(len(found) - 3)
        return f'"{" ".join(found[place : place + 2])}"'

    return {
        "common word": lambda: {"q": draw.choice(words)},
        "two common words": lambda: {"q": " ".join(draw.sample(words, 2))},
        "rare word": lambda: {"q": f'"topic {draw.randrange(400)}"'},
        "phrase": lambda: {"q": phrase()},
        "prefix": lambda: {"q": draw.choice(words)[:4]},
        "missing word": lambda: {"q": "".join(draw.choices("qxzjk", k=9))},
        "without a word": lambda: {"q": f"{draw.choice(words)} -{draw.choice(words)}"},
        "within kind and year": lambda: {
            "q": draw.choice(words),
            "kind": "speech",
            "year": str(draw.randint(2018, 2025)),
        },
        "newest first": lambda: {"q": draw.choice(words), "sort": "newest"},
    }


def measure(size: int) -> dict[str, tuple[int, float, float, int]]:
    """Queries, median and 95th percentile in milliseconds, and the median number found (up to 1,000), by question."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, reset_queries
    from django.http import QueryDict
    from django.utils import timezone
    from newsroom import build

    from releases.filters import read_filters
    from releases.models import Edition
    from releases.search.find import find

    call_command("migrate", verbosity=0)
    if not Edition.objects.exists():
        build(size, 300)
    call_command("index_search")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    at, found = timezone.now(), {}
    for name, make in questions(size).items():
        took, totals, queries = [], [], 0
        for number in range(ANSWERS + 3):
            asked = QueryDict(mutable=True)
            asked.update(make())
            connection.force_debug_cursor = number == 0
            reset_queries()
            start = time.perf_counter()
            answer = find(read_filters(asked), "en", at, asked)
            elapsed = (time.perf_counter() - start) * 1000
            if number == 0:
                queries = len(connection.queries)
            if number >= 3:
                took.append(elapsed)
                totals.append(answer.facets.total)
        connection.force_debug_cursor = False
        p95 = statistics.quantiles(took, n=20)[-1]
        found[name] = queries, statistics.median(took), p95, int(statistics.median(totals))
    return found


def _in_its_own_process(size: int, database: str, *, postgres: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, **environment(Path(folder)), "PYTHONPATH": str(ROOT / "bench")}
        command = [sys.executable, __file__, "--size", str(size)]
        if database:
            settings["DATABASE_URL"] = database
        elif postgres:
            command = [sys.executable, "-m", "tests.postgres", *command]
        done = subprocess.run(command, env=settings, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))


def _marked(milliseconds: float, aim: int) -> str:
    return f"{milliseconds:.1f}" if milliseconds <= aim else f"{milliseconds:.1f} (aim {aim})"


def _report(vendor: str, found: dict[int, dict[str, Any]]) -> str:
    small, large = (found[size] for size in SIZES)
    rows = [
        f"| {name} | {queries} | {many:,} | {small[name][1]:.1f} | {median:.1f} | {_marked(p95, AIMS[vendor])}"
        f" | {median / small[name][1]:.1f} |"
        for name, (queries, median, p95, many) in large.items()
    ]
    return "\n".join(
        [
            f"## {vendor}",
            "",
            "| question | queries | found | median, 1,000 releases | median, 100,000 | 95th percentile, 100,000 | ratio |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *rows,
            "",
        ]
    )


def main() -> None:
    """Measure, and write down what was measured beside what the other database took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--postgres", action="store_true")
    options.add_argument("--size", type=int)
    options.add_argument("--small", default="", help="the URL of a database with the smaller newsroom")
    options.add_argument("--large", default="", help="the URL of a database with the larger one")
    chosen = options.parse_args()
    if chosen.size:
        print(json.dumps(measure(chosen.size)))
        return
    vendor = "PostgreSQL 15" if chosen.postgres else "SQLite"
    urls = (chosen.small, chosen.large)
    found = {
        size: _in_its_own_process(size, url, postgres=chosen.postgres) for size, url in zip(SIZES, urls, strict=True)
    }
    file = ROOT / "bench" / "SEARCH.md"
    head = "# Search, milliseconds\n\n" + (__doc__ or "").split("\n\n")[2].replace("\n", " ").strip() + "\n\n"
    head += f"Python {platform.python_version()}. Made by `bench/search.py`; found is counted up to 1,000.\n\n"
    sections = dict(part.split("\n", 1) for part in (file.read_text().split("## ")[1:] if file.exists() else []))
    sections[vendor] = _report(vendor, found).split("\n", 1)[1]
    file.write_text(
        head + "".join(f"## {name}\n{text.rstrip()}\n\n" for name, text in sorted(sections.items())).rstrip() + "\n"
    )
    print(file.read_text())


if __name__ == "__main__":
    main()
