"""Erased is erased: a tombstone and a record stay, and the database holds that nothing else does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from comments.actions import decide, edit, report
from comments.actions.erase import erase
from comments.models import Claim, Comment, Decision, EarlierText, Report, Subscription
from comments.reasons import Complaint, Rule
from comments.senders import Sender
from comments.states import State
from comments.threads import thread_page
from releases.errors import Refused
from tests import cast, scenes
from tests.comments.conversation import moved, said, shown

NOW = scenes.NOW
pytestmark = pytest.mark.django_db


def full(state):
    """A reply with everything that can hang from one, in this state."""
    comment = said(
        scenes.published(at=NOW), at=NOW, url="https://noor.example", sender=Sender("1" * 32, "203.0.113.0/24")
    )
    edit(comment=comment, text="Said better", seen_version=1, at=NOW)
    Subscription.objects.create(comment=comment, about="answers", email=comment.email, confirmed_at=NOW)
    if state != State.PENDING:
        moved(comment, state)
    Claim.objects.create(comment=comment, by=cast.mo(), until=NOW + timedelta(days=1))
    Report.objects.create(comment=comment, version=2, reason=Complaint.SPAM, mark="2" * 32, at=NOW)
    return comment


@pytest.mark.parametrize("state", [state for state in State if state != State.ERASED])
def test_nothing_of_the_person_is_left_in_any_table(state):
    comment = full(state)
    row = erase(comment=comment, at=NOW, rule=Rule.ERASURE)
    assert (row.from_state, row.to_state, row.rule, row.by_name, row.version) == (state, "erased", "erasure", "", 2)
    left = repr(
        [list(model.objects.values()) for model in (Comment, Decision, EarlierText, Report, Subscription, Claim)]
    )
    for trace in ("Noor", "noor", "crossing", "Said better", "203.0.113", "1" * 32, "2" * 32):
        assert trace not in left, trace
    comment.refresh_from_db()
    assert comment.state == State.ERASED
    assert not Subscription.objects.filter(ended_at__isnull=True).exists()


def test_it_is_done_once():
    comment = full(State.PENDING)
    assert erase(comment=comment, at=NOW, rule=Rule.ERASURE) is not None
    assert erase(comment=comment, at=NOW, rule=Rule.ERASURE) is None
    assert Decision.objects.filter(to_state="erased").count() == 1


def test_what_answers_it_stays_under_its_place():
    parent = shown(scenes.published(at=NOW))
    answer = shown(parent.release, parent=parent)
    erase(comment=parent, at=NOW, rule=Rule.ERASURE)
    (node,) = thread_page(parent.release_id, NOW).nodes
    assert node.comment is None
    assert [child.comment.pk for child in node.children] == [answer.pk]


def test_nobody_brings_it_back():
    comment = full(State.SPAM)
    erase(comment=comment, at=NOW, rule=Rule.RETENTION)
    for to in State:
        with pytest.raises(Refused):
            decide(comment=comment, to=to, by=cast.mo(), seen_state=State.ERASED, reason="")
    with pytest.raises(Refused):
        report(comment=Comment.objects.get(), reason=Complaint.SPAM, sender=Sender(), at=NOW)


def test_an_official_answer_is_not_a_persons():
    comment = full(State.APPROVED)
    with transaction.atomic():
        other = Comment.objects.create(
            release=comment.release, author="Office", text="Ours", official=True, by=cast.ada(), by_name="Ada Brook"
        )
    assert erase(comment=other, at=NOW, rule=Rule.ERASURE) is None
    assert Comment.objects.get(pk=other.pk).text == "Ours"


@pytest.mark.parametrize("left", [{"email": "x@example.org"}, {"text": "x"}, {"network": "x"}, {"fingerprint": "x"}])
def test_the_database_refuses_a_tombstone_that_says_something(left):
    comment = full(State.PENDING)
    erase(comment=comment, at=NOW, rule=Rule.ERASURE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**left)
