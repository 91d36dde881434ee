"""``python -m tests.audit``: serve the demo, look at it in every way, tell what is wrong; exit status 1 if anything is."""

import argparse
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.audit import axe, crawl, html, lighthouse, sitemaps, styles, weight, width
from tests.audit.asking import Answer
from tests.audit.results import SHOWN, Result, table, told, write
from tests.audit.serve import Site, served
from tests.audit.tools import FOLDER

SVGS = Path("static/img")


def looks(site: Site) -> dict[str, Callable[[], Result]]:
    """Every check by its name, in the order in which they are made."""
    of_each_kind = site.kinds()

    @cache
    def crawled() -> crawl.Crawl:
        return crawl.crawl(site.url, [*crawl.START, *of_each_kind.values()])

    def pages() -> list[Answer]:
        return [each for each in crawled().answers.values() if each.media_type == "text/html" and each.body]

    drawings = {f"/static/img/{path.name}": path.resolve() for path in SVGS.glob("*.svg")}
    return {
        "crawl": lambda: crawl.check(crawled()),
        "sitemaps": lambda: sitemaps.check(crawled()),
        "html": lambda: html.check(pages(), drawings),
        "css": lambda: styles.check(pages()),
        "weight": lambda: weight.check(site, of_each_kind),
        "axe": lambda: axe.check(site, of_each_kind),
        "width": lambda: width.check(site, of_each_kind),
        "lighthouse": lambda: lighthouse.check(site, of_each_kind),
    }


def main() -> int:
    """Look, tell, and say whether anything is wrong."""
    parser = argparse.ArgumentParser(prog="make audit", description=__doc__)
    parser.add_argument("--only", help="names of checks, with commas between them")
    parser.add_argument("--keep", type=Path, help="leave the demo newsroom in this folder, and take it from there")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    results = []
    with served(options.keep) as site:
        for name, look in looks(site).items():
            if options.only and name not in options.only.split(","):
                continue
            print(f"audit: {name} …", file=sys.stderr, flush=True)
            began = time.monotonic()
            result = look()
            results.append(Result(result.check, result.looked_at, result.findings, time.monotonic() - began))
            if result.findings:
                print(told(result, SHOWN), flush=True)
    write(results, FOLDER / "report.md")
    print(f"\n{table(results)}")
    return 1 if any(result.findings for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
