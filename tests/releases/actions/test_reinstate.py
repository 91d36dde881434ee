"""Reinstating: out of the bin, as it was."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from releases.actions.discard import discard
from releases.actions.publish import publish
from releases.actions.reinstate import reinstate
from releases.errors import Conflict, WrongStage, WrongStanding
from releases.models import Release
from releases.workflow import Stage
from releases.working_copy import read
from tests.releases.record import whole_record
from tests.scenes import NOW, content, draft, published

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def binned() -> Release:
    release = draft(at=NOW, headline="As it was", tags=("Ferries",))
    discard(release=release, by=release.updated_by, version=1, at=NOW)
    return release


def test_it_comes_back_as_it_was_and_may_be_published(edda: User) -> None:
    release = binned()
    reinstate(release=release, by=edda, version=1, at=LATER)
    after = Release.objects.get(pk=release.pk)
    assert (after.stage, after.version, after.content_by) == (Stage.DRAFT, 1, release.content_by)
    assert read(after) == content(headline="As it was", slug="as-it-was", tags=("Ferries",))
    event = release.events.get(verb="reinstate")
    assert (event.at, event.actor, event.revision) == (LATER, edda, release.revisions.get())
    publish(release=after, by=edda, version=1, at=LATER)


def test_what_is_in_no_bin_cannot_be_taken_out(edda: User) -> None:
    with pytest.raises(WrongStage, match="not in the bin"):
        reinstate(release=draft(at=NOW), by=edda, version=1, at=LATER)
    with pytest.raises(WrongStanding, match="not in the bin"):
        reinstate(release=published(at=NOW), by=edda, version=1, at=LATER)


def test_it_asks_for_the_version_that_the_person_saw(edda: User) -> None:
    release = binned()
    before = whole_record()
    with pytest.raises(Conflict):
        reinstate(release=release, by=edda, version=2, at=LATER)
    assert whole_record() == before
