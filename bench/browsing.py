"""What readers' pages cost with a hundred thousand releases, against the same pages with a thousand, on SQLite.

    .venv/bin/python bench/browsing.py                      # writes bench/BROWSING.md
    .venv/bin/python bench/browsing.py --small DIR --large DIR    # folders of newsrooms that an earlier run filled

Both sizes are built by ``bench/newsroom.py``. Milliseconds are processor time of the whole answer, database included, of the
cheapest of several; nothing is cached. Read the ratios: the machine is shared.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from desk import ROOT, ask, environment

SIZES = (1_000, 100_000)


def pages() -> dict[str, str]:
    """A page of each kind by its name, in the newsroom of this process."""
    from django.utils import timezone

    from releases.models import Edition

    public = Edition.objects.public(timezone.now()).in_language("en").newest_first()
    newest, older = public[0], public[600]
    tag = newest.tags.first()
    return {
        "front page": "/",
        "list": "/releases/",
        "list of a kind": "/releases/?kind=speech",
        "release, related ones included": older.get_absolute_url(),
        "all topics": "/tags/",
        "topic": f"/tags/{tag.slug}/",
        "archive": "/releases/archive/",
        "year": f"/releases/{older.published_on:%Y/}",
        "month": f"/releases/{older.published_on:%Y/%m/}",
        "calendar": "/calendar/",
        "feed": "/feeds/releases.atom",
        "index of sitemaps": "/sitemap.xml",
        "page of the API": "/api/v1/releases/",
        "not found": "/releases/2020/01/01/nothing/",
    }


def measure(size: int) -> dict[str, tuple[int, float]]:
    """Build the newsroom unless it is there, and ask for every page: queries and milliseconds by name."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from newsroom import build

    from releases.models import Edition

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Edition.objects.exists():
        build(size, 300)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client()
    return {name: ask(client, page, 404 if name == "not found" else 200) for name, page in pages().items()}


def _in_its_own_process(size: int, folder: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, __file__, "--size", str(size)]
        settings = environment(Path(folder or scratch)) | {"PYTHONPATH": str(ROOT / "bench")}
        done = subprocess.run(command, env=settings, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Measure both, and write down what was measured."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int)
    options.add_argument("--small", default="")
    options.add_argument("--large", default="")
    chosen = options.parse_args()
    if chosen.size:
        print(json.dumps(measure(chosen.size)))
        return
    small, large = (_in_its_own_process(*each) for each in zip(SIZES, (chosen.small, chosen.large), strict=True))
    rows = [
        f"| {name} | {few[0]} | {large[name][0]} | {few[1]:.1f} | {large[name][1]:.1f} | {large[name][1] / few[1]:.1f} |"
        for name, few in small.items()
    ]
    head = (__doc__ or "").split("\n\n")[2].replace("\n", " ").strip()
    text = f"# Readers' pages\n\n{head}\n\nPython {platform.python_version()}. Made by `bench/browsing.py`.\n\n"
    text += (
        "| page | queries, 1,000 releases | 100,000 | ms, 1,000 | ms, 100,000 | ratio |\n|---|--:|--:|--:|--:|--:|\n"
    )
    (ROOT / "bench" / "BROWSING.md").write_text(text + "\n".join(rows) + "\n")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
