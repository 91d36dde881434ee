"""Scheduling: everything is prepared now, and the clock does the rest."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from releases.actions import schedule as module
from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.errors import AddressTaken, BadMoment, Conflict, Incomplete, Refused, WrongStanding
from releases.models import Edition, Release
from releases.workflow import Change, Standing
from tests.releases.record import whole_record
from tests.scenes import NOW, corrected, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
EMBARGO = NOW + timedelta(days=2)
MICRO = timedelta(microseconds=1)


def update_of(release: Release, by: User, **more):
    return schedule(
        **{"release": release, "by": by, "version": release.version, "visible_from": EMBARGO, "at": LATER} | more
    )


def test_a_first_publication_is_frozen_now_for_later(edda: User) -> None:
    release = draft(at=NOW, tags=("Ferries",))
    edition = schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=LATER)
    assert (edition.number, edition.change, edition.note) == (1, Change.FIRST, "")
    assert (edition.visible_from, edition.visible_until) == (EMBARGO, None)
    assert edition.first_published == EMBARGO
    assert edition.created_at == LATER
    assert edition.published_on == date(2026, 3, 8)
    assert edition.article_html
    assert edition.tags.get().name == "Ferries"
    event = release.events.get(verb="schedule")
    assert (event.at, event.edition, event.details["visible_from"]) == (LATER, edition, EMBARGO.isoformat())
    assert release.standing(EMBARGO - MICRO) == Standing.SCHEDULED
    assert release.standing(EMBARGO) == Standing.LIVE


def test_the_date_in_the_address_is_that_of_the_offices_clock_when_the_embargo_lifts() -> None:
    just_before_midnight = datetime(2026, 3, 9, 3, 59, 59, tzinfo=UTC)
    assert scheduled(at=NOW, visible_from=just_before_midnight).editions.get().published_on == date(2026, 3, 8)
    midnight = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
    assert scheduled(at=NOW, visible_from=midnight).editions.get().published_on == date(2026, 3, 9)


def test_what_is_scheduled_is_locked_and_appears_as_promised() -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO, headline="As promised")
    before = whole_record()
    with pytest.raises(WrongStanding, match="Unschedule it to change it"):
        rewritten(release, at=LATER, headline="Second thoughts")
    assert whole_record() == before
    assert Edition.objects.public(EMBARGO).get().headline == "As promised"
    rewritten(release, at=EMBARGO, headline="Second thoughts")
    assert Edition.objects.public(EMBARGO + MICRO).get().headline == "As promised", (
        "the clock unlocked the working copy"
    )


def test_an_update_ends_the_edition_before_it_at_the_same_instant(edda: User) -> None:
    release = rewritten(published(at=NOW), at=NOW, headline="Ferry returns on Tuesday")
    edition = update_of(release, edda, change=Change.MAJOR, note=" Tuesday, not Monday. ")
    before = release.editions.get(number=1)
    assert before.visible_until == edition.visible_from == EMBARGO
    assert (edition.number, edition.visible_until, edition.change) == (2, None, Change.MAJOR)
    assert edition.note == "Tuesday, not Monday."
    assert (edition.first_published, edition.public_updated) == (NOW, EMBARGO)
    assert (edition.slug, edition.published_on) == (before.slug, before.published_on)
    assert Edition.objects.public(EMBARGO - MICRO).get() == before
    assert Edition.objects.public(EMBARGO).get() == edition


def test_a_minor_update_moves_no_date_and_is_what_an_update_is_unless_somebody_says_otherwise(edda: User) -> None:
    release = rewritten(published(at=NOW), at=NOW, headline="Ferry returns, at last")
    edition = update_of(release, edda)
    assert (edition.change, edition.public_updated) == (Change.MINOR, None)


def test_a_minor_update_keeps_the_date_of_the_major_one_before_it(edda: User) -> None:
    release = corrected(published(at=NOW - LATER.resolution), at=NOW, headline="Corrected")
    assert update_of(release, edda).public_updated == NOW


def test_a_withdrawn_release_comes_back_only_with_a_note(edda: User) -> None:
    release = withdrawn(published_at=NOW - timedelta(days=1), at=NOW)
    before = whole_record()
    with pytest.raises(Refused, match="add a note"):
        update_of(release, edda, change=Change.MINOR)
    with pytest.raises(Incomplete):
        update_of(release, edda, change=Change.MAJOR, note="  ")
    assert whole_record() == before
    edition = update_of(release, edda, change=Change.MAJOR, note="The figures were checked.")
    assert release.standing(LATER) == Standing.RETURN_SCHEDULED
    assert not Edition.objects.public(EMBARGO - MICRO).exists()
    assert Edition.objects.public(EMBARGO).get() == edition


@pytest.mark.parametrize("change", [Change.FIRST, Change.WITHDRAWAL])
def test_an_update_is_minor_or_major(edda: User, change: Change) -> None:
    release = published(at=NOW)
    with pytest.raises(Refused):
        update_of(release, edda, change=change, note="A note.")


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (-timedelta(days=1), "already passed"),
        (timedelta(0), "already passed"),
        (MICRO, "less than five minutes"),
        (timedelta(minutes=5) - MICRO, "less than five minutes"),
        (datetime(2027, 5, 6, 15, 30, tzinfo=UTC) - LATER + MICRO, "fourteen months"),
        (timedelta(days=365 * 10), "Check the year"),
    ],
)
def test_a_moment_that_is_past_or_too_close_or_too_far_off_is_refused(edda: User, ahead: timedelta, words: str) -> None:
    release = draft(at=NOW)
    before = whole_record()
    with pytest.raises(BadMoment, match=words):
        schedule(release=release, by=edda, version=1, visible_from=LATER + ahead, at=LATER)
    assert whole_record() == before


@pytest.mark.parametrize("moment", [LATER + timedelta(minutes=5), datetime(2027, 5, 6, 15, 30, tzinfo=UTC)])
def test_from_five_minutes_to_fourteen_months_ahead(edda: User, moment: datetime) -> None:
    assert schedule(release=draft(at=NOW), by=edda, version=1, visible_from=moment, at=LATER).visible_from == moment


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (datetime(2026, 3, 6, tzinfo=UTC), 14, datetime(2027, 5, 6, tzinfo=UTC)),
        (datetime(2026, 10, 31, tzinfo=UTC), 14, datetime(2027, 12, 31, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), 14, datetime(2028, 2, 29, tzinfo=UTC)),
        (datetime(2025, 12, 31, tzinfo=UTC), 14, datetime(2027, 2, 28, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(day: datetime, months: int, expected: datetime) -> None:
    assert module.months_later(day, months) == expected


def test_a_moment_is_looked_at_when_it_is_chosen_and_never_when_it_lifts(edda: User) -> None:
    """Nothing of the schedule is asked again: not its distance, nor the text, nor how many must review by then."""
    release = scheduled(at=NOW, visible_from=EMBARGO)
    assert release.standing(EMBARGO) == Standing.LIVE
    assert Edition.objects.public(EMBARGO + timedelta(days=5000)).get().release == release


def test_a_second_schedule_is_refused_until_the_first_is_taken_back(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    before = whole_record()
    with pytest.raises(WrongStanding, match="Unschedule it first"):
        schedule(release=release, by=edda, version=1, visible_from=EMBARGO + MICRO, at=LATER)
    assert whole_record() == before
    unschedule(release=release, by=edda, at=LATER)
    schedule(release=release, by=edda, version=1, visible_from=EMBARGO + MICRO, at=LATER)
    assert [edition.number for edition in release.editions.order_by("pk")] == [None, 1]


def test_a_version_that_nobody_looked_at_is_not_scheduled(edda: User) -> None:
    release = rewritten(draft(at=NOW), at=NOW, headline="Changed since")
    with pytest.raises(Conflict):
        schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=LATER)


def test_two_releases_cannot_be_promised_the_same_day_and_address(edda: User) -> None:
    scheduled(at=NOW, visible_from=EMBARGO)
    other = draft(at=NOW)
    before = whole_record()
    with pytest.raises(AddressTaken):
        schedule(release=other, by=edda, version=1, visible_from=EMBARGO + timedelta(hours=1), at=LATER)
    assert whole_record() == before


def test_an_incomplete_update_leaves_the_public_edition_open(edda: User) -> None:
    release = rewritten(published(at=NOW), at=NOW, body="")
    before = whole_record()
    with pytest.raises(Incomplete):
        update_of(release, edda)
    assert whole_record() == before


def test_a_failure_at_the_last_step_leaves_nothing(edda: User, monkeypatch: pytest.MonkeyPatch) -> None:
    release = rewritten(published(at=NOW), at=NOW, headline="Changed")
    before = whole_record()

    def fail(*args: object, **kwargs: object) -> None:
        assert Edition.objects.count() == 2
        raise IntegrityError

    monkeypatch.setattr(module.common, "record", fail)
    with pytest.raises(IntegrityError):
        update_of(release, edda)
    assert whole_record() == before
