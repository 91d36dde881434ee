"""End: no more mail about a reply, or about any; possible for ever, whatever became of the reply and its release."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from comments.mail.refusals import mark_for, of_mailbox
from comments.models import Subscription


@transaction.atomic
def end_wishes(*, wish: Subscription, at: datetime) -> None:
    """End all wishes about the same reply. Ending twice changes nothing."""
    Subscription.objects.filter(comment=wish.comment_id, ended_at__isnull=True).update(ended_at=at)


@transaction.atomic
def refuse_mail(*, wish: Subscription, at: datetime) -> bool:
    """End every wish of this mailbox and have it never asked again; its address is erased with that.

    Returns whether that holds: of a mailbox whose address was erased before, nobody knows any more which one it was.
    """
    end_wishes(wish=wish, at=at)
    if "@" not in wish.email:
        return bool(wish.email)
    everything = Q(pk__in=of_mailbox(wish.email).values("pk"))
    Subscription.objects.filter(everything).update(ended_at=Coalesce("ended_at", at), email=mark_for(wish.email))
    return True
