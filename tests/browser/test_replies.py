"""Readers and moderators in a real browser: with a keyboard, without script, and with a browser that remembers them."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from comments.addresses import reply_url
from comments.models import Comment, Pace
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import edition_of, shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REMEMBER = "Save my name, email, and website"
FIELDS = {"comment": "Are bicycles allowed?", "author": "Noor Said", "email": "noor@example.org", "url": "noor.example"}


@pytest.fixture
def release(live_server):
    return scenes.published()


@pytest.fixture
def scriptless(chromium, live_server):
    """A page in a browser that runs no script."""
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def address(release):
    return edition_of(release).get_absolute_url()


def fill(page: Page, **changes: str) -> None:
    for name, value in (FIELDS | changes).items():
        page.locator(f"#commentform [name={name}]").fill(value)


def post(page: Page) -> None:
    page.get_by_role("button", name="Post Comment").click()


def focused(page: Page) -> str:
    """The id of the element that has the focus."""
    return page.evaluate("document.activeElement.id")


def test_without_script_a_reader_posts_and_answers(scriptless, release):
    page = scriptless
    asked = shown(release, at=edition_of(release).visible_from, text="When is the last crossing?")
    page.goto(address(release))
    expect(page.get_by_role("checkbox", name=REMEMBER)).to_have_count(0)
    fill(page)
    post(page)
    expect(page.get_by_role("status")).to_contain_text("held for moderation")
    expect(page.get_by_text("Are bicycles allowed?")).to_be_visible()
    # A quarter of a minute later.
    Pace.objects.all().delete()

    page.goto(address(release))
    expect(page.get_by_text("Are bicycles allowed?")).to_have_count(0)
    page.get_by_role("link", name="Reply to Noor Said").click()
    expect(page.locator("blockquote")).to_contain_text("When is the last crossing?")
    fill(page, comment="At eleven.")
    post(page)
    expect(page.get_by_role("status")).to_contain_text("held for moderation")
    answer = Comment.objects.get(text="At eleven.")
    assert answer.parent == asked


def test_an_error_takes_the_focus_to_what_is_wrong_and_keeps_the_rest(page, release):
    page.goto(address(release))
    fill(page, email="noor at example")
    post(page)
    expect(page.locator("#respond-errors")).to_be_focused()
    expect(page.locator("[name=comment]")).to_have_value("Are bicycles allowed?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=email]")).to_be_focused()
    expect(page.locator("[name=email]")).to_have_accessible_description("Enter an email address like name@example.org.")
    page.locator("[name=email]").fill("noor@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    assert Comment.objects.get().email == "noor@example.org"


def test_with_the_keyboard_alone(page, release):
    page.goto(address(release))
    page.locator("[name=comment]").focus()
    page.keyboard.type("Typed without a mouse.")
    for text in ("Noor Said", "noor@example.org", ""):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    assert focused(page) == "remember-me"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("held for moderation")
    comment = Comment.objects.get()
    assert (comment.text, comment.author, comment.email) == ("Typed without a mouse.", "Noor Said", "noor@example.org")


def test_the_browser_remembers_details_only_when_asked(page, release, browser_context):
    page.goto(address(release))
    fill(page)
    post(page)
    page.goto(address(release))
    expect(page.get_by_role("checkbox", name=REMEMBER)).to_be_visible()
    expect(page.locator("[name=author]")).to_have_value("")

    fill(page)
    page.get_by_role("checkbox", name=REMEMBER).check()
    post(page)
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(address(release))
    expect(page.locator("[name=author]")).to_have_value("Noor Said")
    expect(page.locator("[name=email]")).to_have_value("noor@example.org")
    expect(page.locator("[name=url]")).to_have_value("noor.example")
    expect(page.locator("[name=comment]")).to_have_value("")
    expect(page.get_by_role("checkbox", name=REMEMBER)).to_be_checked()
    assert browser_context.cookies() == []

    page.get_by_role("checkbox", name=REMEMBER).uncheck()
    page.goto(address(release))
    expect(page.locator("[name=author]")).to_have_value("")


def test_a_form_on_another_site_posts_nothing_and_the_text_is_not_lost(page, release, live_server):
    target = f"{live_server.url}{reply_url(edition_of(release))}"
    other = live_server.url.replace("localhost", "127.0.0.1")
    assert urlsplit(other).netloc != urlsplit(live_server.url).netloc
    page.route(
        f"{other}/elsewhere",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f"<form method=post action='{target}'><input name=comment value='Forged'><input name=author value=N>"
            "<input name=email value=n@example.org><button>Go</button></form>",
        ),
    )
    page.goto(f"{other}/elsewhere")
    with page.expect_response(target) as answered:
        page.get_by_role("button").click()
    assert answered.value.status == 403
    assert not Comment.objects.exists()
    expect(page.locator("[name=comment]")).to_have_value("Forged")
    # Whoever really wrote it presses the button on our own page.
    post(page)
    expect(page.get_by_role("status")).to_contain_text("held for moderation")


def test_a_moderator_approves_with_one_button_and_another_reader_sees_it(page, release, chromium, live_server):
    page.goto(address(release))
    fill(page)
    post(page)
    expect(page.get_by_role("status")).to_be_visible()
    waiting = page.url

    cast.mo()
    desk = chromium.new_context(base_url=live_server.url).new_page()
    desk.goto("/admin/comments/comment/")
    desk.locator("[name=username]").fill("mo")
    desk.locator("[name=password]").fill(cast.PASSWORD)
    desk.locator("[name=password]").press("Enter")
    desk.goto("/admin/comments/comment/?in=waiting")
    desk.wait_for_load_state("networkidle")
    desk.get_by_role("button", name="Approve", exact=True).press("Enter")
    expect(desk.get_by_role("status").filter(has_text="Approved: Noor Said")).to_be_visible()
    assert desk.url.endswith("?in=waiting")
    desk.context.close()
    assert Comment.objects.get().state == State.APPROVED

    page.goto(waiting)
    page.get_by_role("link", name="Read it on the page").click()
    expect(page.locator(f"#comment-{Comment.objects.get().key}")).to_contain_text("Are bicycles allowed?")
