"""Pin: one reply of a release stands above the others."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment
from comments.states import MODERATE
from releases.actions.common import lock, name_of
from releases.errors import Conflict, NotAllowed

logger = logging.getLogger("pressroom.replies")


@transaction.atomic
def pin(*, comment: Comment, by: User, at: datetime | None = None) -> Comment | None:
    """Pin an approved reply; returns the one that was pinned before, if there was. Raises ``NotAllowed`` or ``Conflict``."""
    _require_moderator(by)
    # The release's lock puts two people who pin at once in a row; the unique index would refuse the second one outright.
    lock(comment.release, at)
    every = Comment.objects.under(comment.release_id)
    before = every.filter(pinned_at__isnull=False).exclude(pk=comment.pk).first()
    every.filter(pinned_at__isnull=False).exclude(pk=comment.pk).update(pinned_at=None)
    if every.approved().filter(pk=comment.pk).update(pinned_at=at or timezone.now()) != 1:
        raise Conflict(_("Only a reply that is on the page can be pinned. This one is not there any more."))
    logger.info("%s pinned reply %s", name_of(by), comment.key)
    return before


@transaction.atomic
def unpin(*, comment: Comment, by: User) -> None:
    """Take the pin away. Raises ``NotAllowed``."""
    _require_moderator(by)
    if Comment.objects.filter(pk=comment.pk, pinned_at__isnull=False).update(pinned_at=None):
        logger.info("%s unpinned reply %s", name_of(by), comment.key)


def _require_moderator(by: User) -> None:
    if not by.has_perm(MODERATE):
        raise NotAllowed(_("Your role does not include pinning replies."))
