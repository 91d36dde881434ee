"""Claim: a moderator says that they are looking at a reply. It is told to the others and stops nobody."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Claim, Comment
from comments.states import MODERATE
from releases.errors import NotAllowed

HELD_FOR = timedelta(minutes=2)
"""Renewed while the moderator stays with it. A browser that was closed holds nothing for longer than this."""


@transaction.atomic
def claim(*, comment: Comment, by: User, at: datetime | None = None) -> Claim:
    """The claim that holds now: mine, new or renewed, or that of the colleague who was first. Raises ``NotAllowed``."""
    if not by.has_perm(MODERATE):
        raise NotAllowed(_("Your role does not include deciding on replies."))
    at = at or timezone.now()
    until = at + HELD_FOR
    # Mine, or one that is over: a compare-and-set, so that of two who come at once one has it.
    free = Claim.objects.filter(Q(by=by) | Q(until__lte=at), comment=comment)
    if not free.update(by=by, until=until):
        Claim.objects.get_or_create(comment=comment, defaults={"by": by, "until": until})
    return Claim.objects.select_related("by").get(comment=comment)


def let_go(*, by: User, but: int | None = None) -> None:
    """End this moderator's claims, all but the one on the reply that they are with now."""
    Claim.objects.filter(by=by).exclude(comment=but).delete()
