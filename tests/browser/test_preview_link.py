"""A preview link in real browsers: an editor makes it, somebody without an account opens it, and it is gone once revoked.

The ``page`` fixture fails a test on any script error and any violation of the security policy.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from releases.models import PreviewOpening
from tests import cast, scenes
from tests.conftest import complaints_of
from tests.releases.back_office import where

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def holder(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """Somebody else's browser, in which nobody ever logged in."""
    context = chromium.new_context(base_url=live_server.url, locale="en-CA")
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert not complaints, complaints


def let_in(context: BrowserContext, live_server: Any) -> None:
    """Edda, without typing her password."""
    client = Client()
    client.force_login(cast.edda())
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def make_link(page: Page, release: Any) -> None:
    page.goto(where(release, "links"))
    page.get_by_label("For", exact=True).fill("Ines Roy, Coast Radio")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", name="The link for Ines Roy, Coast Radio is made")).to_be_visible()


def test_a_link_is_made_copied_opened_seen_to_be_opened_and_revoked(
    page: Page, holder: Page, live_server: Any, settings: Any
) -> None:
    settings.SITE_URL = live_server.url
    image = scenes.lead(scenes.picture())
    release = scenes.scheduled(visible_from=timezone.now() + timedelta(days=2), lead_image=image)
    let_in(page.context, live_server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    make_link(page, release)
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_text("Copied.").first).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == page.get_by_label("Address").input_value()

    holder.goto(address)
    expect(holder.get_by_role("region", name="Preview")).to_contain_text("Under embargo until")
    expect(holder.get_by_role("region", name="Preview")).to_contain_text("For Ines Roy, Coast Radio alone")
    expect(holder.get_by_role("heading", level=1)).to_have_text("Ferry returns to the north shore")
    holder.wait_for_function("() => document.querySelector('.release__picture img').naturalWidth > 0")
    assert not holder.context.cookies()
    assert PreviewOpening.objects.count() == 1

    page.goto(where(release, "links"))
    page.get_by_text("Opened 1 time").click()
    expect(page.get_by_role("cell", name="127.0.0.1")).to_be_visible()
    page.get_by_role("button", name="Revoke the link for Ines Roy, Coast Radio").click()
    expect(page.get_by_text("shows nothing any more")).to_be_visible()
    assert holder.goto(address).status == 404
    expect(holder.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
    assert PreviewOpening.objects.count() == 1


def test_the_moment_is_asked_for_only_where_it_is_chosen(page: Page, live_server: Any) -> None:
    let_in(page.context, live_server)
    page.goto(where(scenes.draft(), "links"))
    expect(page.get_by_label("Date")).to_be_hidden()
    page.get_by_label("Until another moment").check()
    expect(page.get_by_label("Date")).to_be_visible()
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("Say for whom the link is.")).to_be_visible()
    expect(page.get_by_label("Date")).to_be_visible()


def test_a_link_can_be_made_without_script(chromium: Browser, live_server: Any) -> None:
    release = scenes.draft()
    context = chromium.new_context(base_url=live_server.url, locale="en-CA", java_script_enabled=False)
    let_in(context, live_server)
    page = context.new_page()
    make_link(page, release)
    assert page.get_by_label("Address").input_value().startswith("http://testserver/previews/")
    expect(page.get_by_role("button", name="Copy the address")).to_be_hidden()
    context.close()
