"""Two people at one release, in two real browsers: whoever comes too late sees both texts, and nothing is lost on any path."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from releases.models import Edition, Release
from tests import cast, scenes
from tests.conftest import complaints_of
from tests.releases.back_office import RELEASES, where

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITOR = ".prose-editor .ProseMirror"


@pytest.fixture
def sit_down(chromium, live_server):
    """A browser of their own for each person; any complaint of any of them fails the test."""
    contexts, complaints = [], []

    def at_a_desk(person, **more):
        client = Client()
        client.force_login(person)
        context = chromium.new_context(
            base_url=live_server.url, locale="en-CA", viewport={"width": 1280, "height": 900}, **more
        )
        context.set_default_timeout(30_000)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        complaints.append(complaints_of(page))
        return page

    yield at_a_desk
    for context in contexts:
        context.close()
    assert not any(complaints), complaints


def open_form(page, release):
    page.goto(where(release))
    expect(page.locator(EDITOR)).to_be_visible()
    page.wait_for_load_state("load")


def write(page, words):
    page.locator(EDITOR).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def mine(page, field):
    return page.locator(f"section[aria-labelledby=mine-{field}]")


def test_of_two_who_save_the_second_sees_both_texts_copies_theirs_and_saves_over(sit_down):
    release = scenes.draft(headline="The ferry returns on Monday", body="<p>The ferry returns.</p>")
    wren, edda = sit_down(cast.wren()), sit_down(cast.edda(), permissions=["clipboard-read", "clipboard-write"])
    open_form(wren, release)
    open_form(edda, release)
    wren.locator("#id_headline").fill("The ferry returns on Tuesday")
    write(wren, "The ferry returns at last.")
    edda.locator("#id_headline").fill("The ferry returns on Wednesday")
    write(edda, "The ferry may return.")
    save(wren)
    expect(wren.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    save(edda)

    expect(edda.get_by_role("alert")).to_contain_text("Wren Okafor saved this release at")
    expect(edda.locator("#others section[aria-labelledby=others-headline] .difference__inline")).to_contain_text(
        "Tuesday"
    )
    expect(mine(edda, "headline").locator(".difference__before")).to_contain_text("Tuesday")
    expect(mine(edda, "headline").locator(".difference__after")).to_contain_text("Wednesday")
    expect(mine(edda, "headline").locator(".difference__inline")).to_be_hidden()
    edda.locator("#mine").get_by_label("in one text").check()
    expect(mine(edda, "headline").locator(".difference__inline")).to_be_visible()
    expect(mine(edda, "headline").locator(".difference__after")).to_be_hidden()

    mine(edda, "body").get_by_role("button", name="Copy my text").click()
    expect(mine(edda, "body").locator("[data-copy-told]")).to_have_text("Copied.")
    assert edda.evaluate("navigator.clipboard.readText()") == "The ferry may return."

    expect(edda.locator(EDITOR)).to_have_text("The ferry may return.")
    edda.get_by_role("button", name="Save over").click()
    expect(edda.locator(".messagelist")).to_contain_text("Saved as revision 3.")
    texts = [(row.snapshot.headline[-9:], row.snapshot.body) for row in release.revisions.order_by("number")[1:]]
    assert texts == [
        ("n Tuesday", "<p>The ferry returns at last.</p>"),
        ("Wednesday", "<p>The ferry may return.</p>"),
    ]
    edda.goto(f"{RELEASES}{release.pk}/compare/?from=r2&to=r3")
    expect(edda.locator("#compared .difference__after ins").first).to_contain_text("Wednesday")


def test_whoever_drops_what_they_typed_finds_what_was_saved(sit_down):
    release = scenes.draft()
    edda = sit_down(cast.edda())
    open_form(edda, release)
    edda.locator("#id_headline").fill("Typed and dropped")
    scenes.rewritten(release, headline="Saved meanwhile")
    save(edda)
    asked = []
    edda.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    edda.get_by_role("link", name="Drop what I typed").click()
    expect(edda.locator("#id_headline")).to_have_value("Saved meanwhile")
    assert asked == ["beforeunload"]
    assert Release.objects.get().headline == "Saved meanwhile"


def test_whoever_publishes_after_somebody_saved_is_shown_that_first(sit_down, client):
    release = scenes.draft(headline="The ferry returns on Monday")
    wren, edda = sit_down(cast.wren()), sit_down(cast.edda())
    edda.goto(where(release, "publish"))
    open_form(wren, release)
    wren.locator("#id_headline").fill("The ferry returns on Tuesday")
    save(wren)
    expect(wren.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    edda.get_by_role("button", name="Publish now").click()
    expect(edda.get_by_role("alert")).to_contain_text("Nothing you did now was carried out.")
    expect(edda.locator("#moved .difference__inline del")).to_contain_text("Monday")
    expect(edda.locator("#moved .difference__inline ins")).to_contain_text("Tuesday")
    assert not Edition.objects.exists()
    edda.get_by_role("button", name="Publish now").click()
    expect(edda.locator(".bar-standing")).to_contain_text("Public")
    assert Edition.objects.get().headline == "The ferry returns on Tuesday"


def test_whoever_saves_after_somebody_published_loses_nothing_and_readers_notice_nothing(sit_down):
    release = scenes.draft(headline="The ferry returns on Monday")
    wren, edda = sit_down(cast.wren()), sit_down(cast.edda())
    open_form(wren, release)
    wren.locator("#id_headline").fill("The ferry returns on Tuesday")
    edda.goto(where(release, "publish"))
    edda.get_by_role("button", name="Publish now").click()
    expect(edda.locator(".bar-standing")).to_contain_text("Public")
    save(wren)
    expect(wren.locator(".messagelist")).to_contain_text("Saved as revision 2.")
    assert Edition.objects.get().headline == "The ferry returns on Monday"


def test_whoever_schedules_after_somebody_saved_is_shown_that_first(sit_down):
    release = scenes.draft(headline="The ferry returns on Monday")
    edda = sit_down(cast.edda())
    edda.goto(where(release, "schedule"))
    day = timezone.localtime() + timedelta(days=3)
    edda.get_by_label("Date").fill(f"{day:%Y-%m-%d}")
    edda.get_by_label("Time (America/Toronto)").fill("09:30")
    scenes.rewritten(release, headline="The ferry returns on Tuesday")
    edda.locator(".verb-buttons button").first.click()
    expect(edda.get_by_role("alert")).to_contain_text("Nothing you did now was carried out.")
    expect(edda.locator("#moved .difference__inline ins")).to_contain_text("Tuesday")
    expect(edda.get_by_label("Time (America/Toronto)")).to_have_value("09:30")
    assert not Edition.objects.exists()


def test_whoever_saves_after_somebody_scheduled_keeps_their_words_though_they_cannot_save_over(sit_down):
    release = scenes.draft(headline="The ferry returns on Monday")
    wren = sit_down(cast.wren())
    open_form(wren, release)
    write(wren, "Words that came too late.")
    scenes.schedule(
        release=release, by=cast.edda(), version=1, visible_from=timezone.now() + timedelta(days=2), at=timezone.now()
    )
    save(wren)
    expect(wren.get_by_role("alert")).to_contain_text("Your text was not saved")
    expect(mine(wren, "body").locator(".difference__after ins")).to_contain_text("Words that came too late.")
    expect(wren.get_by_role("button", name="Save over")).to_have_count(0)
    assert release.revisions.count() == 1


def test_without_script_both_texts_are_there_and_the_typed_one_can_be_marked(sit_down):
    release = scenes.draft()
    edda = sit_down(cast.edda(), java_script_enabled=False)
    edda.goto(where(release))
    edda.locator("#id_summary").fill("Typed without script.")
    scenes.rewritten(release, summary="Saved meanwhile.")
    save(edda)
    expect(mine(edda, "summary").locator(".difference__before")).to_contain_text("Saved meanwhile")
    mine(edda, "summary").locator("summary").click()
    expect(mine(edda, "summary").locator("textarea")).to_have_value("Typed without script.")
    expect(mine(edda, "summary").locator("[data-copy]")).to_be_hidden()
    edda.get_by_role("button", name="Save over").click()
    expect(edda.locator(".messagelist")).to_contain_text("Saved as revision 3.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_comparisons_fit_a_phone(sit_down, scheme):
    release = scenes.published(at=timezone.now() - timedelta(days=1), body="<p>" + "word " * 50 + "</p>")
    scenes.corrected(
        release,
        body="<table><tr>" + "<td>incomprehensibilities</td>" * 8 + f"</tr></table><p>{'x' * 300}</p>",
        source_url="https://example.org/" + "long-" * 60,
    )
    edda = sit_down(cast.edda(), color_scheme=scheme)
    edda.set_viewport_size({"width": 390, "height": 844})
    edition = Edition.objects.get(number=2)
    for address in (
        f"{RELEASES}{release.pk}/compare/?from=r1&to=r2",
        f"{RELEASES}{release.pk}/restore/1/",
        edition.get_changes_url(),
    ):
        edda.goto(address)
        edda.wait_for_load_state("networkidle")
        assert edda.evaluate("document.documentElement.scrollWidth") <= 390, address
