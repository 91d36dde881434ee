"""A request's way: entered by staff, confirmed from the mailbox or otherwise; ``comments.privacy.carrying_out`` is its end."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext as _

from comments import cleaning
from comments.models import PrivacyRequest
from comments.states import ADMINISTER
from releases.actions.common import name_of
from releases.errors import NotAllowed, Refused

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


def require_administrator(by: User) -> None:
    """Raise ``NotAllowed`` for whoever may not look at what is about persons."""
    if not by.has_perm(ADMINISTER):
        raise NotAllowed(_("Your role does not include requests about personal data."))


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="comments.privacy")
