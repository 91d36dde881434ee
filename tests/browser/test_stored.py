"""Pictures and files chosen from the library in a real Chromium: by keyboard, several at once, and kept by the browser."""

import pytest
from playwright.sync_api import expect

from releases.media.models import Document, Picture
from releases.models import Release
from releases.working_copy import read
from tests import cast, scenes
from tests.browser.test_admin import desk, enter, open_form, tab_to  # noqa: F401  (fixtures)
from tests.releases.back_office import RELEASES, where

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shelf():
    """Three described pictures and a file in the library."""
    for colour, alt in (("teal", "The quay"), ("navy", "The ferry"), ("maroon", "The bridge")):
        picture = scenes.picture(colour=colour).picture
        Picture.objects.filter(pk=picture.pk).update(alt=alt, credit="Ana", licence="CC0")
    document = scenes.document().document
    Document.objects.filter(pk=document.pk).update(title="Crossings a day", language="en", accessible=True)


def press_on(page, selector, key="Enter", **more):
    tab_to(page, selector, limit=160, **more)
    page.keyboard.press(key)


def opened(page):
    """The dialog, once the library has answered."""
    dialog = page.locator("dialog.picker")
    expect(dialog.locator("[role=option]").first).to_be_visible()
    return dialog


def test_lead_image_gallery_and_file_are_chosen_with_the_keyboard_alone_and_previewed(desk, live_server):  # noqa: F811
    page = desk
    shelf()
    open_form(page, f"{RELEASES}add/")
    tab_to(page, "#id_headline")
    page.keyboard.type("Ferry returns on Monday")
    press_on(page, ".field-lead_image [data-stored-pick]")
    opened(page)
    press_on(page, "dialog [role=option]")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#id_lead_image_alt")).to_have_value("The bridge")
    expect(page.locator(".field-lead_image img")).to_be_visible()
    press_on(page, "#gallerypictures-group summary")
    press_on(page, "[data-stored-add=picture]")
    opened(page)
    press_on(page, "dialog [role=option]", " ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    page.keyboard.press("Enter")
    expect(page.locator("#gallerypictures-group .dynamic-gallerypictures")).to_have_count(2)
    expect(page.locator("#id_gallerypictures-1-alt")).to_have_value("The ferry")
    press_on(page, "#attachments-group summary")
    press_on(page, "[data-stored-add=file]")
    opened(page)
    press_on(page, "dialog [role=option]", " ")
    page.keyboard.press("Enter")
    expect(page.locator("#id_attachments-0-title")).to_have_value("Crossings a day")
    expect(page.locator("#id_attachments-0-accessible")).to_be_checked()
    press_on(page, "input[name=_preview]")
    expect(page.get_by_role("region", name="Preview")).to_be_visible()
    for alt in ("The bridge", "The ferry"):
        assert page.locator(f"img[alt='{alt}']").count()
    expect(page.get_by_text("Crossings a day").first).to_be_visible()
    saved = read(Release.objects.get())
    assert saved.lead_image.licence == "CC0"
    assert [picture.alt for picture in saved.gallery] == ["The bridge", "The ferry"]
    assert [(one.title, one.language, one.accessible) for one in saved.attachments] == [("Crossings a day", "en", True)]


def test_what_was_chosen_and_never_saved_is_offered_back_with_its_pictures(desk, live_server):  # noqa: F811
    page = desk
    shelf()
    release = scenes.draft(by=cast.edda())
    open_form(page, where(release))
    page.locator("#gallerypictures-group summary").click()
    page.locator("[data-stored-add=picture]").click()
    options = opened(page).locator("[role=option]")
    options.nth(1).click()
    options.nth(0).click()
    page.locator("[data-picker-add]").click()
    expect(page.locator("#id_gallerypictures-0-alt")).to_have_value("The ferry")
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page, where(release))
    page.locator("[data-kept-back]").click()
    expect(page.locator("#id_gallerypictures-0-alt")).to_have_value("The ferry")
    expect(page.locator("#gallerypictures-1 img")).to_be_visible()
    page.locator("input[name=_continue]").click()
    expect(page.get_by_text("Saved as revision 2.")).to_be_visible()
    assert [picture.alt for picture in read(Release.objects.get()).gallery] == ["The ferry", "The bridge"]
