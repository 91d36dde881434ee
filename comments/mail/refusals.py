"""Mailboxes that want no questions any more: known again by a keyed mark, so that the address itself need not be kept.

The mark stands in an ended subscription's column for the address. Erasing what a person wrote leaves it: it tells nobody whose
it is, and without it somebody else could have the same mailbox asked again.
"""

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from comments.models import Subscription
from comments.models.subscription import SubscriptionQuerySet

BEGINS = "!"
"""With it and without an ``@`` no mark is an address."""


def mark_for(email: str) -> str:
    """What stands for this mailbox."""
    return _mark(email, settings.SECRET_KEY)


def is_refused(email: str) -> bool:
    """Whether its reader wants no questions."""
    marks = [_mark(email, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return Subscription.objects.alias(mailbox=Lower("email")).filter(mailbox__in=marks).exists()


def of_mailbox(email: str) -> SubscriptionQuerySet:
    """All that was ever wished for it."""
    return Subscription.objects.alias(mailbox=Lower("email")).filter(mailbox=Lower(Value(email)))


def _mark(email: str, key: str | bytes) -> str:
    digest = salted_hmac("comments.mail.refusals", email.strip().lower(), secret=key, algorithm="sha256")
    return f"{BEGINS}{digest.hexdigest()}"
