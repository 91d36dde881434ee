"""The lock files: what production installs is what was tested, whoever serves the packages."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; [^\\]+)? \\$")


def pins(name: str) -> dict[str, str]:
    """Package names and versions of a lock file."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="ascii").splitlines()
    return {match[1]: match[2] for line in lines if (match := PIN.match(line))}


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_every_package_has_one_version_and_hashes_and_no_address(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="ascii")
    assert "://" not in text
    blocks = re.split(r"(?m)^(?=[a-z0-9-]+==)", re.sub(r"(?m)^\s*#.*\n", "", text))
    assert blocks.pop(0) == ""
    assert len(blocks) == len(pins(name)) > 20
    for block in blocks:
        first, *rest = block.rstrip("\n").splitlines()
        assert PIN.match(first), first
        assert rest and all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line) for line in rest), first


def test_the_tests_run_on_the_versions_that_production_gets() -> None:
    assert pins("runtime").items() <= pins("dev").items()
