"""Answer: a member of staff replies in the office's name. The person who posts it is the person who decides it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import cleaning
from comments.errors import Duplicate
from comments.fingerprint import fingerprint
from comments.models import Comment, Decision
from comments.office_name import office_name
from comments.placing import place_under
from comments.states import ANSWER, State
from releases.actions.common import name_of
from releases.errors import NotAllowed, Refused
from releases.models import Edition, Release


@transaction.atomic
def answer(
    *, release: Release, text: str, by: User, parent: Comment | None = None, at: datetime | None = None
) -> Comment:
    """Put the office's answer under ``parent``, or under the release itself, before readers.

    Staff answer as long as the release is public, whether or not readers still can. Raises ``NotAllowed``, ``Refused`` when
    there is nothing to answer any more, or ``Duplicate`` for the same answer twice, such as a double click.
    """
    if not by.has_perm(ANSWER):
        raise NotAllowed(_("Your role does not include answering in the office's name."))
    at = at or timezone.now()
    text = cleaning.text(text)
    if not Edition.objects.public(at).filter(release=release).exists():
        raise Refused(_("Replies are possible only to a release that is public."))
    # Locked until it is answered, so that nobody removes it between the look and the answer.
    if parent is not None and not _approved(parent, release):
        raise Refused(_("The reply that you are answering is no longer on the page."))
    comment = _official(release, parent, text, by, at)
    try:
        with transaction.atomic():
            comment.save(force_insert=True)
    except IntegrityError as error:
        raise Duplicate(_said_before(str(comment.fingerprint))) from error
    Decision.objects.create(
        comment=comment,
        at=at,
        by=by,
        by_name=name_of(by),
        from_state=State.PENDING,
        to_state=State.APPROVED,
    )
    return comment


def _official(release: Release, parent: Comment | None, text: str, by: User, at: datetime) -> Comment:
    return Comment(
        release=release,
        **place_under(parent),
        author=office_name(release.language),
        text=text,
        state=State.APPROVED,
        created_at=at,
        waiting_since=at,
        official=True,
        by=by,
        by_name=name_of(by),
        fingerprint=fingerprint(
            release_id=release.pk,
            parent_id=parent.pk if parent else None,
            author=office_name(release.language),
            email="",
            text=text,
        ),
    )


def _said_before(mine: str) -> str:
    """Where the same answer is: on the page, or where a moderator moved it, whence it can be brought back."""
    there = Comment.objects.filter(fingerprint=mine).first()
    if there is None or there.is_approved:
        return _("This answer is there already.")
    return _("The office gave this answer before, and it is in “%(state)s” now. Bring it back at the desk.") % {
        "state": there.get_state_display()
    }


def _approved(parent: Comment, release: Release) -> bool:
    rows = Comment.objects.under(release.pk).approved().select_for_update(no_key=True)
    return rows.filter(pk=parent.pk).first() is not None
