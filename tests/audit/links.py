"""Where every page leads: no broken link, no redirect that leads to another, no place in a page that is not there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote, urldefrag, urljoin

from lxml import html

from tests.audit.asking import Answer, ask
from tests.audit.results import Finding, Result
from tests.audit.serve import Site

AT_ONCE = 4
_LEADING = "//a/@href | //link/@href | //script/@src | //img/@src | //source/@src | //form/@action"
_SETS = "//img/@srcset | //source/@srcset"

GUARDED = re.compile(r"/admin/|/replies/[^/]+/report/$")
"""Doors that send a visitor on or want a form: what stands behind them is tried in the browser journeys."""


def check(site: Site, pages: Iterable[Answer]) -> Result:
    """Ask for all that any page links to on this site, once each."""
    pages = list(pages)
    wanted: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        for url in _leading(page):
            if url.startswith(f"{site.url}/") and not GUARDED.search(url):
                wanted[url].append(page.url)
    bare = sorted({urldefrag(url)[0] for url in wanted})
    known = {page.url: page for page in pages}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        known |= dict(zip(bare, pool.map(lambda url: known.get(url) or ask(url, method="HEAD"), bare), strict=True))
    findings = []
    for url, whence in sorted(wanted.items()):
        if wrong := _wrong(url, known):
            findings.append(Finding(whence[0], f"leads to {url}, which {wrong} ({len(whence)} pages)"))
    return Result("links", f"{len(wanted)} addresses on {len(pages)} pages", findings)


def _leading(page: Answer) -> Iterator[str]:
    if not page.body:
        return
    tree = html.fromstring(page.body.decode())
    found = {str(each) for each in tree.xpath(_LEADING)}
    found |= {part.split()[0] for each in tree.xpath(_SETS) for part in str(each).split(",") if part.strip()}
    yield from (urljoin(page.url, each) for each in found)


def _wrong(url: str, known: dict[str, Answer]) -> str:
    """What is wrong with an address that somebody links to; empty if nothing is."""
    bare, fragment = urldefrag(url)
    answer = known[bare]
    if answer.status in (301, 302, 307, 308):
        then = ask(urljoin(bare, answer.headers.get("location", "")), method="HEAD")
        return "" if then.status == 200 else f"redirects to {then.url}, which answers {then.status}"
    if answer.status != 200:
        return f"answers {answer.status}"
    if fragment and answer.media_type == "text/html":
        whole = answer if answer.body else ask(bare)
        tree = html.fromstring(whole.body.decode())
        if unquote(fragment) not in tree.xpath("//@id"):
            return "has no such place"
    return ""
