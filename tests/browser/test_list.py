"""The list of releases in a real browser: filters kept under a name, and tags for many rows at once."""

import re

import pytest
from playwright.sync_api import expect

from releases.models import Release
from tests import scenes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, browser_context, live_server, client, edda):
    """An editor's browser."""
    client.force_login(edda)
    browser_context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def test_an_editor_filters_keeps_the_view_and_tags_what_it_finds(desk):
    page = desk
    for number in range(3):
        scenes.draft(headline=f"Brouillon {number}", language="fr")
    scenes.draft(headline="A draft in English")
    page.goto("/admin/releases/release/?language=fr")
    page.get_by_text("Save these filters").click()
    page.get_by_label("Name").fill("French")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="French", exact=True)).to_have_attribute("aria-current", "true")
    page.goto("/admin/")
    page.get_by_role("link", name="French", exact=True).click()
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(3)
    # Django's own script ticks them all, and counts.
    page.locator("#action-toggle").check()
    expect(page.locator(".action-counter")).to_have_text(re.compile("3 of 3"))
    page.get_by_label("Action:").select_option("add_tags")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("combobox", name="Tags to add").fill("traversier, port")
    page.get_by_role("button", name="Add tags").click()
    expect(page.get_by_text("3 releases were saved.")).to_be_visible()
    page.get_by_role("link", name="Back to the list").click()
    expect(rows).to_have_count(3)
    tagged = Release.objects.filter(tags__name="traversier").values_list("language", flat=True)
    assert list(tagged) == ["fr"] * 3


def test_the_list_and_the_tags_page_are_no_wider_than_a_phone(desk):
    page = desk
    page.set_viewport_size({"width": 390, "height": 844})
    for number in range(3):
        scenes.draft(headline=f"Headline {number} of some length, as headlines of releases tend to be")
    for query in ("", "?language=en", "?q=zzz", "?stage=discarded"):
        page.goto(f"/admin/releases/release/{query}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, query
    page.goto("/admin/releases/release/")
    page.locator("input.action-select").first.check()
    page.get_by_label("Action:").select_option("remove_tags")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("combobox", name="Tags to remove")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
