"""The crawl of ``make audit`` finds what is wrong on a small site made for it, and nothing on one where nothing is."""

from typing import Any

import pytest

from tests.audit import crawl_rules
from tests.audit.asking import Answer
from tests.audit.crawl import crawl

SITE = "https://news.example.org"
HTML = "text/html; charset=utf-8"
MAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def page(path: str, body: str = "", head: str = "", title: str = "", language: str = "en") -> bytes:
    canonical = f'<link rel="canonical" href="{SITE}{path}">' if "canonical" not in head else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title or path}</title>{canonical}{head}'
        f"</head><body>{body}</body></html>"
    ).encode()


def alternates(**paths: str) -> str:
    return "".join(
        f'<link rel="alternate" hreflang="{language.replace("_", "-")}" href="{SITE}{path}">'
        for language, path in paths.items()
    )


BOTH = alternates(en="/", fr="/fr/", x_default="/")
SOUND: dict[str, tuple[int, str, bytes]] = {
    "/": (
        200,
        HTML,
        page("/", '<a href="/a/#place">A</a><a href="/fr/">F</a><img src="/p.png" srcset="/q.png 2x">', BOTH),
    ),
    "/fr/": (200, HTML, page("/fr/", "", BOTH, language="fr")),
    "/a/": (200, HTML, page("/a/", '<p id="place">', '<link rel="stylesheet" href="/a.css">')),
    "/a.css": (200, "text/css; charset=utf-8", b"p { background: url('q.png') } @import \"b.css\";"),
    "/b.css": (200, "text/css; charset=utf-8", b""),
    "/p.png": (200, "image/png", b"."),
    "/q.png": (200, "image/png", b"."),
    "/robots.txt": (200, "text/plain; charset=utf-8", f"Sitemap: {SITE}/sitemap.xml\n".encode()),
    "/sitemap.xml": (
        200,
        "application/xml; charset=utf-8",
        f"<urlset {MAP}><url><loc>{SITE}/</loc>"
        f'<xhtml:link rel="alternate" hreflang="en" href="{SITE}/"/>'
        f'<xhtml:link rel="alternate" hreflang="fr" href="{SITE}/fr/"/>'
        f'<xhtml:link rel="alternate" hreflang="x-default" href="{SITE}/"/></url></urlset>'.encode(),
    ),
}


def found(different: dict[str, tuple[int, str, bytes]]) -> list[str]:
    """What is said of the site with these answers in place of its own; a redirect has its aim for a body."""
    site = SOUND | different

    def ask(url: str) -> Answer:
        status, content_type, body = site.get(url.removeprefix(SITE).partition("?")[0], (404, HTML, page("/404/")))
        headers = {"content-type": content_type}
        if 300 <= status < 400:
            return Answer(url, status, headers | {"location": body.decode()}, b"")
        return Answer(url, status, headers, body)

    return [f"{each.where} {each.what}" for each in crawl_rules.findings(crawl(SITE, ["/", "/robots.txt"], ask))]


