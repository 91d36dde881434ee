"""Taking a release along in a real browser: links without script, the clipboard with it, and nobody else is asked."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from releases.models import Edition
from releases.plain import plain_release
from releases.snapshot import Quote
from tests import scenes
from tests.conftest import complaints_of
from tests.postgres import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADLINE = "Fares & tides: 50 % less"


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    release = scenes.published(
        at=timezone.now() - timedelta(days=2),
        headline=HEADLINE,
        quotes=(
            Quote(text="We kept our word.\n\nAnd we shall again.", speaker="Mary Fell", title="Chair"),
            Quote(text="It works.", speaker="Ines Roy"),
        ),
    )
    return Edition.objects.get(release=release)


@pytest.fixture
def reader(chromium: Browser, live_server: Any, settings: Any) -> Iterator[Page]:
    """A reader whose browser lets the site write to the clipboard, and whom nothing may go wrong for unseen."""
    settings.SITE_URL = live_server.url
    context = chromium.new_context(base_url=live_server.url, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert not complaints, complaints


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()")).replace("\r\n", "\n")


def test_the_link_and_the_whole_text_are_copied_and_it_is_said(reader: Page, edition: Edition, settings: Any) -> None:
    reader.goto(edition.get_absolute_url())
    share = reader.get_by_role("region", name="Share")
    share.get_by_role("button", name="Copy the link").click()
    expect(share.get_by_role("status")).to_have_text("Copied.")
    assert clipboard(reader) == f"{settings.SITE_URL}{edition.get_absolute_url()}"
    share.get_by_role("button", name="Copy the text").click()
    # The page fetches the text first, and Playwright does not wait for what a function promises.
    assert wait_until(lambda: "Mary Fell" in clipboard(reader), 15)
    assert clipboard(reader).strip() == plain_release(edition).strip()


def test_each_quote_is_copied_with_who_said_it_where(reader: Page, edition: Edition, settings: Any) -> None:
    reader.goto(edition.get_absolute_url())
    buttons = reader.get_by_role("button", name="Copy the quote")
    expect(buttons).to_have_count(2)
    buttons.first.click()
    expect(reader.locator(".quote__copy").first).to_have_text("Copied.")
    where = f"{settings.SITE_URL}{edition.get_absolute_url()}"
    assert clipboard(reader) == f"“We kept our word.\n\nAnd we shall again.” – Mary Fell, Chair\n{HEADLINE}\n{where}"
    reader.get_by_role("button", name="Copy the quote").click()
    assert wait_until(lambda: clipboard(reader).startswith("“It works.” – Ines Roy\n"), 15)


def test_where_the_clipboard_says_no_the_reader_is_told(reader: Page, edition: Edition) -> None:
    reader.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'));")
    reader.goto(edition.get_absolute_url())
    share = reader.get_by_role("region", name="Share")
    share.get_by_role("button", name="Copy the link").click()
    expect(share.get_by_role("status")).to_have_text("Your browser did not allow it. Select the words and copy them.")
    expect(share.get_by_role("button", name="Copy the link")).to_be_visible()


def test_where_there_is_a_sheet_of_the_system_it_gets_the_headline_and_the_address(
    reader: Page, edition: Edition, settings: Any
) -> None:
    reader.add_init_script(
        "navigator.canShare = () => true; navigator.share = (told) => { window.told = told; return Promise.resolve(); };"
    )
    reader.goto(edition.get_absolute_url())
    reader.get_by_role("button", name="Share …").click()
    assert reader.evaluate("window.told") == {
        "title": HEADLINE,
        "url": f"{settings.SITE_URL}{edition.get_absolute_url()}",
    }


def test_without_script_there_are_links_and_no_button_that_does_nothing(
    chromium: Browser, live_server: Any, settings: Any, edition: Edition
) -> None:
    settings.SITE_URL = live_server.url
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(edition.get_absolute_url())
    share = page.get_by_role("region", name="Share")
    expect(share.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    expect(share).to_contain_text(f"{live_server.url}{edition.get_absolute_url()}")
    expect(page.get_by_role("link", name="Plain text")).to_be_visible()
    mail = urlsplit(share.get_by_role("link", name="Send by e-mail").get_attribute("href") or "")
    asked = parse_qs(mail.query)
    assert (mail.scheme, mail.path) == ("mailto", "")
    assert asked["subject"] == [HEADLINE]
    assert asked["body"] == [f"{HEADLINE}\r\n{live_server.url}{edition.get_absolute_url()}"]
    context.close()


def test_the_page_of_an_earlier_edition_has_quotes_without_buttons(reader: Page, edition: Edition) -> None:
    scenes.corrected(edition.release, at=timezone.now() - timedelta(days=1))
    reader.goto(f"{edition.get_absolute_url()}editions/1/")
    expect(reader.locator("figure.quote")).to_have_count(2)
    expect(reader.get_by_role("button", name="Copy the quote")).to_have_count(0)
