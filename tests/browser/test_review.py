"""A review in two real browsers, with the keyboard alone: submitted, approved by another, scheduled after a look ahead."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from releases.models import Approval, Edition, Release
from releases.workflow import Stage, Standing
from tests import cast, scenes
from tests.releases.back_office import where

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, selector: str, *, limit: int = 120) -> None:
    """Tab to what the selector means and press Enter, as somebody without a mouse does."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{limit} presses of Tab do not lead to {selector}")


def verb_of(page: Page, verb: str, release: Release) -> None:
    """From the release to a verb's page, by the bar."""
    page.goto(where(release))
    page.wait_for_load_state("load")
    press(page, f".bar a[href$='/{verb}/']")
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()


def test_submitted_in_one_browser_approved_in_another_and_scheduled_with_the_keyboard_alone(sit_down, settings):
    settings.REVIEWERS = {"": 1}
    release = scenes.draft()
    wren, emil = sit_down(cast.wren()), sit_down(cast.emil())
    verb_of(wren, "submit", release)
    press(wren, ".verb-buttons button")
    expect(wren.locator(".messagelist")).to_contain_text("Submitted for review.")
    expect(wren.locator(".bar")).to_contain_text("It needs 1 approval.")

    verb_of(emil, "approve", release)
    press(emil, ".verb-buttons button")
    expect(emil.locator(".messagelist")).to_contain_text("Approved.")
    assert Approval.objects.get().by == cast.emil()

    verb_of(emil, "schedule", release)
    # The day and the hour that the office usually publishes at stand there already.
    press(emil, ".verb-buttons button")
    expect(emil.get_by_role("heading", name="Before you confirm")).to_be_visible()
    expect(emil.locator(".preflight-sentence")).to_contain_text("at 09:30 America/Toronto")
    assert not Edition.objects.exists()
    press(emil, ".preflight summary")
    expect(emil.locator(".preflight-places")).to_contain_text("/releases/?kind=news_release")
    press(emil, ".verb-buttons button:not([name])")
    expect(emil.locator(".messagelist")).to_contain_text("Readers see nothing before.")
    expect(emil.locator(".bar")).to_contain_text("Locked until then")
    expect(emil.locator("#id_headline")).to_have_count(0)
    assert Release.objects.get().standing(timezone.now()) == Standing.SCHEDULED

    verb_of(emil, "stop", release)
    # The reason has the focus, so that two presses are enough.
    expect(emil.locator("#id_reason")).to_be_focused()
    emil.keyboard.type("Not today.")
    press(emil, ".verb-buttons button")
    expect(emil.locator(".messagelist")).to_contain_text("Stopped.")
    fresh = Release.objects.get()
    assert (fresh.standing(timezone.now()), fresh.stage) == (Standing.DRAFT, Stage.APPROVED)


def test_without_script_a_release_is_scheduled_after_a_look_ahead_and_withdrawn_to_another(sit_down, settings):
    settings.REVIEWERS = {"": 0}
    edda = sit_down(cast.edda(), java_script_enabled=False, viewport={"width": 390, "height": 800})
    release = scenes.draft(slug="ferry")
    edda.goto(where(release, "schedule"))
    edda.get_by_role("button", name="See what will happen").click()
    edda.get_by_role("button", name="Change something").click()
    day = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%d")
    edda.get_by_label("Date").fill(day)
    edda.get_by_role("button", name="See what will happen").click()
    edda.get_by_role("button", name="Schedule it").click()
    expect(edda.locator(".messagelist")).to_contain_text("Scheduled for")

    wrong, right = scenes.published(slug="wrong"), scenes.published(slug="right", headline="The right one")
    edda.goto(where(wrong, "withdraw"))
    edda.get_by_role("textbox", name="Reason").fill("Published twice.")
    edda.get_by_label("Another release").check()
    edda.get_by_label("The other release's address").fill(Edition.objects.get(release=right).get_absolute_url())
    edda.get_by_role("button", name="Withdraw").click()
    expect(edda.locator(".bar")).to_contain_text("Readers are sent to “The right one”")


def test_a_destination_is_suggested_while_its_headline_is_typed(sit_down):
    wrong = scenes.published(slug="wrong", headline="Wrong one")
    scenes.published(slug="right", headline="The right one")
    edda = sit_down(cast.edda())
    edda.goto(where(wrong, "withdraw"))
    field = edda.get_by_label("The other release's address")
    field.press_sequentially("right")
    option = edda.locator("datalist option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("The right one")
    field.fill(option.get_attribute("value"))
    field.press("Tab")
    expect(edda.get_by_label("Another release")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_verbs_fit_a_phone_and_what_is_pressed_is_large_enough(sit_down, settings, scheme):
    settings.REVIEWERS = {"": 1}
    edda = sit_down(cast.edda(), viewport={"width": 390, "height": 800}, color_scheme=scheme)
    draft, waiting = scenes.draft(slug="draft"), scenes.submitted(scenes.draft(slug="waiting"))
    for release, verb in (
        (draft, "change"),
        (draft, "publish_unreviewed"),
        (draft, "discard"),
        (waiting, "approve"),
        (waiting, "send_back"),
    ):
        edda.goto(where(release, verb))
        if verb == "change":
            expect(edda.locator(".prose-editor .ProseMirror")).to_be_visible()
        # A page that is still being put together is wider than it will be.
        edda.wait_for_load_state("networkidle")
        assert edda.evaluate("document.documentElement.scrollWidth") <= 390, verb
        targets = "a.way, .verb-buttons button, .preflight summary, .verb-field label input"
        small = edda.eval_on_selector_all(
            targets,
            "nodes => nodes.filter(n => n.getBoundingClientRect().height && n.getBoundingClientRect().height < 24"
            " && !n.closest('label')).map(n => n.outerHTML)",
        )
        assert small == [], verb
