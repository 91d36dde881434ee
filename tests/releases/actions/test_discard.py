"""Discarding: into the bin, where nothing is lost, and never what readers saw."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from releases.actions.discard import discard
from releases.actions.publish import publish
from releases.actions.reinstate import reinstate
from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.errors import Conflict, Refused, WrongStage, WrongStanding
from releases.models import Release
from releases.review import approvals
from releases.workflow import Stage
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, published, rewritten, scheduled, submitted, withdrawn

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
EMBARGO = NOW + timedelta(days=2)


def test_the_text_its_revisions_and_its_events_stay(wren: User) -> None:
    release = rewritten(draft(at=NOW), at=NOW, headline="Second words", tags=("Ferries",))
    before = whole_record()
    discard(release=release, by=wren, version=2, at=LATER)
    after = whole_record()
    assert {name for name in after if after[name] != before[name]} == {"Release", "Event"}
    assert Release.objects.get(pk=release.pk).stage == Stage.DISCARDED
    event = release.events.get(verb="discard")
    assert (event.at, event.actor, event.revision) == (LATER, wren, release.revisions.get(number=2))


def test_what_readers_have_or_had_or_will_have_never_goes_there(edda: User) -> None:
    for release in (
        published(at=NOW, headline="One"),
        withdrawn(published_at=NOW, at=NOW + timedelta(seconds=1), headline="Two"),
        withdrawn(published_at=NOW, at=NOW + timedelta(seconds=1), headline="Three", gone=True),
        scheduled(at=NOW, visible_from=EMBARGO, headline="Four"),
    ):
        before = whole_record()
        with pytest.raises(WrongStanding, match="What readers saw stays on record"):
            discard(release=release, by=edda, version=release.version, at=LATER)
        assert whole_record() == before


def test_a_draft_that_was_scheduled_once_and_taken_back_may(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    unschedule(release=release, by=edda, at=LATER)
    discard(release=release, by=edda, version=1, at=LATER)
    assert release.editions.count() == 1, "what was planned stays on record"


def test_in_the_bin_nothing_goes_on(edda: User) -> None:
    release = draft(at=NOW)
    discard(release=release, by=edda, version=1, at=LATER)
    before = whole_record()
    for act in (
        lambda: rewritten(release, at=LATER, headline="Other words"),
        lambda: publish(release=release, by=edda, version=1, at=LATER),
        lambda: schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=LATER),
        lambda: discard(release=release, by=edda, version=1, at=LATER),
    ):
        with pytest.raises(WrongStage, match="in the bin"):
            act()
    assert whole_record() == before


def test_a_version_that_nobody_looked_at_is_not_thrown_away(wren: User, edda: User) -> None:
    release = rewritten(draft(at=NOW), at=NOW, by=edda, headline="An hour's work")
    before = whole_record()
    with pytest.raises(Conflict, match="Edda Lind"):
        discard(release=release, by=wren, version=1, at=LATER)
    assert whole_record() == before


@pytest.mark.parametrize("reach", [submitted, approved])
def test_the_way_through_the_bin_ends_every_review(reach: Any, settings: Any, edda: User) -> None:
    settings.REVIEWERS = {"": 1}
    release = reach(draft(at=NOW), at=NOW)
    discard(release=release, by=edda, version=1, at=LATER)
    reinstate(release=release, by=edda, version=1, at=LATER)
    after = Release.objects.get(pk=release.pk)
    assert (after.stage, approvals(after).count(), after.sent_back_at) == (Stage.DRAFT, 0, None)
    with pytest.raises(Refused):
        publish(release=after, by=edda, version=1, at=LATER)
