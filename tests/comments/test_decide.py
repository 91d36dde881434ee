"""A decision is made once, by a person who may, about what that person saw; and it is on record."""

from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from comments.actions import decide, keep, report
from comments.models import Claim, Comment, Decision, Report
from comments.reasons import KEPT, Complaint, Reason
from comments.senders import Sender
from comments.states import TRANSITIONS, State
from releases.errors import Conflict, NotAllowed, Refused
from tests import cast, scenes
from tests.at_once import at_once, refusals
from tests.comments.conversation import moved, said, shown

WAYS = {(State(one), other) for one, others in TRANSITIONS.items() for other in others}
NO_WAYS = sorted((one, other) for one, other in set(product(State, State)) - WAYS if one != State.ERASED)


def why(to):
    return Reason.ABUSIVE if to == State.REJECTED else ""


def in_state(state):
    comment = said(scenes.published(at=scenes.NOW))
    if state != State.PENDING:
        moved(comment, state)
    return comment


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), sorted(WAYS))
def test_it_moves_the_reply_and_writes_that_down(one, other):
    comment = in_state(one)
    Decision.objects.all().delete()
    decide(comment=comment, to=other, by=cast.mo(), seen_state=one, at=scenes.NOW, reason=why(other))
    assert Comment.objects.get().state == comment.state == other
    row = Decision.objects.get()
    assert (row.comment, row.at, row.by, row.by_name) == (comment, scenes.NOW, cast.mo(), "Mo Haddad")
    assert (row.from_state, row.to_state, row.version, row.reason, row.rule) == (one, other, 1, why(other), "")


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), NO_WAYS)
def test_it_refuses_every_other_step(one, other):
    comment = in_state(one)
    before = Decision.objects.count()
    with pytest.raises(Refused):
        decide(comment=comment, to=other, by=cast.mo(), seen_state=one, reason=why(other))
    assert Comment.objects.get().state == one
    assert Decision.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("person", [cast.wren, cast.edda])
def test_it_is_not_for_writers_and_editors(person):
    comment = in_state(State.PENDING)
    with pytest.raises(NotAllowed):
        decide(comment=comment, to=State.APPROVED, by=person(), seen_state=State.PENDING)
    assert Comment.objects.get().state == State.PENDING


@pytest.mark.django_db
def test_the_second_moderator_is_told_who_came_first():
    comment = in_state(State.PENDING)
    also = Comment.objects.get()
    decide(comment=comment, to=State.APPROVED, by=cast.mo(), seen_state=State.PENDING)
    with pytest.raises(Conflict, match="Mo Haddad moved this reply to “Approved”"):
        decide(comment=also, to=State.SPAM, by=cast.ada(), seen_state=State.PENDING)
    assert Comment.objects.get().state == State.APPROVED
    assert Decision.objects.count() == 1


@pytest.mark.django_db
def test_a_text_that_changed_after_it_was_read_is_not_approved():
    comment = in_state(State.PENDING)
    Comment.objects.update(version=2, text="Something else entirely")
    with pytest.raises(Conflict, match="changed after you looked"):
        decide(comment=comment, to=State.APPROVED, by=cast.mo(), seen_state=State.PENDING)
    assert Comment.objects.get().state == State.PENDING


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "reason"),
    [(State.REJECTED, ""), (State.REJECTED, "because"), (State.APPROVED, Reason.OTHER), (State.SPAM, Reason.OTHER)],
)
def test_a_rejection_has_a_reason_of_the_list_and_nothing_else_has(to, reason):
    comment = in_state(State.PENDING)
    with pytest.raises(Refused):
        decide(comment=comment, to=to, by=cast.mo(), seen_state=State.PENDING, reason=reason)
    assert Comment.objects.get().state == State.PENDING
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_the_record_says_how_long_it_waited():
    comment = in_state(State.PENDING)
    later = scenes.NOW + timedelta(minutes=7)
    decide(comment=comment, to=State.APPROVED, by=cast.mo(), seen_state=State.PENDING, at=later)
    decide(comment=comment, to=State.PENDING, by=cast.mo(), seen_state=State.APPROVED, at=later)
    decide(comment=comment, to=State.SPAM, by=cast.mo(), seen_state=State.PENDING, at=later + timedelta(minutes=1))
    waited = list(Decision.objects.order_by("pk").values_list("waited", flat=True))
    assert waited == [timedelta(minutes=7), None, timedelta(minutes=1)]


@pytest.mark.django_db
def test_a_decision_settles_what_was_reported_and_ends_the_claim():
    comment = shown(scenes.published(at=scenes.NOW))
    report(comment=comment, reason=Complaint.SPAM, sender=Sender(mark="a" * 32), at=scenes.NOW)
    Claim.objects.create(comment=comment, by=cast.ada(), until=scenes.NOW + timedelta(minutes=2))
    moved(comment, State.TRASH)
    assert not Report.objects.unsettled().exists()
    assert not Claim.objects.exists()


@pytest.mark.django_db
def test_who_looks_at_reports_and_leaves_the_reply_is_on_record():
    comment = shown(scenes.published(at=scenes.NOW))
    report(comment=comment, reason=Complaint.SPAM, sender=Sender(mark="a" * 32), at=scenes.NOW)
    assert Comment.objects.get().state == State.APPROVED
    keep(comment=comment, by=cast.mo(), at=scenes.NOW)
    row = Decision.objects.latest("pk")
    assert (row.from_state, row.to_state, row.reason) == (State.APPROVED, State.APPROVED, KEPT)
    assert not Report.objects.unsettled().exists()
    moved(comment, State.TRASH)
    with pytest.raises(Conflict):
        keep(comment=comment, by=cast.mo())
    with pytest.raises(NotAllowed):
        keep(comment=comment, by=cast.wren())


@pytest.mark.django_db
def test_a_parent_that_goes_leaves_its_answers_as_they_are():
    parent = shown(scenes.published(at=scenes.NOW))
    answer = shown(parent.release, parent=parent)
    moved(parent, State.TRASH)
    assert Comment.objects.get(pk=answer.pk).state == State.APPROVED


def test_of_many_moderators_at_once_one_decides(transactional_db):
    comment = in_state(State.PENDING)
    ways = product([cast.mo(), cast.ada()], [State.APPROVED, State.SPAM])
    outcomes = at_once(
        *(
            partial(decide, comment=Comment(pk=comment.pk, version=1), to=to, by=by, seen_state=State.PENDING)
            for by, to in ways
        ),
        but=Conflict,
    )
    assert len(refusals(outcomes)) == 3
    assert Decision.objects.count() == 1
    assert Decision.objects.get().to_state == Comment.objects.get().state


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"to_state": "spam"},
        {"by_name": "Somebody"},
        {"at": scenes.NOW},
        {"version": 7},
        {"reason": "other"},
        {"rule": "edited"},
        {"waited": None},
    ],
)
def test_the_record_cannot_be_rewritten(change):
    shown(scenes.published(at=scenes.NOW))
    with pytest.raises(IntegrityError, match="record_holds"), transaction.atomic():
        Decision.objects.update(**change)


@pytest.mark.django_db
def test_the_record_survives_the_moderators_account():
    shown(scenes.published(at=scenes.NOW))
    cast.mo().delete()
    row = Decision.objects.get()
    assert (row.by, row.by_name) == (None, "Mo Haddad")
