"""The rich editor in the admin, in a real Chromium under the site's own security policy.

The ``page`` fixture fails a test on any script error and any violation of that policy.
"""

import pytest
from playwright.sync_api import expect

from releases import html
from releases.models import Release
from tests import scenes
from tests.releases.test_html import GOOGLE_DOCS, WORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """([html, text]) => {
    const box = document.activeElement
    const data = new DataTransfer()
    if (html) data.setData("text/html", html)
    data.setData("text/plain", text)
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


@pytest.fixture
def release(wren):
    return scenes.draft(by=wren, headline="Ferry timetable", body="")


@pytest.fixture
def form(page, browser_context, live_server, client, wren, release):
    """The writer's form of one release, with the editor ready."""
    client.force_login(wren)
    session = client.cookies["sessionid"].value
    browser_context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"/admin/releases/release/{release.pk}/change/")
    expect(body(page)).to_be_visible()
    expect(toolbar(page)).to_be_visible()
    return page


def body(page):
    return page.locator("[contenteditable][role=textbox]")


def paste(page, html_text="", text="plain"):
    body(page).click()
    page.evaluate(PASTE, [html_text, text])


def saved(page, release):
    """The body as stored after a click on save."""
    page.locator("[name=_continue]").click()
    page.wait_for_load_state()
    expect(page.locator(".errornote")).to_have_count(0)
    return Release.objects.get(pk=release.pk).body


def toolbar(page):
    return page.get_by_role("toolbar", name="Formatting")


def test_the_policy_needs_no_unsafe_word(page, form):
    policy = page.request.get(page.url).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert page.evaluate("document.querySelectorAll('style').length") == 0


def test_word_is_pasted_clean_and_its_lists_are_lists(form, release):
    paste(form, WORD)
    expect(body(form).locator("ul > li > ul > li")).to_have_text("Detail")
    assert saved(form, release) == html.clean(WORD)


def test_google_docs_is_pasted_clean(form, release):
    paste(form, GOOGLE_DOCS)
    expect(body(form).locator("ul > li > ul > li")).to_have_text("Nested")
    assert saved(form, release) == html.clean(GOOGLE_DOCS)


def test_plain_text_with_bullets_becomes_a_list(form, release):
    paste(form, text="They agreed on:\n\n  • Ferries, all year.\n  • Bridges.\n\nThey left.")
    expect(body(form).get_by_role("listitem")).to_have_text(["Ferries, all year.", "Bridges."])
    assert saved(form, release) == (
        "<p>They agreed on:</p><ul><li>Ferries, all year.</li><li>Bridges.</li></ul><p>They left.</p>"
    )


def test_hostile_html_is_disarmed_before_and_after_saving(form, release):
    paste(form, '<p onclick="alert(1)">Kept <img src=x onerror="alert(1)"><a href="javascript:alert(1)">words</a></p>')
    assert "alert" not in body(form).inner_html()
    assert saved(form, release) == "<p>Kept words</p>"


def test_what_is_typed_with_the_keyboard_alone_is_saved(form, release):
    body(form).focus()
    form.keyboard.press("Alt+F10")
    expect(toolbar(form).get_by_role("button", name="Heading", exact=True)).to_be_focused()
    form.keyboard.press("Enter")
    form.keyboard.type("Sailings")
    form.keyboard.press("Enter")
    form.keyboard.type("Daily, ")
    form.keyboard.press("Control+b")
    form.keyboard.type("except Monday")
    assert saved(form, release) == "<h2>Sailings</h2><p>Daily, <strong>except Monday</strong></p>"


def test_the_toolbar_is_one_tab_stop_that_arrows_cross(form):
    buttons = toolbar(form).get_by_role("button")
    assert toolbar(form).locator('button[tabindex="0"]').count() == 1
    buttons.nth(0).focus()
    form.keyboard.press("ArrowRight")
    expect(buttons.nth(1)).to_be_focused()
    form.keyboard.press("End")
    expect(toolbar(form).get_by_role("button", name="Redo")).to_be_focused()
    form.keyboard.press("Home")
    expect(buttons.nth(0)).to_be_focused()
    form.keyboard.press("Escape")
    expect(body(form)).to_be_focused()


