"""Sending back: the round is over, and the author is told why."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from releases.actions.publish import publish
from releases.actions.send_back import send_back
from releases.errors import Conflict, Incomplete, WrongStage
from releases.models import Approval, Release
from releases.review import approvals
from releases.workflow import Stage
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, rewritten, submitted

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def one_reviewer(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}


def test_the_reason_is_on_record_and_the_text_is_a_draft_again(edda: User) -> None:
    release = submitted(draft(at=NOW), at=NOW)
    send_back(release=release, by=edda, version=1, reason="  The date is missing.\n", at=LATER)
    after = Release.objects.get(pk=release.pk)
    assert (after.stage, after.sent_back_at, after.submitted_by) == (Stage.DRAFT, LATER, cast.wren())
    assert after.review_round == release.review_round + 1
    event = release.events.get(verb="send_back")
    assert (event.at, event.actor, event.revision) == (LATER, edda, release.revisions.get())
    assert event.details == {"reason": "The date is missing."}


@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_it_says_why(edda: User, reason: str) -> None:
    release = submitted(draft(at=NOW), at=NOW)
    before = whole_record()
    with pytest.raises(Incomplete, match="its author will see this"):
        send_back(release=release, by=edda, version=1, reason=reason, at=LATER)
    assert whole_record() == before


def test_approvals_that_were_given_no_longer_count_and_stay_on_record(edda: User) -> None:
    release = approved(draft(at=NOW), at=NOW)
    send_back(release=release, by=edda, version=1, reason="Wait for the figures.", at=LATER)
    after = Release.objects.get(pk=release.pk)
    assert (approvals(after).count(), Approval.objects.count()) == (0, 1)
    with pytest.raises(WrongStage):
        publish(release=after, by=edda, version=1, at=LATER)


def test_a_text_that_the_reviewer_did_not_see_is_not_sent_back(edda: User) -> None:
    release = rewritten(submitted(draft(at=NOW), at=NOW), at=NOW, headline="The date is in it now")
    before = whole_record()
    with pytest.raises(Conflict):
        send_back(release=release, by=edda, version=1, reason="The date is missing.", at=LATER)
    assert whole_record() == before


def test_what_was_not_submitted_cannot_be_sent_back(edda: User) -> None:
    with pytest.raises(WrongStage, match="nothing to send back"):
        send_back(release=draft(at=NOW), by=edda, version=1, reason="No.", at=LATER)


def test_it_waits_for_its_author_until_it_is_submitted_again(edda: User) -> None:
    release = submitted(draft(at=NOW), at=NOW)
    send_back(release=release, by=edda, version=1, reason="The date is missing.", at=LATER)
    changed = rewritten(release, at=LATER, headline="Ferry returns on 9 March")
    assert changed.sent_back_at == LATER, "a first attempt is not the answer yet"
    assert submitted(changed, at=LATER).sent_back_at is None
