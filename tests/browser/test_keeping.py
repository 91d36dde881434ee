"""Nobody's words are lost, in a real Chromium: a tab that dies, a session that ends, a colleague in the same release."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from releases.models import Presence, Release
from releases.snapshot import Fact, Quote
from releases.working_copy import read
from tests import cast, scenes
from tests.conftest import complaints_of
from tests.releases.back_office import RELEASES, where

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITOR = ".prose-editor .ProseMirror"
COPIES = "Object.keys(localStorage).filter(key => key.startsWith('pressroom.kept/')).length"
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
"""What the browser reports when somebody comes back to the tab: the text is kept and the server asked at once."""


@pytest.fixture
def enter(live_server, client):
    """Let a person in, without typing a password each time."""

    def let_in(person, context):
        client.force_login(person)
        session = client.cookies["sessionid"].value
        host = urlsplit(live_server.url).hostname
        # At the path that Django gives it: a login has to replace it.
        context.add_cookies([{"name": "sessionid", "value": session, "domain": host, "path": "/admin/"}])
        client.cookies.clear()

    return let_in


@pytest.fixture
def tab(browser_context):
    """Open a tab of the same browser; errors in it fail the test."""
    complaints = []

    def opened():
        page = browser_context.new_page()
        complaints.append(complaints_of(page))
        return page

    yield opened
    assert not any(complaints), complaints


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(EDITOR)).to_be_visible()
    page.wait_for_load_state("load")


def write_body(page: Page, words: str) -> None:
    page.locator(EDITOR).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def offer(page: Page):
    return page.get_by_role("region", name="You typed something here on")


def expect_copies(page: Page, number: int) -> None:
    """Playwright's own waiting would evaluate a string in the page, which the security policy refuses."""
    for _try in range(80):
        if page.evaluate(COPIES) == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{page.evaluate(COPIES)} copies in the browser, not {number}")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_what_was_typed_in_a_tab_that_died_is_offered_and_comes_back_whole(browser_context, enter, tab, wren):
    enter(wren, browser_context)
    other = scenes.draft(slug="other", headline="Herring in the harbour")
    release = scenes.draft(by=wren, facts=(Fact(text="one"), Fact(text="two")))
    page = tab()
    open_form(page, where(release))
    write_body(page, "Words of the editor.")
    page.locator("#id_summary").fill("Two\nlines & “marks”")
    page.locator("[name=kind][value=statement]").check()
    quotes = page.locator("#quotes-group")
    quotes.locator("summary").click()
    quotes.get_by_role("button", name="Add another").click()
    quotes.locator(".inline-related:not(.empty-form) [name$=-text]").first.fill("It sails.")
    quotes.locator("[name$=-speaker]").first.fill("Ada Brook")
    facts = page.locator("#quickfacts-group")
    facts.get_by_role("button", name="Remove").first.click()
    facts.get_by_role("button", name="Add another").click()
    facts.locator(".inline-related:not(.empty-form) [name$=-text]").last.fill("three")
    picks = page.locator("#picks-group")
    picks.locator("summary").click()
    picks.get_by_role("button", name="Add another").click()
    picks.locator(".select2-selection").last.click()
    page.keyboard.type("herr")
    # Until the answer to what was typed is there, the list offers every release, and Enter would take the first.
    expect(page.locator(".select2-results__option")).to_have_text([re.compile("Herring in the harbour")])
    page.keyboard.press("Enter")
    expect_copies(page, 1)
    page.evaluate(LOOK)
    page.close(run_before_unload=False)

    again = tab()
    open_form(again, where(release))
    expect(offer(again)).to_be_visible()
    offer(again).get_by_role("button", name="Bring it back").press("Enter")
    expect(again.get_by_role("status").filter(has_text="Your text is back")).to_be_visible()
    expect(again.locator("#id_headline")).to_be_focused()
    expect(offer(again)).to_be_hidden()
    expect(again.locator(EDITOR)).to_have_text("Words of the editor.")
    expect(again.locator("#picks-group .select2-selection__rendered")).to_contain_text("Herring in the harbour")
    save(again)
    expect(again.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    saved = read(Release.objects.get(pk=release.pk))
    assert (saved.body, saved.kind) == ("<p>Words of the editor.</p>", "statement")
    assert saved.summary.replace("\r\n", "\n") == "Two\nlines & “marks”"
    assert saved.quotes == (Quote(text="It sails.", speaker="Ada Brook"),)
    assert saved.facts == (Fact(text="two"), Fact(text="three"))
    assert saved.picks == (other.pk,)
    # Saved: nothing is kept any more, and nothing offered.
    expect_copies(again, 0)
    expect(offer(again)).to_be_hidden()


def test_a_save_that_failed_takes_nothing_away_and_one_that_closed_the_form_does(browser_context, enter, tab, wren):
    enter(wren, browser_context)
    page = tab()
    open_form(page, f"{RELEASES}add/")
    page.locator("#id_headline").fill("A new release")
    page.locator("#id_source_url").fill("nowhere")
    save(page)
    expect(page.locator(".field-source_url .errorlist").first).to_be_visible()
    expect_copies(page, 1)
    page.close(run_before_unload=False)
    again = tab()
    open_form(again, f"{RELEASES}add/")
    offer(again).get_by_role("button", name="Bring it back").click()
    expect(again.locator("#id_headline")).to_have_value("A new release")
    again.locator("#id_source_url").fill("")
    again.get_by_role("button", name="Save and close").click()
    expect(again.locator(".messagelist")).to_contain_text("Saved as revision 1.")
    open_form(again, f"{RELEASES}add/")
    expect_copies(again, 0)
    expect(offer(again)).to_be_hidden()


def test_a_text_that_others_overtook_comes_back_with_its_own_version_and_overwrites_nothing(
    browser_context, enter, tab, wren, edda
):
    enter(wren, browser_context)
    release = scenes.draft(by=wren)
    page = tab()
    open_form(page, where(release))
    write_body(page, "Wren’s words.")
    expect_copies(page, 1)
    page.close(run_before_unload=False)
    scenes.rewritten(release, by=edda, summary="Edda’s summary.")
    again = tab()
    open_form(again, where(release))
    expect(offer(again)).to_contain_text("The release was saved after you began.")
    offer(again).get_by_role("button", name="Bring it back").click()
    save(again)
    expect(again.get_by_role("alert").first).to_contain_text("Edda Lind saved this release at")
    expect(again.locator(EDITOR)).to_have_text("Wren’s words.")
    assert Release.objects.get().summary == "Edda’s summary."


def test_thrown_away_is_gone_and_a_live_tab_or_a_colleague_is_offered_nothing(browser_context, enter, tab, wren, edda):
    enter(wren, browser_context)
    release = scenes.draft(by=wren)
    page = tab()
    open_form(page, where(release))
    write_body(page, "Words.")
    expect_copies(page, 1)
    second = tab()
    open_form(second, where(release))
    second.wait_for_timeout(500)
    expect(offer(second)).to_be_hidden()
    page.close(run_before_unload=False)
    enter(edda, browser_context)
    second.reload()
    second.wait_for_timeout(500)
    expect(offer(second)).to_be_hidden()
    enter(wren, browser_context)
    second.reload()
    offer(second).get_by_role("button", name="Throw it away").press("Enter")
    expect(second.get_by_role("status").filter(has_text="Thrown away.")).to_be_visible()
    assert second.evaluate(COPIES) == 0


def test_without_storage_the_form_works_and_says_so_once(browser_context, enter, page, wren):
    enter(wren, browser_context)
    # Django's own switch of colours does not expect it, and is not what this is about.
    page.add_init_script("""
        const set = Storage.prototype.setItem
        Storage.prototype.setItem = function (key, value) {
            if (key.startsWith("pressroom")) throw new DOMException("full", "QuotaExceededError")
            set.call(this, key, value)
        }
    """)
    release = scenes.draft(by=wren)
    open_form(page, where(release))
    write_body(page, "Words.")
    page.evaluate(LOOK)
    expect(page.get_by_role("status").filter(has_text="does not keep a copy")).to_be_visible()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")


def test_a_session_that_ended_costs_no_word(browser_context, enter, page, wren):
    enter(wren, browser_context)
    release = scenes.draft(by=wren)
    open_form(page, where(release))
    write_body(page, "Written while the session ended.")
    page.locator("#id_summary").fill("Still\nhere.")
    Session.objects.all().delete()
    page.evaluate(LOOK)
    expect(page.locator("[data-presence]")).to_contain_text("You are logged out.")
    save(page)
    expect(page.get_by_text("Your session has ended. Nothing is lost.")).to_be_visible()
    page.get_by_label("Username").fill("wren")
    page.get_by_label("Password").fill("a wrong one")
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Username").fill("wren")
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="You are logged in again; nothing was lost")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    saved = Release.objects.get()
    assert saved.body == "<p>Written while the session ended.</p>"
    assert saved.summary.replace("\r\n", "\n") == "Still\nhere."
    expect_copies(page, 0)


