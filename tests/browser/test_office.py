"""The office's page in a real browser: the preview follows what is typed, and everybody can use it."""

import pytest
from playwright.sync_api import expect

from releases.office import office
from tests import cast
from tests.browser.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/admin/releases/officeversion/"


def test_the_preview_follows_and_a_colour_that_cannot_be_read_is_mended_by_one_click(sit_down) -> None:
    page = sit_down(cast.edda())
    page.goto(PAGE)
    page.get_by_label("Name of the office English").fill("Harbour Office")
    page.locator("#id_link").fill("#6bb5a0")
    dark = page.locator(".office-preview--dark")
    expect(dark).to_contain_text("Harbour Office")
    page.get_by_role("button", name="Take #").click()
    taken = page.locator("#id_link").input_value()
    expect(page.locator(".office-fails")).to_have_count(0)
    expect(page.locator(".office-preview--light .office-preview__link").first).to_have_css(
        "color", f"rgb({int(taken[1:3], 16)}, {int(taken[3:5], 16)}, {int(taken[5:7], 16)})"
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Every page shows it from now on.")).to_be_visible()
    assert (office().name, str(office().link)) == ("Harbour Office", taken)
    page.goto("/")
    expect(page.locator(".nameplate__name")).to_have_text("Harbour Office")
    accent = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')")
    assert accent.strip() == taken


def test_without_script_looking_first_shows_the_same(sit_down) -> None:
    page = sit_down(cast.edda(), java_script_enabled=False)
    page.goto(PAGE)
    page.locator("#id_band").fill("#20306b")
    page.get_by_role("button", name="Look first").click()
    expect(page.locator(".office-preview--light .office-preview__band").first).to_have_css(
        "background-color", "rgb(32, 48, 107)"
    )
    assert office().number == 0


@pytest.mark.parametrize("wishes", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 800}}])
def test_nothing_on_it_keeps_anybody_out(sit_down, wishes) -> None:
    page = sit_down(cast.edda(), **wishes)
    page.goto(PAGE)
    # Colours that can be told apart: axe rightly objects to a preview of others.
    page.locator("#id_link").fill("#20306b")
    expect(page.locator(".office-checks tbody tr")).to_have_count(1)
    assert violations(page) == []
