"""The verbs' pages: what will happen in words, one button, and a clear no with everything typed kept."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.models import Edition, Release
from releases.workflow import Change, Standing
from tests import cast, scenes
from tests.releases.back_office import at_the_desk, carry_out, confirmed, filled, page_of, text_of, where
from tests.releases.record import whole_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """A Friday in March, 9.30 in the morning in the office's zone; the clocks go forward on Sunday."""
    with time_machine.travel(scenes.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(edda):
    return at_the_desk(edda)


def standing(release):
    return Release.objects.get(pk=release.pk).standing(datetime.now(UTC))


def edition_now(release):
    return Edition.objects.before_readers(datetime.now(UTC)).get(release=release)


def test_publishing_asks_says_what_will_happen_and_does_it(desk):
    release = scenes.draft()
    page = desk.get(where(release, "publish"))
    assert "Readers see “Ferry returns to the north shore” at once" in text_of(page)
    assert standing(release) == Standing.DRAFT
    response = desk.post(where(release, "publish"), filled(page), follow=True)
    assert response.redirect_chain == [(where(release), 302)]
    assert standing(release) == Standing.LIVE
    assert "Published. Readers see it since Friday 6 March 2026, 09:30 America/Toronto." in text_of(response)
    assert "Public since Friday 6 March 2026, 09:30 America/Toronto." in text_of(response)


def test_what_is_missing_for_readers_is_named(desk):
    release = scenes.draft(summary="")
    response = carry_out(desk, release, "publish")
    assert response.status_code == 409
    assert "Before readers can see this release, add: the summary." in text_of(response)
    assert standing(release) == Standing.DRAFT


def test_scheduling_takes_the_offices_clocks_and_tells_utc(desk):
    release = scenes.draft()
    assert "Time (America/Toronto)" in text_of(desk.get(where(release, "schedule")))
    carry_out(desk, release, "schedule", date="2026-03-09", time="09:30")
    # Clocks went forward on 8 March: it is four hours to UTC then, not five.
    assert Edition.objects.get().visible_from == datetime(2026, 3, 9, 13, 30, tzinfo=UTC)
    said = text_of(desk.get(where(release)))
    assert "Scheduled for Monday 9 March 2026, 09:30 America/Toronto (2026-03-09 13:30 UTC)." in said


@pytest.mark.parametrize(
    ("date", "time", "status", "reason"),
    [
        ("2026-03-08", "02:30", 422, "02:30 does not exist on 2026-03-08 in America/Toronto"),
        ("2026-11-01", "01:30", 422, "01:30 happens twice on 2026-11-01 in America/Toronto"),
        ("2026-03-06", "09:00", 422, "That moment has already passed."),
        ("2026-03-06", "09:30", 422, "That moment has already passed."),
        ("2026-03-06", "09:34", 422, "That is less than five minutes ahead."),
        ("2027-05-06", "10:31", 422, "That is more than fourteen months ahead."),
        ("2026-02-30", "09:00", 422, "Enter a valid date."),
        ("9999-12-31", "23:59", 422, "No calendar reaches that far."),
        ("", "", 422, "This field is required."),
    ],
)
def test_a_moment_that_cannot_be_kept_is_refused_with_the_reason_and_kept_in_the_fields(
    desk, date, time, status, reason
):
    release = scenes.draft()
    response = carry_out(desk, release, "schedule", date=date, time=time)
    assert response.status_code == status
    assert reason in text_of(response)
    again = filled(response)
    assert (again["date"], again["time"]) == (date, time)
    assert not Edition.objects.exists()


def test_the_page_tells_what_a_moment_means_while_it_is_chosen(desk):
    release = scenes.draft()
    ask = where(release, "schedule") + "moment/"
    means = desk.get(ask, {"date": "2026-03-09", "time": "09:30"}).json()
    gap = desk.get(ask, {"date": "2026-03-08", "time": "02:30"}).json()
    past = desk.get(ask, {"date": "2026-03-06", "time": "08:00"}).json()
    close = desk.get(ask, {"date": "2026-03-06", "time": "09:34"}).json()
    far = desk.get(ask, {"date": "2027-05-06", "time": "10:31"}).json()
    assert means == {"means": "Monday 9 March 2026, 09:30 America/Toronto, which is 2026-03-09 13:30 UTC, in 2 d 23 h."}
    assert "does not exist" in gap["refused"]
    assert "already passed" in past["refused"]
    assert "less than five minutes" in close["refused"]
    assert "more than fourteen months" in far["refused"]


def test_unscheduling_takes_it_back(desk):
    release = scenes.scheduled(visible_from=scenes.NOW + timedelta(days=1))
    assert "was to become public on Saturday 7 March 2026, 09:30" in text_of(desk.get(where(release, "unschedule")))
    carry_out(desk, release, "unschedule")
    assert standing(release) == Standing.DRAFT


def test_unscheduling_what_somebody_scheduled_anew_is_refused(desk):
    """The page named one moment; pressing its button must not take back another."""
    release = scenes.scheduled(visible_from=scenes.NOW + timedelta(days=1))
    form = filled(desk.get(where(release, "unschedule")))
    fresh = Release.objects.get()
    unschedule(release=fresh, by=cast.ada())
    schedule(release=fresh, by=cast.ada(), version=1, visible_from=scenes.NOW + timedelta(days=2))
    response = desk.post(where(release, "unschedule"), form)
    assert response.status_code == 409
    assert "Meanwhile: Ada Brook, 09:30:00: Scheduled." in text_of(response)
    assert standing(release) == Standing.SCHEDULED


def test_a_minor_update_asks_no_note_and_moves_no_date(desk, clock):
    release = scenes.published()
    clock.shift(timedelta(hours=1))
    scenes.rewritten(release, headline="Ferry returns to the North Shore")
    said = text_of(desk.get(where(release, "correct")))
    assert "Do readers have to know that this changed?" in said
    assert "What readers see changes at once in: headline." in said
    carry_out(desk, release, "correct", change="minor")
    edition = edition_now(release)
    assert (edition.change, edition.number, edition.public_updated) == (Change.MINOR, 2, None)


def test_a_major_update_needs_a_public_note(desk, clock):
    release = scenes.published()
    clock.shift(timedelta(hours=1))
    scenes.rewritten(release, headline="Ferry returns on Tuesday")
    response = carry_out(desk, release, "correct", change="major", note="  ")
    assert response.status_code == 422
    assert "Say what changed: readers will see this note." in text_of(response)
    assert Edition.objects.count() == 1
    desk.post(where(release, "correct"), filled(response, note="It is Tuesday, not Monday."))
    edition = edition_now(release)
    assert (edition.change, edition.note) == (Change.MAJOR, "It is Tuesday, not Monday.")
    assert edition.public_updated == edition.visible_from


def test_an_update_can_be_scheduled_with_its_note(desk):
    release = scenes.published()
    scenes.rewritten(release, headline="Ferry returns on Tuesday")
    carry_out(desk, release, "schedule", date="2026-03-10", time="08:00", change="major", note="It is Tuesday.")
    assert standing(release) == Standing.UPDATE_SCHEDULED
    assert "An update is scheduled for Tuesday 10 March 2026, 08:00" in text_of(desk.get(where(release)))


def test_withdrawing_needs_a_reason_and_shows_it(desk, client):
    release = scenes.published(at=scenes.NOW - timedelta(hours=1))
    address = Edition.objects.get().get_absolute_url()
    response = carry_out(desk, release, "withdraw", reason=" ")
    assert response.status_code == 422
    desk.post(where(release, "withdraw"), filled(response, reason="The figures were wrong."))
    assert standing(release) == Standing.WITHDRAWN
    assert "The figures were wrong." in text_of(client.get(address))
    assert "The figures were wrong." in text_of(desk.get(where(release)))


def test_published_in_error_answers_gone(desk, client):
    release = scenes.published(at=scenes.NOW - timedelta(hours=1))
    address = Edition.objects.get().get_absolute_url()
    carry_out(desk, release, "withdraw", reason="It was not ours to publish.", page="gone")
    assert client.get(address).status_code == 410


def test_a_withdrawn_release_comes_back_with_a_note_only(desk, clock):
    release = scenes.withdrawn(published_at=scenes.NOW - timedelta(days=1), at=scenes.NOW - timedelta(hours=1))
    page = desk.get(where(release, "correct"))
    assert "Publish again" in text_of(page)
    assert desk.post(where(release, "correct"), filled(page)).status_code == 422
    desk.post(where(release, "correct"), filled(page, note="The figures are right now."))
    assert standing(release) == Standing.LIVE


def test_a_page_for_a_verb_that_leads_nowhere_says_so_and_has_no_button(desk):
    release = scenes.published()
    response = desk.get(where(release, "publish"))
    assert "This release cannot be published now" in text_of(response)
    assert not page_of(response).xpath("//form[not(@id='logout-form')]")


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_what_was_saved_after_the_page_was_opened_is_not_published_unseen(desk, verb):
    release = scenes.draft()
    form = filled(desk.get(where(release, verb)))
    if verb == "schedule":
        form |= {"date": "2026-03-09", "time": "09:30"}
    scenes.rewritten(release, headline="Not what Edda read")
    before = whole_record()
    response = desk.post(where(release, verb), form)
    assert response.status_code == 409
    assert "Meanwhile: Wren Okafor" in text_of(response)
    assert whole_record() == before
    if verb == "schedule":
        assert filled(response)["time"] == "09:30"
    page = where(release, verb)
    assert confirmed(desk, page, desk.post(page, filled(response))).status_code == 302


def test_publishing_twice_by_two_windows_publishes_once(desk):
    release = scenes.draft()
    form = filled(desk.get(where(release, "publish")))
    assert desk.post(where(release, "publish"), form).status_code == 302
    assert desk.post(where(release, "publish"), form).status_code == 409
    assert Edition.objects.count() == 1


def test_a_forged_version_does_not_publish_what_was_not_seen(desk):
    release = scenes.draft()
    form = filled(desk.get(where(release, "publish")), version="999")
    assert desk.post(where(release, "publish"), form).status_code == 409
    assert not Edition.objects.exists()


def test_the_bar_says_when_the_working_copy_differs(desk):
    release = scenes.published()
    assert "differs from what readers see" not in text_of(desk.get(where(release)))
    scenes.rewritten(release, headline="Another", tags=("ferries",))
    assert "The working copy differs from what readers see in: headline, tags." in text_of(desk.get(where(release)))


def test_date_and_time_are_labelled_and_errors_are_tied_to_their_field(desk):
    release = scenes.draft()
    page = page_of(carry_out(desk, release, "schedule", date="2026-03-08", time="02:30"))
    labels = {label.get("for"): label.text_content().strip() for label in page.iter("label")}
    (time,) = page.xpath("//input[@name='time']")
    assert labels["id_date"] == "Date"
    assert labels["id_time"] == "Time (America/Toronto)"
    assert time.get("aria-invalid") == "true"
    (error,) = page.xpath(f"//*[@id='{time.get('aria-describedby').split()[-1]}']")
    assert "does not exist" in error.text_content()
