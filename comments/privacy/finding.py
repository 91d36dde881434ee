"""What belongs to a mailbox, written in any case and in either spelling of its domain."""

from typing import TypeVar
from unicodedata import normalize

from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from comments.models import Comment, CommentQuerySet, PrivacyRequest, Subscription
from comments.models.subscription import SubscriptionQuerySet
from comments.states import State

Rows = TypeVar("Rows", CommentQuerySet, SubscriptionQuerySet, QuerySet[PrivacyRequest])
ENCODED = "xn--"


def replies_of(email: str) -> CommentQuerySet:
    """The replies that were sent under this address, in every state."""
    return _of(Comment.objects.filter(official=False), email)


def states_of(email: str) -> list[tuple[str, int]]:
    """How many of them are in which state, in words, for whoever has to decide about them."""
    counted = dict(replies_of(email).order_by().values_list("state").annotate(count=Count("pk")))
    return [(str(state.label), counted[state]) for state in State if counted.get(state)]


def subscriptions_of(email: str) -> SubscriptionQuerySet:
    """What this mailbox asked to be told."""
    return _of(Subscription.objects.all(), email)


def requests_of(email: str) -> QuerySet[PrivacyRequest]:
    """What was asked about this mailbox, and still carries its address."""
    return _of(PrivacyRequest.objects.all(), email)


def _of(rows: Rows, email: str) -> Rows:
    mailbox = _folded(email)
    if not mailbox:
        return rows.none()
    lowered = rows.alias(mailbox=Lower("email"))
    if mailbox.isascii():
        return lowered.filter(mailbox=mailbox)
    # A domain outside ASCII has two spellings (RFC 5890), and SQLite folds the case of ASCII only: such a domain is compared
    # here, among the few mailboxes whose part before the "@" is the same.
    likely = lowered.filter(mailbox__startswith=f"{mailbox.partition('@')[0]}@").values_list("pk", "email")
    return rows.filter(pk__in=[pk for pk, each in likely if _folded(each) == mailbox])


def _folded(email: str) -> str:
    """The address in lower case, its domain in the spelling that people read."""
    local, at, domain = email.strip().lower().partition("@")
    return f"{local}{at}{'.'.join(_label(each) for each in domain.split('.'))}"


def _label(label: str) -> str:
    if label.startswith(ENCODED) and label.isascii():
        try:
            label = label.removeprefix(ENCODED).encode().decode("punycode")
        except UnicodeError:
            return label
    return normalize("NFC", label)
