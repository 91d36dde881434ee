"""The back office in a real Chromium: a release from the first word to the public page, by keyboard, and without script.

The ``page`` fixture fails a test on any script error and any violation of the security policy.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from taggit.models import Tag

from releases.models import Edition, Release
from releases.snapshot import Fact, Quote
from releases.working_copy import read
from tests import cast, scenes
from tests.releases.back_office import RELEASES, where

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITOR = ".prose-editor .ProseMirror"


@pytest.fixture
def enter(browser_context, live_server, client):
    """Let a person in, without typing a password each time."""

    def let_in(person, context=browser_context):
        client.force_login(person)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return let_in


@pytest.fixture
def desk(page, enter, edda):
    """An editor's browser."""
    enter(edda)
    return page


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(EDITOR)).to_be_visible()
    page.wait_for_load_state("load")


def tab_to(page: Page, selector: str, *, back: bool = False, limit: int = 80) -> None:
    """Press Tab until the element that the selector means has the focus, as somebody without a mouse does."""
    for _press in range(limit):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{limit} presses of Tab do not lead to {selector}")


def test_a_release_is_written_previewed_and_published_with_the_keyboard_alone(page, live_server, edda):
    page.goto("/admin/")
    # Chromium gives the field its focus with the first frame, which on a busy machine comes after the load.
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type("edda")
    tab_to(page, "#id_password")
    page.keyboard.type(cast.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()
    tab_to(page, "a[href='/admin/releases/release/add/']")
    page.keyboard.press("Enter")
    expect(page.locator(EDITOR)).to_be_visible()
    tab_to(page, "[name=kind]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#id_headline")
    page.keyboard.type("Ferry returns on Monday")
    tab_to(page, "#id_summary")
    page.keyboard.type("Crossings begin again.")
    tab_to(page, EDITOR)
    page.keyboard.type("The ferry is back.")
    tab_to(page, "input[name=_preview]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Preview")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry returns on Monday")
    assert not Edition.objects.exists()
    tab_to(page, "a[href$='/change/']")
    page.keyboard.press("Enter")
    expect(page.locator(EDITOR)).to_be_visible()
    tab_to(page, "a[href$='/publish/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
    tab_to(page, ".verb-buttons button")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Published.")
    edition = Edition.objects.get()
    assert (edition.kind, edition.slug) == ("statement", "ferry-returns-on-monday")
    tab_to(page, f"a[href='{edition.get_absolute_url()}']")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The ferry is back.")).to_be_visible()


def test_parts_are_added_ordered_and_removed_by_buttons(desk):
    release = scenes.draft(facts=(Fact(text="one"), Fact(text="two")))
    open_form(desk, where(release))
    group = desk.locator("#quickfacts-group")
    expect(group.locator(".part-position").first).to_be_hidden()
    group.get_by_role("button", name=re.compile("Add another")).press("Enter")
    desk.keyboard.type("three")
    group.get_by_role("button", name="Move up").nth(2).press("Enter")
    # The row keeps the focus, so that it can be moved again at once.
    desk.keyboard.press("Enter")
    expect(group.locator("[data-part-told]")).to_have_text("Moved to position 1.")
    group.get_by_role("button", name="Remove").nth(1).press("Enter")
    desk.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    assert read(Release.objects.get()).facts == (Fact(text="three"), Fact(text="two"))


def test_an_order_survives_an_error_elsewhere(desk):
    release = scenes.draft(facts=(Fact(text="one"), Fact(text="two")))
    open_form(desk, where(release))
    desk.locator("#quickfacts-group").get_by_role("button", name="Move down").first.click()
    desk.locator("#id_source_url").fill("nowhere")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".field-source_url .errorlist").first).to_be_visible()
    desk.locator("#id_source_url").fill("https://example.org/")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    assert read(Release.objects.get()).facts == (Fact(text="two"), Fact(text="one"))


def test_a_related_release_is_found_by_typing(desk):
    other = scenes.draft(headline="Herring in the harbour")
    release = scenes.draft()
    open_form(desk, where(release))
    group = desk.locator("#picks-group")
    group.locator("summary").press("Enter")
    group.get_by_role("button", name=re.compile("Add another")).press("Enter")
    group.locator(".select2-selection").last.click()
    desk.keyboard.type("herr")
    # Until the answer to what was typed is there, the list offers every release, and Enter would take the first.
    expect(desk.locator(".select2-results__option")).to_have_text([re.compile("Herring in the harbour")])
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Saved")
    assert read(Release.objects.get(pk=release.pk)).picks == (other.pk,)


