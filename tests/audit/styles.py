"""Two CSS checkers over every style sheet that a page links to: the W3C's, and one that knows the newest properties."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urljoin

from lxml import html as markup

from tests.audit.asking import Answer, ask
from tests.audit.html import JAR
from tests.audit.results import Finding, Result
from tests.audit.tools import FOLDER, MODULES, output

CSSTREE = MODULES / "csstree-validator" / "bin" / "validate.js"

ARGUED: dict[str, str] = {}
"""Messages of the W3C's checker that stay, each a pattern with the reason: it knows CSS of some years ago."""


PAGED = re.compile(r"page|(top|right|bottom|left)(-(left|center|right|top|middle|bottom))?(-corner)?")
"""What css-tree does not know at all, and the W3C's checker does: how a sheet of paper is set (CSS Paged Media 3)."""


def check(pages: Iterable[Answer]) -> Result:
    """What is wrong in any style sheet served."""
    folder = FOLDER / "css"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    sheets = sorted({url for page in pages for url in _linked(page)})
    findings, names = [], {}
    for number, url in enumerate(sheets):
        answer = ask(url)
        if answer.status != 200 or answer.media_type != "text/css":
            findings.append(Finding(url, f"answers {answer.status} {answer.media_type}"))
        file = folder / f"{number:03}-{url.rsplit('/', 1)[-1]}"
        file.write_bytes(answer.body)
        names[file.name] = url
    findings += _w3c(folder, names) + _csstree(folder, names)
    return Result("css", f"{len(sheets)} style sheets with the W3C's checker and css-tree", findings)


def _linked(page: Answer) -> Iterable[str]:
    tree = markup.fromstring(page.body.decode())
    return (urljoin(page.url, str(href)) for href in tree.xpath("//link[@rel='stylesheet']/@href"))


def _w3c(folder: Path, names: dict[str, str]) -> list[Finding]:
    said = output(["java", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", "--css", folder])
    findings = []
    for message in json.loads(said)["messages"]:
        text = f"{message['message']} … {' '.join(message.get('extract', '').split())}"
        if not any(re.search(pattern, text) for pattern in ARGUED):
            name = Path(message.get("url", "")).name
            findings.append(Finding(f"{names.get(name, name)} line {message.get('lastLine', '?')}", text))
    return findings


def _csstree(folder: Path, names: dict[str, str]) -> list[Finding]:
    # It reports as JSON and ends with 1 when there is something to report.
    reported = json.loads(output(["node", CSSTREE, "--reporter", "json", folder], allowed=(0, 1)) or "[]")
    return [
        Finding(
            f"{names.get(Path(each['name']).name, each['name'])} line {each['line']}", f"css-tree: {each['message']}"
        )
        for each in reported
        if not PAGED.fullmatch(each.get("atrule") or "")
    ]
