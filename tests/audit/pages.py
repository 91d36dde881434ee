"""The pages that links lead to from the front page, and one of each kind that no link leads to.

Addresses with a query are without end (every filter with every other), so a few of each shape are looked at: two addresses
have one shape when their path and the names in their query are the same.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from lxml import html

from tests.audit.asking import Answer, ask
from tests.audit.serve import Site

OF_ONE_SHAPE = 3
AT_ONCE = 4

_ELSEWHERE = re.compile(r"/(admin|images|files|office|static|feeds/.+|previews|api)(/|$)|\.\w+$")
"""Not pages; ``links`` asks whether they are there."""


def collect(site: Site, more: Iterable[str] = ()) -> list[Answer]:
    """Every HTML page that can be reached, and those at the paths ``more``, each asked for once."""
    queue = deque([site.url + "/", *(site.url + path for path in more)])
    known, shapes, pages = set(queue), Counter[tuple[object, ...]](), []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while queue:
            batch = [queue.popleft() for _ in range(len(queue))]
            for answer in pool.map(ask, batch):
                if answer.media_type != "text/html":
                    continue
                if answer.body:
                    pages.append(answer)
                for url in _links(answer):
                    if url in known or not url.startswith(f"{site.url}/") or _ELSEWHERE.search(urlsplit(url).path):
                        continue
                    known.add(url)
                    shapes[_shape(url)] += 1
                    if shapes[_shape(url)] <= OF_ONE_SHAPE:
                        queue.append(url)
    return pages


def _links(page: Answer) -> list[str]:
    if not page.body:
        return [urljoin(page.url, page.headers.get("location", ""))]
    tree = html.fromstring(page.body.decode())
    return [urldefrag(urljoin(page.url, str(link)))[0] for link in tree.xpath("//a/@href")]


def _shape(url: str) -> tuple[object, ...]:
    """An address without a query is a shape of its own."""
    parts = urlsplit(url)
    if not parts.query:
        return (url,)
    return (parts.path, *sorted(name for name, _value in parse_qsl(parts.query)))