def test_tags_are_suggested_while_typing_and_taken_with_the_arrow_keys(desk):
    Tag.objects.create(name="Climate change")
    release = scenes.draft()
    open_form(desk, where(release))
    field = desk.get_by_role("combobox", name="Tags")
    field.fill("Rivers, ")
    field.press("End")
    field.press_sequentially("clim")
    expect(desk.get_by_role("option", name="Climate change")).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Rivers, Climate change, ")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_the_count_says_when_a_headline_is_too_long(desk):
    open_form(desk, f"{RELEASES}add/")
    count = desk.locator("#id_headline + .count")
    desk.locator("#id_headline").fill("x" * 60)
    expect(count).to_have_attribute("data-state", "good")
    desk.locator("#id_headline").fill("x" * 91)
    expect(count).to_have_text("91 / 90")
    expect(count).to_have_attribute("data-state", "long")


def next_second_sunday_of_march():
    """When the office's clocks go forward next; never more than a year ahead."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    ahead = (tomorrow + timedelta(days=number) for number in range(366))
    return next(day for day in ahead if day.month == 3 and day.weekday() == 6 and 8 <= day.day <= 14).isoformat()


def test_a_moment_is_put_in_words_or_refused_while_it_is_chosen(desk):
    release = scenes.draft()
    desk.goto(where(release, "schedule"))
    told = desk.locator("[data-moment-told]")
    day = next_second_sunday_of_march()
    desk.get_by_label("Date").fill(day)
    desk.get_by_label("Time (America/Toronto)").fill("02:30")
    desk.keyboard.press("Tab")
    expect(told).to_contain_text(f"02:30 does not exist on {day}")
    desk.get_by_label("Time (America/Toronto)").fill("09:30")
    desk.keyboard.press("Tab")
    expect(told).to_contain_text(f"which is {day} 13:30 UTC")


def test_unsaved_text_is_not_left_without_asking(desk):
    release = scenes.draft()
    open_form(desk, where(release))
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.locator(EDITOR).click()
    desk.keyboard.type("Unsaved words. ")
    desk.get_by_role("link", name="Preview", exact=True).click()
    desk.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(desk.locator(EDITOR)).to_contain_text("Unsaved words.")


def test_looking_only_is_left_without_a_question(desk):
    open_form(desk, where(scenes.draft(quotes=(Quote(text="Words", speaker="A"),))))
    desk.get_by_role("link", name="Preview", exact=True).click()
    expect(desk.get_by_role("region", name="Preview")).to_be_visible()


def test_a_conflict_keeps_the_text_in_the_editor(desk):
    release = scenes.draft()
    open_form(desk, where(release))
    desk.locator(EDITOR).click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("Edda’s body.")
    scenes.rewritten(release, summary="Meanwhile.")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("Wren Okafor saved this release at")
    expect(desk.locator(EDITOR)).to_have_text("Edda’s body.")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Saved as revision 3.")
    assert Release.objects.get().body == "<p>Edda’s body.</p>"


def test_without_script_a_release_is_written_and_its_parts_are_ordered(chromium, live_server, enter, edda):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    enter(edda, context)
    page = context.new_page()
    release = scenes.draft(facts=(Fact(text="one"),))
    page.goto(where(release))
    page.locator("#id_headline").fill("Written without script")
    page.locator("#id_tags").fill("plain, text")
    page.locator("#id_quickfacts-0-ORDER").fill("2")
    page.locator("#id_quickfacts-1-text").fill("two")
    page.locator("#id_quickfacts-1-ORDER").fill("1")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    saved = read(Release.objects.get())
    context.close()
    assert (saved.headline, saved.tags) == ("Written without script", ("plain", "text"))
    assert saved.facts == (Fact(text="two"), Fact(text="one"))


def test_no_page_of_the_back_office_breaks_the_security_policy(page, enter, ada):
    """The fixture fails on the first violation that the browser reports."""
    enter(ada)
    release = scenes.published(lead_image=scenes.lead(scenes.picture()), tags=("ferries",))
    tag = Tag.objects.get()
    for address in (
        "/admin/",
        RELEASES,
        f"{RELEASES}?standing=live&tag=ferries",
        f"{RELEASES}add/",
        where(release),
        where(release, "history"),
        where(release, "preview"),
        where(release, "correct"),
        where(release, "schedule"),
        where(release, "withdraw"),
        "/admin/taggit/tag/",
        "/admin/taggit/tag/add/",
        f"/admin/taggit/tag/{tag.pk}/change/",
        "/admin/comments/comment/",
        "/admin/auth/user/",
        "/admin/auth/user/add/",
        f"/admin/auth/user/{ada.pk}/change/",
        f"/admin/auth/user/{ada.pk}/password/",
        "/admin/auth/group/",
        "/admin/password_change/",
        f"{RELEASES}add/?_popup=1",
    ):
        answer = page.goto(address)
        assert answer.status == 200, address
        page.wait_for_load_state("networkidle")


def test_nothing_is_wider_than_a_phone(page, enter, edda):
    enter(edda)
    page.set_viewport_size({"width": 390, "height": 844})
    release = scenes.published(lead_image=scenes.lead(scenes.picture()), facts=(Fact(text="one"),))
    for address in (
        "/admin/",
        f"{RELEASES}add/",
        where(release),
        where(release, "withdraw"),
        where(release, "history"),
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
