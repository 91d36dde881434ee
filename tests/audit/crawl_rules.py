"""What a crawl finds wrong: one function a rule, each of which yields what breaks it. None of them asks for anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import html

from tests.audit.crawl_links import as_asked
from tests.audit.results import Finding

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from tests.audit.asking import Answer
    from tests.audit.crawl import Crawl

TYPES = {
    "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg",
    "webp": "image/webp", "avif": "image/avif", "ico": "image/vnd.microsoft.icon", "woff2": "font/woff2",
    "txt": "text/plain", "pdf": "application/pdf", "zip": "application/zip", "xml": "application/xml",
    "rss": "application/rss+xml", "atom": "application/atom+xml", "webmanifest": "application/manifest+json",
    "ics": "text/calendar", "csv": "text/csv",
}  # fmt: skip
"""By the end of an address. JSON has many types, of which only the end is the same."""
LEADS_ON = re.compile(r"/replies/[^/]+/$|/oembed\b")
"""Redirects on purpose: the lasting address of a reply leads to the page on which it now stands."""


def findings(crawl: Crawl) -> list[Finding]:
    """Everything that is wrong, each thing once."""
    trees = {url: html.fromstring(answer.body) for url, answer in crawl.answers.items() if _is_page(answer)}
    rules = (broken(crawl), redirects(crawl), fragments(crawl, trees), loaded(crawl), types(crawl), promises(crawl))
    heads = (titles(crawl, trees), canonicals(crawl, trees), languages(crawl, trees), sitemaps(crawl, trees))
    return list(dict.fromkeys(each for rule in (*rules, *heads) for each in rule))


def broken(crawl: Crawl) -> Iterator[Finding]:
    """Addresses that something names and that answer with an error."""
    for url, answer in crawl.answers.items():
        # A page that is looked at because it is missing leads to itself; and an interface that is named wants a question.
        sources = [each for each in crawl.sources.get(url, []) if each != url]
        asks_back = answer.status == 400 and answer.media_type.endswith("json")
        if answer.status >= 400 and sources and not asks_back:
            yield Finding(sources[0], f"leads to {url}, which answers {answer.status} ({len(sources)} such links)")


def redirects(crawl: Crawl) -> Iterator[Finding]:
    """Links that lead to a redirect, and redirects that lead to another one or to nothing."""
    for url, answer in crawl.answers.items():
        if not 300 <= answer.status < 400:
            continue
        target = urldefrag(urljoin(url, answer.headers.get("location", "")))[0]
        then = crawl.answers.get(target)
        if then is None and crawl.is_ours(target) and not urlsplit(target).path.startswith("/admin/"):
            yield Finding(url, f"sends readers to {target}, which was not asked for")
        elif then is not None and then.status != 200:
            yield Finding(url, f"sends readers to {target}, which answers {then.status}")
        for source in crawl.sources.get(url, [])[:1]:
            if crawl.answers[source].status == 200 and not LEADS_ON.search(urlsplit(url).path):
                yield Finding(source, f"leads to {url}, which sends readers on to {target} ({answer.status})")


def fragments(crawl: Crawl, trees: dict[str, HtmlElement]) -> Iterator[Finding]:
    """Links into a page, to a place that it has not."""
    places = {url: {*tree.xpath("//@id"), *tree.xpath("//a/@name")} for url, tree in trees.items()}
    pairs = [(source, link.url) for source, links in crawl.links.items() for link in links]
    for url, answer in crawl.answers.items():
        if location := answer.headers.get("location"):
            pairs.append((url, urljoin(url, location)))
    for source, address in pairs:
        url, fragment = urldefrag(address)
        if fragment and url in places and not {fragment, unquote(fragment)} & places[url]:
            yield Finding(source, f"leads to {address}, where nothing has that id")


def loaded(crawl: Crawl) -> Iterator[Finding]:
    """What a document makes a browser ask for at another site, or without TLS from a page that has it."""
    for source, links in crawl.links.items():
        for link in links:
            if link.is_loaded and not crawl.is_ours(link.url):
                yield Finding(source, f"loads {link.url} from another site ({link.element})")


def types(crawl: Crawl) -> Iterator[Finding]:
    """Answers of another type than their address says, without one, or without the encoding of their text."""
    for url, answer in crawl.answers.items():
        if answer.status != 200:
            continue
        path, said = urlsplit(url).path, answer.headers.get("content-type", "")
        wanted = TYPES.get(path.rpartition(".")[2]) if "/api/" not in path else None
        if wanted and answer.media_type != wanted:
            yield Finding(url, f"is {answer.media_type}, and its address says {wanted}")
        if not said:
            yield Finding(url, "has no type")
        if said.startswith("text/") and "charset=" not in said.lower():
            yield Finding(url, f"does not say its encoding: {said}")


def promises(crawl: Crawl) -> Iterator[Finding]:
    """Links that say another type than what comes, and pictures that are none."""
    for source, links in crawl.links.items():
        for link in links:
            there = crawl.answers.get(urldefrag(link.url)[0])
            if there is None or there.status != 200:
                continue
            promised = link.media_type.partition(";")[0].removesuffix("+oembed")
            if promised and link.element != "script" and promised != there.media_type:
                yield Finding(source, f"says that {link.url} is {promised}, and it is {there.media_type}")
            if link.element in {"img", "source"} and not there.media_type.startswith(("image/", "video/", "audio/")):
                yield Finding(source, f"shows {link.url} as a picture, and it is {there.media_type}")


def titles(crawl: Crawl, trees: dict[str, HtmlElement]) -> Iterator[Finding]:
    """Pages for search engines without a title of their own."""
    first: dict[tuple[str, str], str] = {}
    for url, tree in trees.items():
        if not _is_indexed(crawl.answers[url], tree) or urlsplit(url).query:
            continue
        title = " ".join((tree.findtext(".//head/title") or "").split())
        if not title:
            yield Finding(url, "has no title")
        # Two languages may have the same word for something.
        other = first.setdefault((tree.get("lang", ""), title), url)
        if other != url:
            yield Finding(url, f"has the title of {other}: {title!r}")


def canonicals(crawl: Crawl, trees: dict[str, HtmlElement]) -> Iterator[Finding]:
    """Pages for search engines that do not say which address is theirs, or that name one which does not answer."""
    for url, tree in trees.items():
        named = [as_asked(str(each)) for each in tree.xpath("//head/link[@rel='canonical']/@href")]
        if len(named) > 1:
            yield Finding(url, f"names {len(named)} canonical addresses")
        if not named:
            if _is_indexed(crawl.answers[url], tree) and not urlsplit(url).query:
                yield Finding(url, "names no canonical address")
            continue
        there = crawl.answers.get(named[0])
        if there is None or there.status != 200:
            yield Finding(url, f"says that it is {named[0]}, which answers {there.status if there else 'not at all'}")
        elif not urlsplit(url).query and _is_indexed(crawl.answers[url], tree) and named[0] != url:
            yield Finding(url, f"says that it is {named[0]}, although it is for search engines")


def languages(crawl: Crawl, trees: dict[str, HtmlElement]) -> Iterator[Finding]:
    """Pages that name another language's version which does not name them back, and sets in which a page is not itself."""
    named = {url: _alternates(tree) for url, tree in trees.items()}
    for url, alternates in named.items():
        if not alternates:
            continue
        if url not in alternates.values():
            yield Finding(url, "names versions in other languages and not itself")
        if "x-default" not in alternates:
            yield Finding(url, "names versions in other languages and none for everybody else (x-default)")
        for language, other in alternates.items():
            there = crawl.answers.get(other)
            if there is None and urlsplit(other).query:
                # One of the many of its shape that were not asked for.
                continue
            if there is None or there.status != 200:
                yield Finding(
                    url, f"names {other} ({language}), which answers {there.status if there else 'not at all'}"
                )
            elif url not in named.get(other, {}).values():
                yield Finding(url, f"names {other} ({language}), which does not name it")


