"""Answered in the text: say which correction of the release answers a reply."""

import logging

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import Comment
from comments.states import ANSWER
from releases.actions.common import name_of
from releases.errors import Conflict, NotAllowed, Refused
from releases.models import Edition
from releases.workflow import Change

logger = logging.getLogger("pressroom.replies")
CORRECTIONS = (Change.MINOR, Change.MAJOR)


@transaction.atomic
def answered_in_text(*, comment: Comment, edition: Edition | None, by: User) -> None:
    """Link an approved reply to a correction of its release, or to none. Readers see the link while they may read that edition.

    Raises ``NotAllowed``, ``Refused`` for an edition that corrects nothing here, or ``Conflict``.
    """
    if not by.has_perm(ANSWER):
        raise NotAllowed(_("Your role does not include answering in the office's name."))
    if edition is not None and (edition.release_id != comment.release_id or edition.change not in CORRECTIONS):
        raise Refused(_("Choose a correction of the release under which the reply stands."))
    if Comment.objects.approved().filter(pk=comment.pk).update(answered_in=edition) != 1:
        raise Conflict(_("The reply is no longer on the page. Nothing you did now was carried out."))
    logger.info("%s linked reply %s to edition %s", name_of(by), comment.key, edition.pk if edition else None)
