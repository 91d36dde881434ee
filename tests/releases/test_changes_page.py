"""What changed, for readers: between two editions that they may read, and nothing of what they may not."""

from datetime import timedelta

import pytest
from django.test import Client

from releases.actions.correct import correct
from releases.actions.withdraw import withdraw
from releases.models import Edition
from releases.snapshot import Quote
from releases.workflow import Change
from tests import cast, scenes
from tests.releases.back_office import page_of, text_of
from tests.releases.test_compare import marked
from tests.scenes import NOW, corrected, draft, lead, picture, published, rewritten, scheduled

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LATER = [NOW + timedelta(hours=number) for number in range(6)]


@pytest.fixture(autouse=True)
def afternoon(time_machine):
    time_machine.move_to(LATER[5], tick=False)


def changes(number, slug="ferry-returns-to-the-north-shore", prefix=""):
    return f"{prefix}/releases/{NOW:%Y/%m/%d}/{slug}/editions/{number}/changes/"


def corrected_once(**fields):
    release = published(at=NOW, **fields)
    return corrected(release, at=LATER[1], summary="Crossings begin again on Tuesday.", note="The day was wrong.")


def test_readers_see_word_by_word_what_an_edition_changed():
    corrected_once()
    response = Client().get(changes(2))
    assert response.status_code == 200
    assert (marked(response, "del"), marked(response, "ins")) == (["Monday"], ["Tuesday"])
    said = text_of(response)
    assert "What edition 2 changed" in said
    assert "The day was wrong." in said


def test_it_leads_to_both_editions_and_both_lead_to_it_and_no_search_engine_keeps_it():
    corrected_once()
    page = page_of(Client().get(changes(2)))
    current = Edition.objects.get(number=2).get_absolute_url()
    earlier = Edition.objects.get(number=1).get_edition_url()
    hrefs = {link.get("href") for link in page.xpath("//article//a")}
    assert {current, earlier} <= hrefs
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    (canonical,) = page.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith(current)
    for address in (current, earlier):
        links = page_of(Client().get(address)).xpath("//a/@href")
        assert changes(2) in links
    (notice,) = page_of(Client().get(current)).xpath("//section[@aria-labelledby='corrections']")
    assert notice.xpath(".//a/@href") == [changes(2)]


@pytest.mark.parametrize("number", [1, 3, 9])
def test_what_nothing_came_before_and_what_there_is_not_is_no_page(number):
    corrected_once()
    assert Client().get(changes(number)).status_code == 404


def test_each_edition_is_held_against_the_one_before_it():
    release = corrected_once()
    corrected(release, at=LATER[2], dateline="Port Merrow")
    assert marked(Client().get(changes(2)), "ins") == ["Tuesday"]
    assert marked(Client().get(changes(3)), "ins") == ["Port Merrow"]


def test_a_small_repair_has_its_page_too():
    release = rewritten(published(at=NOW), at=LATER[1], dateline="Port Merrow")
    correct(release=release, by=cast.edda(), version=2, change=Change.MINOR, note="", at=LATER[1])
    assert marked(Client().get(changes(2)), "ins") == ["Port Merrow"]


def test_a_scheduled_update_is_not_told_of_before_its_time_and_is_from_its_second_on(time_machine):
    release = rewritten(published(at=NOW), at=LATER[1], headline="Unheard words")
    scenes.schedule(
        release=release,
        by=cast.edda(),
        version=2,
        visible_from=LATER[3],
        change=Change.MAJOR,
        note="Unheard.",
        at=LATER[1],
    )
    time_machine.move_to(LATER[3] - timedelta(seconds=1), tick=False)
    response = Client().get(changes(2))
    assert response.status_code == 404
    assert b"Unheard" not in response.content
    time_machine.move_to(LATER[3], tick=False)
    assert Client().get(changes(2)).status_code == 200


def test_working_copies_show_nowhere_in_it():
    release = corrected_once()
    before = Client().get(changes(2)).content
    rewritten(release, at=LATER[2], headline="Unheard words")
    assert Client().get(changes(2)).content == before


@pytest.mark.parametrize("gone", [False, True])
def test_a_withdrawn_release_has_no_page_of_changes(gone):
    release = corrected_once()
    withdraw(release=release, by=cast.edda(), reason="Wrong.", gone=gone, at=LATER[2])
    assert Client().get(changes(2)).status_code == 404


