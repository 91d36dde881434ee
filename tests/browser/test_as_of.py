"""Another moment in a real browser: chosen, walked through, never left by accident, and unmistakable on every page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from releases.actions.add_note import add_note
from releases.actions.withdraw import withdraw
from tests import cast, scenes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff(page, browser_context, live_server, client, wren):
    """A writer's browser."""
    client.force_login(wren)
    session = client.cookies["sessionid"].value
    browser_context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def test_a_day_long_gone_can_be_walked_through_from_the_chooser_to_a_withdrawn_release_and_back(staff):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=30)
    ferry = scenes.published(
        at=hour, slug="ferry", headline="Ferry returns", tags=("Ferries",), lead_image=scenes.lead(scenes.picture())
    )
    withdraw(release=ferry, by=cast.edda(), reason="The date was wrong.", gone=True, at=hour + timedelta(days=1))
    staff.goto("/")
    expect(staff.get_by_text("Ferry returns")).to_have_count(0)

    staff.goto("/admin/")
    staff.get_by_role("link", name="As it was").click()
    local = timezone.localtime(hour + timedelta(minutes=5))
    staff.get_by_label("Date").fill(local.date().isoformat())
    staff.get_by_label("Time").fill(f"{local:%H:%M:%S}")
    staff.get_by_role("button", name="Look").click()

    banner = staff.get_by_role("region", name="Another moment")
    expect(banner).to_contain_text(f"{local:%H:%M:%S} America/Toronto")
    staff.get_by_role("link", name="Ferry returns").last.click()
    expect(staff.get_by_role("heading", name="Ferry returns", level=1)).to_be_visible()
    expect(banner).to_be_in_viewport()
    # The picture is made when it is first asked for: wait until it can be painted.
    picture = staff.locator(".release__picture img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(staff.locator("#commentform")).to_have_count(0)
    staff.get_by_role("link", name="Ferries", exact=True).click()
    expect(staff.get_by_role("heading", name="Ferries", level=1)).to_be_visible()
    staff.go_back()

    staff.get_by_role("link", name="Next change").click()
    expect(staff.get_by_text("The date was wrong.")).to_be_visible()
    staff.get_by_role("link", name="Change before").click()
    expect(staff.get_by_role("heading", name="Ferry returns", level=1)).to_be_visible()
    # Wherever one has scrolled to, the frame and the banner say that this is not the site of now.
    staff.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(banner).to_be_in_viewport()
    staff.set_viewport_size({"width": 390, "height": 844})
    assert staff.evaluate("document.documentElement.scrollWidth") <= 390
    staff.get_by_role("link", name="Back to the desk").click()
    expect(staff.get_by_role("heading", name="Desk")).to_be_visible()


def test_the_timeline_opens_to_each_save_and_takes_a_note(staff):
    release = scenes.draft()
    for number in range(3):
        release = scenes.rewritten(release, headline=f"Ferry {number}")
    add_note(release=release, by=cast.edda(), text="Ask Ines first.")
    staff.goto(f"/admin/releases/release/{release.pk}/change/")
    expect(staff.get_by_text("Ask Ines first.")).to_be_visible()
    staff.get_by_role("link", name="Leave a note").click()
    expect(staff.get_by_text("Saved 4 times")).to_be_visible()
    expect(staff.get_by_text("revision 2")).to_be_hidden()
    staff.get_by_text("Show each").click()
    expect(staff.get_by_text("revision 2")).to_be_visible()
    staff.get_by_label("Note to colleagues").fill("She says yes.\nMonday then.")
    staff.get_by_role("button", name="Add to the timeline").click()
    expect(staff.get_by_text("Your note is in the timeline.")).to_be_visible()
    expect(staff.locator("blockquote").first).to_have_text("She says yes.Monday then.")
    staff.set_viewport_size({"width": 390, "height": 844})
    assert staff.evaluate("document.documentElement.scrollWidth") <= 390
