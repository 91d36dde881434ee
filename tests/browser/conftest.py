"""What the tests in a real browser share."""

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from tests.conftest import complaints_of


@pytest.fixture
def sit_down(chromium, live_server):
    """A browser for each person, in which nothing may go wrong unseen; without script on request."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def at(person, **options) -> Page:
        client = Client()
        client.force_login(person)
        context = chromium.new_context(base_url=live_server.url, **options)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        complaints.append(complaints_of(page))
        return page

    yield at
    for context in contexts:
        context.close()
    assert not any(complaints), complaints
