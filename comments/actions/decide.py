"""Decide: a person moves one reply from the state that they saw to another."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, Decision
from comments.states import MODERATE, State, leads
from releases.actions.common import name_of
from releases.errors import Conflict, NotAllowed, Refused


@transaction.atomic
def decide(
    *,
    comment: Comment,
    to: str,
    by: User,
    seen_state: str,
    seen_version: int | None = None,
    at: datetime | None = None,
) -> Decision:
    """Move ``comment`` to the state ``to``, provided that it is still as the moderator saw it, and write that down.

    ``seen_version`` is the version of the text that was read; without it, the one that ``comment`` carries. Raises
    ``NotAllowed``, ``Refused`` for a step that the states do not have, or ``Conflict``; then nothing changed.
    """
    if not by.has_perm(MODERATE):
        raise NotAllowed(_("Your role does not include deciding on replies."))
    if to not in State.values or seen_state not in State.values or not leads(seen_state, to):
        raise Refused(_("A reply cannot be moved that way. Put it back into the queue first."))
    version = comment.version if seen_version is None else seen_version
    # The WHERE clause is the lock: of two moderators, the second one's UPDATE waits and then finds no row.
    moved = Comment.objects.filter(pk=comment.pk, state=seen_state, version=version).update(state=to)
    if moved != 1:
        raise Conflict(_why_not(comment))
    decision = Decision.objects.create(
        comment=comment,
        at=at or timezone.now(),
        by=by,
        by_name=name_of(by),
        version=version,
        from_state=seen_state,
        to_state=to,
    )
    comment.state = to
    return decision


def _why_not(comment: Comment) -> str:
    """The sentence for whoever came second: what happened, by whom and when."""
    last = Decision.objects.filter(comment=comment).order_by("-at", "-pk").first()
    if last is None:
        return _("This reply changed after you looked at it. Nothing you did now was carried out.")
    return _("%(person)s moved this reply to “%(state)s” at %(time)s. Nothing you did now was carried out.") % {
        "person": last.by_name,
        "state": last.get_to_state_display(),
        "time": timezone.localtime(last.at).strftime("%H:%M:%S"),
    }
