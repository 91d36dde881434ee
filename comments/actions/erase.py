"""Erase: what somebody said, and whatever could tell who said it, is gone; its place in the thread and its record stay."""

from datetime import datetime
from typing import Any

from django.db import transaction

from comments.actions.record import record_rule
from comments.models import Claim, Comment, Decision, EarlierText, Report, Subscription
from comments.reasons import Rule
from comments.states import State

EMPTY: dict[str, Any] = {
    "state": State.ERASED,
    "author": "",
    "email": "",
    "url": "",
    "text": "",
    "fingerprint": None,
    "mark": "",
    "network": "",
    "findings": [],
    "suspected": False,
    "pinned_at": None,
    "answered_in": None,
}


@transaction.atomic
def erase(*, comment: Comment, at: datetime, rule: Rule) -> Decision | None:
    """Leave a tombstone of a reader's reply, whatever state it is in; what answers it keeps its own.

    Returns the row of the record, or ``None`` when it is erased already, or was moved in this very moment: then whoever asked
    asks again. An official answer is nobody's personal data and is not erased.
    """
    # Read here and not taken from the caller, who may have read it long ago; the compare-and-set below is the lock.
    now = Comment.objects.filter(pk=comment.pk, official=False).exclude(state=State.ERASED).first()
    if now is None:
        return None
    rows = Comment.objects.filter(pk=now.pk, state=now.state, version=now.version)
    if rows.update(**EMPTY) != 1:
        return None
    EarlierText.objects.filter(comment=now).delete()
    Claim.objects.filter(comment=now).delete()
    Report.objects.filter(comment=now).update(mark="")
    Report.objects.unsettled().filter(comment=now).update(settled_at=at)
    Subscription.objects.filter(comment=now, ended_at__isnull=True).update(ended_at=at)
    Subscription.objects.addressed().filter(comment=now).update(email="")
    return record_rule(comment=now, rule=rule, from_state=now.state, to_state=State.ERASED, version=now.version, at=at)
