"""The pages of the verbs, for a release that has a version in another language: both go, or somebody says why not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from releases.actions.together import Member, together
from releases.models import Edition, Event, Release
from releases.snapshot import Quote
from releases.workflow import Change, Standing
from tests import cast
from tests.releases.back_office import at_the_desk, filled, page_of, text_of, where
from tests.releases.record import whole_record
from tests.scenes import approved, draft, rewritten

pytestmark = pytest.mark.django_db

FRENCH: dict[str, Any] = {
    "language": "fr",
    "headline": "Le traversier revient sur la rive nord",
    "summary": "Les traversées reprennent lundi.",
    "body": "<p>Le traversier revient sur la rive nord lundi.</p>",
}


def pair(**english: Any) -> tuple[Release, Release]:
    original = draft(**english)
    return original, draft(translation_of=original.pk, **FRENCH)


def public_pair() -> tuple[Release, Release]:
    english, french = pair()
    members = [Member(release=release, version=1) for release in (english, french)]
    together(members=members, by=cast.edda(), at=timezone.now() - timedelta(hours=1))
    return english, french


def fresh(release: Release) -> Release:
    return Release.objects.get(pk=release.pk)


def in_a_day(hour: int = 9) -> dict[str, str]:
    tomorrow = timezone.localtime() + timedelta(days=2)
    return {"date": f"{tomorrow:%Y-%m-%d}", "time": f"{hour:02}:30"}


def test_both_are_published_by_one_press(edda: Any) -> None:
    _english, french = pair()
    desk = at_the_desk(edda)
    page = desk.get(where(french, "publish"))
    assert "The English version goes out in the same act" in text_of(page)
    assert "lack of each other" not in text_of(page)
    assert not page_of(page).xpath('//*[@name="parity_reason"]')
    response = desk.post(where(french, "publish"), filled(page), follow=True)
    assert "Published in one act: French, English." in text_of(response)
    (instant,) = set(Edition.objects.values_list("visible_from", flat=True))
    assert Edition.objects.public(instant).count() == 2


def test_one_alone_is_refused_until_a_reason_is_given(edda: Any) -> None:
    english, _french = pair()
    desk = at_the_desk(edda)
    alone = filled(desk.get(where(english, "publish")))
    del alone["with-fr"]
    before = whole_record()
    response = desk.post(where(english, "publish"), alone)
    assert response.status_code == 409
    assert whole_record() == before
    assert "French: readers would find nothing in this language at that moment." in text_of(response)
    assert "with-fr" not in filled(response)
    again = filled(response, parity_reason="The translator is ill.")
    assert desk.post(where(english, "publish"), again).status_code == 302
    assert Event.objects.get(verb="publish").details == {"parity_reason": "The translator is ill."}


def test_what_the_versions_lack_of_each_other_is_told_before_anything_is_pressed(edda: Any) -> None:
    english, _french = pair(quotes=(Quote(text="We carried 42 people.", speaker="Ines Roy"),))
    desk = at_the_desk(edda)
    page = desk.get(where(english, "publish"))
    assert "French: fewer quotes (0) than English (1)." in text_of(page)
    assert "“42” is missing" in text_of(page)
    assert desk.post(where(english, "publish"), filled(page)).status_code == 409
    assert desk.post(where(english, "publish"), filled(page, parity_reason="It follows.")).status_code == 302
    assert Edition.objects.count() == 2


def test_a_pair_is_scheduled_after_its_pre_flight_and_taken_back_in_one_act(edda: Any) -> None:
    english, french = pair()
    desk = at_the_desk(edda)
    page = desk.get(where(english, "schedule"))
    before = whole_record()
    rehearsed = desk.post(where(english, "schedule"), filled(page, **in_a_day()))
    assert rehearsed.status_code == 200
    assert whole_record() == before
    confirmed = desk.post(where(english, "schedule"), filled(rehearsed), follow=True)
    assert "Scheduled in one act: English, French." in text_of(confirmed)
    assert len(set(Edition.objects.values_list("visible_from", flat=True))) == 1

    page = desk.get(where(french, "unschedule"))
    assert filled(page)["with-en"] == "on"
    assert "stays scheduled and appears alone" in text_of(page)
    desk.post(where(french, "unschedule"), filled(page))
    assert {fresh(one).standing(timezone.now()) for one in (english, french)} == {Standing.DRAFT}


def test_one_of_a_scheduled_pair_can_be_taken_back_alone(edda: Any) -> None:
    english, french = pair()
    members = [Member(release=release, version=1) for release in (english, french)]
    together(members=members, by=edda, visible_from=timezone.now() + timedelta(days=1))
    desk = at_the_desk(edda)
    sent = filled(desk.get(where(english, "unschedule")))
    del sent["with-fr"]
    desk.post(where(english, "unschedule"), sent)
    assert fresh(english).standing(timezone.now()) == Standing.DRAFT
    assert fresh(french).standing(timezone.now()) == Standing.SCHEDULED


def test_an_update_asks_for_a_note_in_each_language(edda: Any) -> None:
    english, french = public_pair()
    rewritten(english, headline="Ferry returns on Tuesday")
    rewritten(french, headline="Le traversier revient mardi")
    desk = at_the_desk(edda)
    page = desk.get(where(english, "correct"))
    said = {"change": Change.MAJOR.value, "note": "Not Monday."}
    response = desk.post(where(english, "correct"), filled(page, **said))
    assert response.status_code == 422
    said["with-fr-note"] = "Pas lundi."
    assert desk.post(where(english, "correct"), filled(page, **said)).status_code == 302
    notes = dict(Edition.objects.filter(number=2).values_list("language", "note"))
    assert notes == {"en": "Not Monday.", "fr": "Pas lundi."}


def test_a_version_that_was_not_changed_stays_and_the_change_is_pointed_out(edda: Any) -> None:
    english, _french = public_pair()
    rewritten(english, headline="Ferry returns on Tuesday")
    desk = at_the_desk(edda)
    page = desk.get(where(english, "correct"))
    assert "nothing was changed in it" in text_of(page)
    assert "French: last saved before English was changed" in text_of(page)
    said = {"change": Change.MAJOR.value, "note": "Not Monday."}
    assert desk.post(where(english, "correct"), filled(page, **said)).status_code == 409
    said["parity_reason"] = "French says no day."
    assert desk.post(where(english, "correct"), filled(page, **said)).status_code == 302


def test_what_happens_to_the_other_version_meanwhile_stops_both(edda: Any) -> None:
    english, french = pair()
    desk = at_the_desk(edda)
    page = desk.get(where(english, "publish"))
    rewritten(french, headline="Le traversier revient mardi")
    before = whole_record()
    response = desk.post(where(english, "publish"), filled(page))
    assert response.status_code == 409
    assert "French: something happened to this version" in text_of(response)
    assert whole_record() == before
    assert desk.post(where(english, "publish"), filled(response)).status_code == 302


def test_a_version_whose_review_is_not_over_cannot_go_along(settings: Any, edda: Any) -> None:
    settings.REVIEWERS = {"": 1}
    english, french = pair()
    approved(english)
    page = at_the_desk(edda).get(where(english, "publish"))
    assert "cannot go along before its own review is over" in text_of(page)
    assert "with-fr" not in filled(page)
    approved(french)
    assert "with-fr" in filled(at_the_desk(edda).get(where(english, "publish")))


def test_a_night_shift_publishes_both_without_review(settings: Any, edda: Any) -> None:
    settings.REVIEWERS = {"": 1}
    english, _french = pair()
    desk = at_the_desk(edda)
    page = desk.get(where(english, "publish_unreviewed"))
    assert desk.post(where(english, "publish_unreviewed"), filled(page, reason="Storm.")).status_code == 302
    assert Event.objects.filter(verb="publish_unreviewed").count() == 2


def test_the_pages_that_take_away_say_what_stays_in_the_other_language(edda: Any) -> None:
    english, _french = public_pair()
    for verb in ("withdraw", "stop"):
        assert "These versions are not touched by it" in text_of(at_the_desk(edda).get(where(english, verb)))


def test_the_bar_names_the_other_versions_or_offers_to_start_one(edda: Any) -> None:
    english, french = pair()
    single = draft(slug="single")
    desk = at_the_desk(edda)
    page = desk.get(where(english))
    assert page_of(page).xpath(f'//a[@href="{where(french)}"]')
    assert page_of(page).xpath(f'//a[@href="{where(english, "pair/fr")}"]')
    assert page_of(desk.get(where(single))).xpath(f'//a[@href="{where(single, "pair/fr")}"]')


def test_a_release_by_itself_is_asked_nothing(edda: Any) -> None:
    page = at_the_desk(edda).get(where(draft(), "publish"))
    assert "In other languages" not in text_of(page)
    assert "parity_reason" not in filled(page)
