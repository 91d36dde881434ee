"""How well related releases are found: against an editor's lists for twenty releases of the demo newsroom, and what it costs.

    .venv/bin/python bench/related.py    # writes bench/RELATED.md

Precision at 3 is the share of the first three that the editor would have picked (bench/related_judgements.toml), a missing one
counting as a wrong one. One release has two fitting ones only, so the best possible is 0.98.
"""

import io
import os
import platform
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk import ROOT, environment

SHOWN = 3


def main() -> None:
    """Load the demo, rank with each of the ways, write down how well each did."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(Path(folder)))
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("demo", picture_width=320, verbosity=0, stdout=io.StringIO())
        _write(_precisions())


def _precisions() -> dict[str, tuple[float, list[str]]]:
    from django.utils import timezone

    from releases.models import Edition
    from releases.related import by_tags, by_words, related_to

    at = timezone.now()
    judged = tomllib.loads((ROOT / "bench/related_judgements.toml").read_text())
    editions = {edition.slug: edition for edition in Edition.objects.public(at).filter(language="en")}
    by_release = {edition.release_id: edition.slug for edition in editions.values()}

    def tags_only(edition: Any) -> list[str]:
        scores = by_tags(edition, list(edition.tags.all()), at)
        return [by_release[pk] for pk in sorted(scores, key=lambda pk: -scores[pk]) if pk in by_release]

    def words_only(edition: Any) -> list[str]:
        return [card.slug for card in by_words(edition, at).values()]

    def both(edition: Any) -> list[str]:
        # Without what its writer picked by hand, which would be cheating.
        edition.picks = []
        return [other.slug for other in related_to(edition, list(edition.tags.all()), at)]

    ways: dict[str, Callable[[Any], list[str]]] = {"tags": tags_only, "words of headlines": words_only, "both": both}
    found = {}
    for name, way in ways.items():
        hits = {slug: len(set(way(editions[slug])[:SHOWN]) & set(wanted)) for slug, wanted in judged.items()}
        found[name] = sum(hits.values()) / SHOWN / len(judged), [f"{slug}: {number}" for slug, number in hits.items()]
    return found


def _write(found: dict[str, tuple[float, list[str]]]) -> None:
    lines = [
        "# Related releases: what an editor would have picked",
        "",
        (__doc__ or "").split("\n\n")[2].replace("\n", " ").strip(),
        "",
        f"Python {platform.python_version()}. Made by `bench/related.py`.",
        "",
        "| by | precision at 3 |",
        "|---|--:|",
        *(f"| {name} | {precision:.2f} |" for name, (precision, _hits) in found.items()),
        "",
        "Of the first three, by `both`:",
        "",
        *(f"- {line}" for line in found["both"][1]),
        "",
    ]
    (ROOT / "bench/RELATED.md").write_text("\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
