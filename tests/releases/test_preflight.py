"""The pre-flight: what will happen at which moment, in words, on whose clocks; and what to think of before it does."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.admin.preflight import city_of, preflight
from releases.admin.schedule_forms import proposed
from releases.admin.standing import situation
from releases.models import Edition, QuietDay, Release
from tests import scenes
from tests.releases.back_office import at_the_desk, carry_out, filled, page_of, text_of, where

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 9, 13, 30, tzinfo=UTC)
"""Half past nine in the office, whose clocks went forward the day before."""


@pytest.fixture(autouse=True)
def clock():
    """A Friday in March, 9.30 in the morning in the office's zone; the clocks go forward on Sunday."""
    with time_machine.travel(scenes.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(edda):
    return at_the_desk(edda)


def flight(release, moment=MONDAY):
    return preflight(situation(Release.objects.get(pk=release.pk), datetime.now(UTC)), moment)


def addresses(found):
    return [place.address for place in found.places]


def look_ahead(desk, release, day="2026-03-09", time="09:30", **said):
    page = where(release, "schedule")
    return desk.post(page, filled(desk.get(page), date=day, time=time, **said))


def test_a_first_publication_changes_its_page_and_every_list_that_it_enters():
    release = scenes.draft(tags=("Ferries", "North shore"), slug="ferry")
    assert addresses(flight(release)) == [
        "/releases/2026/03/09/ferry/",
        "/",
        "/releases/",
        "/releases/?kind=news_release",
        "/tags/ferries/",
        "/tags/north-shore/",
        "/releases/2026/",
        "/releases/2026/03/",
    ]


def test_what_it_foretells_is_what_changes(desk, client, clock):
    """The addresses answer otherwise once the moment has come; the list is not a guess."""
    scenes.published(at=scenes.NOW - timedelta(days=40), slug="older", tags=("Ferries",))
    release = scenes.draft(tags=("Ferries",), slug="ferry", headline="A ferry nobody knew of")
    before = {address: client.get(address) for address in addresses(flight(release))}
    carry_out(desk, release, "schedule", date="2026-03-09", time="09:30")
    clock.move_to(MONDAY)
    for address, answer in before.items():
        now = client.get(address)
        assert now.status_code == 200, address
        assert "A ferry nobody knew of" in now.content.decode(), address
        assert "A ferry nobody knew of" not in answer.content.decode(), address


def test_the_address_has_the_date_of_its_moment_and_of_its_language():
    release = scenes.draft(language="fr", slug="traversier")
    found = addresses(flight(release, datetime(2026, 12, 31, 12, 0, tzinfo=UTC)))
    assert found[0] == "/fr/releases/2026/12/31/traversier/"
    assert found[1] == "/fr/"
    assert found[-2:] == ["/fr/releases/2026/", "/fr/releases/2026/12/"]


def test_an_update_of_the_body_alone_changes_its_page_and_keeps_the_edition_before():
    release = scenes.published(at=scenes.NOW - timedelta(hours=1), slug="ferry")
    scenes.rewritten(release, body="<p>Another text.</p>")
    page = "/releases/2026/03/06/ferry/"
    assert addresses(flight(release)) == [page, f"{page}editions/1/"]


def test_an_update_of_the_headline_or_a_tag_changes_the_lists_too():
    release = scenes.published(at=scenes.NOW - timedelta(hours=1), slug="ferry", tags=("Ferries",))
    scenes.rewritten(release, headline="Another", tags=("Boats",), kind="statement")
    found = addresses(flight(release))
    assert {"/", "/releases/", "/tags/ferries/", "/tags/boats/"} <= {*found}
    assert {"/releases/?kind=news_release", "/releases/?kind=statement"} <= {*found}


def test_an_update_of_an_old_release_leaves_the_front_page_alone():
    release = scenes.published(at=scenes.NOW - timedelta(days=90), slug="old")
    for number in range(11):
        scenes.published(at=scenes.NOW - timedelta(days=number + 1), slug=f"newer-{number}")
    scenes.rewritten(release, headline="Another")
    assert "/" not in addresses(flight(release))
    assert "/releases/" in addresses(flight(release))


def test_a_return_changes_what_a_first_publication_does_and_brings_back_earlier_editions():
    release = scenes.withdrawn(published_at=scenes.NOW - timedelta(days=2), at=scenes.NOW, slug="ferry")
    found = addresses(flight(release))
    assert found[:4] == [
        "/releases/2026/03/04/ferry/", "/releases/2026/03/04/ferry/editions/1/", "/", "/releases/",
    ]  # fmt: skip


def test_a_translation_that_is_public_by_then_is_among_what_changes():
    english = scenes.draft(slug="ferry")
    scenes.scheduled(
        visible_from=MONDAY - timedelta(hours=1), slug="traversier", language="fr", translation_of=english.pk
    )
    assert "/fr/releases/2026/03/09/traversier/" in addresses(flight(english))
    assert "/fr/releases/2026/03/09/traversier/" not in addresses(flight(english, MONDAY - timedelta(hours=2)))


def test_a_version_that_goes_out_in_the_same_act_is_counted_with_its_own_addresses(desk):
    english = scenes.draft(slug="ferry", tags=("Ferries",))
    scenes.draft(slug="traversier", language="fr", translation_of=english.pk)
    # The French text lacks what the English one has, so the act needs a reason.
    said = text_of(
        desk.post(where(english, "schedule"), filled(look_ahead(desk, english), parity_reason="It follows."))
    )
    assert "these 13 addresses change" in said
    assert "/fr/releases/2026/03/09/traversier/" in said
    page = desk.get(where(english, "schedule"))
    (box,) = page_of(page).xpath("//form//input[@type='checkbox']")
    alone = {name: value for name, value in filled(page).items() if name != box.get("name")}
    alone |= {"date": "2026-03-09", "time": "09:30", "parity_reason": "It follows."}
    said = text_of(desk.post(where(english, "schedule"), alone))
    assert "these 7 addresses change" in said


def test_a_picture_is_counted_when_readers_do_not_have_it_yet():
    first = scenes.draft(lead_image=scenes.lead(scenes.picture()))
    assert "these 6 addresses and 1 picture change" in flight(first).sentence
    known = scenes.published(slug="known", lead_image=scenes.lead(scenes.picture()))
    scenes.rewritten(known, body="<p>Another text.</p>")
    assert "these 2 addresses change" in flight(known).sentence


def test_the_sentence_names_the_offices_zone_those_of_partners_and_utc(settings):
    settings.PARTNER_TIME_ZONES = ["Europe/London", "America/Toronto", "America/St_Johns", "Asia/Tokyo"]
    assert flight(scenes.draft()).sentence == (
        "On Monday 9 March 2026 at 09:30 America/Toronto "
        "(13:30 in London, 11:00 in St Johns, 22:30 in Tokyo, 13:30 UTC) these 6 addresses change."
    )


def test_where_it_is_another_day_the_day_is_named(settings):
    settings.PARTNER_TIME_ZONES = ["Asia/Tokyo", "America/Vancouver"]
    late = flight(scenes.draft(), datetime(2026, 3, 11, 2, 30, tzinfo=UTC)).sentence
    assert "On Tuesday 10 March 2026 at 22:30 America/Toronto" in late
    assert "(Wednesday 11:30 in Tokyo, 19:30 in Vancouver, Wednesday 02:30 UTC)" in late


def test_a_city_is_read_from_the_key_of_its_zone():
    assert city_of("America/Argentina/Buenos_Aires") == "Buenos Aires"


@pytest.mark.parametrize(
    ("now", "moment", "words"),
    [
        (
            scenes.NOW,
            MONDAY,
            "Clocks in America/Toronto go forward before then: 09:30 will be 13:30 UTC.",
        ),
        (
            datetime(2026, 10, 30, 13, 30, tzinfo=UTC),
            datetime(2026, 11, 2, 14, 30, tzinfo=UTC),
            "Clocks in America/Toronto go back before then: 09:30 will be 14:30 UTC.",
        ),
        (scenes.NOW, scenes.NOW + timedelta(days=1), ""),
    ],
)
def test_it_says_when_clocks_change_before_the_moment(clock, now, moment, words):
    clock.move_to(now)
    assert flight(scenes.draft(), moment).clocks == words


@pytest.mark.parametrize(("minutes", "warned"), [(-16, False), (-15, True), (0, True), (15, True), (16, False)])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_warns_of_another_release_within_a_quarter_of_an_hour(minutes, warned, language):
    other = scenes.scheduled(
        visible_from=MONDAY + timedelta(minutes=minutes), headline="Bridge opens", slug="bridge", language=language
    )
    found = flight(scenes.draft(slug="ferry")).neighbours
    assert [neighbour.address for neighbour in found] == ([where(other)] if warned else [])


def test_it_warns_of_what_has_just_appeared_when_publishing_now(desk):
    other = scenes.published(at=scenes.NOW - timedelta(minutes=10), headline="Bridge opens", slug="bridge")
    page = desk.get(where(scenes.draft(slug="ferry"), "publish"))
    assert "within 15 minutes readers also get 09:20 Bridge opens (English)" in text_of(page)
    assert page_of(page).xpath(f"//a[@href='{where(other)}']")


def test_versions_of_one_release_withdrawals_and_what_was_taken_back_are_no_neighbours(desk):
    english = scenes.draft(slug="ferry")
    scenes.scheduled(visible_from=MONDAY, slug="traversier", language="fr", translation_of=english.pk)
    scenes.withdrawn(published_at=scenes.NOW - timedelta(days=1), at=scenes.NOW, slug="error")
    taken_back = scenes.scheduled(visible_from=MONDAY, slug="bridge")
    carry_out(desk, taken_back, "unschedule")
    assert flight(english).neighbours == ()
    assert flight(english, scenes.NOW + timedelta(minutes=6)).neighbours == ()


def test_it_names_a_few_neighbours_and_says_that_there_are_more():
    for number in range(7):
        scenes.scheduled(visible_from=MONDAY, headline=f"Annex {number}", slug=f"annex-{number}")
    found = flight(scenes.draft(slug="ferry"))
    assert len(found.neighbours) == 5
    assert found.more_neighbours


def test_it_warns_of_a_quiet_day_by_the_offices_calendar():
    QuietDay.objects.create(day=date(2026, 3, 10), reason="National day of mourning")
    release = scenes.draft()
    # In UTC it is the eleventh already.
    assert flight(release, datetime(2026, 3, 11, 2, 30, tzinfo=UTC)).quiet_day == "National day of mourning"
    assert flight(release, datetime(2026, 3, 11, 14, 30, tzinfo=UTC)).quiet_day == ""


def test_the_page_shows_it_before_anything_happens_and_again_when_the_moment_is_changed(desk):
    QuietDay.objects.create(day=date(2026, 3, 9), reason="Election silence")
    release = scenes.draft()
    first = desk.get(where(release, "schedule"))
    assert "See what will happen" in text_of(first)
    second = look_ahead(desk, release)
    assert second.status_code == 200
    said = text_of(second)
    assert "On Monday 9 March 2026 at 09:30 America/Toronto (13:30 UTC) these 6 addresses change." in said
    assert "the office marked that day as quiet: Election silence." in said
    assert not Edition.objects.exists()
    assert Release.objects.get().events.count() == 1
    # Somebody who alters the moment has not seen what happens at that one.
    changed = desk.post(where(release, "schedule"), filled(second, date="2026-03-10"))
    assert changed.status_code == 200
    assert "On Tuesday 10 March 2026" in text_of(changed)
    assert not Edition.objects.exists()
    assert desk.post(where(release, "schedule"), filled(changed)).status_code == 302
    assert Edition.objects.get().visible_from == MONDAY + timedelta(days=1)


def test_changing_something_goes_back_to_the_fields_with_what_was_typed(desk):
    release = scenes.published(at=scenes.NOW - timedelta(hours=1))
    scenes.rewritten(release, headline="Another")
    ahead = look_ahead(desk, release, change="major", note="It is Tuesday.")
    assert "Readers are told: It is Tuesday." in text_of(ahead)
    back = desk.post(where(release, "schedule"), {**filled(ahead), "again": "1"})
    form = filled(back)
    assert back.status_code == 200
    assert (form["date"], form["time"], form["change"], form["note"].strip()) == (
        "2026-03-09", "09:30", "major", "It is Tuesday.",
    )  # fmt: skip
    assert "confirmed" not in form


def test_what_would_refuse_the_schedule_refuses_it_before_the_confirmation(desk):
    release = scenes.draft(summary="")
    response = look_ahead(desk, release)
    assert response.status_code == 409
    assert "Before readers can see this release, add: the summary." in text_of(response)
    assert "confirmed" not in filled(response)


def test_what_happens_between_the_pre_flight_and_the_confirmation_is_told(desk):
    release = scenes.draft()
    ahead = look_ahead(desk, release)
    scenes.rewritten(release, headline="Not what Edda read")
    response = desk.post(where(release, "schedule"), filled(ahead))
    assert response.status_code == 409
    assert "Meanwhile: Wren Okafor" in text_of(response)
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 3, 5, 14, 25, tzinfo=UTC), datetime(2026, 3, 5, 14, 30, tzinfo=UTC)),
        (datetime(2026, 3, 5, 14, 26, tzinfo=UTC), datetime(2026, 3, 6, 14, 30, tzinfo=UTC)),
        # The clocks went forward in between.
        (datetime(2026, 3, 7, 20, 0, tzinfo=UTC), datetime(2026, 3, 8, 13, 30, tzinfo=UTC)),
    ],
)
def test_the_next_usual_hour_that_can_be_kept_is_proposed(now, morning):
    assert proposed(now) == morning


