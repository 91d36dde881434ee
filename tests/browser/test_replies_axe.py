"""Replies for people who hear a page or see it dimly: axe-core finds nothing, and the focus tells what happened."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from comments.actions import answer, answered_in_text, edit, pin, report, set_door
from comments.actions.subscribe import subscribe
from comments.addresses import reply_url, report_url, waiting_url
from comments.models import Door, Subscription
from comments.privacy.requests import enter
from comments.privacy.requests import token_for as token_of
from comments.reasons import Complaint
from comments.senders import Sender
from comments.states import State
from comments.waiting import token_for
from tests import cast, scenes
from tests.browser.axe import assert_none_on_any_screen, violations
from tests.comments.conversation import edition_of, moved, said, shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "\n\n".join(["It takes longer than the bridge."] * 30)
QUEUE = "/admin/comments/comment/"
LONG = "Supercalifragilisticexpialidocious" * 3


@pytest.fixture
def release(live_server):
    return scenes.published(at=timezone.now() - timedelta(hours=2))


@pytest.fixture
def edition(release):
    return edition_of(release)


@pytest.fixture
def discussed(release):
    """Everything that stands on a page of replies: answers five deep, a removed reply, what the office says, long words."""
    at = timezone.now() - timedelta(hours=1)
    first = shown(release, at=at, url="https://noor.example/", text=f"See https://example.org/ferry\n\n{WORDS}")
    parent = first
    for level in range(5):
        at += timedelta(minutes=1)
        parent = shown(release, at=at, parent=parent, text=f"Level {level}: {LONG}", author="نور سعيد")
    removed = shown(release, at=at, text="Out of place.")
    shown(release, at=at + timedelta(minutes=1), parent=removed, text="Why so?")
    moved(removed, State.TRASH)
    scenes.corrected(release, at=at + timedelta(minutes=2), note="The hour was wrong.")
    answer(release=release, text="The hour was wrong.", by=cast.edda(), parent=first, at=at + timedelta(minutes=3))
    answered_in_text(comment=first, edition=edition_of(release), by=cast.edda())
    pin(comment=first, by=cast.mo())
    return first


@pytest.fixture
def log_in(browser_context, live_server, client):
    """Let a person into the back office."""

    def let_in(person):
        client.force_login(person)
        session = client.cookies["sessionid"].value
        browser_context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return let_in


def test_axe_would_tell(page, edition):
    """Its own control."""
    page.goto(edition.get_absolute_url())
    page.locator("main h1").evaluate(
        "element => element.insertAdjacentHTML('afterend', '<img src=/favicon.ico><h5>x</h5>')"
    )
    assert {each.partition(":")[0] for each in violations(page)} == {"image-alt", "heading-order"}


def test_the_page_of_a_release(page, edition, discussed):
    page.goto(edition.get_absolute_url())
    expect(page.get_by_role("article")).to_have_count(9)
    expect(page.get_by_role("complementary", name="Pinned by the office")).to_be_visible()
    expect(page.get_by_role("article", name="Test Office")).to_contain_text("Official answer")
    assert_none_on_any_screen(page)
    page.goto(f"{reply_url(edition)}?page=1")
    assert_none_on_any_screen(page)


def test_the_form_with_every_error(page, edition, discussed):
    page.goto(reply_url(edition, parent=discussed.key))
    for name, value in {"comment": "", "author": "a\u202eb", "email": "noor at", "url": "http://localhost"}.items():
        page.locator(f"#commentform [name={name}]").fill(value)
    page.get_by_role("button", name="Post Comment").click()
    summary = page.locator("#respond-errors")
    expect(summary).to_be_focused()
    assert_none_on_any_screen(page)

    links = summary.get_by_role("link")
    expect(links).to_have_count(4)
    for link in links.all():
        field = page.locator(link.get_attribute("href"))
        expect(field).to_have_accessible_description(link.inner_text().strip())
        expect(field).to_have_attribute("aria-invalid", "true")
        link.press("Enter")
        expect(field).to_be_focused()


def test_after_posting_the_message_has_the_focus_and_its_page_is_sound(page, edition):
    page.goto(edition.get_absolute_url())
    for name, value in {"comment": "When?", "author": "Noor Said", "email": "noor@example.org"}.items():
        page.locator(f"#commentform [name={name}]").fill(value)
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_role("status")).to_be_focused()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"
    expect(page.get_by_role("status")).to_contain_text("Your reply is held for moderation.")
    assert_none_on_any_screen(page)

    page.get_by_role("link", name="Change it").click()
    assert_none_on_any_screen(page)
    page.get_by_role("textbox", name="Comment").fill(" ")
    page.get_by_role("button", name="Send the new text").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_none_on_any_screen(page)


def test_the_writers_page_in_every_state(page, release, edition):
    for state in (State.APPROVED, State.REJECTED):
        comment = moved(said(release, at=timezone.now(), text=f"It will be {state}."), state)
        page.goto(waiting_url(edition, token_for(comment)))
        expect(page.get_by_role("status")).to_be_focused()
        assert_none_on_any_screen(page)


def test_reporting_a_reply(page, edition, discussed):
    page.goto(report_url(edition, discussed))
    assert_none_on_any_screen(page)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_none_on_any_screen(page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("status")).to_be_focused()
    assert_none_on_any_screen(page)


def test_what_a_screen_reader_calls_things(page, edition, discussed):
    page.goto(edition.get_absolute_url())
    region = page.get_by_role("region", name="8 replies")
    expect(region.get_by_role("article", name="Noor Said").first).to_contain_text("See https://example.org/ferry")
    expect(region.get_by_role("link", name="Reply to Noor Said", exact=True).first).to_be_visible()
    expect(region.get_by_role("link", name="Report the reply by Noor Said", exact=True).first).to_be_visible()
    form = page.get_by_role("region", name="Leave a Reply")
    for role, name in (("textbox", "Comment"), ("textbox", "Name"), ("textbox", "Email"), ("textbox", "Website")):
        expect(form.get_by_role(role, name=name)).to_be_visible()
    expect(form.get_by_role("group", name="Tell me by email").get_by_role("checkbox")).to_have_count(2)
    # Programs are asked to fill it; nobody else meets it.
    expect(form.get_by_role("textbox", name="Leave this field empty")).to_have_count(0)


def test_a_release_that_takes_no_more_replies(page, release, edition, discussed):
    set_door(release=release, opens=Door.Opens.CLOSED, by=cast.mo())
    page.goto(edition.get_absolute_url())
    expect(page.get_by_role("region", name="Leave a Reply")).to_contain_text("closed")
    assert_none_on_any_screen(page)


def test_confirming_a_request_about_what_one_wrote(page, live_server):
    asked = enter(kind="erase", email="noor@example.org", by=cast.ada(), at=timezone.now())
    page.goto(f"/replies/requests/{token_of(asked)}/")
    assert_none_on_any_screen(page)
    page.get_by_role("main").get_by_role("button").click()
    assert_none_on_any_screen(page)


@pytest.fixture
def waiting(release, discussed):
    """Replies of every kind that a card of the desk can show."""
    for number in range(3):
        said(
            release,
            at=timezone.now(),
            parent=discussed,
            text=f"Number {number}: https://a.example https://b.example {LONG}",
        )
    changed = said(release, at=timezone.now(), text="First", url="https://noor.example/")
    edit(comment=changed, text="Second", seen_version=1, at=timezone.now())
    for number in range(2):
        sender = Sender(mark=f"{number:032x}")
        report(comment=discussed, reason=Complaint.UNTRUE, sender=sender, at=timezone.now())
    return changed


def test_the_queue(page, waiting, log_in):
    log_in(cast.mo())
    page.goto(QUEUE)
    expect(page.locator("[data-reply]")).to_have_count(4)
    assert_none_on_any_screen(page)
    page.locator("summary", has_text="Reject").first.click()
    assert_none_on_any_screen(page)
    page.goto(f"{QUEUE}?in=reported")
    expect(page.locator("[data-reply]")).to_have_count(1)
    assert_none_on_any_screen(page)
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keys of this desk")).to_be_visible()
    assert_none_on_any_screen(page)


@pytest.mark.parametrize("address", [
    f"{QUEUE}{{reply}}/change/",
    f"{QUEUE}{{reply}}/answer/",
    f"{QUEUE}under/{{release}}/",
    f"{QUEUE}numbers/",
    "/admin/comments/decision/",
    "/admin/comments/listedword/",
    "/admin/comments/listedword/add/",
    "/admin/comments/privacyrequest/",
    "/admin/comments/privacyrequest/new/",
])  # fmt: skip
def test_the_pages_beside_the_queue(page, waiting, discussed, log_in, address):
    ada = cast.ada()
    ada.groups.add(*Group.objects.filter(name__in=("Moderators", "Editors")))
    enter(kind="export", email="noor@example.org", by=ada, at=timezone.now())
    log_in(ada)
    answer = page.goto(address.format(reply=discussed.pk, release=discussed.release_id))
    assert answer.status == 200
    assert_none_on_any_screen(page)


def test_what_mail_leads_to(page, discussed):
    subscribe(comment=discussed, about=Subscription.About.values, at=timezone.now())
    Subscription.objects.update(asked_at=timezone.now())
    wish = Subscription.objects.first()
    for rest in ("never/", "end/", ""):
        page.goto(f"/replies/wishes/{wish.key}/{rest}")
        assert_none_on_any_screen(page)
    page.get_by_role("button", name="Yes, write to me").click()
    expect(page.get_by_role("status")).to_be_focused()
    assert_none_on_any_screen(page)
