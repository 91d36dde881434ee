"""Several people at once, with connections of their own: one wins, the others are told, and nothing is half done.

On SQLite a transaction is IMMEDIATE and so the lock itself; on PostgreSQL it is the release's row. The tests are the same.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from releases.actions.approve import approve
from releases.actions.correct import correct
from releases.actions.discard import discard
from releases.actions.publish import publish
from releases.actions.restore import restore
from releases.actions.save_draft import save_draft
from releases.actions.schedule import schedule
from releases.actions.send_back import send_back
from releases.actions.stop import Pull, stop
from releases.actions.unschedule import unschedule
from releases.actions.withdraw import withdraw
from releases.errors import AddressTaken, Conflict, Refused, WrongStage, WrongStanding
from releases.models import Approval, Edition, Event, Permalink, Release
from releases.review import approvals
from releases.workflow import Change, Stage
from tests import cast
from tests.at_once import at_once, refusals
from tests.scenes import approved, content, draft, published, rewritten, scheduled, submitted

pytestmark = pytest.mark.usefixtures("transactional_db")

TOGETHER = 6


def check_intervals(release: Release) -> None:
    """One open end, nothing overlapping, numbers without a gap: whoever won."""
    editions = list(release.editions.effective().order_by("visible_from"))
    assert sum(edition.visible_until is None for edition in editions) == 1
    assert [edition.number for edition in editions] == list(range(1, len(editions) + 1))


def test_of_many_who_publish_exactly_one_does() -> None:
    release, edda = draft(), cast.edda()
    results = at_once(*[lambda: publish(release=release, by=edda, version=1)] * TOGETHER, but=Refused)
    assert len(refusals(results)) == TOGETHER - 1
    assert all(isinstance(refusal, WrongStanding) for refusal in refusals(results))
    assert Edition.objects.count() == 1
    assert Event.objects.filter(verb="publish").count() == 1


def test_of_two_who_save_the_same_version_one_is_told_and_keeps_the_other_persons_words() -> None:
    release, wren, edda = draft(), cast.wren(), cast.edda()
    results = at_once(
        lambda: save_draft(release=release, content=content(headline="Wren's"), by=wren, version=1),
        lambda: save_draft(release=release, content=content(headline="Edda's"), by=edda, version=1),
        but=Refused,
    )
    (refusal,) = refusals(results)
    assert isinstance(refusal, Conflict)
    (winner,) = (result for result in results if isinstance(result, Release))
    release.refresh_from_db()
    assert (release.version, release.headline) == (2, winner.headline)
    assert release.revisions.count() == 2


def test_of_two_releases_that_want_one_address_one_gets_it() -> None:
    first, second, edda = draft(), draft(), cast.edda()
    results = at_once(
        lambda: publish(release=first, by=edda, version=1),
        lambda: publish(release=second, by=edda, version=1),
        but=Refused,
    )
    (refusal,) = refusals(results)
    assert isinstance(refusal, AddressTaken)
    assert Permalink.objects.count() == Edition.objects.count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_scheduling_and_publishing_at_once_leaves_one_of_them(attempt: int) -> None:
    release, edda = draft(), cast.edda()
    later = timezone.now() + timedelta(days=1)
    results = at_once(
        lambda: publish(release=release, by=edda, version=1),
        lambda: schedule(release=release, by=edda, version=1, visible_from=later),
        but=Refused,
    )
    published_first = isinstance(results[0], Edition)
    if published_first and isinstance(results[1], Edition):
        # Published, and then an update of it was scheduled: each act led on from what the other left.
        assert [edition.change for edition in release.editions.order_by("number")] == ["first", "minor"]
    else:
        assert len(refusals(results)) == 1
    check_intervals(release)


@pytest.mark.parametrize("attempt", range(3))
def test_withdrawing_and_correcting_at_once_never_loses_the_withdrawal(attempt: int) -> None:
    release, edda = rewritten(published(), headline="Ferry returns on Tuesday"), cast.edda()
    results = at_once(
        lambda: withdraw(release=release, by=edda, reason="It is wrong."),
        lambda: correct(release=release, by=edda, version=2, change=Change.MINOR),
        but=Refused,
    )
    assert isinstance(results[0], Edition)
    assert release.editions.get(visible_until=None).change == "withdrawal"
    assert not Edition.objects.public(timezone.now()).exists()
    check_intervals(release)


def test_of_many_who_unschedule_one_does_and_what_was_public_runs_on() -> None:
    release = rewritten(published(), headline="Ferry returns on Tuesday")
    edda = cast.edda()
    schedule(release=release, by=edda, version=2, visible_from=timezone.now() + timedelta(days=1))
    results = at_once(*[lambda: unschedule(release=release, by=edda)] * TOGETHER, but=Refused)
    assert len(refusals(results)) == TOGETHER - 1
    assert Event.objects.filter(verb="unschedule").count() == 1
    check_intervals(release)


def test_saving_while_somebody_publishes_never_publishes_what_they_did_not_see() -> None:
    release, wren, edda = draft(headline="Seen"), cast.wren(), cast.edda()
    at_once(
        lambda: save_draft(release=release, content=content(headline="Not seen"), by=wren, version=1),
        lambda: publish(release=release, by=edda, version=1),
        but=Refused,
    )
    assert set(Edition.objects.values_list("headline", flat=True)) <= {"Seen"}


def test_acts_on_different_releases_do_not_refuse_each_other() -> None:
    releases = [draft(headline=f"Number {number}") for number in range(TOGETHER)]
    later, edda = timezone.now() + timedelta(days=1), cast.edda()
    results = at_once(
        *[
            lambda release=release: schedule(release=release, by=edda, version=1, visible_from=later)
            for release in releases
        ]
    )
    assert not refusals(results)
    assert Edition.objects.count() == TOGETHER


# Review


def jury(size: int) -> list[User]:
    """Editors who have no part in the text."""
    return [cast.person(f"editor-{number}", "Editors") for number in range(size)]


def test_of_many_approvals_by_one_person_one_counts(settings: Any) -> None:
    settings.REVIEWERS = {"": 2}
    release, emil = submitted(draft()), cast.emil()
    results = at_once(*[lambda: approve(release=release, by=emil, version=1)] * TOGETHER, but=Refused)
    assert len(refusals(results)) == TOGETHER - 1
    assert Approval.objects.count() == Event.objects.filter(verb="approve").count() == 1
    release.refresh_from_db()
    assert release.stage == Stage.IN_REVIEW


def test_the_database_itself_takes_one_yes_of_one_person() -> None:
    """Even of writers who know nothing of the release's lock."""
    release, emil = draft(), cast.emil()
    revision = release.revisions.get()

    def write() -> Approval:
        return Approval.objects.create(
            release=release,
            round=7,
            revision=revision,
            content_hash=revision.content_hash,
            by=emil,
            by_name="Emil",
            at=timezone.now(),
        )

    results = at_once(*[write] * TOGETHER, but=IntegrityError)
    assert [isinstance(result, IntegrityError) for result in results].count(True) == TOGETHER - 1
    assert Approval.objects.count() == 1


