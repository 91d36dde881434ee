"""Confirm: whoever reads a mailbox says that the wishes for mail about a reply are theirs."""

from datetime import datetime

from django.db import transaction

from comments.mail.asking import ANSWERED_WITHIN
from comments.mail.owing import owe_since_the_wish
from comments.models import Subscription


@transaction.atomic
def confirm_wishes(*, wish: Subscription, at: datetime) -> bool:
    """Confirm all that the question was about, and have the mailbox told of what has happened since.

    Saying so twice changes nothing. Returns whether anything stands now: wishes that have lapsed or ended do not come back.
    """
    asked = Subscription.objects.mailed().filter(comment=wish.comment_id, email=wish.email)
    fresh = asked.filter(confirmed_at__isnull=True, ended_at__isnull=True, created_at__gt=at - ANSWERED_WITHIN)
    if fresh.update(confirmed_at=at):
        owe_since_the_wish(wish.comment, at)
    return asked.standing().exists()
