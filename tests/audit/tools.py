"""Where ``.ci/audit`` has put the tools that come from npm, and how one is run."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.audit.serve import ROOT

FOLDER = ROOT / "var" / "audit"
MODULES = FOLDER / "tools" / "node_modules"
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def output(command: Sequence[str | Path], *, allowed: tuple[int, ...] = (0,)) -> str:
    """What a tool writes to its standard output; an exit status that is not allowed stops the audit, which saw nothing."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=FOLDER)
    if done.returncode not in allowed:
        raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    return done.stdout