def test_of_many_who_approve_as_many_do_as_are_required(settings: Any) -> None:
    settings.REVIEWERS = {"": 2}
    release = submitted(draft())
    results = at_once(
        *[lambda by=by: approve(release=release, by=by, version=1) for by in jury(TOGETHER)],
        but=Refused,
    )
    assert len(refusals(results)) == TOGETHER - 2
    assert all(isinstance(refusal, WrongStage) for refusal in refusals(results))
    assert Approval.objects.values("by").distinct().count() == Approval.objects.count() == 2
    release.refresh_from_db()
    assert release.stage == Stage.APPROVED


def test_of_many_who_publish_what_was_approved_exactly_one_does(settings: Any) -> None:
    settings.REVIEWERS = {"": 2}
    people = jury(TOGETHER)
    release = approved(draft(), reviewers=people[:2])
    results = at_once(*[lambda by=by: publish(release=release, by=by, version=1) for by in people], but=Refused)
    assert len(refusals(results)) == TOGETHER - 1
    assert all(isinstance(refusal, WrongStanding) for refusal in refusals(results))
    assert Edition.objects.count() == Event.objects.filter(verb="publish").count() == 1
    release.refresh_from_db()
    assert (release.stage, approvals(release).count()) == (Stage.DRAFT, 0)


