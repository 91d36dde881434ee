"""Publishing without review: one person at night, with a reason, and a mark that stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.review_afterwards import review_afterwards
from releases.actions.withdraw import withdraw
from releases.errors import Conflict, Incomplete, Refused, WrongStage, WrongStanding
from releases.models import Edition, Event, Release
from releases.review import approvals, unreviewed
from releases.workflow import Change, Stage, Standing
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, rewritten, scheduled, submitted

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MICRO = timedelta(microseconds=1)
REASON = "The harbour burns, and nobody answers the telephone."


@pytest.fixture(autouse=True)
def one_reviewer(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}


def alone(release: Release, by: User, *, at: Any = LATER, **more: Any) -> Edition:
    """What the night shift does."""
    fresh = Release.objects.get(pk=release.pk)
    return publish_unreviewed(release=fresh, by=by, version=fresh.version, reason=REASON, at=at, **more)


def test_one_person_writes_and_publishes_and_it_is_marked(edda: User) -> None:
    release = draft(at=NOW, by=edda)
    edition = alone(release, edda)
    assert (edition.number, edition.change, edition.note, edition.visible_from) == (1, Change.FIRST, "", LATER)
    assert Edition.objects.public(LATER).get() == edition
    event = release.events.get(verb="publish_unreviewed")
    assert (event.at, event.actor, event.edition, event.revision) == (LATER, edda, edition, edition.revision)
    assert event.details == {"reason": REASON, "change": "first", "note": ""}
    assert list(unreviewed()) == [event]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_it_says_why(edda: User, reason: str) -> None:
    release = draft(at=NOW)
    before = whole_record()
    with pytest.raises(Incomplete, match="the office keeps this reason"):
        publish_unreviewed(release=release, by=edda, version=1, reason=reason, at=LATER)
    assert whole_record() == before


def test_the_reason_is_the_offices_and_never_on_the_page(client: Any, time_machine: Any, edda: User) -> None:
    time_machine.move_to(LATER, tick=False)
    edition = alone(draft(at=NOW), edda)
    page = client.get(edition.get_absolute_url())
    assert page.status_code == 200
    assert b"telephone" not in page.content


@pytest.mark.parametrize(
    "reach", [draft, lambda at: submitted(draft(at=at), at=at), lambda at: approved(draft(at=at), at=at)]
)
def test_it_ends_whatever_review_there_was(reach: Any, edda: User) -> None:
    release = reach(at=NOW)
    alone(release, edda)
    after = Release.objects.get(pk=release.pk)
    assert (after.stage, after.review_round) == (Stage.DRAFT, release.review_round + 1)
    assert approvals(after).count() == 0
    assert after.standing(LATER) == Standing.LIVE


def test_an_update_is_minor_unless_somebody_says_otherwise(edda: User) -> None:
    release = draft(at=NOW)
    alone(release, edda, at=NOW)
    rewritten(release, at=NOW + MICRO, headline="Ferry returns on Tuesday")
    edition = alone(release, edda)
    assert (edition.number, edition.change, edition.public_updated) == (2, Change.MINOR, None)
    assert release.editions.get(number=1).visible_until == LATER


def test_an_update_that_readers_must_know_of_has_its_note(edda: User) -> None:
    release = draft(at=NOW)
    alone(release, edda, at=NOW)
    before = whole_record()
    with pytest.raises(Incomplete, match="Say what changed"):
        alone(release, edda, change=Change.MAJOR)
    assert whole_record() == before
    edition = alone(release, edda, change=Change.MAJOR, note="It is Tuesday.")
    assert (edition.note, edition.public_updated) == ("It is Tuesday.", LATER)


def test_a_return_is_always_something_that_readers_must_know_of(edda: User) -> None:
    release = draft(at=NOW)
    alone(release, edda, at=NOW)
    withdraw(release=release, by=edda, reason="It was wrong.", at=NOW + MICRO)
    with pytest.raises(Refused, match="add a note"):
        alone(release, edda)
    assert alone(release, edda, change=Change.MAJOR, note="It was right after all.").number == 3


def test_what_readers_would_miss_is_missed_at_night_too(edda: User) -> None:
    release = draft(at=NOW, summary="")
    before = whole_record()
    with pytest.raises(Incomplete, match="the summary"):
        alone(release, edda)
    assert whole_record() == before


def test_a_version_that_nobody_looked_at_is_not_published(edda: User) -> None:
    release = rewritten(draft(at=NOW), at=NOW, headline="Changed since")
    with pytest.raises(Conflict):
        publish_unreviewed(release=release, by=edda, version=1, reason=REASON, at=LATER)


def test_what_is_scheduled_must_be_unscheduled_first(settings: Any, edda: User) -> None:
    settings.REVIEWERS = {"": 0}
    release = scheduled(at=NOW, visible_from=LATER + timedelta(days=1))
    settings.REVIEWERS = {"": 1}
    with pytest.raises(WrongStanding, match="Unschedule it first"):
        alone(release, edda)


def test_where_nobody_reviews_it_does_not_exist(settings: Any, edda: User) -> None:
    settings.REVIEWERS = {"": 0}
    with pytest.raises(WrongStage, match="Nobody has to review"):
        alone(draft(at=NOW), edda)
    publish(release=draft(at=NOW), by=edda, version=1, at=LATER)
    assert not unreviewed().exists()


def test_the_mark_stays_whatever_is_published_afterwards(settings: Any, edda: User, emil: User) -> None:
    release = draft(at=NOW)
    first = alone(release, edda, at=NOW)
    changed = approved(rewritten(release, at=NOW + MICRO, summary="Soon."), at=NOW + MICRO)
    correct(release=changed, by=emil, version=changed.version, change=Change.MINOR, at=LATER)
    assert [event.edition for event in unreviewed()] == [first], "what readers saw first, nobody has looked at"
    withdraw(release=release, by=emil, reason="It was wrong.", at=LATER + MICRO)
    settings.REVIEWERS = {"": 0}
    assert [event.edition for event in unreviewed()] == [first]


def test_every_edition_has_a_mark_of_its_own_oldest_first(edda: User, emil: User) -> None:
    release, other = draft(at=NOW), draft(at=NOW, headline="Another")
    first = alone(release, edda, at=NOW)
    between = alone(other, emil, at=NOW + MICRO)
    rewritten(release, at=NOW + 2 * MICRO, summary="Soon.")
    second = alone(release, edda)
    assert [event.edition for event in unreviewed()] == [first, between, second]
    review_afterwards(release=release, by=cast.ada(), edition=second, at=LATER)
    assert [event.edition for event in unreviewed()] == [first, between]
    assert Event.objects.filter(verb="publish_unreviewed").count() == 3, "what happened stays on record"
