"""Live attack strings as comment, name, email and website, in every place that shows a reply: nothing executes or leaves."""

import csv
import io
import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree
from playwright.sync_api import expect

from comments.addresses import data_url, feed_url, reply_url, report_url
from comments.mail.telling import mail_for
from comments.models import Comment, Decision, Subscription
from tests import cast, scenes
from tests.browser.trap import Trap, trapped
from tests.browser.wall import Wall, wall
from tests.comments import hostile
from tests.comments.conversation import edition_of
from tests.corpora import payloads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_PAGE = 50
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufdd0-\ufdef\ufffe\uffff]")


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
        cards_that_the_desk_swaps(trap, on, desk, sent)
        hostile.approve_all(comment for comment in sent.stored if Comment.objects.get(pk=comment.pk).is_pending)
        the_page(trap, release, sent)
        pages_of_one_reply(trap, on, client, desk, release, sent)
        the_record(trap, sent)
        feed_and_data(trap, on, release, sent)
        mails(trap, on, release, sent)
        desk_beside_the_queue(trap, on, desk, release)
        files(desk, sent)
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


def cards_that_the_desk_swaps(trap: Trap, on: Wall, desk: Client, sent: hostile.Sent) -> None:
    """The script puts a card of the server's in place of a row: as it does that, and every card as it is sent."""
    for number in (1, 7):
        trap.open(f"/admin/comments/comment/?in=waiting&p={number}")
        for key, done in (("a", 1), ("a", 2), ("u", 1)):
            trap.page.keyboard.press(key)
            expect(trap.page.locator("tr.desk-done")).to_have_count(done)
        trap.look()
    cards = []
    for comment in sent.stored[5::10]:
        comment.refresh_from_db()
        answer = desk.post(
            f"/admin/comments/comment/{comment.pk}/decide/",
            {"decision": f"{comment.state}.{comment.version}.trash"},
            headers={"X-Requested-With": "desk"},
        ).json()
        assert answer["done"], answer
        cards.append(f"{answer['card']}{answer['buttons']}")
        last = Decision.objects.filter(comment=comment).latest("pk")
        desk.post(f"/admin/comments/comment/{comment.pk}/undo/", {"undo": str(last.pk)})
    assert trap.hang(on, [bare(card.encode()) for card in cards]) > 50


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
    for number in range(1, -(-Decision.objects.count() // A_PAGE) + 1):
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
    assert trap.hang(on, [bare(content) for content in contents], at_once=100) == len(sent.stored)


def mails(trap: Trap, on: Wall, release, sent: hostile.Sent) -> None:
    """As they travel, and their markup as a careless mail program shows it."""
    edition, shown = edition_of(release), []
    for comment in sent.stored:
        wish = Subscription(comment=comment, about=Subscription.About.ANSWERS, email=comment.email)
        travelled = message_from_bytes(mail_for(wish, comment, edition).message().as_bytes(), policy=policy.default)
        # To one mailbox; the quotes around its name are written where they are needed.
        (to,) = travelled["To"].addresses
        assert re.sub(r'["\\]', "", to.addr_spec) == re.sub(r'["\\]', "", comment.email)
        assert not travelled["Cc"] and not travelled["Bcc"]
        plain = travelled.get_body(("plain",)).get_content()
        # What mails have no place for is replaced, or ends a line.
        assert written(comment.text) in written(re.sub(r"^> ?", "", plain, flags=re.MULTILINE))
        markup = travelled.get_body(("html",)).get_content()
        shown.append(bare(markup.replace("http://testserver/", "/").encode()))
    assert trap.hang(on, shown, at_once=100) > 600


def desk_beside_the_queue(trap: Trap, on: Wall, desk: Client, release) -> None:
    trap.open("/admin/comments/comment/numbers/")
    trap.open(f"/admin/comments/comment/under/{release.pk}/")
    words = {"words": "script\nalert\nsvg\nonerror", "list": "watch", "_preview": "1"}
    preview = desk.post("/admin/comments/listedword/add/", words)
    assert b"alert(" in preview.content, "it shows what the words would have caught"
    # What many were told at once is in a message at the head of the next page.
    rows = list(Comment.objects.approved()[:100])
    body = {"action": "to_pending", "index": 0, "_selected_action": [row.pk for row in rows]}
    seen = {f"seen-{row.pk}": f"{row.state}.{row.version}" for row in rows}
    told = desk.post("/admin/comments/comment/?in=all", body | seen, follow=True)
    assert b"100 were carried out" in told.content
    assert trap.hang(on, [preview.content, told.content]) == 2


def files(desk: Client, sent: hostile.Sent) -> None:
    """A spreadsheet calculates nothing, and every cell is what was written behind at most one apostrophe."""
    answer = desk.get("/admin/comments/comment/csv/?in=all")
    assert answer["Content-Type"].startswith("text/csv") and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert len(rows) == len(sent.stored)
    by_key = {comment.key: comment for comment in sent.stored}
    for row in rows:
        comment = by_key[row["Key"].removeprefix("'")]
        for name, value in (("Name", comment.author), ("Email", comment.email), ("Comment", comment.text)):
            assert row[name] in {value, f"'{value}"}
        for cell in row.values():
            assert not cell.lstrip(' \t\r\n"').startswith(("=", "+", "-", "@")), cell
    assert any(row["Comment"].startswith("'=") or row["Comment"].startswith("'-") for row in rows)


def assert_there(comments: list[Comment], shown: str) -> None:
    """Every word of every text is to be read, as text: none became markup."""
    shown = marks(shown)
    missing = [comment.text for comment in comments if marks(comment.text) not in shown]
    assert not missing, missing[:5]


def written(text: str) -> str:
    """Without anything that cannot be typed."""
    return marks(text).replace("\ufffd", "")


def bare(markup: bytes) -> bytes:
    """A page of nothing else."""
    return b"<!doctype html><main>" + markup + b"</main>"


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
