"""The library in a real browser: several files dropped at once, and a focal point set by hand."""

import base64
import io
import re

import pytest
from PIL import Image as Pillow
from playwright.sync_api import expect

from releases.media.models import Image
from releases.media.upload import store_image
from tests import scenes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DROP = """([where, files]) => {
    const carried = new DataTransfer();
    for (const [name, data] of files) {
        carried.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name));
    }
    for (const kind of ["dragenter", "dragover", "drop"]) {
        const event = new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true });
        document.querySelector(where).dispatchEvent(event);
    }
}"""


@pytest.fixture
def desk(page, browser_context, live_server, client, edda):
    """An editor's browser."""
    client.force_login(edda)
    browser_context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def png(colour, size=(600, 400)):
    file = io.BytesIO()
    Pillow.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def test_files_dropped_on_the_page_are_taken_each_for_itself(desk, wren):
    page = desk
    known = store_image(file=io.BytesIO(png("teal")), name="harbour.png", by=wren, words={"alt": "The harbour"})
    page.goto("/admin/media/picture/")
    new = png("red")
    # The last two are the same file: the second of them must not be stored beside the first.
    files = [("broken.png", new[:80]), ("known.png", png("teal")), ("new.png", new), ("again.png", new)]
    packed = [[name, base64.b64encode(data).decode()] for name, data in files]
    page.evaluate(DROP, ["#changelist", packed])
    expect(page.locator("[data-uploads-sum]")).to_have_text("Done. Added: 1. Already in the library: 2. Not stored: 1.")
    rows = page.locator(".upload")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_have_class(re.compile("upload-refused"))
    expect(rows.nth(1)).to_contain_text("This is already in the library.")
    expect(rows.nth(2)).to_contain_text("Added.")
    expect(rows.nth(3)).to_contain_text("This is already in the library.")
    expect(page.locator("progress")).to_have_count(0)
    expect(rows.nth(1).get_by_role("link")).to_have_attribute(
        "href", f"/admin/media/picture/{known.picture.pk}/change/"
    )
    assert list(Image.objects.order_by("pk").values_list("original_name", flat=True)) == ["harbour.jpg", "new.jpg"]
    page.get_by_role("link", name="Show them in the library").click()
    expect(page.locator(".grid-card")).to_have_count(2)
    page.get_by_text("No alternative text", exact=True).locator("xpath=ancestor::li").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("new.jpg")


def test_an_upload_shows_how_far_it_is_and_what_is_too_large_is_not_sent(desk):
    page = desk
    page.goto("/admin/media/document/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    held = []
    page.route("**/upload/", lambda route: held.append(route))
    page.locator("form.drop").evaluate("(form) => { form.dataset.limit = 1000 }")
    page.get_by_label("Add files").set_input_files(
        [
            {"name": "small.txt", "mimeType": "text/plain", "buffer": b"A short text."},
            {"name": "large.txt", "mimeType": "text/plain", "buffer": b"x" * 1001},
            {"name": "stale.txt", "mimeType": "text/plain", "buffer": b"Another short text."},
        ]
    )
    expect(page.get_by_role("progressbar", name="small.txt")).to_be_visible()
    expect(page.locator(".upload-refused")).to_contain_text("It is larger than")
    expect(page.get_by_role("progressbar", name="stale.txt")).to_be_visible()
    while len(held) < 2:
        page.wait_for_timeout(50)
    # Two requests at once arrive in either order: each is told of its own file.
    held[0].fulfill(status=403, json={"error": "You are logged out."})
    expect(page.locator(".upload").filter(has_text="You are logged out.")).to_have_count(1)
    expect(page.get_by_role("progressbar")).to_have_count(1)
    held[1].fulfill(status=403, body="<h1>Forbidden</h1>")
    expect(page.locator(".upload").filter(has_text="Reload it and try again.")).to_have_count(1)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert len([url for url in asked if url.endswith("/upload/")]) == 2


def test_a_focal_point_is_set_by_a_click_and_by_keys_and_saved(desk):
    page = desk
    picture = scenes.picture(size=(1200, 300)).picture
    page.goto(f"/admin/media/picture/{picture.pk}/change/")
    area = page.get_by_role("application", name=re.compile("Focal point"))
    box = area.locator("img").bounding_box()
    area.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    left, top = page.get_by_label("From the left, in %"), page.get_by_label("From the top, in %")
    expect(left).to_have_value("25")
    expect(top).to_have_value("50")
    # 450 of 1200 pixels are seen on a card, centred on the point.
    crop = page.get_by_role("img", name="On cards and lists")
    expect(crop).to_have_attribute("viewBox", "75 0 450 300")
    area.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(left).to_have_value("27")
    expect(top).to_have_value("60")
    expect(page.locator("[data-focal-told]")).to_have_text("27% from the left, 60% from the top")
    page.get_by_label("Alternative text").fill("The harbour")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y, picture.alt) == (27, 60, "The harbour")
    # What the server draws is what the script drew.
    assert 'viewBox="99.00 0.00 450.00 300.00"' in page.request.get(page.url).text()
    expect(crop).to_have_attribute("viewBox", "99 0 450 300")


def test_the_library_is_no_wider_than_a_phone(desk):
    page = desk
    page.set_viewport_size({"width": 390, "height": 844})
    image, file = scenes.picture(), scenes.document(name="a-very-long-name-of-a-file-that-nobody-would-shorten.csv")
    scenes.published(lead_image=scenes.lead(image), attachments=(scenes.attached(file),))
    for path in (
        "picture/",
        f"picture/{image.picture.pk}/change/",
        "document/",
        f"document/{file.document.pk}/change/",
    ):
        page.goto(f"/admin/media/{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
