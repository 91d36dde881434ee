"""Telling subscribers: that their reply was approved, and what was answered to it. Each once, by a notice that is claimed."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import Max, QuerySet
from django.utils import timezone

from comments.mail.addresses import end_address, reply_address
from comments.mail.delivery import LEASE, Outcome, deliver, next_try
from comments.mail.message import message
from comments.mail.owing import owe_recent
from comments.models import Comment, Decision, Notice, Subscription
from comments.rendering import CONTROLS, as_html
from comments.states import State
from releases.models import Edition

logger = logging.getLogger("pressroom.replies")

BATCH = 20
GIVEN_UP_AFTER = timedelta(days=2)
"""A mailbox that takes nothing for so long gets no more of these mails."""


def tell_readers(at: datetime | None = None) -> int:
    """Note what subscribers are to be told and mail some of it; returns how much of both. Safe in several places at once.

    A worker that is killed between the mail and the note of it leaves a notice that is mailed twice: rather that than never.
    Raises ``OSError`` when the mail server fails; what was claimed is then tried again after the lease.
    """
    at = at or timezone.now()
    noted = owe_recent(at)
    return noted + sum(_tell(notice, at) for notice in _unsent(at)[:BATCH] if _claim(notice, at))


def notices_due() -> int:
    """How many notices are waiting to be mailed, of those that are noted."""
    return _unsent(timezone.now()).count()


def _unsent(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at__isnull=True, claimed_at__lte=at - LEASE).order_by("claimed_at", "pk")


def _claim(notice: Notice, at: datetime) -> bool:
    mine = Notice.objects.filter(pk=notice.pk, sent_at__isnull=True, claimed_at=notice.claimed_at)
    return mine.update(claimed_at=at) == 1


def _tell(notice: Notice, at: datetime) -> int:
    """Mail one notice, if it is still true in this moment. Returns whether it was mailed."""
    wish = Subscription.objects.standing().filter(pk=notice.subscription_id).select_related("comment").first()
    comment = Comment.objects.approved().filter(pk=notice.comment_id).first()
    public = Edition.objects.public(at).filter(release__comments=notice.comment_id)
    edition = public.defer("article_html").first()
    if wish is None or comment is None or edition is None:
        # Approved again, or public again, it is noted again.
        Notice.objects.filter(pk=notice.pk).delete()
        return 0
    outcome = deliver(mail_for(wish, comment, edition))
    if outcome is Outcome.SENT:
        Notice.objects.filter(pk=notice.pk).update(sent_at=at)
        return 1
    _not_delivered(notice, wish, outcome, at)
    return 0


def mail_for(wish: Subscription, comment: Comment, edition: Edition) -> EmailMessage:
    """The mail that tells this subscriber of this reply, in the language of the release."""
    context: dict[str, Any] = {"edition": edition, "comment": comment, "address": reply_address(edition, comment)}
    template = "comments/mail/approved"
    if wish.about == Subscription.About.ANSWERS:
        template = "comments/mail/answer"
        context |= {"quoted": _quoted(comment.text), "html": as_html(comment.text)}
    return message(
        template,
        context,
        to=[wish.email],
        language=edition.language,
        unsubscribe=end_address(wish, edition.language),
    )


def _quoted(text: str) -> str:
    """A mark before every line: what a reader wrote cannot be taken for what the office writes below it."""
    return "\n".join(f"> {CONTROLS.sub(chr(0xFFFD), line)}".rstrip() for line in text.splitlines())


def _not_delivered(notice: Notice, wish: Subscription, outcome: Outcome, at: datetime) -> None:
    since = _true_since(notice, wish)
    if outcome is Outcome.REFUSED or at - since > GIVEN_UP_AFTER:
        logger.warning("The mailbox of subscription %d takes no mail: the subscription has ended", wish.pk)
        Subscription.objects.filter(pk=wish.pk, ended_at__isnull=True).update(ended_at=at)
        Notice.objects.filter(pk=notice.pk).delete()
    else:
        Notice.objects.filter(pk=notice.pk).update(claimed_at=next_try(at, since) - LEASE)


def _true_since(notice: Notice, wish: Subscription) -> datetime:
    """Since when this was to be told."""
    approvals = Decision.objects.filter(comment=notice.comment_id, to_state=State.APPROVED)
    approved: datetime | None = approvals.aggregate(last=Max("at"))["last"]
    moments = [moment for moment in (approved, wish.confirmed_at) if moment is not None]
    return max(moments)
