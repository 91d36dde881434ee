"""Subscribe: a reader wishes to be told by mail about a reply of their own."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from comments.models import Comment, Subscription


@transaction.atomic
def subscribe(*, comment: Comment, about: Iterable[str], at: datetime) -> None:
    """Note each wish once. Nothing but the question whether it is meant is mailed before the mailbox has confirmed it."""
    for each in about:
        Subscription.objects.get_or_create(
            comment=comment, about=each, defaults={"email": comment.email, "created_at": at}
        )
