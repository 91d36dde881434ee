"""Under a flood the reader's browser does the work, says so, and sends what was written as soon as it has done it."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, SpentProof
from tests import scenes
from tests.browser.test_replies import address, fill, focused, post
from tests.comments.conversation import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def release(live_server, settings):
    """Under a flood: somebody has just left the one reply that makes one."""
    settings.REPLIES_FLOOD = 1
    release = scenes.published()
    said(release, at=release.editions.get().visible_from)
    return release


def answered_429(page):
    """Press the button, and be asked for a proof."""
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        post(page)
    assert answer.value.status == 429


def test_the_browser_works_and_the_reader_posts_again(page, release):
    page.goto(address(release))
    fill(page)
    answered_429(page)
    assert focused(page) == "respond-errors"
    expect(page.get_by_role("status")).to_have_text("Done: you can post your comment now.")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.locator("[name=comment]")).to_have_value("Are bicycles allowed?")
    post(page)
    expect(page.get_by_role("status")).to_contain_text("held for moderation")
    assert Comment.objects.filter(text="Are bicycles allowed?").count() == 1
    assert SpentProof.objects.count() == 1


def test_whoever_presses_the_button_meanwhile_has_it_sent_when_it_is_done(page, release):
    page.goto(address(release))
    fill(page)
    # Until it is told to, this browser finds nothing.
    page.add_init_script(
        "const digest = crypto.subtle.digest.bind(crypto.subtle);"
        "const held = new Promise((resolve) => { globalThis.letGo = resolve; });"
        "crypto.subtle.digest = (...all) => held.then(() => digest(...all));"
    )
    answered_429(page)
    expect(page.get_by_role("status")).to_have_text("Your browser is working on it.")
    expect(page.get_by_role("progressbar")).to_be_visible()
    post(page)
    expect(page.get_by_role("status")).to_have_text("Your comment is sent as soon as your browser has done its work.")
    assert not SpentProof.objects.exists()
    page.evaluate("letGo()")
    expect(page.get_by_role("status")).to_contain_text("held for moderation")
    assert Comment.objects.filter(text="Are bicycles allowed?").count() == 1


def test_without_script_the_reader_is_told_what_to_do_and_keeps_the_text(chromium, live_server, release, settings):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(address(release))
    fill(page)
    answered_429(page)
    expect(page.get_by_role("status")).to_contain_text("Wait for some minutes, then post your comment")
    expect(page.locator("[name=comment]")).to_have_value("Are bicycles allowed?")
    # The flood is over.
    settings.REPLIES_FLOOD = 100
    post(page)
    expect(page.get_by_role("status")).to_contain_text("held for moderation")
    assert Comment.objects.filter(text="Are bicycles allowed?").count() == 1
    context.close()