def test_an_hour_that_the_clocks_skip_is_not_proposed(settings):
    settings.PUBLISH_TIME = datetime(2026, 1, 1, 2, 30).time()  # noqa: DTZ001
    assert proposed(datetime(2026, 3, 7, 20, 0, tzinfo=UTC)) == datetime(2026, 3, 9, 6, 30, tzinfo=UTC)


def test_the_form_proposes_it_and_offers_no_day_that_would_be_refused(desk):
    page = page_of(desk.get(where(scenes.draft(), "schedule")))
    (day,) = page.xpath("//input[@name='date']")
    (time,) = page.xpath("//input[@name='time']")
    # It is half past nine already.
    assert (day.get("value"), time.get("value")) == ("2026-03-07", "09:30")
    assert (day.get("min"), day.get("max")) == ("2026-03-06", "2027-05-06")


def test_what_it_asks_of_the_database_does_not_grow():
    def queries():
        release = scenes.draft(slug="ferry")
        now = situation(Release.objects.get(pk=release.pk), scenes.NOW)
        with CaptureQueriesContext(connection) as captured:
            preflight(now, MONDAY)
        return len(captured)

    few = queries()
    for number in range(12):
        scenes.scheduled(visible_from=MONDAY, headline=f"Annex {number}", slug=f"annex-{number}")
        scenes.published(slug=f"other-{number}", tags=(f"Tag {number}",))
    Release.objects.filter(slug="ferry").update(slug="ferry-before")
    assert queries() == few <= 10
