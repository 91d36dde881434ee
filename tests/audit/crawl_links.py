"""Every address that a document names, of whatever type it is: HTML, style sheets, feeds, sitemaps, JSON, robots.txt."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urljoin

from lxml import etree, html

from tests.audit.asking import Answer

LOADED = frozenset({"img", "source", "script", "iframe", "video", "audio", "embed", "css", "input"})
"""Elements whose address a browser asks for without being told to."""
LOADED_RELS = frozenset({"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload", "prefetch"})

_ELEMENTS = ("a", "area", "link", "img", "source", "script", "iframe", "video", "audio", "embed", "input")
_CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)['"]""")
_SITEMAP = re.compile(r"^Sitemap:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Link:
    """One address in a document: absolute, with its fragment."""

    url: str
    element: str
    rel: str = ""
    media_type: str = ""
    """What the document says will come."""
    language: str = ""

    @property
    def is_loaded(self) -> bool:
        """Whether reading the document is enough to ask for it."""
        return self.element in LOADED or bool(LOADED_RELS & set(self.rel.split()))


def links_of(page: Answer) -> list[Link]:
    """The addresses in a document, those of the web alone; none in one of a type that has none."""
    kind = page.media_type
    if not page.body:
        return []
    reader = _READERS.get(kind)
    if reader is None and kind.endswith("json"):
        reader = _json
    elif reader is None and kind.endswith("xml") and not kind.startswith("image/"):
        reader = _xml
    found = reader(page) if reader else ()
    return [replace(link, url=as_asked(link.url)) for link in found if link.url.startswith(("http://", "https://"))]


def as_asked(url: str) -> str:
    """As a browser sends it: letters beyond ASCII percent-encoded (RFC 3987, 3.1), and never without a path."""
    quoted = quote(url, safe="%/:=&?~#+!$,;'@()*[]")
    return f"{quoted}/" if quoted.count("/") == 2 else quoted


def _html(page: Answer) -> Iterator[Link]:
    tree = html.fromstring(page.body)
    for element in tree.iter(*_ELEMENTS):
        yield from _of_element(element, page.url)
    for form in tree.iter("form"):
        if form.get("method", "get").lower() == "get":
            yield Link(urljoin(page.url, form.get("action", "")), "form")
    for meta in tree.iterfind(".//meta[@content]"):
        if (meta.get("property") or meta.get("name") or "") in {"og:image", "og:url", "twitter:image"}:
            yield Link(urljoin(page.url, meta.get("content", "")), "meta")
    for text in (*tree.xpath("//@style"), *tree.xpath("//style/text()")):
        yield from _styles(str(text), page.url)


def _of_element(element: html.HtmlElement, base: str) -> Iterator[Link]:
    candidates = f"{element.get('srcset', '')},{element.get('imagesrcset', '')}".split(",")
    addresses = [address for name in ("href", "src", "poster") if (address := element.get(name)) is not None]
    addresses += [candidate.split()[0] for candidate in candidates if candidate.strip()]
    said = (element.get("rel", ""), element.get("type", "").lower(), element.get("hreflang", ""))
    for address in addresses:
        yield Link(urljoin(base, address), str(element.tag), *said)


def _css(page: Answer) -> Iterator[Link]:
    yield from _styles(page.body.decode(), page.url)


def _styles(text: str, base: str) -> Iterator[Link]:
    for address, imported in _CSS_URL.findall(text):
        yield Link(urljoin(base, (address or imported).strip()), "css")


def _xml(page: Answer) -> Iterator[Link]:
    """Feeds and sitemaps: addresses in attributes and as the whole text of an element. A feed's own HTML is that of a page."""
    tree = etree.fromstring(page.body)
    for element in tree.iter(etree.Element):
        name = etree.QName(element).localname
        for attribute in ("href", "src", "url"):
            if address := element.get(attribute):
                language = element.get("hreflang", "")
                yield Link(
                    urljoin(page.url, address), f"xml:{name}", element.get("rel", ""), element.get("type", ""), language
                )
        text = (element.text or "").strip()
        if name in {"link", "loc", "comments", "icon", "logo", "url"} and _ADDRESS.fullmatch(text):
            yield Link(text, f"xml:{name}")


def _json(page: Answer) -> Iterator[Link]:
    for key, value in _strings("", json.loads(page.body)):
        if _ADDRESS.fullmatch(value) and "{" not in value:
            yield Link(value, f"json:{key}")
        elif page.media_type == "application/manifest+json" and key in {"src", "start_url", "scope"}:
            yield Link(urljoin(page.url, value), f"json:{key}")


def _strings(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(str(name), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(key, inner)


def _robots(page: Answer) -> Iterator[Link]:
    if page.url.endswith("/robots.txt"):
        for address in _SITEMAP.findall(page.body.decode()):
            yield Link(address, "robots")


_READERS: dict[str, Callable[[Answer], Iterator[Link]]] = {
    "text/html": _html,
    "text/css": _css,
    "text/plain": _robots,
}
