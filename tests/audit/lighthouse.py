"""Lighthouse over the pages that readers land on: the median of three runs, as its own makers advise for noisy machines."""

import json
import os
import subprocess
from collections.abc import Mapping
from statistics import median
from typing import Any

from tests.audit.results import Finding, Result
from tests.audit.serve import Site
from tests.audit.tools import CHROMIUM, CHROMIUM_ARGS, FOLDER, MODULES

LIGHTHOUSE = MODULES / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = ("front", "list", "release", "found")
LEAST = 99
RUNS = 3
SLOWED = ((1500, 4), (800, 2), (0, 1))
"""From which BenchmarkIndex on a machine is slowed how many times."""

OFF_LIMITS = {
    "is-crawlable": "pages of results tell search engines not to keep them: they are lists of what has an address of its own",
}
"""Audits that a page of this kind fails on purpose, each with the reason."""


def check(site: Site, kinds: Mapping[str, str]) -> Result:
    """The four scores of each page, and what cost points where one is too low."""
    findings, lines = [], []
    slowed, power = _calibrated(site.url + kinds["front"])
    for name in PAGES:
        runs = [_run(site.url + kinds[name], name, number, slowed) for number in range(RUNS)]
        scores = {
            category: round(100 * median(run["categories"][category]["score"] or 0 for run in runs))
            for category in CATEGORIES
        }
        lines.append(f"{name} {'/'.join(str(score) for score in scores.values())}")
        findings += [
            Finding(f"{name} ({kinds[name]})", f"{category} is {score}: {_costs(runs[-1], category)}")
            for category, score in scores.items()
            if score < LEAST
        ]
    how = f"median of {RUNS}, BenchmarkIndex {power:.0f} slowed {slowed} times; found without {', '.join(OFF_LIMITS)}"
    return Result("lighthouse", f"{', '.join(lines)} ({how})", findings)


def _calibrated(url: str) -> tuple[int, float]:
    """How many times slower this machine has to be to stand for a mid-tier telephone, and how fast it is now.

    The default of 4 is meant for a fast and idle one; the steps are those of Lighthouse's docs/throttling.md.
    """
    power = float(_run(url, "calibration", 0, 4)["environment"]["benchmarkIndex"])
    return next(slowed for least, slowed in SLOWED if power >= least), power


def _run(url: str, name: str, number: int, slowed: int) -> dict[str, Any]:
    file = FOLDER / "lighthouse" / f"{name}-{number}.json"
    file.parent.mkdir(exist_ok=True)
    command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={file}"]
    command.append(f"--throttling.cpuSlowdownMultiplier={slowed}")
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={' '.join(CHROMIUM_ARGS)}"]
    if name == "found":
        command.append(f"--skip-audits={','.join(OFF_LIMITS)}")
    done = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": CHROMIUM}, capture_output=True, text=True, timeout=180
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse could not look at {url}:\n{done.stderr[-4000:]}")
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return report


def _costs(run: dict[str, Any], category: str) -> str:
    """The audits that are less than perfect and count, with what they measured."""
    audits = run["audits"]
    short = [
        (each["id"], audits[each["id"]])
        for each in run["categories"][category]["auditRefs"]
        if each["weight"] and (audits[each["id"]]["score"] or 0) < 1 and audits[each["id"]]["score"] is not None
    ]
    return "; ".join(f"{name} {audit.get('displayValue') or audit['title']}" for name, audit in short)
