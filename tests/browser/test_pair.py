"""Two language versions in a real Chromium: two editors on one page, one save, and a race in one of the languages."""

from typing import Any

import pytest
from playwright.sync_api import expect

from releases.models import Edition, Release
from tests import cast
from tests.releases.back_office import where
from tests.scenes import draft, rewritten

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITORS = ".prose-editor .ProseMirror"


@pytest.fixture
def desk(page: Any, browser_context: Any, live_server: Any, client: Any, edda: Any) -> Any:
    """An editor's browser."""
    client.force_login(edda)
    session = client.cookies["sessionid"].value
    browser_context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def pair() -> tuple[Release, Release]:
    english = draft(body="<p>The ferry returns.</p>")
    french = draft(
        language="fr",
        headline="Le traversier revient",
        summary="Les traversées reprennent lundi.",
        body="<p>Le traversier revient.</p>",
        translation_of=english.pk,
    )
    return english, french


def opened(desk: Any, english: Release) -> None:
    desk.goto(where(english, "pair/fr"))
    expect(desk.locator(EDITORS)).to_have_count(2)
    desk.wait_for_load_state("load")


def test_both_texts_are_written_on_one_page_and_then_published_in_one_act(desk: Any) -> None:
    english, french = pair()
    opened(desk, english)
    for editor, words in ((0, " At noon."), (1, " À midi.")):
        # A click beside the text and the key agree on where the caret goes, whichever of them the editor hears last.
        desk.locator(EDITORS).nth(editor).click()
        desk.keyboard.press("Control+End")
        desk.keyboard.type(words)
    # From one language's field straight to the other's: the order of the keyboard is that of the rows.
    desk.locator("[name=en-headline]").fill("Ferry returns at noon")
    desk.locator("[name=en-summary]").focus()
    desk.keyboard.press("Tab")
    expect(desk.locator("[name=fr-summary]")).to_be_focused()
    desk.get_by_role("button", name="Save both").click()
    expect(desk.get_by_text("English as revision 2, French as revision 2")).to_be_visible()
    english.refresh_from_db()
    french.refresh_from_db()
    assert (english.body, french.body) == (
        "<p>The ferry returns. At noon.</p>",
        "<p>Le traversier revient. À midi.</p>",
    )
    assert english.updated_at == french.updated_at
    desk.goto(where(english, "publish"))
    expect(desk.get_by_label("The French version goes out in the same act")).to_be_checked()
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text("Published in one act: English, French.")).to_be_visible()
    assert len(set(Edition.objects.values_list("visible_from", flat=True))) == 1


def test_a_race_in_one_language_loses_no_word_of_either(desk: Any) -> None:
    english, french = pair()
    opened(desk, english)
    desk.locator("[name=en-headline]").fill("Ferry returns at noon")
    desk.locator(EDITORS).nth(1).click()
    desk.keyboard.press("Control+Home")
    desk.keyboard.type("À midi. ")
    rewritten(french, by=cast.wren(), headline="Le traversier revient mardi")
    desk.get_by_role("button", name="Save both").click()
    expect(desk.get_by_role("alert").get_by_text("French: Wren Okafor saved this release")).to_be_visible()
    expect(desk.locator("[name=en-headline]")).to_have_value("Ferry returns at noon")
    expect(desk.locator(EDITORS).nth(1)).to_contain_text("À midi.")
    desk.get_by_role("button", name="Save both").click()
    expect(desk.get_by_text("English as revision 2, French as revision 3")).to_be_visible()


def test_what_was_typed_in_both_languages_outlives_the_tab(desk: Any, browser_context: Any) -> None:
    english, _french = pair()
    opened(desk, english)
    desk.locator("[name=en-headline]").fill("Ferry returns at noon")
    desk.locator("[name=fr-headline]").fill("Le traversier revient à midi")
    # Nothing here may evaluate a string as a script, so that the policy is the one of the site: ask again and again.
    for _turn in range(100):
        if desk.evaluate("Object.keys(localStorage).some((key) => key.includes('/pair-'))"):
            break
        desk.wait_for_timeout(200)
    desk.close()
    again = browser_context.new_page()
    opened(again, english)
    again.get_by_role("button", name="Bring it back").click()
    expect(again.locator("[name=en-headline]")).to_have_value("Ferry returns at noon")
    expect(again.locator("[name=fr-headline]")).to_have_value("Le traversier revient à midi")
    again.get_by_role("button", name="Save both").click()
    expect(again.get_by_text("English as revision 2, French as revision 2")).to_be_visible()
    opened(again, english)
    expect(again.get_by_role("button", name="Bring it back")).to_be_hidden()


def test_on_a_phone_the_halves_stand_one_below_the_other(desk: Any) -> None:
    english, _french = pair()
    desk.set_viewport_size({"width": 390, "height": 800})
    opened(desk, english)
    above, below = (desk.locator(f"[name={code}-headline]").bounding_box() for code in ("en", "fr"))
    assert above["y"] + above["height"] <= below["y"]
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
