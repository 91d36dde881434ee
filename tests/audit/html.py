"""The Nu Html Checker, which validator.w3.org runs, over every page and every SVG."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.audit.asking import Answer
from tests.audit.results import Finding, Result
from tests.audit.tools import FOLDER, MODULES, output

JAR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

ARGUED: dict[str, str] = {}
"""Warnings that stay, each as a pattern with its reason."""


def check(pages: Iterable[Answer], svgs: Mapping[str, Path]) -> Result:
    """Errors and warnings, with the address of the page that each was first seen on: most stand on every page alike."""
    names = _saved(pages)
    command: list[str | Path] = ["java", "-Xss4m", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always"]
    messages = _messages([*command, "--html", FOLDER / "pages"])
    for url, path in svgs.items():
        names[path.name] = url
        messages += _messages([*command, "--svg", path])
    findings = _once(messages, names)
    return Result("html", f"{len(names)} pages and drawings with the Nu Html Checker", findings)


def _saved(pages: Iterable[Answer]) -> dict[str, str]:
    """Write the pages to a folder; file name to address. A file a page: the checker starts once, not hundreds of times."""
    folder = FOLDER / "pages"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    names = {}
    for page in pages:
        name = hashlib.sha256(page.url.encode()).hexdigest()[:16] + ".html"
        folder.joinpath(name).write_bytes(page.body)
        names[name] = page.url
    return names


def _messages(command: list[str | Path]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(output(command))["messages"]
    return found


def _once(messages: Iterable[dict[str, Any]], names: Mapping[str, str]) -> list[Finding]:
    """A finding for each different message: the first page, how many others, and the piece of source."""
    seen: dict[str, list[str]] = {}
    for message in messages:
        said = f"{message.get('subType', message['type'])}: {message['message']}"
        if any(re.search(pattern, said) for pattern in ARGUED):
            continue
        extract = " ".join(message.get("extract", "").split())
        where = names.get(Path(message.get("url", "")).name, message.get("url", "?"))
        seen.setdefault(f"{said} … {extract}", []).append(f"{where} line {message.get('lastLine', '?')}")
    return [Finding(places[0], f"{said} ({len(places)} times)") for said, places in seen.items()]
