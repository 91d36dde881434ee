"""Together: language versions reach their readers in one act, at one instant; or none of them does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.actions import common
from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.schedule import schedule
from releases.errors import Refused
from releases.languages import language_name
from releases.models import Edition, Release
from releases.pairs import Outgoing, ParityGap, gaps_at
from releases.workflow import Change, Verb, require_standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One language version: the working copy that the person looked at, and for an update what readers are told of it.

    Without ``change`` it is a first publication, and refused when readers know the release already: of two who press the
    same button, the second must not publish an update that nobody asked for.
    """

    release: Release
    version: int
    change: Change | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Act:
    """What all members have in common."""

    by: User
    at: datetime
    visible_from: datetime | None
    parity_reason: str
    without_review: str


@transaction.atomic
def together(
    *,
    members: Sequence[Member],
    by: User,
    visible_from: datetime | None = None,
    parity_reason: str = "",
    without_review: str = "",
    at: datetime | None = None,
) -> list[Edition]:
    """Put these language versions before readers at ``visible_from``, or now; the editions in the order of ``members``.

    Every member passes through the verb that would do it alone, so role, review, four eyes, version and completeness hold
    for each. ``parity_reason`` says why they go out although they do not say the same, ``without_review`` why nobody could
    review them. Raises a ``Refused`` that says why, and then nothing of any of them happened.
    """
    locked = common.lock_all([member.release for member in members])
    _require_one_text(members, locked)
    act = _Act(by, at or timezone.now(), visible_from, parity_reason.strip(), without_review.strip())
    outgoing = [Outgoing(locked[member.release.pk], member.change or Change.FIRST) for member in members]
    gaps = gaps_at(outgoing, visible_from or act.at)
    act = act if gaps else _Act(act.by, act.at, act.visible_from, "", act.without_review)
    editions = [_named(member, locked, act) for member in sorted(members, key=lambda member: member.release.pk)]
    # Last, so that the refusals that nobody can override are told first.
    if gaps and not act.parity_reason:
        raise ParityGap(gaps)
    by_release = {edition.release_id: edition for edition in editions}
    return [by_release[member.release.pk] for member in members]


def _require_one_text(members: Sequence[Member], locked: dict[int, Release]) -> None:
    if len(locked) != len(members) or len({release.translation_group for release in locked.values()}) != 1:
        raise Refused(_("Only the language versions of one release can be published together."))


def _named(member: Member, locked: dict[int, Release], act: _Act) -> Edition:
    """Carry it out for one member; what refuses it says of which version it speaks."""
    try:
        return _put(member, locked, act)
    except Refused as refused:
        shown = {"language": language_name(member.release.language), "why": refused}
        refused.args = (_("%(language)s: %(why)s") % shown,)
        raise


def _put(member: Member, locked: dict[int, Release], act: _Act) -> Edition:
    """Carry out the verb that this member's standing and the moment ask for."""
    release, version = locked[member.release.pk], member.version
    if member.change is None:
        require_standing(Verb.PUBLISH, release.standing(act.at))
    given: dict[str, Any] = {
        "release": release,
        "by": act.by,
        "version": version,
        "parity_reason": act.parity_reason,
        "beside": [pk for pk in locked if pk != release.pk],
        "at": act.at,
    }
    told: dict[str, Any] = {"change": member.change, "note": member.note}
    if act.visible_from is not None:
        return schedule(**given, **told, visible_from=act.visible_from)
    if act.without_review:
        return publish_unreviewed(**given, **told, reason=act.without_review)
    return publish(**given) if member.change is None else correct(**given, **told)
