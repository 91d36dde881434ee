"""A confirmed request is carried out: a copy is made, or everything is erased."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from comments.actions.erase import erase
from comments.models import Comment, PrivacyRequest
from comments.privacy.export import export
from comments.privacy.finding import replies_of, requests_of, subscriptions_of
from comments.privacy.requests import require_administrator
from comments.reasons import Rule
from releases.actions.common import name_of
from releases.errors import Refused

logger = logging.getLogger("pressroom.replies")

TRIES = 3
"""A reply can be edited or decided in the very moment; then it is read again."""


def carry_out_export(*, request: PrivacyRequest, by: User, at: datetime) -> dict[str, Any]:
    """The export of a confirmed request. It can be made again: the first one may get lost. Raises ``Refused``."""
    require_administrator(by)
    _require_confirmed(request, PrivacyRequest.Kind.EXPORT)
    document = export(request.email, at)
    PrivacyRequest.objects.filter(pk=request.pk).update(
        done_at=at, done_by_name=name_of(by), count=len(document["replies"])
    )
    return document


@dataclass(frozen=True, slots=True)
class Erasure:
    """What came of it."""

    done: int
    """Replies that were erased now."""
    left: int
    """Those that were not: somebody said that it was enough, or they could not be erased; the log says why."""


def carry_out_erasure(
    *,
    request: PrivacyRequest,
    by: User,
    at: datetime,
    enough: Callable[[], bool] = lambda: False,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Erasure:
    """Erase all of a confirmed request, and then the request's own address. Raises ``Refused``.

    Each reply is a transaction of its own, and one that cannot be erased does not keep the others. ``enough`` says when to stop
    before the end, ``tell`` hears how many of how many are done. Stopped or killed in the middle, the request stays open; it
    is carried out again and goes on.
    """
    require_administrator(by)
    _require_confirmed(request, PrivacyRequest.Kind.ERASE)
    found, done = list(replies_of(request.email).only("pk").order_by("pk")), 0
    for comment in found:
        if enough():
            break
        done += _erased(comment, request, at)
        tell(done, len(found))
    return Erasure(done=done, left=_left(request, by, at))


def _erased(comment: Comment, request: PrivacyRequest, at: datetime) -> bool:
    try:
        for _try in range(TRIES):
            with transaction.atomic():
                if erase(comment=comment, at=at, rule=Rule.ERASURE) is not None:
                    # With the reply, so that the number is right whenever this is killed.
                    PrivacyRequest.objects.filter(pk=request.pk).update(count=Coalesce("count", 0) + 1)
                    return True
    except DatabaseError:
        logger.exception("Reply %s could not be erased", comment.pk)
    return False


@transaction.atomic
def _left(request: PrivacyRequest, by: User, at: datetime) -> int:
    """How many replies there still are. When there is none, the addresses go too, and the request is done."""
    left = replies_of(request.email).count()
    if not left:
        wishes = subscriptions_of(request.email)
        wishes.filter(ended_at__isnull=True).update(ended_at=at)
        wishes.update(email="")
        # Other requests of the same person, which were carried out, still say whose they were.
        requests_of(request.email).filter(done_at__isnull=False).update(email="")
        PrivacyRequest.objects.filter(pk=request.pk).update(
            done_at=at, done_by_name=name_of(by), email="", count=Coalesce("count", 0)
        )
    return left


def _require_confirmed(request: PrivacyRequest, kind: str) -> None:
    request.refresh_from_db()
    if request.kind != kind:
        raise Refused(_("This request asks for something else."))
    if request.confirmed_at is None:
        raise Refused(_("The person has not confirmed this request yet."))
    if not request.email:
        raise Refused(_("This request has been carried out."))
