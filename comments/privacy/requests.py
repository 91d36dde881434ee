"""A request's way: entered by staff, confirmed from the mailbox or otherwise, carried out once."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.utils.translation import gettext as _

from comments import cleaning
from comments.actions.erase import erase
from comments.models import Comment, PrivacyRequest
from comments.privacy.export import export
from comments.privacy.finding import replies_of, subscriptions_of
from comments.reasons import Rule
from comments.states import ADMINISTER
from releases.actions.common import name_of
from releases.errors import Conflict, NotAllowed, Refused

CONFIRMED_WITHIN = timedelta(days=7)


def enter(*, kind: str, email: str, by: User, at: datetime) -> PrivacyRequest:
    """Write a request down. It does nothing before it is confirmed. Raises ``NotAllowed`` or ``Refused``."""
    require_administrator(by)
    if kind not in PrivacyRequest.Kind.values:
        raise Refused(_("Choose what is asked for."))
    return PrivacyRequest.objects.create(
        kind=kind, email=cleaning.email(email), asked_at=at, asked_by=by, asked_by_name=name_of(by)
    )


def token_for(request: PrivacyRequest) -> str:
    """What the address is made of that is mailed to the person."""
    return _signer().sign(str(request.pk))


def request_for(token: str) -> PrivacyRequest | None:
    """The request that this token is about, for seven days and until it is carried out."""
    try:
        pk = int(_signer().unsign(token, max_age=CONFIRMED_WITHIN))
    except (BadSignature, ValueError):
        return None
    return PrivacyRequest.objects.filter(pk=pk, done_at__isnull=True).first()


def confirm(request: PrivacyRequest, at: datetime) -> None:
    """Whoever reads the mailbox says that it is meant. Saying so twice changes nothing."""
    PrivacyRequest.objects.filter(pk=request.pk, confirmed_at__isnull=True).update(
        confirmed_at=at, confirmed_how="email"
    )


def confirm_otherwise(*, request: PrivacyRequest, how: str, by: User, at: datetime) -> None:
    """An administrator vouches for it and says how: a letter, a passport at the counter. Raises ``Refused``."""
    require_administrator(by)
    how = how.strip()
    if not how:
        raise Refused(_("Say how the person confirmed it."))
    said = f"{name_of(by)}: {how}"[:200]
    PrivacyRequest.objects.filter(pk=request.pk, confirmed_at__isnull=True).update(confirmed_at=at, confirmed_how=said)


def carry_out_export(*, request: PrivacyRequest, by: User, at: datetime) -> dict[str, Any]:
    """The export of a confirmed request. It can be made again: the first one may get lost. Raises ``Refused``."""
    require_administrator(by)
    _require_confirmed(request, PrivacyRequest.Kind.EXPORT)
    document = export(request.email)
    PrivacyRequest.objects.filter(pk=request.pk).update(
        done_at=at, done_by_name=name_of(by), count=len(document["replies"])
    )
    return document


def carry_out_erasure(*, request: PrivacyRequest, by: User, at: datetime) -> int:
    """Erase all of a confirmed request, and then the request's own address; returns how many replies.

    Each reply is a transaction of its own: stopped in the middle, it is carried out again and goes on. Raises ``Refused``,
    or ``Conflict`` when a moderator or the writer moved one at the same moment.
    """
    require_administrator(by)
    _require_confirmed(request, PrivacyRequest.Kind.ERASE)
    count = sum(erase(comment=comment, at=at, rule=Rule.ERASURE) is not None for comment in _each(request.email))
    with transaction.atomic():
        subscriptions_of(request.email).filter(ended_at__isnull=True).update(ended_at=at)
        subscriptions_of(request.email).update(email="")
        if replies_of(request.email).exists():
            raise Conflict(_("A reply changed while it was being erased. Carry the request out again."))
        earlier = request.count or 0
        PrivacyRequest.objects.filter(pk=request.pk).update(
            done_at=at, done_by_name=name_of(by), count=earlier + count, email=""
        )
    return count


def require_administrator(by: User) -> None:
    """Raise ``NotAllowed`` for whoever may not look at what is about persons."""
    if not by.has_perm(ADMINISTER):
        raise NotAllowed(_("Your role does not include requests about personal data."))


def _require_confirmed(request: PrivacyRequest, kind: str) -> None:
    request.refresh_from_db()
    if request.kind != kind:
        raise Refused(_("This request asks for something else."))
    if request.confirmed_at is None:
        raise Refused(_("The person has not confirmed this request yet."))
    if not request.email:
        raise Refused(_("This request has been carried out."))


def _each(email: str) -> list[Comment]:
    return list(replies_of(email).order_by("pk"))


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="comments.privacy")
