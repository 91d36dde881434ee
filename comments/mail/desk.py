"""Telling moderators what waits: at once, and then in one mail for each quarter of an hour. Numbers only.

A mail is not sealed: it holds no reader's word and no name, and leads to the desk behind the login. What looks like spam is no
reason for a mail.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.utils import timezone

from comments.mail.addresses import desk_address
from comments.mail.delivery import LEASE, Outcome, deliver
from comments.mail.message import message
from comments.models import Comment, CommentQuerySet, DeskMail, Report
from comments.states import MODERATE

logger = logging.getLogger("pressroom.replies")

APART = timedelta(minutes=15)
SETTLED = timedelta(seconds=5)
"""What came in later than this may still be in a transaction that is not over: it belongs to the next mail."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = 100
"""Of earlier mails, to be looked at when somebody asks where theirs is."""
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class News:
    """What the mail says."""

    new: int
    reported: int
    waiting: int
    suspected: int
    oldest: datetime | None
    up_to: int

    @property
    def count(self) -> int:
        """How much of it the moderators were not told before."""
        return self.new + self.reported


def tell_moderators(at: datetime | None = None) -> int:
    """Mail the moderators if there is news and it is time to; returns whether that happened. Safe in several places at once.

    The next mail has a number, and whoever stores it sends it. Raises ``OSError`` when the mail server fails: the mail is then
    made anew after the lease, as it is after a worker was killed.
    """
    at = at or timezone.now()
    until = at - SETTLED
    newest = DeskMail.objects.order_by("-turn").first()
    told = _told()
    if (newest and newest.sent_at is None and newest.at > until - LEASE) or (told and told.at > until - APART):
        return 0
    news = news_since(told.at if told else LONG_AGO, until)
    if not news.count:
        return 0
    turn = _claim(newest, news, until)
    return int(turn is not None and _send(turn, news, at))


def moderators() -> QuerySet[User]:
    """Whom it concerns: active staff who decide about replies, and have an address."""
    allowed = User.objects.with_perm(MODERATE, backend=MODEL_BACKEND)
    return allowed.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")


def news_since(since: datetime, until: datetime) -> News:
    """What came into the queue, and what was reported, after one moment and up to another; and all that waits."""
    pending = Comment.objects.pending()
    likely = pending.filter(suspected=False)
    new = _between(likely, since, until)
    reports = _reports(since, until)
    return News(
        new=new.count(),
        reported=reports.values("comment").distinct().count(),
        waiting=pending.count(),
        suspected=pending.filter(suspected=True).count(),
        oldest=likely.aggregate(oldest=Min("waiting_since"))["oldest"],
        up_to=Comment.objects.aggregate(last=Max("pk"))["last"] or 0,
    )


def mail_of(news: News, to: list[str]) -> EmailMessage:
    """The mail, in the office's language."""
    context = {"news": news, "address": desk_address()}
    return message("comments/mail/desk", context, to=to, language=settings.LANGUAGE_CODE)


def _between(replies: CommentQuerySet, since: datetime, until: datetime) -> CommentQuerySet:
    return replies.filter(waiting_since__gt=since, waiting_since__lte=until)


def _reports(since: datetime, until: datetime) -> QuerySet[Report]:
    """With an "exists" and no join: SQLite would begin with all replies that are approved."""
    approved = Comment.objects.approved().filter(pk=OuterRef("comment_id"))
    return Report.objects.unsettled().filter(Exists(approved), at__gt=since, at__lte=until).order_by()


def _told() -> DeskMail | None:
    return DeskMail.objects.filter(sent_at__isnull=False).order_by("-turn").first()


def _claim(newest: DeskMail | None, news: News, until: datetime) -> int | None:
    """The number of the mail that is now ours to send, or nothing when somebody else was first."""
    columns = {"at": until, "up_to": news.up_to, "count": news.count}
    if newest is not None and newest.sent_at is None:
        # Whoever had claimed it was killed, or could not send it.
        mine = DeskMail.objects.filter(pk=newest.pk, sent_at__isnull=True, at=newest.at)
        return newest.turn if mine.update(**columns) == 1 else None
    turn = newest.turn + 1 if newest else 1
    try:
        with transaction.atomic():
            DeskMail.objects.create(turn=turn, **columns)
    except IntegrityError:
        return None
    return turn


def _send(turn: int, news: News, at: datetime) -> bool:
    """Send it, and note that it was sent. Returns whether anybody was told."""
    to = list(moderators().values_list("email", flat=True))
    outcome = deliver(mail_of(news, to)) if to else Outcome.REFUSED
    if outcome is Outcome.LATER:
        return False
    if outcome is Outcome.REFUSED:
        logger.error("Replies are waiting and nobody can be told: no moderator has a mail address that takes mail")
    DeskMail.objects.filter(turn=turn).update(sent_at=at)
    DeskMail.objects.filter(turn__lte=turn - KEPT).delete()
    return outcome is Outcome.SENT