def test_what_was_withdrawn_as_published_in_error_does_not_come_back_as_struck_out_words():
    release = corrected_once(headline="Unheard words", slug="ferry")
    withdraw(release=release, by=cast.edda(), reason="Wrong.", gone=True, at=LATER[2])
    release = rewritten(release, at=LATER[3], headline="Right words", summary="Right.")
    correct(
        release=release, by=cast.edda(), version=release.version, change=Change.MAJOR, note="Right now.", at=LATER[3]
    )
    corrected(release, at=LATER[4], dateline="Port Merrow")
    numbers = list(Edition.objects.order_by("visible_from").values_list("number", flat=True))
    answers = {number: Client().get(changes(number, "ferry")) for number in numbers}
    assert {number: answer.status_code for number, answer in answers.items()} == {
        1: 404,
        2: 404,
        3: 404,
        4: 404,
        5: 200,
    }
    assert b"Unheard" not in answers[5].content
    current = Client().get(Edition.objects.get(number=5).get_absolute_url())
    links = [href for href in page_of(current).xpath("//a/@href") if href.endswith("/changes/")]
    assert set(links) == {changes(5, "ferry")}, "nothing leads to a page that is not there"


def test_after_an_ordinary_withdrawal_a_return_is_held_against_what_was_withdrawn():
    release = corrected_once()
    withdraw(release=release, by=cast.edda(), reason="Wrong.", gone=False, at=LATER[2])
    release = rewritten(release, at=LATER[3], summary="Crossings begin again on Wednesday.")
    correct(release=release, by=cast.edda(), version=release.version, change=Change.MAJOR, note="Back.", at=LATER[3])
    assert (marked(Client().get(changes(4)), "del"), marked(Client().get(changes(4)), "ins")) == (
        ["Tuesday"],
        ["Wednesday"],
    )


def test_releases_that_were_picked_or_translated_are_not_told_of():
    hidden = draft(at=NOW, headline="Unheard words", language="fr")
    also = scheduled(at=NOW, visible_from=LATER[5] + timedelta(days=1), headline="Unheard of")
    release = published(at=NOW, translation_of=hidden.pk)
    corrected(release, at=LATER[1], picks=(also.pk,), translation_of=None, dateline="Port Merrow")
    response = Client().get(changes(2))
    assert marked(response, "ins") == ["Port Merrow"]
    assert b"Unheard" not in response.content
    corrected(release, at=LATER[2], picks=())
    assert "The text is the same, word for word." in text_of(Client().get(changes(3)))


def test_pictures_of_both_editions_are_shown_with_their_words():
    release = published(at=NOW, lead_image=lead(picture(), alt="The harbour at dawn"))
    corrected(release, at=LATER[1], lead_image=lead(picture(colour="crimson"), alt="The harbour at dusk"))
    response = Client().get(changes(2))
    assert "Another picture" in text_of(response)
    sources = page_of(response).xpath("//div[@class='difference__pictures']//img/@src")
    assert len(sources) == 2
    assert [Client().get(source).status_code for source in sources] == [200, 200]


def test_it_is_in_the_language_of_the_release_and_of_its_address():
    release = published(at=NOW, language="fr", slug="bac", headline="Le bac revient lundi")
    corrected(release, at=LATER[1], headline="Le bac revient mardi")
    assert Client().get(changes(2, "bac", "/fr")).status_code == 200
    assert Client().get(changes(2, "bac")).status_code == 404


def test_the_answer_is_kept_by_nobody_unasked_and_by_its_text_not_by_its_address():
    corrected_once()
    published_elsewhere = published(at=NOW, slug="other", quotes=(Quote(text="At last.", speaker="A"),))
    corrected(published_elsewhere, at=LATER[1], quotes=())
    first, second = Client().get(changes(2)), Client().get(changes(2, "other"))
    assert first.headers["Cache-Control"] == "no-cache"
    assert marked(first, "ins") == ["Tuesday"]
    assert marked(second, "del") == ["At last.", "A"]
    assert Client().get(changes(2), headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert Client().post(changes(2)).status_code == 405


def test_words_of_a_hostile_writer_are_text():
    hostile = '<script>alert(1)</script> "><img src=x onerror=alert(2)>'
    release = published(at=NOW)
    corrected(release, at=LATER[1], dateline=hostile)
    response = Client().get(changes(2))
    assert not page_of(response).xpath("//main//script | //main//img")
    assert marked(response, "ins") == [hostile]
