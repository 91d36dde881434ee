"""What belongs to a mailbox, written in any case."""

from django.db.models import QuerySet
from django.db.models.functions import Lower

from comments.models import Comment, CommentQuerySet, Subscription


def replies_of(email: str) -> CommentQuerySet:
    """The replies that were sent under this address, in every state."""
    return (
        Comment.objects.alias(mailbox=Lower("email")).filter(mailbox=_folded(email), official=False).exclude(email="")
    )


def subscriptions_of(email: str) -> QuerySet[Subscription]:
    """What this mailbox asked to be told."""
    return Subscription.objects.alias(mailbox=Lower("email")).filter(mailbox=_folded(email)).exclude(email="")


def _folded(email: str) -> str:
    return email.strip().lower()
