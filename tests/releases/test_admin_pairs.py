"""Two language versions side by side: one page, one save, and what each lacks of the other beside its field."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from releases.actions.discard import discard
from releases.actions.together import Member, together
from releases.models import Event, Release
from releases.snapshot import Contact, Fact, Link, Quote
from releases.working_copy import read
from tests.releases.back_office import at_the_desk, filled, page_of, text_of, where
from tests.releases.record import whole_record
from tests.scenes import NOW, draft, lead, picture, rewritten

pytestmark = pytest.mark.django_db

FRENCH: dict[str, Any] = {
    "language": "fr",
    "headline": "Le traversier revient sur la rive nord",
    "summary": "Les traversées reprennent lundi.",
    "body": "<p>Le traversier revient sur la rive nord lundi.</p>",
}


def pair(**english: Any) -> tuple[Release, Release]:
    original = draft(at=NOW, **english)
    return original, draft(at=NOW, translation_of=original.pk, **FRENCH)


def fresh(release: Release) -> Release:
    return Release.objects.get(pk=release.pk)


def side_by_side(release: Release, language: str = "fr") -> str:
    return where(release, f"pair/{language}")


def half(response: Any, row: str, language: str) -> str:
    """The words of one language's half of a row."""
    cells = page_of(response).xpath(f'//fieldset[@aria-labelledby="row-{row}"]//div[@data-language="{language}"]')
    return " ".join(" ".join(cell.text_content() for cell in cells).split())


def test_both_versions_are_saved_in_one_act(edda: Any) -> None:
    english, french = pair()
    desk = at_the_desk(edda)
    page = desk.get(side_by_side(english))
    sent = filled(page, **{"en-headline": "Ferry returns on Tuesday", "fr-headline": "Le traversier revient mardi"})
    assert desk.post(side_by_side(english), sent).status_code == 302
    english, french = fresh(english), fresh(french)
    assert (english.headline, french.headline) == ("Ferry returns on Tuesday", "Le traversier revient mardi")
    assert english.updated_at == french.updated_at
    assert (english.version, french.version) == (2, 2)


def test_a_page_that_is_sent_as_it_came_saves_nothing_of_even_the_fullest_release(edda: Any) -> None:
    english, french = pair(
        summary="One line.\nAnother.",
        tags=("Ferries", "Harbour"),
        quotes=(Quote(text="At last.", speaker="Ines Roy", title="Harbour master"),),
        facts=(Fact(text="Crossings: 42."), Fact(text="Crew: 9.")),
        links=(Link(label="Timetable", url="https://example.org/ferry?a=1&b=2"),),
        contacts=(Contact(name="Press desk", role="Media", email="press@example.org", phone="+1 902 555 0100"),),
        source_name="Harbour board",
        source_url="https://example.org/board",
        lead_image=lead(picture(), alt="A ferry."),
        picks=(draft(slug="other").pk,),
    )
    desk = at_the_desk(edda)
    for address in (side_by_side(english), side_by_side(french, "en")):
        response = desk.post(address, filled(desk.get(address)), follow=True)
        assert "nothing was saved" in text_of(response)
    assert (fresh(english).version, fresh(french).version) == (1, 1)


def test_only_the_version_that_was_changed_is_saved_so_that_the_other_is_known_to_be_older(edda: Any) -> None:
    english, french = pair()
    before = read(english)
    desk = at_the_desk(edda)
    page = desk.get(side_by_side(english))
    desk.post(side_by_side(english), filled(page, **{"en-body": "<p>The ferry returns, weather allowing.</p>"}))
    assert (fresh(english).version, fresh(french).version) == (2, 1)
    assert read(fresh(english)).tags == before.tags
    page = desk.get(side_by_side(english))
    assert "French: last saved before English was changed" in text_of(page)
    desk.post(side_by_side(english), filled(page, **{"fr-still_right": "on"}))
    assert (fresh(english).version, fresh(french).version) == (2, 2)
    assert "No differences were found" in text_of(desk.get(side_by_side(english)))


def test_parts_stand_row_by_row_and_are_saved_in_their_own_language(edda: Any) -> None:
    english, french = pair(quotes=(Quote(text="At last.", speaker="Ines Roy"), Quote(text="Indeed.", speaker="Jo Lee")))
    desk = at_the_desk(edda)
    page = desk.get(side_by_side(english))
    assert "French: fewer quotes (0) than English (2)." in text_of(page)
    sent = filled(
        page,
        **{
            "fr-quotes-0-text": "Enfin.",
            "fr-quotes-0-speaker": "Ines Roy",
            "fr-quotes-1-text": "En effet.",
            "fr-quotes-1-speaker": "Jo Lee",
        },
    )
    assert desk.post(side_by_side(english), sent).status_code == 302
    assert [quote.text for quote in read(fresh(french)).quotes] == ["Enfin.", "En effet."]
    assert [quote.text for quote in read(fresh(english)).quotes] == ["At last.", "Indeed."]


def test_what_is_found_stands_beside_the_field_that_it_concerns(edda: Any) -> None:
    english, _french = pair(
        body='<p>The ferry returns with 42 crossings. See the <a href="https://example.org/plan">plan</a>.</p><h2>Why</h2>',
        summary="From 9:30 a.m. on Monday.",
        lead_image=lead(picture(), alt="A ferry."),
    )
    response = at_the_desk(edda).get(side_by_side(english))
    assert "“42” is missing" in half(response, "body", "fr")
    assert "no link to https://example.org/plan" in half(response, "body", "fr")
    assert "fewer headings (0) than English (1)" in half(response, "body", "fr")
    assert "“9:30 a.m.” is missing" in half(response, "summary", "fr")
    assert "missing: lead image" in half(response, "lead_image", "fr")
    assert "missing" not in half(response, "body", "en")


