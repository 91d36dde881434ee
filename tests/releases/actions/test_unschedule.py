"""Unscheduling: an edition that never reaches readers, and leaves no trace that they could find."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from releases.actions import unschedule as module
from releases.actions.publish import publish
from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.errors import BadMoment, WrongStanding
from releases.models import Edition, Permalink, Release
from releases.workflow import Change, Standing
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
EMBARGO = NOW + timedelta(days=2)
MICRO = timedelta(microseconds=1)
LAST_CALL = timedelta(seconds=5)


def with_update(release: Release) -> Release:
    release = rewritten(release, at=NOW, headline="Ferry returns on Tuesday")
    schedule(
        release=release,
        by=cast.edda(),
        version=release.version,
        visible_from=EMBARGO,
        change=Change.MAJOR,
        note="Tuesday.",
        at=NOW + MICRO,
    )
    return release


def test_the_edition_stays_on_record_with_an_empty_interval_and_no_number(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    unschedule(release=release, by=edda, at=LATER)
    edition = release.editions.get()
    assert (edition.visible_from, edition.visible_until, edition.number) == (EMBARGO, EMBARGO, None)
    event = release.events.get(verb="unschedule")
    assert (event.at, event.actor, event.edition) == (LATER, edda, edition)
    assert event.details == {"visible_from": EMBARGO.isoformat()}
    for moment in (LATER, EMBARGO - MICRO, EMBARGO, EMBARGO + MICRO, EMBARGO + timedelta(days=99)):
        assert release.standing(moment) == Standing.DRAFT
        assert not Edition.objects.before_readers(moment).exists()
        assert not Edition.objects.began(moment).exists()


def test_its_address_is_free_again_and_may_change(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    unschedule(release=release, by=edda, at=LATER)
    assert not Permalink.objects.exists()
    published(at=EMBARGO, slug=release.slug)
    assert rewritten(release, at=LATER, slug="elsewhere", language="fr").slug == "elsewhere"


def test_what_was_public_runs_on_as_if_nothing_had_been_planned(edda: User) -> None:
    release = published(at=NOW)
    before = list(release.editions.values())
    unschedule(release=with_update(release), by=edda, at=LATER)
    assert list(release.editions.filter(number=1).values()) == before
    assert release.standing(LATER) == Standing.LIVE
    assert Permalink.objects.count() == 1


def test_a_withdrawal_stays_in_force_when_the_return_is_taken_back(edda: User) -> None:
    release = with_update(withdrawn(published_at=NOW - timedelta(days=1), at=NOW - MICRO))
    unschedule(release=release, by=edda, at=LATER)
    assert release.standing(EMBARGO) == Standing.WITHDRAWN


def test_the_next_edition_takes_the_number_that_came_free(edda: User) -> None:
    release = with_update(published(at=NOW))
    unschedule(release=release, by=edda, at=LATER)
    schedule(release=release, by=edda, version=release.version, visible_from=EMBARGO, at=LATER)
    assert sorted(release.editions.exclude(number=None).values_list("number", flat=True)) == [1, 2]


def test_a_first_publication_after_it_is_number_one(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    unschedule(release=release, by=edda, at=LATER)
    assert publish(release=release, by=edda, version=1, at=LATER + MICRO).number == 1


@pytest.mark.parametrize("reach", [scheduled, None], ids=["first", "update"])
@pytest.mark.parametrize("left", [MICRO, timedelta(seconds=1), LAST_CALL])
def test_within_the_last_seconds_nothing_can_be_stopped(edda: User, reach, left: timedelta) -> None:
    release = reach(at=NOW, visible_from=EMBARGO) if reach else with_update(published(at=NOW))
    before = whole_record()
    with pytest.raises(BadMoment, match="no longer be stopped"):
        unschedule(release=release, by=edda, at=EMBARGO - left)
    assert whole_record() == before


def test_before_the_last_seconds_it_can(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    unschedule(release=release, by=edda, at=EMBARGO - LAST_CALL - MICRO)
    assert release.standing(EMBARGO) == Standing.DRAFT


def test_from_its_moment_on_there_is_nothing_to_take_back(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    with pytest.raises(WrongStanding, match="nothing to unschedule"):
        unschedule(release=release, by=edda, at=EMBARGO)


def test_a_draft_and_another_release_are_left_alone(edda: User) -> None:
    other = scheduled(at=NOW, visible_from=EMBARGO, headline="Other")
    with pytest.raises(WrongStanding):
        unschedule(release=draft(at=NOW), by=edda, at=LATER)
    before = list(other.editions.values())
    unschedule(release=scheduled(at=NOW, visible_from=EMBARGO), by=edda, at=LATER)
    assert list(other.editions.values()) == before


def test_a_failure_at_the_last_step_leaves_the_schedule_as_it_was(edda: User, monkeypatch: pytest.MonkeyPatch) -> None:
    release = with_update(published(at=NOW))
    before = whole_record()

    def fail(*args: object, **kwargs: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(module.common, "record", fail)
    with pytest.raises(IntegrityError):
        unschedule(release=release, by=edda, at=LATER)
    assert whole_record() == before
