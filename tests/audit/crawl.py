"""The whole site over HTTP: every page, asset, feed, twin and sitemap that anything leads to, and what is wrong with the links.

Addresses with a query are without end (every filter with every other), so a few of each shape are asked for: two have one shape
when their path and the names in their query are the same.
Other sites are never asked for: of those it is only said that a page loads something from them.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from tests.audit import crawl_rules
from tests.audit.asking import Answer, ask
from tests.audit.crawl_links import Link, links_of
from tests.audit.results import Result

START = ("/", "/robots.txt", "/favicon.ico", "/apple-touch-icon.png", "/.well-known/security.txt")
"""From where it goes on; the last three are asked for by programs that nobody sent there."""
OF_ONE_SHAPE = 3
AT_ONCE = 4
NOT_ASKED = ("/admin/",)

BUSY_SECONDS = 20
"""How long to wait for a server that says it is busy (503), which a PDF that nobody asked for before can be."""

Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Crawl:
    """What answered, and who named it."""

    site: str
    answers: dict[str, Answer]
    """By address, without fragments."""
    links: dict[str, list[Link]]
    """By the address of the document that has them."""
    sources: dict[str, list[str]] = field(default_factory=dict)
    """By address, the documents that name it."""

    def is_ours(self, url: str) -> bool:
        """Whether an address is one of the site."""
        return url == self.site or url.startswith(f"{self.site}/")


def check(found: Crawl) -> Result:
    """What is wrong with the links of a site, with what it consists of."""
    kinds = Counter(answer.media_type or str(answer.status) for answer in found.answers.values())
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    return Result("crawl", f"{len(found.answers)} addresses: {told}", crawl_rules.findings(found))


def patiently(url: str) -> Answer:
    """The answer; that of a server that is busy only after it was so three times."""
    for _attempt in range(2):
        answer = ask(url)
        if answer.status != 503:
            return answer
        time.sleep(BUSY_SECONDS)
    return ask(url)


def crawl(site: str, start: Iterable[str], ask: Ask = patiently) -> Crawl:
    """Ask for everything once, breadth first. Redirects are not followed but put at the end of the queue."""
    found = Crawl(site, {}, {})
    queue = [site + path for path in start]
    known, shapes = set(queue), Counter[tuple[object, ...]]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while queue:
            answers, queue = list(pool.map(ask, queue)), []
            for answer in answers:
                found.answers[answer.url] = answer
                for url in _named(found, answer):
                    found.sources.setdefault(url, []).append(answer.url)
                    if url in known or not _is_asked(found, url):
                        continue
                    known.add(url)
                    shapes[_shape(url)] += 1
                    if shapes[_shape(url)] <= OF_ONE_SHAPE:
                        queue.append(url)
    return found


def _named(found: Crawl, answer: Answer) -> Iterable[str]:
    if "location" in answer.headers:
        return [urldefrag(urljoin(answer.url, answer.headers["location"]))[0]]
    found.links[answer.url] = links_of(answer)
    return dict.fromkeys(urldefrag(link.url)[0] for link in found.links[answer.url])


def _is_asked(found: Crawl, url: str) -> bool:
    return found.is_ours(url) and not urlsplit(url).path.startswith(NOT_ASKED)


def _shape(url: str) -> tuple[object, ...]:
    parts = urlsplit(url)
    if not parts.query:
        return (url,)
    return (parts.path, *sorted(name for name, _value in parse_qsl(parts.query, keep_blank_values=True)))
