"""The whole way of a real release, by the people who walk it: writer's desk, front page, reply, moderation, page.

The release is the one in ``../shared/reference``: its sentences are read from there and are not part of the project.
"""

import html
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast, scenes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """([html, text]) => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    data.setData("text/plain", text)
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""
BULLET = "•"


@dataclass(frozen=True)
class Reference:
    """What the reference page shows of its own release."""

    headline: str
    paragraphs: list[str]
    bullets: list[str]
    pasted: str
    """The body as a browser would copy it from a web page."""


@pytest.fixture(scope="module")
def reference(shared: Path) -> Reference:
    text = (shared / "reference" / "release-page.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.split("Associated links")[0].splitlines() if line.strip()]
    headline, *body = lines
    parts: list[str] = []
    for line in body:
        escaped = html.escape(line.removeprefix(BULLET).strip())
        if not line.startswith(BULLET):
            parts.append(f"<p>{escaped}</p>")
        elif parts[-1].endswith("</ul>"):
            parts[-1] = parts[-1].removesuffix("</ul>") + f"<li>{escaped}</li></ul>"
        else:
            parts.append(f"<ul><li>{escaped}</li></ul>")
    return Reference(
        headline=headline,
        paragraphs=[line for line in body if not line.startswith(BULLET)],
        bullets=[line.removeprefix(BULLET).strip() for line in body if line.startswith(BULLET)],
        pasted="".join(parts),
    )


def log_in(page: Page, username: str) -> None:
    page.goto("/admin/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(cast.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools, .user-tools").first).to_be_visible()


def write(page: Page, reference: Reference) -> None:
    """Fill the form for a new release as a person does, pasting the body, and save it."""
    page.goto("/admin/")
    page.get_by_role("link", name="New release").first.click()
    page.get_by_label("Readout").check()
    page.locator("[name=headline]").fill(reference.headline)
    page.locator("[name=summary]").fill(reference.paragraphs[0])
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()
    page.locator("[contenteditable][role=textbox]").click()
    page.evaluate(PASTE, [reference.pasted, "\n\n".join(reference.paragraphs)])
    page.locator("[name=tags]").fill("Japan, Trade")
    page.locator("[name=source_name]").fill("Prime Minister’s Office")
    page.locator("[name=source_url]").fill("https://pm.example.org/readout")
    links = page.locator("#associatedlinks-group")
    # By keyboard: a click may land where the heading stood before the editor above it grew.
    links.locator("summary").press("Enter")
    links.get_by_role("button", name="Add another").press("Enter")
    links.locator("[name$='-0-label']").fill("Canada–Japan relations")
    links.locator("[name$='-0-url']").fill("https://relations.example.org/japan")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errornote")).to_have_count(0)
    expect(page.locator(".bar-standing")).to_contain_text("Draft")


def test_a_real_release_goes_all_the_way(page: Page, chromium: Browser, live_server, reference: Reference) -> None:
    scenes.published(headline="Joint patrols begin", tags=("Japan",), lead_image=scenes.lead(scenes.picture()))
    scenes.published(headline="Harbour dredged", lead_image=scenes.lead(scenes.picture(colour="navy")))
    reader = chromium.new_context(base_url=live_server.url).new_page()

    log_in(page, "edda")
    write(page, reference)
    reader.goto("/")
    expect(reader.get_by_text(reference.headline)).to_have_count(0)

    page.get_by_role("link", name="Preview", exact=True).click()
    expect(page.locator("h1")).to_have_text(reference.headline)
    page.go_back()
    page.get_by_role("link", name="Publish now").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".bar-standing")).to_contain_text("Public")

    reader.goto("/")
    reader.get_by_role("link", name=reference.headline).first.click()
    reads_as_the_reference_does(reader, reference)

    address = reader.url
    form = reader.locator("#commentform")
    form.locator("[name=comment]").fill("Will the agreement cover ferries?")
    form.locator("[name=author]").fill("Noor Said")
    form.locator("[name=email]").fill("noor@example.org")
    form.get_by_role("button", name="Post Comment").click()
    expect(reader.get_by_role("status")).to_contain_text("held for moderation")
    expect(reader.get_by_text("Will the agreement cover ferries?")).to_be_visible()

    other = chromium.new_context(base_url=live_server.url).new_page()
    other.goto(address)
    expect(other.get_by_text("Will the agreement cover ferries?")).to_have_count(0)

    desk = chromium.new_context(base_url=live_server.url).new_page()
    cast.mo()
    log_in(desk, "mo")
    desk.goto("/admin/comments/comment/")
    desk.wait_for_load_state("networkidle")
    desk.get_by_role("button", name="Approve", exact=True).click()
    expect(desk.get_by_role("status").filter(has_text="Noor Said")).to_be_visible()

    other.reload()
    expect(other.locator("main")).to_contain_text("Will the agreement cover ferries?")
    expect(other.locator("main")).not_to_contain_text("noor@example.org")
    for someone in (reader, other, desk):
        someone.context.close()


def reads_as_the_reference_does(page: Page, reference: Reference) -> None:
    """Everything that is visible on the reference page has its place here, in the same order."""
    main = page.locator("main")
    expect(main.locator("h1")).to_have_text(reference.headline)
    expect(main.locator("time").first).to_be_visible()
    for paragraph in reference.paragraphs:
        expect(main.locator("p", has_text=paragraph).first).to_be_visible()
    expect(main.locator(".article__body > ul").first.get_by_role("listitem")).to_have_text(reference.bullets)
    expect(page.locator("#respond")).to_contain_text("Your email address will not be published.")
    expect(page.locator("#respond")).to_contain_text("Required fields are marked *")
    text = main.inner_text().casefold()
    in_order = [
        reference.headline,
        reference.paragraphs[-1],
        "Associated links",
        "Source link",
        "Prime Minister’s Office",
        "Related Posts",
        "Joint patrols begin",
        "Leave a Reply",
        "You Missed",
    ]
    places = [text.find(words.casefold()) for words in in_order]
    assert -1 not in places, dict(zip(in_order, places, strict=True))
    assert places == sorted(places), dict(zip(in_order, places, strict=True))