@pytest.mark.parametrize("attempt", range(3))
def test_an_approval_never_lands_on_what_its_giver_did_not_see(attempt: int, settings: Any) -> None:
    settings.REVIEWERS = {"": 1}
    release, emil, wren = submitted(draft(headline="Seen")), cast.emil(), cast.wren()
    saved, given = at_once(
        lambda: save_draft(release=release, content=content(headline="Not seen"), by=wren, version=1),
        lambda: approve(release=release, by=emil, version=1),
        but=Refused,
    )
    assert isinstance(saved, Release)
    release.refresh_from_db()
    assert release.headline == "Not seen"
    assert approvals(release).count() == 0, "whoever came first"
    assert release.stage == (Stage.IN_REVIEW if isinstance(given, Conflict) else Stage.DRAFT)
    assert not Approval.objects.filter(content_hash=release.content_hash).exists()


@pytest.mark.parametrize("attempt", range(3))
def test_a_save_while_somebody_publishes_never_publishes_what_nobody_approved(attempt: int, settings: Any) -> None:
    settings.REVIEWERS = {"": 1}
    release, edda, wren = approved(draft(headline="Seen")), cast.edda(), cast.wren()
    edition, saved = at_once(
        lambda: publish(release=release, by=edda, version=1),
        lambda: save_draft(
            release=release, content=content(headline="Not seen", slug=release.slug), by=wren, version=1
        ),
        but=Refused,
    )
    assert isinstance(saved, Release), "nobody's text is lost"
    assert isinstance(edition, Edition | Conflict | WrongStage)
    assert set(Edition.objects.values_list("headline", flat=True)) <= {"Seen"}


@pytest.mark.parametrize("attempt", range(3))
def test_publishing_what_somebody_sends_back_at_once_is_one_or_the_other(attempt: int, settings: Any) -> None:
    settings.REVIEWERS = {"": 1}
    release, edda, ada = approved(draft()), cast.edda(), cast.ada()
    results = at_once(
        lambda: publish(release=release, by=edda, version=1),
        lambda: send_back(release=release, by=ada, version=1, reason="Wait."),
        but=Refused,
    )
    if isinstance(results[0], Refused):
        assert results[1] is None
        assert not Edition.objects.exists()
    else:
        # Published and then sent back is refused: it is no longer approved, it is public.
        assert isinstance(results[1], WrongStage)


# Stopping


def _live() -> Release:
    return published()


def _scheduled() -> Release:
    return scheduled(visible_from=timezone.now() + timedelta(days=1))


def _update_scheduled() -> Release:
    release = rewritten(published(), headline="Ferry returns on Tuesday")
    schedule(release=release, by=cast.edda(), version=2, visible_from=timezone.now() + timedelta(days=1))
    return release


@pytest.mark.parametrize(
    ("reach", "pull"),
    [(_live, Pull.GONE), (_scheduled, Pull.KEEP), (_update_scheduled, Pull.KEEP), (_update_scheduled, Pull.NOTICE)],
)
def test_of_many_who_press_stop_one_stops_it(reach: Callable[[], Release], pull: Pull) -> None:
    release, edda = reach(), cast.edda()
    results = at_once(
        *[lambda: stop(release=release, by=edda, reason="It is wrong.", pull=pull)] * TOGETHER, but=Refused
    )
    assert len(refusals(results)) == TOGETHER - 1
    assert all("nothing to stop" in str(refusal) for refusal in refusals(results))
    assert Event.objects.filter(verb="stop").count() == 1
    assert Edition.objects.filter(change="withdrawal").count() == (0 if pull == Pull.KEEP else 1)
    assert not release.editions.ahead(timezone.now()).exists()


