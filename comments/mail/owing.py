"""Of what subscribers are to be told: found in the record of decisions, and noted before it is mailed.

A notice is noted once for each subscription and reply, by a unique index. The window keeps the work small: it is a range of the
index of decisions, however many replies there are. What a chore missed for longer than that is no news any more.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from comments.mail.delivery import LEASE
from comments.models import Comment, Decision, Notice, Subscription
from comments.states import State
from releases.models import Edition

WINDOW = timedelta(days=3)
BATCH = 100
ANSWERS_BEFORE = 50
"""Answers that were there before a wish was confirmed, and are told then; the newest ones of more than that."""


def owe_recent(at: datetime) -> int:
    """Note some of what was approved lately; returns how many notices. Two at once note nothing twice."""
    # One reply may be here twice; to ask for each once would have SQLite walk through the whole record in another order.
    return _note(set(_untold(at).values_list("comment_id", flat=True)[:BATCH]), at)


def owe_since_the_wish(comment: Comment, at: datetime) -> None:
    """Note what happened to a reply before its writer confirmed the wishes about it."""
    answers = Comment.objects.approved().filter(parent=comment).newest_first()[:ANSWERS_BEFORE]
    _note([comment.pk, *answers.values_list("pk", flat=True)], at)


def _untold(at: datetime) -> QuerySet[Decision]:
    """Approvals within the window of which somebody is to be told and was not.

    Every condition is within one "exists" for each decision. Whatever is joined to the decisions, or could be, has a database
    begin with all replies that were ever approved.
    """
    told = Notice.objects.filter(subscription=OuterRef("pk"), comment=OuterRef(OuterRef("comment_id")))
    public = Edition.objects.public(at).filter(release=OuterRef("comment__release"))
    wishes = Subscription.objects.standing().filter(~Exists(told), Exists(public))
    own = wishes.filter(
        about=Subscription.About.APPROVED, comment=OuterRef("comment_id"), comment__state=State.APPROVED
    )
    answered = wishes.alias(
        answer=F("comment__children"), state=F("comment__children__state"), by=Lower("comment__children__email")
    )
    # Nobody is told of what they answered to themselves.
    answered = answered.filter(
        ~Q(by=Lower("email")), about=Subscription.About.ANSWERS, answer=OuterRef("comment_id"), state=State.APPROVED
    )
    recent = Decision.objects.filter(at__gt=at - WINDOW, to_state=State.APPROVED).order_by()
    return recent.filter(Q(Exists(own)) | Q(Exists(answered)))


def _note(replies: Collection[int], at: datetime) -> int:
    """Note who is to be told of these replies, ready to be mailed; returns how many had not been noted."""
    found = Comment.objects.approved().filter(pk__in=replies).annotate(mailbox=Lower("email"))
    rows = list(found.values_list("pk", "parent_id", "mailbox"))
    pairs = set(_pairs(rows))
    wishes = {wish for wish, _reply in pairs}
    known = Notice.objects.filter(subscription__in=wishes).values_list("subscription_id", "comment_id")
    new = pairs - set(known)
    Notice.objects.bulk_create(
        [Notice(subscription_id=wish, comment_id=reply, claimed_at=at - LEASE) for wish, reply in sorted(new)],
        ignore_conflicts=True,
    )
    return len(new)


def _pairs(rows: Sequence[tuple[int, int | None, str]]) -> Iterator[tuple[int, int]]:
    """(subscription, reply) for what somebody wants to know of these replies: number, parent and mailbox of each."""
    about = {number for row in rows for number in row[:2] if number is not None}
    standing = Subscription.objects.standing().filter(comment__in=about).annotate(mailbox=Lower("email"))
    wishes = {
        (comment, kind): (wish, mailbox)
        for wish, comment, kind, mailbox in standing.values_list("pk", "comment_id", "about", "mailbox")
    }
    for reply, parent, mailbox in rows:
        own = wishes.get((reply, Subscription.About.APPROVED))
        if own is not None:
            yield own[0], reply
        answered = wishes.get((parent, Subscription.About.ANSWERS)) if parent is not None else None
        if answered is not None and answered[1] != mailbox:
            yield answered[0], reply