def test_escape_and_tab_leave_the_text_even_from_a_table(form):
    paste(form, "<table><tr><td>a</td><td>b</td></tr></table>")
    form.keyboard.press("Control+End")
    form.keyboard.press("Tab")
    expect(body(form)).to_be_focused()
    form.keyboard.press("Escape")
    form.keyboard.press("Tab")
    expect(body(form)).not_to_be_focused()


def test_the_text_box_and_its_buttons_have_names_and_states(form):
    box = form.get_by_role("textbox", name="Body")
    expect(box).to_have_attribute("aria-multiline", "true")
    assert form.locator(f"#{box.get_attribute('aria-labelledby')}").inner_text().strip(" :*") == "Body"
    for button in toolbar(form).get_by_role("button").all():
        assert button.get_attribute("title") == button.get_attribute("aria-label") != ""
    bold = toolbar(form).get_by_role("button", name="Bold")
    box.click()
    bold.click()
    expect(bold).to_have_attribute("aria-pressed", "true")


def test_a_link_without_a_full_address_is_refused_and_the_text_kept(form, release):
    box = body(form)
    box.click()
    form.keyboard.type("Timetable")
    form.keyboard.press("Control+a")
    form.keyboard.press("Control+k")
    form.get_by_label("URL").fill("/timetable")
    form.get_by_role("button", name="Update").click()
    form.locator("[name=_continue]").click()
    expect(form.locator(".errorlist")).to_contain_text("/timetable")
    expect(body(form)).to_have_text("Timetable")


def test_a_table_from_the_toolbar_gets_a_head_when_saved(form, release):
    body(form).click()
    toolbar(form).get_by_role("button", name="Insert table").click()
    form.get_by_label("Columns").fill("2")
    form.get_by_label("Rows").fill("2")
    form.get_by_label("Include header row").select_option("Yes")
    form.get_by_role("button", name="Insert Table", exact=True).click()
    for text in ("Year", "Sum", "2026", "5"):
        form.keyboard.type(text)
        form.keyboard.press("Tab") if text != "5" else None
    assert saved(form, release) == (
        '<table><thead><tr><th scope="col">Year</th><th scope="col">Sum</th></tr></thead>'
        "<tbody><tr><td>2026</td><td>5</td></tr></tbody></table>"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_can_be_read_in_light_and_dark(form, scheme):
    form.emulate_media(color_scheme=scheme)
    paste(form, "<p>Text <a href='https://example.org/'>link</a></p><table><tr><th>a</th><td>b</td></tr></table>")
    ratios = form.evaluate(CONTRAST)
    assert len(ratios) > 10
    # WCAG 1.4.3 asks 4.5:1 of text; 1.4.11 asks 3:1 of the parts of a control.
    assert min(ratios) >= 3
    assert min(form.evaluate(CONTRAST, "[contenteditable].ProseMirror")) >= 4.5


# The contrast (WCAG 2.2, relative luminance) of every text against the nearest background that is painted.
CONTRAST = """(selector) => {
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number)
    const light = (colour) => {
        const [r, g, b] = channels(colour).map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const ground = (node) => {
        for (; node; node = node.parentElement) {
            const colour = getComputedStyle(node).backgroundColor
            if ((channels(colour)[3] ?? 1) === 1) return colour
        }
        return "rgb(255, 255, 255)"
    }
    const frame = document.querySelector(selector ?? ".prose-editor")
    return [...frame.querySelectorAll("*")]
        .filter((node) => node.checkVisibility() && !node.closest("svg, .disabled, textarea"))
        .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
        .map((node) => {
            const pair = [light(getComputedStyle(node).color), light(ground(node))].sort((a, b) => b - a)
            return (pair[0] + 0.05) / (pair[1] + 0.05)
        })
}"""
