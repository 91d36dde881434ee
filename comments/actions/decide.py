"""Decide: a person moves one reply from the state that they saw to another."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Claim, Comment, Decision, Report
from comments.reasons import KEPT, Reason
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
    reason: str = "",
) -> Decision:
    """Move ``comment`` to the state ``to``, provided that it is still as the moderator saw it, and write that down.

    ``seen_version`` is the version of the text that was read; without it, the one that ``comment`` carries. ``reason`` is a
    code of ``Reason`` where a reply is rejected, and nothing otherwise. Reports of it are settled by this. Raises
    ``NotAllowed``, ``Refused`` for a step that the states do not have, or ``Conflict``; then nothing changed.
    """
    _require_moderator(by)
    if to not in State.values or seen_state not in State.values or not leads(seen_state, to):
        raise Refused(_("A reply cannot be moved that way. Put it back into the queue first."))
    _require_reason(to, reason)
    at, version = at or timezone.now(), comment.version if seen_version is None else seen_version
    changes: dict[str, Any] = {"state": to}
    if to == State.PENDING:
        changes["waiting_since"] = at
    # The WHERE clause is the lock: of two moderators, the second one's UPDATE waits and then finds no row.
    rows = Comment.objects.filter(pk=comment.pk, state=seen_state, version=version, withdrawn_at__isnull=True)
    if rows.update(**changes) != 1:
        raise Conflict(_why_not(comment))
    decision = _recorded(comment, by, at, version, seen_state, to, reason)
    comment.state = to
    return decision


@transaction.atomic
def keep(*, comment: Comment, by: User, seen_version: int | None = None, at: datetime | None = None) -> Decision:
    """Settle the reports of an approved reply and leave it on the page. Raises as ``decide`` does."""
    _require_moderator(by)
    at, version = at or timezone.now(), comment.version if seen_version is None else seen_version
    rows = Comment.objects.approved().filter(pk=comment.pk, version=version)
    # Touches the row and changes nothing, so that it waits for whoever is deciding just now.
    if rows.update(version=version) != 1:
        raise Conflict(_why_not(comment))
    return _recorded(comment, by, at, version, State.APPROVED, State.APPROVED, KEPT)


def _require_moderator(by: User) -> None:
    if not by.has_perm(MODERATE):
        raise NotAllowed(_("Your role does not include deciding on replies."))


def _require_reason(to: str, reason: str) -> None:
    if to == State.REJECTED and reason not in Reason.values:
        raise Refused(_("Choose the reason for which you reject it."))
    if to != State.REJECTED and reason:
        raise Refused(_("Only a rejection has a reason."))


def _recorded(
    comment: Comment, by: User, at: datetime, version: int, from_state: str, to: str, reason: str
) -> Decision:
    """The row of the record; what waited for it is settled."""
    Report.objects.unsettled().filter(comment=comment).update(settled_at=at)
    Claim.objects.filter(comment=comment).delete()
    return Decision.objects.create(
        comment=comment,
        at=at,
        by=by,
        by_name=name_of(by),
        version=version,
        from_state=from_state,
        to_state=to,
        reason=reason,
        waited=_waited(comment, at) if from_state == State.PENDING else None,
    )


def _waited(comment: Comment, at: datetime) -> timedelta:
    since = Comment.objects.values_list("waiting_since", flat=True).get(pk=comment.pk)
    return max(at - since, timedelta())


def _why_not(comment: Comment) -> str:
    """The sentence for whoever came second: what happened, by whom and when."""
    last = Decision.objects.filter(comment=comment).order_by("-at", "-pk").first()
    if last is None:
        return _("This reply changed after you looked at it. Nothing you did now was carried out.")
    told = {"state": last.get_to_state_display(), "time": timezone.localtime(last.at).strftime("%H:%M:%S")}
    if last.rule:
        return _("%(rule)s at %(time)s, and the reply is in “%(state)s”. Nothing you did now was carried out.") % {
            "rule": last.get_rule_display(),
            **told,
        }
    return _("%(person)s moved this reply to “%(state)s” at %(time)s. Nothing you did now was carried out.") % {
        "person": last.by_name,
        **told,
    }
