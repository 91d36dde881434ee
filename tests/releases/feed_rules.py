"""What a feed has to keep to, checked offline: grammars written from the specifications, and the rules that no grammar says."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from lxml import etree, html

DATA = Path(__file__).parent / "data"
ATOM = "{http://www.w3.org/2005/Atom}"
LINKS = ("href", "src", "cite", "action", "poster")


def valid(form: str, document: bytes) -> Any:
    """The document, read, after every rule of its format."""
    return {"rss": rss, "atom": atom, "json": json_feed}[form](document)


def atom(document: bytes) -> Any:
    """An Atom feed (RFC 4287)."""
    feed = _in_grammar("atom", document)
    entries = feed.findall(f"{ATOM}entry")
    # What appendix B says in Schematron.
    for entry in entries:
        assert entry.findall(f"{ATOM}author/{ATOM}name") or feed.findall(f"{ATOM}author"), "4.1.1: an author"
        assert entry.find(f"{ATOM}link[@rel='alternate']") is not None or entry.find(f"{ATOM}content") is not None
        assert entry.findtext(f"{ATOM}published") <= entry.findtext(f"{ATOM}updated")
        content = entry.find(f"{ATOM}content")
        assert content.get("type") == "html" and not len(content), "4.1.3.3: text, without child elements"
        _assert_stands_alone(content.text)
    for element in (feed, *entries):
        pairs = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in element.findall(f"{ATOM}link")]
        alternates = [pair for pair in pairs if pair[0] == "alternate"]
        assert len(alternates) == len(set(alternates)), "4.1.1: no two alternates of one type and language"
        assert len(element.findall(f"{ATOM}link[@rel='self']")) <= 1
    _assert_names([element.findtext(f"{ATOM}id") for element in (feed, *entries)])
    for link in feed.iter(f"{ATOM}link"):
        assert urlsplit(link.get("href")).netloc, "absolute, for nothing says what it would be relative to"
    for moment in [*feed.iter(f"{ATOM}updated"), *feed.iter(f"{ATOM}published")]:
        assert datetime.fromisoformat(moment.text).tzinfo is not None, "3.3: a date of RFC 3339"
    return feed


def rss(document: bytes) -> Any:
    """An RSS 2.0 feed."""
    feed = _in_grammar("rss", document)
    items = feed.findall("channel/item")
    _assert_names([item.findtext("guid") for item in items])
    for item in items:
        # A permanent link is what readers take a guid for that does not say otherwise.
        assert item.find("guid").get("isPermaLink") == "false"
        _assert_stands_alone(item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded"))
    return feed


def json_feed(document: bytes) -> Any:
    """A JSON Feed 1.1."""
    schema = json.loads((DATA / "json_feed.json").read_text())
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    feed = json.loads(document)
    errors = [f"{error.json_path}: {error.message}" for error in checker.iter_errors(feed)]
    assert not errors, errors[:5]
    _assert_names([item["id"] for item in feed["items"]])
    for item in feed["items"]:
        _assert_stands_alone(item["content_html"])
    return feed


def _in_grammar(name: str, document: bytes) -> Any:
    grammar = etree.RelaxNG(etree.parse(DATA / f"{name}.rng"))
    feed = etree.fromstring(document)
    assert grammar.validate(feed), grammar.error_log
    return feed


def _assert_names(names: list[str]) -> None:
    assert len(names) == len(set(names)), "no two things have one name"
    for name in names:
        assert urlsplit(name).scheme, "an absolute IRI (RFC 4287, 4.2.6)"


def _assert_stands_alone(markup: str) -> None:
    """Wherever it is read, every link leads where it leads on the page, and nothing in it acts."""
    for element in html.fragment_fromstring(markup, create_parent=True).iter(etree.Element):
        assert element.tag not in {"script", "style", "iframe", "object", "embed", "form", "base", "link", "meta"}
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        addresses = [element.get(name) for name in LINKS if element.get(name) is not None]
        addresses += [each.split()[0] for each in (element.get("srcset") or "").split(",") if each.strip()]
        for address in addresses:
            assert urlsplit(address).scheme in {"http", "https", "mailto", "tel"}, address