def test_a_session_that_ended_costs_no_word_without_script(chromium, live_server, enter, wren):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    enter(wren, context)
    release = scenes.draft(by=wren)
    page = context.new_page()
    page.goto(where(release))
    page.locator("#id_summary").fill("Without script.")
    Session.objects.all().delete()
    save(page)
    page.get_by_label("Username").fill("wren")
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    context.close()
    assert Release.objects.get().summary == "Without script."


def test_a_login_in_another_tab_does_not_cost_the_first_its_form(browser_context, enter, tab, wren, live_server):
    enter(wren, browser_context)
    release = scenes.draft(by=wren)
    page = tab()
    open_form(page, where(release))
    page.locator("#id_summary").fill("Typed before.")
    Session.objects.all().delete()
    other = tab()
    other.goto("/admin/")
    other.get_by_label("Username").fill("wren")
    other.get_by_label("Password").fill(cast.PASSWORD)
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_role("heading", name="Desk")).to_be_visible()
    with page.expect_response(lambda answer: "/presence/" in answer.url):
        page.evaluate(LOOK)
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")


def test_a_colleague_in_the_same_release_is_seen_and_gone_when_they_save_or_leave(
    browser_context, chromium, live_server, enter, tab, wren, edda
):
    enter(wren, browser_context)
    release = scenes.draft(by=wren)
    hers = tab()
    open_form(hers, where(release))
    context = chromium.new_context(base_url=live_server.url)
    enter(edda, context)
    desk = context.new_page()
    complaints = complaints_of(desk)
    open_form(desk, where(release))
    shown = desk.locator("[data-presence]")
    expect(shown).to_contain_text("Wren Okafor has just opened this, and has not saved.")
    hers.evaluate(LOOK)
    expect(hers.locator("[data-presence]")).to_contain_text("Edda Lind has just opened this")
    expect(hers.locator("[data-together-said]")).to_contain_text("Edda Lind")
    hers.locator("#id_summary").fill("Saved by Wren.")
    save(hers)
    expect(hers.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    desk.evaluate(LOOK)
    expect(shown).to_contain_text("Wren Okafor saved revision 2 at")
    expect(shown).not_to_contain_text("opened this")
    # She stays with the form and goes on writing: she is there again.
    with hers.expect_response(lambda answer: "/arrive/" in answer.url):
        hers.locator("#id_summary").press_sequentially("x")
    desk.evaluate(LOOK)
    expect(shown).to_contain_text("Wren Okafor has just opened this")
    hers.on("dialog", lambda dialog: dialog.accept())
    hers.goto("/robots.txt")
    for _try in range(50):
        if not Presence.objects.filter(user=wren).exists():
            break
        desk.wait_for_timeout(100)
    desk.evaluate(LOOK)
    expect(shown).not_to_contain_text("opened this")
    context.close()
    assert not complaints, complaints
    assert not Presence.objects.filter(user=wren).exists()
