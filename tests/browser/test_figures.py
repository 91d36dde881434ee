"""Images in the text, in a real Chromium: chosen from the library or uploaded, described, changed, and stored by their key.

The ``page`` fixture fails a test on any script error and any violation of the site's security policy.
"""

import io

import pytest
from PIL import Image as Pillow
from playwright.sync_api import expect

from releases.media.models import Image, Picture
from releases.media.upload import store_image
from releases.models import Release
from tests import scenes
from tests.browser.test_editor import body, saved, toolbar

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The editor hears a moment later of what was selected.
SELECTED = """async (box) => {
    while (box.editor.state.selection.empty) await new Promise((resolve) => setTimeout(resolve, 10))
}"""
# A box that has just got the focus puts the caret back, 20 ms later, where the editor last knew it to be.
FOCUSED = "() => new Promise((resolve) => setTimeout(resolve, 60))"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('pressroom.kept/'))"


def picture_file(colour="navy", name="ferry.png"):
    sink = io.BytesIO()
    Pillow.new("RGB", (900, 600), colour).save(sink, "PNG")
    sink.seek(0)
    sink.name = name
    return sink


@pytest.fixture
def stored(wren):
    words = {"alt": "A ferry at the quay", "caption": "The quay in May", "credit": "Ana B."}
    return store_image(file=picture_file(), by=wren, words=words)


@pytest.fixture
def release(wren):
    return scenes.draft(by=wren, headline="Ferry timetable", body="")


@pytest.fixture
def form(page, browser_context, live_server, client, wren, release):
    client.force_login(wren)
    session = client.cookies["sessionid"].value
    browser_context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return open_form(page, release)


def open_form(page, release):
    page.goto(f"/admin/releases/release/{release.pk}/change/")
    expect(toolbar(page)).to_be_visible()
    return page


def dialog(page):
    return page.get_by_role("dialog")


def open_library(page):
    body(page).focus()
    page.keyboard.press("Alt+F10")
    toolbar(page).get_by_role("button", name="Image").focus()
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_visible()


def open_words(page):
    toolbar(page).get_by_role("button", name="Image").click()
    expect(page.locator("#picker-alt")).to_be_focused()


def seen(page):
    """The image in the text, once the browser has it."""
    shown = body(page).locator("figure img")
    expect(shown).to_be_visible()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=shown.element_handle())
    return shown


def test_an_image_is_chosen_described_and_changed_with_the_keyboard_alone(form, release, stored, wren):
    store_image(file=picture_file("red"), by=wren, words={"alt": "A lighthouse"})
    body(form).focus()
    form.keyboard.type("Before.")
    open_library(form)
    expect(dialog(form).get_by_role("option")).to_have_count(2)
    expect(form.get_by_label("Search the library")).to_be_focused()
    form.keyboard.type("quay")
    expect(dialog(form).get_by_role("option")).to_have_count(1)
    dialog(form).get_by_role("option", name="A ferry at the quay").focus()
    form.keyboard.press("Enter")
    expect(form.get_by_label("Alternative text").and_(form.locator("#picker-alt"))).to_have_value("A ferry at the quay")
    form.get_by_role("button", name="Insert image").focus()
    form.keyboard.press("Enter")
    expect(dialog(form)).to_have_count(0)
    expect(body(form)).to_be_focused()
    form.keyboard.type("After.")
    figure = (
        f'<figure><img data-file="{stored.key}" alt="A ferry at the quay">'
        "<figcaption>The quay in May<cite>Ana B.</cite></figcaption></figure>"
    )
    assert saved(form, release) == f"<p>Before.</p>{figure}<p>After.</p>"

    # Bold in the text, then other words in the dialog: what stays keeps its mark.
    seen(form)
    body(form).get_by_text("The quay in May").click()
    body(form).evaluate(FOCUSED)
    form.keyboard.press("End")
    form.keyboard.press("Control+Shift+ArrowLeft")
    body(form).evaluate(SELECTED)
    form.keyboard.press("Control+b")
    expect(body(form).locator("figcaption strong")).to_have_text("May")
    open_words(form)
    form.locator("#picker-caption").fill("At the quay in May")
    form.locator("#picker-credit").fill("")
    form.locator("#picker-credit").press("Enter")
    changed = figure.replace("The quay in May<cite>Ana B.</cite>", "At the quay in <strong>May</strong>")
    assert saved(form, release) == f"<p>Before.</p>{changed}<p>After.</p>"


def test_an_image_is_uploaded_from_the_dialog_and_must_be_described(form, release):
    open_library(form)
    file = picture_file("teal", "harbour wall.png")
    upload = {"name": file.name, "mimeType": "image/png", "buffer": file.getvalue()}
    form.set_input_files("#picker-files", [upload])
    insert = form.get_by_role("button", name="Insert image")
    insert.click()
    assert form.locator("#picker-alt").evaluate("field => field.validity.valueMissing")
    form.get_by_label("Decorative: it says nothing").check()
    insert.click()
    seen(form)
    stored = Image.objects.get()
    assert (stored.width, stored.picture.created_by.username) == (900, "wren")
    assert saved(form, release) == f'<figure><img data-file="{stored.key}" alt="" data-decorative=""></figure>'
    # The same bytes again are the picture that is there already.
    open_library(form)
    form.set_input_files("#picker-files", [upload])
    expect(dialog(form).get_by_role("status")).to_have_text("This is already in the library.")
    assert Picture.objects.count() == 1
    form.keyboard.press("Escape")
    expect(body(form)).to_be_focused()


def test_a_text_with_images_that_nobody_touched_is_no_unsaved_text(form, release, stored):
    figure = f'<figure><img data-file="{stored.key}" alt="A ferry"><figcaption>a <em>b</em><cite>c</cite></figcaption></figure>'
    Release.objects.filter(pk=release.pk).update(body=f"<p>a</p>{figure}")
    seen(open_form(form, release))
    form.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert form.evaluate(KEPT) == []
    body(form).locator("p").click()
    form.keyboard.type("x")
    form.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert len(form.evaluate(KEPT)) == 1
    assert saved(form, release).endswith(figure)


def test_what_turns_text_into_something_else_leaves_images_alone(form, release, stored):
    figure = f'<figure><img data-file="{stored.key}" alt="A ferry"><figcaption>Quay<cite>c</cite></figcaption></figure>'
    Release.objects.filter(pk=release.pk).update(body=f"{figure}<p>Text</p>")
    seen(open_form(form, release))
    body(form).get_by_text("Quay").click()
    for name in ("Heading", "Bulleted list", "Quotation", "Paragraph"):
        toolbar(form).get_by_role("button", name=name, exact=True).click(force=True)
    form.keyboard.press("End")
    form.keyboard.press("Delete")
    form.keyboard.press("Enter")
    form.keyboard.type("More ")
    assert saved(form, release) == f"{figure}<p>More Text</p>"
    body(form).get_by_text("Quay").click()
    body(form).evaluate(FOCUSED)
    form.keyboard.press("Home")
    form.keyboard.press("Backspace")
    expect(body(form).locator("figure.ProseMirror-selectednode")).to_have_count(1)
    form.keyboard.press("Backspace")
    assert saved(form, release) == "<p>More Text</p>"
