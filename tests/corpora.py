"""The payload sets beside a checkout (their README names sources and licences): live attack strings, read and never copied."""

import json
from collections.abc import Iterator
from pathlib import Path


def payloads(shared: Path) -> Iterator[tuple[str, str]]:
    """Every payload of the corpora, with a name; what two of them hold comes once."""
    seen: set[str] = set()
    for name, payload in _files(shared / "corpora"):
        if payload not in seen:
            seen.add(payload)
            yield name, payload


def _files(corpora: Path) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(json.loads((corpora / "dompurify" / "payloads.json").read_text())):
        yield f"dompurify {number}", row["payload"]
    for number, text in enumerate(json.loads((corpora / "blns" / "blns.json").read_text())):
        yield f"blns {number}", text
    for path in sorted((corpora / "bleach").glob("*.test")):
        yield path.name, path.read_text().partition("\n--\n")[0]
