"""How long what is kept is kept. What waits and what is approved is never erased by itself.

Everything here does a little, a few hundred rows, and says how much: killed in the middle, it goes on where it was.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import DateTimeField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments.actions.erase import erase
from comments.models import Comment, Decision, MarkKey, Pace, PrivacyRequest, Report, SpentProof, Subscription
from comments.reasons import Rule
from comments.states import State

logger = logging.getLogger("pressroom.replies")

BATCH = 200
ERASED_AT_ONCE = 50
"""Each is a transaction of its own, some 25 ms with SQLite on a busy machine: other chores have their turn in between."""
PACE_KEPT = timedelta(hours=2)
"""An hour is counted; the second one is for clocks that differ."""
UNCONFIRMED_KEPT = timedelta(days=7)
REQUEST_KEPT = timedelta(days=365)


def kept_days() -> dict[State, int]:
    """After how many days what was set aside is erased; 0: never."""
    return {
        State.SPAM: settings.REPLIES_KEEP_SPAM_DAYS,
        State.TRASH: settings.REPLIES_KEEP_TRASH_DAYS,
        State.REJECTED: settings.REPLIES_KEEP_REJECTED_DAYS,
    }


def overdue(state: State, at: datetime) -> QuerySet[Comment]:
    """What has been in this state for longer than it is kept, counted from the last decision about it."""
    days = kept_days()[state]
    decided = (
        Decision.objects.filter(comment=OuterRef("pk"))
        .order_by()
        .values("comment")
        .annotate(last=Max("at"))
        .values("last")
    )
    since = Coalesce(Subquery(decided, output_field=DateTimeField()), "created_at")
    rows = Comment.objects.filter(state=state, official=False).alias(since=since)
    until = at - timedelta(days=days)
    # Nothing is decided before it is written, and "comment_queue" leads to what was written long ago, suspected or not: so
    # the record is asked about those alone, and not four times a minute about all spam.
    old = rows.filter(suspected__in=(True, False), created_at__lt=until)
    return old.filter(since__lt=until) if days else rows.none()


def traced(at: datetime) -> QuerySet[Comment]:
    """What still tells where it came from, longer than that is kept."""
    days = settings.REPLIES_KEEP_ADDRESSES_DAYS
    # Marks and networks come together (comments.senders), and the index "comment_traced" holds those that have one.
    told = Comment.objects.exclude(mark="")
    return told.filter(created_at__lt=at - timedelta(days=days)) if days else told.none()


def purge(at: datetime | None = None) -> int:
    """Erase some of what is overdue; returns how many rows that were, nothing when nothing is left.

    A step that fails does not stop the others. Raises the first failure after all of them.
    """
    at, done, failures = at or timezone.now(), 0, []
    for name, step, _due in STEPS:
        try:
            done += step(at)
        except DatabaseError as error:
            error.add_note(f"while purging {name}")
            failures.append(error)
    if failures:
        raise failures[0]
    return done


def purge_due(at: datetime | None = None) -> int:
    """How many rows are overdue."""
    at = at or timezone.now()
    return sum(due(at) for _name, _step, due in STEPS)


def _erase(state: State) -> tuple[Callable[[datetime], int], Callable[[datetime], int]]:
    def step(at: datetime) -> int:
        found = list(overdue(state, at).order_by("pk")[:ERASED_AT_ONCE])
        return sum(_erased(comment, at) for comment in found)

    return step, lambda at: overdue(state, at).count()


def _erased(comment: Comment, at: datetime) -> bool:
    """One row that cannot be erased does not keep the others; the log says why, and it is tried again."""
    try:
        return erase(comment=comment, at=at, rule=Rule.RETENTION) is not None
    except DatabaseError:
        logger.exception("Reply %s could not be erased", comment.pk)
        return False


def _forget_addresses(at: datetime) -> int:
    keys = list(traced(at).order_by("mark").values_list("pk", flat=True)[:BATCH])
    return Comment.objects.filter(pk__in=keys).update(mark="", network="")


def _old_keys(at: datetime) -> QuerySet[MarkKey]:
    days = settings.REPLIES_KEEP_ADDRESSES_DAYS
    if not days:
        return MarkKey.objects.none()
    # The key of a month is needed until its last day's marks are over.
    first_kept = timezone.localdate(at - timedelta(days=days)).replace(day=1)
    return MarkKey.objects.filter(month__lt=first_kept)


def _old_reports(at: datetime) -> QuerySet[Report]:
    days = settings.REPLIES_KEEP_ADDRESSES_DAYS
    return Report.objects.exclude(mark="").filter(at__lt=at - timedelta(days=days)) if days else Report.objects.none()


def _forget_reporters(at: datetime) -> int:
    keys = list(_old_reports(at).order_by("mark").values_list("pk", flat=True)[:BATCH])
    return Report.objects.filter(pk__in=keys).update(mark="")


def _unconfirmed(at: datetime) -> QuerySet[Subscription]:
    old = Subscription.objects.filter(confirmed_at__isnull=True, created_at__lt=at - UNCONFIRMED_KEPT)
    return old.addressed()


def _lapse(at: datetime) -> int:
    keys = list(_unconfirmed(at).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return Subscription.objects.filter(pk__in=keys).update(email="", ended_at=at)


def _old_requests(at: datetime) -> QuerySet[PrivacyRequest]:
    """Carried out, or never confirmed. What a person confirmed and nobody has carried out yet is owed, however old it is."""
    old = at - REQUEST_KEPT
    return PrivacyRequest.objects.filter(Q(done_at__lt=old) | Q(confirmed_at__isnull=True, asked_at__lt=old))


def _deleting(
    rows: Callable[[datetime], QuerySet[MarkKey]]
    | Callable[[datetime], QuerySet[Pace]]
    | Callable[[datetime], QuerySet[SpentProof]]
    | Callable[[datetime], QuerySet[PrivacyRequest]],
) -> tuple[Callable[[datetime], int], Callable[[datetime], int]]:
    return lambda at: rows(at).delete()[0], lambda at: rows(at).count()


STEPS: tuple[tuple[str, Callable[[datetime], int], Callable[[datetime], int]], ...] = (
    ("spam", *_erase(State.SPAM)),
    ("trash", *_erase(State.TRASH)),
    ("rejected", *_erase(State.REJECTED)),
    ("addresses", _forget_addresses, lambda at: traced(at).count()),
    ("reporters", _forget_reporters, lambda at: _old_reports(at).count()),
    ("keys of months", *_deleting(_old_keys)),
    ("paces", *_deleting(lambda at: Pace.objects.filter(last_at__lt=at - PACE_KEPT))),
    ("proofs of work", *_deleting(lambda at: SpentProof.objects.filter(expires_at__lt=at))),
    ("unconfirmed wishes", _lapse, lambda at: _unconfirmed(at).count()),
    ("old requests", *_deleting(_old_requests)),
)
"""What is purged, in words, and how: a step, and how much is due."""
