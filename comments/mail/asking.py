"""Asking a mailbox whether a wish for mail is meant: once for a reply, and never with a word that its sender could choose.

Whoever posts a reply can name any mailbox. So the question holds a public headline and an address of ours and nothing else,
few of them reach one mailbox in a day, none is mailed for a reply that looks like spam, and a mailbox can refuse them for ever.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from comments.mail.addresses import end_address, never_address, wish_address
from comments.mail.delivery import LEASE, Outcome, deliver, next_try
from comments.mail.message import message
from comments.mail.refusals import is_refused, of_mailbox
from comments.models import Comment, Subscription
from comments.models.subscription import SubscriptionQuerySet
from comments.states import State
from releases.models import Edition

logger = logging.getLogger("pressroom.replies")

BATCH = 20
QUESTIONS_A_DAY = 3
"""To one mailbox, of those that nobody has answered with yes."""
DAY = timedelta(days=1)
PUT_OFF = timedelta(hours=1)
"""For a mailbox that has had its questions for the day."""
ASKED_WITHIN = timedelta(days=5)
"""After that nobody remembers the wish. A reply that looked like spam is asked about once it was approved."""
ANSWERED_WITHIN = timedelta(days=7)
"""From the wish on: ``comments.retention`` then erases the address."""


def ask(at: datetime | None = None) -> int:
    """Mail some questions; returns how many. Safe to run in several places at once.

    Each is claimed by a compare-and-set before it is mailed. Raises ``OSError`` when the mail server fails; what was claimed is
    then tried again after the lease.
    """
    at = at or timezone.now()
    return sum(_ask(wish, at) for wish in waiting(at).order_by("created_at", "pk")[:BATCH] if _claim(wish, at))


def questions_due() -> int:
    """How many questions are waiting to be mailed."""
    return waiting(timezone.now()).count()


def lapses_at(wish: Subscription) -> datetime:
    """Until when the question can be answered."""
    return wish.created_at + ANSWERED_WITHIN


def waiting(at: datetime) -> SubscriptionQuerySet:
    """The first wish of each reply whose writer can be asked now; the question is about all of them."""
    earlier = _unasked().filter(comment=OuterRef("comment"), pk__lt=OuterRef("pk"))
    return _askable(_unasked(), at).filter(~Exists(earlier)).select_related("comment")


def _unasked() -> SubscriptionQuerySet:
    return Subscription.objects.filter(asked_at__isnull=True, confirmed_at__isnull=True, ended_at__isnull=True)


def _askable(wishes: SubscriptionQuerySet, at: datetime) -> SubscriptionQuerySet:
    """Each condition is an "exists" of its own: joined, SQLite would begin with all replies that are approved."""
    likely = Q(state=State.APPROVED) | Q(state=State.PENDING, suspected=False)
    replies = Comment.objects.filter(likely, pk=OuterRef("comment_id"))
    public = Edition.objects.public(at).filter(release=OuterRef("comment__release"))
    return wishes.filter(_free(at), Exists(replies), Exists(public), created_at__gt=at - ASKED_WITHIN)


def _free(at: datetime) -> Q:
    return Q(mail_after__isnull=True) | Q(mail_after__lte=at)


def _claim(wish: Subscription, at: datetime) -> bool:
    return _unasked().filter(_free(at), pk=wish.pk).update(mail_after=at + LEASE) == 1


def _ask(wish: Subscription, at: datetime) -> int:
    """Mail one question. Returns whether it was mailed."""
    comment = Comment.objects.get(pk=wish.comment_id)
    edition = Edition.objects.public(at).filter(release=comment.release_id).defer("article_html").first()
    if edition is None or comment.state not in (State.PENDING, State.APPROVED):
        return 0
    if is_refused(wish.email):
        return _settle(comment, ended_at=at, email="")
    if _asked_today(wish, at) >= QUESTIONS_A_DAY:
        return _settle(comment, mail_after=at + PUT_OFF)
    outcome = deliver(question(wish, edition))
    if outcome is Outcome.LATER:
        return _settle(comment, mail_after=next_try(at, wish.created_at))
    if outcome is Outcome.REFUSED:
        logger.warning("The mailbox of subscription %d refused the question", wish.pk)
        return _settle(comment, ended_at=at)
    _settle(comment, asked_at=at, mail_after=None)
    return 1


def question(wish: Subscription, edition: Edition) -> EmailMessage:
    """The mail, in the language of the release."""
    language = edition.language
    unasked = _unasked().filter(comment=wish.comment_id)
    context = {
        "edition": edition,
        "about": set(unasked.values_list("about", flat=True)),
        "address": wish_address(wish, language),
        "never": never_address(wish, language),
        "until": lapses_at(wish),
    }
    return message(
        "comments/mail/question",
        context,
        to=[wish.email],
        language=language,
        unsubscribe=end_address(wish, language),
    )


def _settle(comment: Comment, **columns: Any) -> int:
    """Note what became of all wishes that the question was about."""
    _unasked().filter(comment=comment).update(**columns)
    return 0


def _asked_today(wish: Subscription, at: datetime) -> int:
    """How many others this mailbox was asked, or is being asked in this moment by somebody else.

    Claiming comes before counting, so that of two workers at least one counts the other's.
    """
    asked = Q(asked_at__gt=at - DAY, confirmed_at__isnull=True)
    under_way = Q(asked_at__isnull=True, ended_at__isnull=True, mail_after__gt=at, mail_after__lte=at + LEASE)
    others = of_mailbox(wish.email).filter(asked | under_way).exclude(comment=wish.comment_id)
    return others.values("comment").distinct().count()