def test_nothing_is_said_of_a_site_on_which_nothing_is_wrong() -> None:
    assert found({}) == []


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "a broken link": ({"/fr/": (200, HTML, page("/fr/", '<a href="/nowhere/">', BOTH, language="fr"))}, "answers 404"),
    "a broken picture in a srcset": ({"/q.png": (404, HTML, b"")}, "/q.png, which answers 404"),
    "a broken address in a style sheet": (
        {"/b.css": (200, "text/css; charset=utf-8", b"p{src:url(x.woff2)}")},
        "/x.woff2",
    ),
    "a missing sitemap": ({"/sitemap.xml": (404, HTML, b"")}, "/sitemap.xml, which answers 404"),
    "a link to a redirect": (
        {"/a/": (301, HTML, b"/b/"), "/b/": (200, HTML, page("/b/", '<p id="place">'))},
        "sends readers on to",
    ),
    "a redirect to a redirect": (
        {"/a/": (301, HTML, b"/b/"), "/b/": (301, HTML, b"/fr/")},
        "/a/ sends readers to https://news.example.org/b/, which answers 301",
    ),
    "a redirect to nothing": ({"/a/": (302, HTML, b"/b/")}, "/b/, which answers 404"),
    "a missing place": ({"/a/": (200, HTML, page("/a/", '<p id="elsewhere">'))}, "where nothing has that id"),
    "a picture from elsewhere": (
        {"/a/": (200, HTML, page("/a/", '<p id="place"><img src="https://other.example/x.png">'))},
        "loads https://other.example/x.png from another site (img)",
    ),
    "a style from elsewhere": (
        {"/b.css": (200, "text/css; charset=utf-8", b"@import url(//fonts.example/x.css);")},
        "loads https://fonts.example/x.css",
    ),
    "a picture without TLS": (
        {"/a/": (200, HTML, page("/a/", '<p id="place"><img src="http://news.example.org/p.png">'))},
        "loads http://news.example.org/p.png",
    ),
    "a style sheet that is a page": ({"/a.css": (200, HTML, page("/a.css"))}, "its address says text/css"),
    "a picture that is a text": ({"/p.png": (200, "text/plain; charset=utf-8", b".")}, "as a picture"),
    "a text without its encoding": ({"/b.css": (200, "text/css", b"")}, "does not say its encoding"),
    "a type that is not kept": (
        {"/a/": (200, HTML, page("/a/", '<p id="place"><a type="application/pdf" href="/p.png">'))},
        "is application/pdf, and it is image/png",
    ),
    "one title twice": ({"/a/": (200, HTML, page("/a/", '<p id="place">', title="/"))}, "has the title of"),
    "no title": ({"/a/": (200, HTML, page("/a/", '<p id="place">', title=" "))}, "has no title"),
    "no canonical address": (
        {"/a/": (200, HTML, page("/a/", '<p id="place">', "<!-- canonical -->"))},
        "names no canonical address",
    ),
    "a canonical address that is another": (
        {"/a/": (200, HTML, page("/a/", '<p id="place">', f'<link rel="canonical" href="{SITE}/">'))},
        "although it is for search engines",
    ),
    "a canonical address that does not answer": (
        {"/a/": (200, HTML, page("/a/", '<p id="place">', f'<link rel="canonical" href="{SITE}/nowhere/">'))},
        "which answers 404",
    ),
    "no way back from the other language": (
        {"/fr/": (200, HTML, page("/fr/", language="fr"))},
        "/fr/ (fr), which does not name it",
    ),
    "languages without the page's own": (
        {"/fr/": (200, HTML, page("/fr/", "", alternates(en="/", x_default="/"), language="fr"))},
        "and not itself",
    ),
    "languages without the one for everybody else": (
        {"/fr/": (200, HTML, page("/fr/", "", alternates(en="/", fr="/fr/"), language="fr"))},
        "x-default",
    ),
    "a sitemap with a page that asks not to be found": (
        {"/": (200, HTML, page("/", "", BOTH + '<meta name="robots" content="noindex">'))},
        "which is not for search engines",
    ),
    "a sitemap that says other languages": ({"/": (200, HTML, page("/", '<a href="/fr/">'))}, "says other languages"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_it_finds(fault: str) -> None:
    different, said = FAULTS[fault]
    told = found(different)
    assert any(said in each for each in told), told


def test_what_only_staff_get_and_other_sites_are_left_alone() -> None:
    asked: list[str] = []

    def ask(url: str) -> Answer:
        asked.append(url)
        body = page(
            "/", '<a href="/admin/">x</a><a href="https://other.example/">y</a><a href="mailto:a@example.org">z</a>'
        )
        return Answer(url, 200, {"content-type": HTML}, body)

    crawl(SITE, ["/"], ask)
    assert asked == [f"{SITE}/"]


def test_of_addresses_without_end_a_few_are_asked_for() -> None:
    asked: list[str] = []

    def ask(url: str) -> Answer:
        asked.append(url)
        number = len(asked)
        return Answer(url, 200, {"content-type": HTML}, page("/", f'<a href="/?before={number}">{number}</a>'))

    crawl(SITE, ["/"], ask)
    assert len(asked) == 4
