"""Whatever readers send is text: on the page, where it waits, and on the desk."""

import json
import time

import pytest
import time_machine
from django.test import Client
from lxml import html

from comments import cleaning
from comments.addresses import waiting_url
from comments.models import Comment
from comments.rendering import as_html
from comments.waiting import token_for
from releases.errors import Refused
from tests import cast, scenes
from tests.comments.conversation import WRITTEN, edition_of, said, shown

ALLOWED = {"p": set(), "br": set(), "a": {"href", "rel"}}


def payloads(shared):
    """Every payload of the corpora, with a name."""
    corpora = shared / "corpora"
    for number, row in enumerate(json.loads((corpora / "dompurify" / "payloads.json").read_text())):
        yield f"dompurify {number}", row["payload"]
    for number, text in enumerate(json.loads((corpora / "blns" / "blns.json").read_text())):
        yield f"blns {number}", text
    for path in sorted((corpora / "bleach").glob("*.test")):
        yield path.name, path.read_text().partition("\n--\n")[0]


def assert_harmless(markup, name):
    tree = html.fragment_fromstring(str(markup), create_parent="div")
    for element in tree.iterdescendants():
        assert element.tag in ALLOWED, (name, element.tag)
        assert set(element.attrib) <= ALLOWED[element.tag], (name, dict(element.attrib))
        if element.tag == "a":
            assert element.get("href").startswith(("http://", "https://")), name
            assert element.get("rel") == "nofollow ugc noopener noreferrer", name


def test_every_payload_of_the_corpora_is_rendered_as_text(shared):
    for name, payload in payloads(shared):
        assert_harmless(as_html(payload.replace("\0", "")), name)


@pytest.mark.django_db
def test_what_is_taken_in_of_the_corpora_is_text_on_page_waiting_page_and_desk(shared, client, admin_client_of_mo):
    release = scenes.published(at=scenes.NOW)
    fields = {"text": cleaning.text, "author": cleaning.author, "url": cleaning.website}
    kept = [said(release, **taken) for _name, payload in payloads(shared) if (taken := accepted(fields, payload))]
    assert len(kept) > 500
    assert min(sum(1 for comment in kept if getattr(comment, name) != WRITTEN[name]) for name in fields) > 10
    Comment.objects.update(state="approved")
    edition = edition_of(release)
    with time_machine.travel(scenes.NOW, tick=False):
        # Fifty at a time are on a page; the empty page is what markup of ours there is.
        bare = skeleton(client.get(edition_of(scenes.published(at=scenes.NOW, headline="Bare")).get_absolute_url()))
        for number in range(1, len(kept) // 50 + 2):
            page = client.get(
                edition.get_absolute_url() if number == 1 else f"{edition.get_absolute_url()}replies/?page={number}"
            )
            assert skeleton(page) <= bare | REPLY_MARKUP
        for comment in kept[::25]:
            waiting = client.get(waiting_url(edition, token_for(comment)))
            assert skeleton(waiting) <= bare | REPLY_MARKUP | {
                ("article", "class"),
                ("div", "role"),
                ("div", "autofocus"),
                *(("details", attribute) for attribute in ("", "class")),
                ("summary", ""),
            }
        for number in range(1, 5):
            desk = admin_client_of_mo.get("/admin/comments/comment/", {"p": number})
            assert not [pair for pair in skeleton(desk) if pair[1].startswith("on")]
            tree = html.fromstring(desk.content.decode())
            for cell in tree.xpath("//*[contains(@class, 'desk-text') or contains(@class, 'desk-who')]"):
                assert {element.tag for element in cell.iterdescendants()} <= {"bdi", "strong"}


def accepted(fields, payload):
    """The fields in which a payload is taken in."""
    taken = {}
    for name, clean in fields.items():
        # By itself hardly anything here is an address, so it is put where an address can hold anything.
        value = f"https://example.org/{payload}" if name == "url" else payload
        try:
            clean(value)
        except Refused:
            continue
        taken[name] = value
    return taken


# (element, attribute) pairs that replies add to a page.
REPLY_MARKUP = {
    (tag, attribute)
    for tag, attributes in {
        "article": "class id aria-labelledby", "header": "class", "p": "class id", "a": "href rel class type", "bdi": "",
        "time": "datetime",
        "div": "class dir tabindex", "ol": "class", "li": "class", "span": "class", "br": "", "nav": "class aria-label",
        "h1": "class",
        "h2": "class id", "h3": "class id", "section": "class id aria-labelledby", "meta": "name content",
    }.items()
    for attribute in ["", *attributes.split()]
}  # fmt: skip


def skeleton(response):
    """Which elements and attributes a page has, by name."""
    assert response.status_code == 200
    tree = html.fromstring(response.content.decode())
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    return {(element.tag, attribute) for element in elements for attribute in ["", *element.attrib]}


@pytest.fixture
def admin_client_of_mo(db):
    client = Client()
    client.force_login(cast.mo())
    return client


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>two</p>\n\n<p>three</p>"),
        ("write to noor@example.org", "<p>write to noor@example.org</p>"),
        ("bell \x07", "<p>bell \ufffd</p>"),
        ("see \u202egnp.exe", "<p>see \ufffdgnp.exe</p>"),
        (
            "see https://example.org/a?b=1&c=2.",
            '<p>see <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener noreferrer">'
            "https://example.org/a?b=1&amp;c=2</a>.</p>",
        ),
        ("javascript:alert(1) //evil.example /admin/", "<p>javascript:alert(1) //evil.example /admin/</p>"),
    ],
)
def test_it_links_pages_and_escapes_once(text, expected):
    assert as_html(text) == expected


@pytest.mark.parametrize(
    "text",
    ["(" * 65_525, ")." * 32_000, "&" * 65_525, "&;" * 32_000, "http://" * 9_000, "a@" * 32_000,
     "www." + "." * 65_000, "\n" * 65_000 + "x",
     "https://a.org/" + "(;" * 30_000, "x.com " * 10_000],
)  # fmt: skip
def test_the_longest_reply_costs_no_more_than_a_moment(text):
    began = time.perf_counter()
    as_html(text)
    assert time.perf_counter() - began < 2


@pytest.mark.django_db
def test_a_website_is_a_link_that_is_worth_nothing(client):
    release = scenes.published(at=scenes.NOW)
    comment = shown(release, url="https://noor.example/?a=1&b='")
    with time_machine.travel(scenes.NOW, tick=False):
        page = html.fromstring(client.get(edition_of(release).get_absolute_url()).content.decode())
    (link,) = page.xpath(f"//*[@id='{comment.fragment}-author']/a")
    assert link.get("href") == "https://noor.example/?a=1&b=%27"
    assert link.get("rel") == "nofollow ugc noopener noreferrer"
