"""Submitting: a round of review begins, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.send_back import send_back
from releases.actions.submit import submit
from releases.actions.withdraw import withdraw
from releases.errors import Conflict, Refused, WrongStage
from releases.models import Release
from releases.review import required_reviewers
from releases.workflow import Kind, Stage
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, rewritten, submitted

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MICRO = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def one_reviewer(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}


def unreviewed(by: User) -> Release:
    release = draft(at=NOW)
    publish_unreviewed(release=release, by=by, version=1, reason="It was night.", at=NOW)
    return Release.objects.get(pk=release.pk)


def test_it_names_who_submitted_when_and_begins_a_round(wren: User) -> None:
    release = draft(at=NOW)
    submit(release=release, by=wren, version=1, at=LATER)
    after = Release.objects.get(pk=release.pk)
    assert (after.stage, after.submitted_by, after.submitted_at) == (Stage.IN_REVIEW, wren, LATER)
    assert after.review_round == release.review_round + 1
    assert (after.version, after.content_hash, after.updated_at) == (1, release.content_hash, NOW)
    event = release.events.get(verb="submit")
    assert (event.at, event.actor, event.revision, event.edition) == (LATER, wren, release.revisions.get(), None)


def test_somebody_else_may_submit_what_another_wrote(edda: User) -> None:
    after = submitted(draft(at=NOW), by=edda, at=LATER)
    assert after.submitted_by == edda
    assert after.content_by != edda


@pytest.mark.parametrize("again", [submitted, approved])
def test_what_is_submitted_is_submitted_once(again: Any, wren: User) -> None:
    release = again(draft(at=NOW), at=NOW)
    before = whole_record()
    with pytest.raises(WrongStage, match="already"):
        submit(release=release, by=wren, version=1, at=LATER)
    assert whole_record() == before


def test_a_version_that_nobody_looked_at_is_not_submitted(wren: User, edda: User) -> None:
    release = rewritten(draft(at=NOW), at=NOW, by=edda, headline="Changed since")
    before = whole_record()
    with pytest.raises(Conflict, match="Edda Lind"):
        submit(release=release, by=wren, version=1, at=LATER)
    assert whole_record() == before


def test_what_readers_have_already_needs_no_review(wren: User, edda: User) -> None:
    release = unreviewed(edda)
    before = whole_record()
    with pytest.raises(Refused, match="exactly this text already"):
        submit(release=release, by=wren, version=1, at=LATER)
    assert whole_record() == before
    assert submitted(rewritten(release, at=LATER, summary="Soon."), at=LATER).stage == Stage.IN_REVIEW


def test_the_text_that_was_withdrawn_needs_review_to_come_back(wren: User, edda: User) -> None:
    release = unreviewed(edda)
    withdraw(release=release, by=edda, reason="It was wrong.", at=NOW + MICRO)
    assert submitted(release, at=LATER).stage == Stage.IN_REVIEW


def test_submitting_again_is_the_answer_to_what_was_sent_back(wren: User, edda: User) -> None:
    release = submitted(draft(at=NOW), at=NOW)
    send_back(release=release, by=edda, version=1, reason="The date is missing.", at=NOW + MICRO)
    submit(release=release, by=wren, version=1, at=LATER)
    release.refresh_from_db()
    assert (release.stage, release.sent_back_at) == (Stage.IN_REVIEW, None)


def test_where_nobody_reviews_there_is_nothing_to_submit(settings: Any, wren: User) -> None:
    settings.REVIEWERS = {"": 1, Kind.SPEECH: 0, Kind.STATEMENT: 2}
    assert [required_reviewers(kind) for kind in (Kind.READOUT, Kind.SPEECH, Kind.STATEMENT)] == [1, 0, 2]
    release = draft(at=NOW, kind=Kind.SPEECH)
    with pytest.raises(WrongStage, match="Nobody has to review"):
        submit(release=release, by=wren, version=1, at=LATER)


def test_a_text_that_is_not_complete_may_be_submitted() -> None:
    """Whether it is complete is asked where readers would miss something: when it is put before them."""
    assert submitted(draft(at=NOW, body="", summary=""), at=LATER).stage == Stage.IN_REVIEW