def test_of_many_who_press_stop_in_the_last_seconds_one_stops_it_and_the_others_are_told() -> None:
    """They wait for whoever holds the release and waits for the embargo to lift."""
    lifts = timezone.now() + timedelta(seconds=1.5)
    release, edda = scheduled(at=lifts - timedelta(hours=1), visible_from=lifts), cast.edda()
    results = at_once(
        *[lambda: stop(release=release, by=edda, reason="It is wrong.", pull=Pull.KEEP)] * TOGETHER, but=Refused
    )
    assert len(refusals(results)) == TOGETHER - 1
    assert Event.objects.filter(verb="stop").count() == 1
    assert [edition.change for edition in release.editions.order_by("number")] == ["first", "withdrawal"]
    assert not Edition.objects.public(timezone.now()).exists()
    check_intervals(release)


@pytest.mark.parametrize("attempt", range(3))
def test_stopping_and_publishing_at_once_ends_stopped_or_was_never_public_when_stopped(attempt: int) -> None:
    release, edda, ada = draft(), cast.edda(), cast.ada()
    edition, stopped = at_once(
        lambda: publish(release=release, by=edda, version=1),
        lambda: stop(release=release, by=ada, reason="It is wrong.", pull=Pull.GONE),
        but=Refused,
    )
    assert isinstance(edition, Edition)
    if isinstance(stopped, Edition):
        assert release.editions.get(number=1).visible_until == stopped.visible_from
        assert not Edition.objects.public(timezone.now()).exists()
        check_intervals(release)
    else:
        assert isinstance(stopped, WrongStanding), "there was nothing to stop yet, and its presser was told"
        assert Edition.objects.public(timezone.now()).get() == edition


@pytest.mark.parametrize("attempt", range(3))
def test_stopping_and_updating_at_once_never_leaves_the_update_public(attempt: int) -> None:
    release, edda, ada = rewritten(published(), headline="Ferry returns on Tuesday"), cast.edda(), cast.ada()
    _update, stopped = at_once(
        lambda: correct(release=release, by=edda, version=2, change=Change.MINOR),
        lambda: stop(release=release, by=ada, reason="It is wrong.", pull=Pull.GONE),
        but=Refused,
    )
    assert isinstance(stopped, Edition)
    assert not Edition.objects.public(timezone.now()).exists()
    check_intervals(release)


@pytest.mark.parametrize("attempt", range(3))
def test_of_unscheduling_and_stopping_one_takes_it_back(attempt: int) -> None:
    release, edda, ada = _scheduled(), cast.edda(), cast.ada()
    results = at_once(
        lambda: unschedule(release=release, by=edda),
        lambda: stop(release=release, by=ada, reason="It is wrong.", pull=Pull.KEEP),
        but=Refused,
    )
    (refusal,) = refusals(results)
    assert isinstance(refusal, WrongStanding)
    assert Event.objects.filter(verb__in=("unschedule", "stop")).count() == 1
    assert release.editions.get().number is None
    assert not Permalink.objects.exists()


# The working copy


def test_of_restoring_and_saving_one_is_told_and_nobodys_words_are_lost() -> None:
    release, wren, edda = rewritten(draft(headline="First"), headline="Second"), cast.wren(), cast.edda()
    results = at_once(
        lambda: restore(release=release, by=edda, version=2, number=1),
        lambda: save_draft(release=release, content=content(headline="Third"), by=wren, version=2),
        but=Refused,
    )
    (refusal,) = refusals(results)
    assert isinstance(refusal, Conflict)
    release.refresh_from_db()
    headlines = [revision.snapshot.headline for revision in release.revisions.order_by("number")]
    assert headlines == ["First", "Second", release.headline]
    assert Event.objects.filter(verb__in=("restore", "save_draft")).count() == release.version == 3


@pytest.mark.parametrize("attempt", range(3))
def test_what_is_discarded_and_published_at_once_is_in_the_bin_or_public_and_never_both(attempt: int) -> None:
    release, wren, edda = draft(), cast.wren(), cast.edda()
    thrown_away, edition = at_once(
        lambda: discard(release=release, by=wren, version=1),
        lambda: publish(release=release, by=edda, version=1),
        but=Refused,
    )
    release.refresh_from_db()
    if isinstance(edition, Edition):
        assert isinstance(thrown_away, WrongStanding)
        assert release.stage == Stage.DRAFT
    else:
        assert isinstance(edition, WrongStage)
        assert release.stage == Stage.DISCARDED
        assert not Edition.objects.exists()
