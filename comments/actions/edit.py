"""Edit: a writer changes the text of a reply of their own, within the ten minutes. It waits again."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comments import cleaning
from comments.actions.record import record_rule
from comments.errors import Duplicate
from comments.fingerprint import fingerprint
from comments.models import Comment, EarlierText
from comments.own import can_be_changed
from comments.reasons import Rule
from comments.screening import rescreen
from comments.states import State
from releases.errors import Conflict, Refused


@transaction.atomic
def edit(*, comment: Comment, text: str, seen_version: int, at: datetime) -> Comment:
    """Make ``text`` the next version and put the reply into the queue; the earlier text is kept for moderators.

    The same text again changes nothing. Raises ``Refused`` when the ten minutes are over or a moderator has set it aside,
    ``Conflict`` when the text moved on meanwhile (two tabs), ``Duplicate``; then nothing changed.
    """
    text = cleaning.text(text)
    if comment.official or not can_be_changed(comment, at):
        raise Refused(_("This reply can no longer be changed."))
    if text == comment.text and seen_version == comment.version:
        return comment
    from_state, earlier = comment.state, comment.text
    rows = Comment.objects.filter(pk=comment.pk, state=from_state, version=seen_version, withdrawn_at__isnull=True)
    try:
        with transaction.atomic():
            changed = rows.update(**_next_version(comment, text, seen_version, at))
    except IntegrityError as error:
        raise Duplicate(_("It looks as though you have already said that: we have this reply from you.")) from error
    if changed != 1:
        raise Conflict(_("Your reply changed meanwhile. Below is what we have now; your new text is in the form."))
    EarlierText.objects.create(comment=comment, version=seen_version, text=earlier, replaced_at=at)
    if from_state != State.PENDING:
        record_rule(
            comment=comment,
            rule=Rule.WRITER_EDITED,
            from_state=from_state,
            to_state=State.PENDING,
            version=seen_version + 1,
            at=at,
        )
    comment.refresh_from_db()
    return comment


def _next_version(comment: Comment, text: str, seen_version: int, at: datetime) -> dict[str, object]:
    found = rescreen(comment, text=text)
    return {
        "text": text,
        "version": seen_version + 1,
        "state": State.PENDING,
        "waiting_since": at,
        "edited_at": at,
        "fingerprint": fingerprint(
            release_id=comment.release_id,
            parent_id=comment.parent_id,
            author=comment.author,
            email=comment.email,
            text=text,
        ),
        "findings": [finding.as_json() for finding in found.findings],
        "suspected": found.suspected,
        "akismet_at": None,
    }
