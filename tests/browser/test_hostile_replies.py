"""Live attack strings as comment, name, email and website, in every place that shows a reply: nothing executes or leaves."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from comments.addresses import data_url, feed_url, reply_url, report_url
from comments.models import Comment
from tests import cast, scenes
from tests.browser.trap import Trap, trapped
from tests.browser.wall import Wall, wall
from tests.comments import hostile
from tests.comments.conversation import edition_of
from tests.corpora import payloads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_PAGE = 50
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def marks(text: str) -> str:
    """What is left of a text when blanks and what HTML has no place for are not counted."""
    return "".join(CONTROLS.sub("\ufffd", text).split())


def test_no_payload_gets_out_of_any_place_that_shows_a_reply(shared, chromium, live_server, client, settings):
    settings.REPLIES_FLOOD = 100_000
    release = scenes.published(at=timezone.now() - timedelta(days=1))
    sent = hostile.send_all(client, release, payloads(shared))
    assert len(sent.stored) > 600
    assert sent.fields["author"] > 500 and sent.fields["url"] > 150 and sent.fields["email"] > 100
    desk = Client()
    desk.force_login(cast.ada())
    cookies = {"sessionid": desk.cookies["sessionid"].value}
    with wall() as on, trapped(chromium, live_server.url, on.origin, cookies=cookies) as trap:
        form_that_came_back(trap, on, sent)
        where_it_waits(trap, on, client, sent)
        the_queue(trap, sent)
        hostile.approve_all(sent.stored)
        the_page(trap, release, sent)
        pages_of_one_reply(trap, on, client, desk, release, sent)
        the_record(trap, sent)
        feed_and_data(trap, on, release, sent)
        assert not trap.caught, trap.caught[:20]


def form_that_came_back(trap: Trap, on: Wall, sent: hostile.Sent) -> None:
    assert trap.hang(on, sent.refusals) > 600


def where_it_waits(trap: Trap, on: Wall, client: Client, sent: hostile.Sent) -> None:
    pages = [client.get(sent.waiting[comment.pk]).content for comment in sent.stored]
    assert trap.hang(on, pages) > 600


def the_queue(trap: Trap, sent: hostile.Sent) -> None:
    shown = ""
    for number in range(1, len(sent.stored) // A_PAGE + 2):
        trap.open(f"/admin/comments/comment/?in=waiting&p={number}")
        shown += trap.page.locator("body").text_content()
    assert_there(sent.stored, shown)


def the_page(trap: Trap, release, sent: hostile.Sent) -> None:
    address, shown = edition_of(release).get_absolute_url(), ""
    for number in range(1, -(-len(sent.stored) // A_PAGE) + 1):
        trap.open(address if number == 1 else f"{address}replies/?page={number}")
        shown += trap.page.locator("#replies").text_content()
    assert_there(sent.stored, shown)


def pages_of_one_reply(trap: Trap, on: Wall, client: Client, desk: Client, release, sent: hostile.Sent) -> None:
    """Where it is answered, reported, changed, decided, exported."""
    edition, some = edition_of(release), sent.stored[::10]
    for asked, address in (
        (client, lambda comment: reply_url(edition, parent=comment.key)),
        (client, lambda comment: report_url(edition, comment)),
        (client, lambda comment: f"{sent.waiting[comment.pk]}edit/"),
        (desk, lambda comment: f"/admin/comments/comment/{comment.pk}/change/"),
    ):
        answers = [asked.get(address(comment)) for comment in some]
        assert {answer.status_code for answer in answers} == {200}
        assert trap.hang(on, [answer.content for answer in answers]) > 50


def the_record(trap: Trap, sent: hostile.Sent) -> None:
    names = ""
    for number in range(1, -(-len(sent.stored) // A_PAGE) + 1):
        trap.open(f"/admin/comments/decision/?p={number}")
        names += marks(trap.page.locator("body").text_content())
    assert not [comment.author for comment in sent.stored if marks(comment.author) not in names]


def feed_and_data(trap: Trap, on: Wall, release, sent: hostile.Sent) -> None:
    """As a browser shows them, as programs read them, and the feed's markup as a careless feed reader would show it."""
    edition, texts, contents = edition_of(release), [], []
    for number in range(1, -(-len(sent.stored) // A_PAGE) + 1):
        feed = trap.open(f"{feed_url(edition)}?page={number}", markup=False)
        entries = etree.fromstring(feed.body()).findall("{*}entry")
        contents += [entry.findtext("{*}content").encode() for entry in entries]
        data = trap.open(f"{data_url(edition)}?page={number}", markup=False)
        texts += [reply["text"] for reply in data.json()["replies"]]
    assert sorted(texts) == sorted(CONTROLS.sub("\ufffd", comment.text) for comment in sent.stored)
    careless = [b"<!doctype html><main>" + content + b"</main>" for content in contents]
    assert trap.hang(on, careless, at_once=100) == len(sent.stored)


def assert_there(comments: list[Comment], shown: str) -> None:
    """Every word of every text is to be read, as text: none became markup."""
    shown = marks(shown)
    missing = [comment.text for comment in comments if marks(comment.text) not in shown]
    assert not missing, missing[:5]


def test_the_trap_catches_what_gets_out(chromium):
    """Otherwise an empty trap would prove nothing."""
    bait = {
        "alert": b"<script>alert(1)</script>",
        "handler": b"<p onclick='1'>x",
        "request http://elsewhere.invalid": b"<img src='http://elsewhere.invalid/x.png'>",
        "address javascript:": b"<a href='javascript:1'>x</a>",
        "element": b"<style>p{}</style>",
        "elsewhere": b"<form action='https://elsewhere.invalid/'></form>",
        "meta": b"<meta http-equiv='refresh' content='9;url=/'>",
        "document.write": b"<script>document.write('x')</script>",
        "confirm": b"<img src='/nope.png' onerror='confirm(1)'>",
    }
    with wall() as on, trapped(chromium, on.origin) as trap:
        trap.hang(on, [b"<!doctype html><main>Nothing.</main>"])
        assert not trap.caught
        for told, content in bait.items():
            trap.hang(on, [b"<!doctype html><main>" + content + b"</main>"])
            trap.page.wait_for_load_state("networkidle")
            assert any(told in each for each in trap.caught), (told, trap.caught)
            trap.caught.clear()
