"""Take back: a writer removes a reply of their own, within the ten minutes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comments.actions.record import record_rule
from comments.models import Comment
from comments.own import REMOVABLE, can_be_taken_back
from comments.reasons import Rule
from comments.states import State
from releases.errors import Conflict, Refused


@transaction.atomic
def take_back(*, comment: Comment, at: datetime) -> Comment:
    """Move it to the trash, from where no moderator brings it back. What answers it keeps its own state.

    Taking back what was taken back changes nothing. Raises ``Refused`` when the ten minutes are over, or ``Conflict``.
    """
    if comment.withdrawn_at is not None:
        return comment
    if comment.official or not can_be_taken_back(comment, at):
        raise Refused(_("This reply can no longer be taken back here. Write to the office instead."))
    from_state = comment.state
    rows = Comment.objects.filter(pk=comment.pk, state=from_state, state__in=REMOVABLE, withdrawn_at__isnull=True)
    # Without its fingerprint: who took it back may say the same again.
    if rows.update(state=State.TRASH, withdrawn_at=at, fingerprint=None) != 1:
        raise Conflict(_("Your reply changed meanwhile. Load this page again and look."))
    record_rule(
        comment=comment,
        rule=Rule.WRITER_WITHDREW,
        from_state=from_state,
        to_state=State.TRASH,
        version=comment.version,
        at=at,
    )
    comment.refresh_from_db()
    return comment