def sitemaps(crawl: Crawl, trees: dict[str, HtmlElement]) -> Iterator[Finding]:
    """Addresses in a sitemap that are not for search engines, or that say other languages there than in their head."""
    for source, answer in crawl.answers.items():
        path = urlsplit(source).path
        if answer.status != 200 or not answer.body or "sitemap" not in path or answer.media_type != "application/xml":
            continue
        for entry in html.etree.fromstring(answer.body).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}url"):
            url = entry.findtext("{*}loc")
            if url not in trees or not _is_indexed(crawl.answers[url], trees[url]):
                yield Finding(source, f"names {url}, which is not for search engines")
                continue
            links = {
                link.get("hreflang"): link.get("href") for link in entry.iter("{http://www.w3.org/1999/xhtml}link")
            }
            if "news" not in path and links != _alternates(trees[url]):
                yield Finding(
                    source, f"says other languages of {url} than its page: {links} and {_alternates(trees[url])}"
                )


def _alternates(tree: HtmlElement) -> dict[str, str]:
    links = tree.xpath("//head/link[@rel='alternate'][@hreflang][not(@type)]")
    return {link.get("hreflang"): as_asked(link.get("href")) for link in links}


def _is_page(answer: Answer) -> bool:
    return answer.media_type == "text/html" and bool(answer.body) and "location" not in answer.headers


def _is_indexed(answer: Answer, tree: HtmlElement) -> bool:
    said = " ".join(tree.xpath("//meta[@name='robots']/@content")) + answer.headers.get("x-robots-tag", "")
    return answer.status == 200 and "noindex" not in said