def test_the_loser_of_a_race_is_told_for_that_language_and_keeps_what_was_typed_in_both(edda: Any) -> None:
    english, french = pair()
    desk = at_the_desk(edda)
    page = desk.get(side_by_side(english))
    rewritten(french, headline="Le traversier revient jeudi")
    before = whole_record()
    typed = {"en-headline": "Ferry returns on Tuesday", "fr-summary": "Ce que j’ai écrit."}
    response = desk.post(side_by_side(english), filled(page, **typed))
    assert response.status_code == 409
    assert whole_record() == before
    assert "French: Wren Okafor saved this release" in text_of(response)
    assert "English: " not in text_of(response).split("Side by side")[0]
    again = filled(response)
    assert {name: again[name].strip() for name in typed} == typed
    assert desk.post(side_by_side(english), again).status_code == 302
    assert (fresh(english).headline, fresh(french).summary) == tuple(typed.values())


def test_an_error_in_one_language_saves_neither(edda: Any) -> None:
    english, _french = pair()
    desk = at_the_desk(edda)
    before = whole_record()
    sent = filled(desk.get(side_by_side(english)), **{"en-headline": "Ferry returns on Tuesday", "fr-headline": " "})
    response = desk.post(side_by_side(english), sent)
    assert response.status_code == 422
    assert whole_record() == before
    assert filled(response)["en-headline"].strip() == "Ferry returns on Tuesday"


def test_a_version_that_is_scheduled_is_shown_and_only_the_other_is_saved(edda: Any) -> None:
    english, french = pair()
    later = NOW + timedelta(days=900)
    together(
        members=[Member(release=english, version=1)],
        by=edda,
        visible_from=later,
        parity_reason="French follows.",
        at=later - timedelta(days=1),
    )
    desk = at_the_desk(edda)
    page = desk.get(side_by_side(english))
    assert "This release is locked" in text_of(page)
    assert page_of(page).xpath('//*[@name="en-headline"]')[0].get("disabled") is not None
    sent = filled(page, **{"en-headline": "Forged", "fr-headline": "Le traversier revient mardi"})
    assert desk.post(side_by_side(english), sent).status_code == 302
    assert (fresh(english).headline, fresh(french).headline) == (english.headline, "Le traversier revient mardi")


def test_a_version_is_started_once_and_its_address_follows_its_own_headline(edda: Any) -> None:
    english = draft(slug="ferry-returns")
    desk = at_the_desk(edda)
    assert "There is no version in this language yet" in text_of(desk.get(side_by_side(english)))
    assert not english.translations.exists()
    assert desk.post(side_by_side(english)).status_code == 302
    french = english.translations.get()
    page = desk.get(side_by_side(english))
    assert "not translated: “Ferry returns to the north shore”" in half(page, "headline", "fr")
    desk.post(side_by_side(english), filled(page, **{"fr-headline": "Le traversier revient"}))
    assert (fresh(french).slug, fresh(english).slug) == ("le-traversier-revient", "ferry-returns")
    assert Event.objects.filter(release=french).count() == 2


def test_a_version_in_the_bin_is_pointed_at_instead_of_starting_another(edda: Any) -> None:
    english, french = pair()
    discard(release=french, by=edda, version=1)
    page = at_the_desk(edda).get(side_by_side(english))
    assert "There is one in the bin" in text_of(page)
    assert page_of(page).xpath(f'//a[@href="{where(french)}"]')
    assert "Start the version" not in text_of(page)


def test_who_may_not_edit_sees_nothing_and_what_is_no_language_is_not_found(mo: Any, edda: Any) -> None:
    english, _french = pair()
    assert at_the_desk(mo).get(side_by_side(english)).status_code == 403
    for language in ("en", "de", "xx"):
        assert at_the_desk(edda).get(side_by_side(english, language)).status_code == 404


def test_the_page_costs_the_same_with_two_parts_and_with_twenty(edda: Any, django_assert_max_num_queries: Any) -> None:
    english, _french = pair(facts=tuple(Fact(text=f"Fact of the day {number}.") for number in range(20)))
    desk = at_the_desk(edda)
    with django_assert_max_num_queries(45):
        desk.get(side_by_side(english))


def test_what_was_typed_stays_typed_when_somebody_scheduled_the_versions_meanwhile(edda: Any) -> None:
    english, french = pair()
    desk = at_the_desk(edda)
    sent = filled(desk.get(side_by_side(english)), **{"fr-headline": "Des mots que personne ne doit perdre"})
    together(
        members=[Member(release=english, version=1), Member(release=french, version=1)],
        by=edda,
        visible_from=timezone.now() + timedelta(days=1),
        parity_reason="Both are short.",
    )
    before = whole_record()
    response = desk.post(side_by_side(english), sent)
    assert response.status_code == 409
    assert "This release is locked" in text_of(response)
    assert filled(response)["fr-headline"].strip() == "Des mots que personne ne doit perdre"
    assert whole_record() == before
    assert b"Save both" not in desk.get(side_by_side(english)).content
