"""The reader's site in a real browser: by keyboard, without script, on a narrow phone, in the dark, and on paper."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from releases.models import Edition, Release
from releases.snapshot import Contact, Fact, Link, Quote
from releases.workflow import Kind
from tests import scenes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE_TABLE = (
    "<p>Figures follow.</p><table><tbody><tr>"
    + "".join(f"<th>Quarter number {number}</th>" for number in range(12))
    + "</tr></tbody></table><p>An-address-without-a-break-"
    + "x" * 120
    + "</p>"
)


def address(release: Release) -> str:
    """Where readers find a release."""
    return Edition.objects.filter(release=release).first().get_absolute_url()


@pytest.fixture
def release(transactional_db: None) -> Release:
    """A release with every part, a picture and a correction."""
    now = timezone.now()
    full = scenes.published(
        at=now - timedelta(days=2),
        kind=Kind.STATEMENT,
        headline="Statement on the winter timetable and its consequences",
        body=WIDE_TABLE,
        dateline="PORT ANSEL",
        lead_image=scenes.lead(scenes.picture(size=(1600, 900))),
        quotes=(Quote(text="We kept our word.", speaker="Mary Fell", title="Chair"),),
        facts=(Fact(text="Four crossings a day."),),
        links=(Link(label="Timetable", url="https://ferries.example.org/"),),
        contacts=(Contact(name="Press desk", email="a-very-long-name-of-a-press-desk@ferries.example.org"),),
        tags=("Ferries",),
    )
    scenes.published(at=now - timedelta(days=3), headline="Ferries of the winter", tags=("Ferries",))
    return scenes.corrected(full, at=now - timedelta(days=1))


@pytest.fixture
def scriptless(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A reader whose browser runs no script."""
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_reader_goes_from_the_front_page_to_a_release_and_its_earlier_edition_without_script(
    scriptless: Page, release: Release
) -> None:
    scriptless.goto("/")
    scriptless.get_by_role("main").get_by_role("link", name="Statement on the winter timetable").click()
    expect(scriptless.get_by_role("heading", level=1)).to_have_text(
        "Statement on the winter timetable and its consequences"
    )
    scriptless.get_by_role("link", name="Edition 1,").click()
    scriptless.get_by_role("link", name="Read the current edition").click()
    assert scriptless.url.endswith(address(release))


def test_a_reader_narrows_the_list_and_pages_through_it_without_script(scriptless: Page, release: Release) -> None:
    now = timezone.now()
    for day in range(22):
        scenes.published(at=now - timedelta(days=30 - day), headline=f"Release {day:02d}")
    scriptless.goto("/releases/")
    scriptless.get_by_label("Kind").select_option(label="News release")
    scriptless.get_by_role("button", name="Show").click()
    expect(scriptless.get_by_role("heading", level=1)).to_have_text("News releases")
    expect(scriptless.get_by_label("Kind")).to_have_value("news_release")
    scriptless.get_by_role("link", name="Older releases").click()
    expect(scriptless.locator(".ledger__row")).to_have_count(3)
    scriptless.get_by_role("link", name="Newer releases").click()
    expect(scriptless.locator(".ledger__row")).to_have_count(20)


def test_the_first_tab_leads_past_the_navigation(page: Page, release: Release) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").and_(page.locator(":focus"))).to_have_count(1)


def test_nothing_is_wider_than_the_window(page: Page, release: Release) -> None:
    for way in ("/", "/releases/", "/tags/ferries/", address(release), f"{address(release)}editions/1/", "/nope/"):
        page.goto(way)
        for width in (320, 390, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (way, width)


def test_every_control_is_large_enough_for_a_finger(page: Page, release: Release) -> None:
    """WCAG 2.2, 2.5.8: 24 pixels at least, except links within a sentence."""
    page.set_viewport_size({"width": 390, "height": 800})
    for way in ("/", "/releases/", address(release)):
        page.goto(way)
        small = page.evaluate(
            """[...document.querySelectorAll("a, button, input, select, textarea")]
            .filter((each) => getComputedStyle(each).display !== "inline" && each.offsetParent)
            .filter((each) => !each.closest(".skip, [aria-hidden]"))
            .filter((each) => each.getBoundingClientRect().height < 24)
            .map((each) => each.outerHTML)"""
        )
        assert small == [], way


def test_a_line_of_text_has_60_to_75_characters_on_a_desk(page: Page, release: Release) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address(release))
    per_line = page.evaluate(
        """() => {
            const body = document.querySelector(".article__body p");
            body.textContent = "The ferry returns to the north shore on Monday, and with it the mail. ".repeat(40);
            const lines = body.getBoundingClientRect().height / parseFloat(getComputedStyle(body).lineHeight);
            return body.textContent.length / Math.round(lines);
        }"""
    )
    assert 60 <= per_line <= 75


def test_a_reader_who_prefers_the_dark_gets_it(chromium: Browser, live_server: Any, release: Release) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        context = chromium.new_context(base_url=live_server.url, color_scheme=scheme)
        dark_page = context.new_page()
        dark_page.goto("/")
        grounds[scheme] = dark_page.evaluate("getComputedStyle(document.body).backgroundColor")
        context.close()
    assert grounds == {"light": "rgb(252, 252, 250)", "dark": "rgb(16, 23, 21)"}


def test_paper_gets_the_release_and_nothing_to_click(page: Page, release: Release) -> None:
    page.goto(address(release))
    page.emulate_media(media="print")
    for shown in (".nameplate", "h1", ".article", ".quote", ".facts", ".contacts", ".notice"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".sections", ".languages", ".footer", "#respond", ".release__foot", ".related"):
        expect(page.locator(hidden)).to_be_hidden()
    after = page.evaluate("getComputedStyle(document.querySelector('.links a'), '::after').content")
    assert "https://ferries.example.org/" in after


def test_pictures_come_in_the_format_and_size_that_suits_the_reader(page: Page, release: Release) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address(release))
    picture = page.locator(".release__picture img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("each => each.currentSrc").endswith("/w640.avif")
    assert picture.evaluate("each => each.naturalWidth") > 0
