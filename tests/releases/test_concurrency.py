"""Several people at once, with connections of their own: one wins, the others are told, and nothing is half done.

On SQLite a transaction is IMMEDIATE and so the lock itself; on PostgreSQL it is the release's row. The tests are the same.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.save_draft import save_draft
from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.actions.withdraw import withdraw
from releases.errors import AddressTaken, Conflict, Refused, WrongStanding
from releases.models import Edition, Event, Permalink, Release
from releases.workflow import Change
from tests import cast
from tests.scenes import content, draft, published, rewritten

pytestmark = pytest.mark.usefixtures("transactional_db")

TOGETHER = 6


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Carry out the acts in threads that start together; each result is what came back, or the refusal."""
    gate = threading.Barrier(len(acts))

    def carry_out(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(carry_out, act) for act in acts]]


def refusals(results: list[Any]) -> list[Refused]:
    return [result for result in results if isinstance(result, Refused)]


def check_intervals(release: Release) -> None:
    """One open end, nothing overlapping, numbers without a gap: whoever won."""
    editions = list(release.editions.effective().order_by("visible_from"))
    assert sum(edition.visible_until is None for edition in editions) == 1
    assert [edition.number for edition in editions] == list(range(1, len(editions) + 1))


def test_of_many_who_publish_exactly_one_does() -> None:
    release, edda = draft(), cast.edda()
    results = at_once(*[lambda: publish(release=release, by=edda, version=1)] * TOGETHER)
    assert len(refusals(results)) == TOGETHER - 1
    assert all(isinstance(refusal, WrongStanding) for refusal in refusals(results))
    assert Edition.objects.count() == 1
    assert Event.objects.filter(verb="publish").count() == 1


def test_of_two_who_save_the_same_version_one_is_told_and_keeps_the_other_persons_words() -> None:
    release, wren, edda = draft(), cast.wren(), cast.edda()
    results = at_once(
        lambda: save_draft(release=release, content=content(headline="Wren's"), by=wren, version=1),
        lambda: save_draft(release=release, content=content(headline="Edda's"), by=edda, version=1),
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
        lambda: publish(release=first, by=edda, version=1), lambda: publish(release=second, by=edda, version=1)
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
    )
    assert isinstance(results[0], Edition)
    assert release.editions.get(visible_until=None).change == "withdrawal"
    assert not Edition.objects.public(timezone.now()).exists()
    check_intervals(release)


def test_of_many_who_unschedule_one_does_and_what_was_public_runs_on() -> None:
    release = rewritten(published(), headline="Ferry returns on Tuesday")
    edda = cast.edda()
    schedule(release=release, by=edda, version=2, visible_from=timezone.now() + timedelta(days=1))
    results = at_once(*[lambda: unschedule(release=release, by=edda)] * TOGETHER)
    assert len(refusals(results)) == TOGETHER - 1
    assert Event.objects.filter(verb="unschedule").count() == 1
    check_intervals(release)


def test_saving_while_somebody_publishes_never_publishes_what_they_did_not_see() -> None:
    release, wren, edda = draft(headline="Seen"), cast.wren(), cast.edda()
    at_once(
        lambda: save_draft(release=release, content=content(headline="Not seen"), by=wren, version=1),
        lambda: publish(release=release, by=edda, version=1),
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
