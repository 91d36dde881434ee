"""Schedule: freeze the working copy now, for readers from a later moment on. Time alone makes it public."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.actions.freeze import freeze, require_update
from releases.errors import BadMoment
from releases.models import Edition, Release
from releases.pairs import require_parity
from releases.workflow import Change, Stage, Standing, Verb

MIN_AHEAD = timedelta(minutes=5)
"""Closer than this, "publish now" says better what will happen, and nobody could look once more or stop it."""
MAX_AHEAD_MONTHS = 14
"""Further off, a wrong year is likelier than a plan; a yearly release can still be prepared after the one before."""


@transaction.atomic
def schedule(
    *,
    release: Release,
    by: User,
    version: int,
    visible_from: datetime,
    change: Change | None = None,
    note: str = "",
    parity_reason: str = "",
    beside: Sequence[int] = (),
    at: datetime | None = None,
) -> Edition:
    """Freeze the working copy as an edition whose embargo lifts at ``visible_from``.

    For a release that is public or withdrawn this is an update: ``change`` says which kind, ``note`` what readers are
    told, and the edition before it ends at that same instant. ``parity_reason`` and ``beside``: see ``publish``.
    Raises a ``Refused`` that says why.
    """
    locked, moment = common.begin_publication(Verb.SCHEDULE, release, by, version, at)
    require_moment(visible_from, moment)
    if locked.standing(moment) == Standing.DRAFT:
        change, note = Change.FIRST, ""
    else:
        change = change or Change.MINOR
        require_update(locked, change, note, moment)
        common.close_current(locked, visible_from)
    edition = freeze(release=locked, visible_from=visible_from, change=change, note=note, by=by, at=moment)
    parity = require_parity(locked, change, visible_from, reason=parity_reason, beside=beside)
    # The round stays: if the edition is taken back unchanged, its approvals count again.
    common.turn(locked, Stage.DRAFT, sent_back_at=None)
    common.void_links(Verb.SCHEDULE, locked, moment)
    common.record(
        Verb.SCHEDULE,
        locked,
        by,
        moment,
        edition=edition,
        revision=None,
        visible_from=visible_from.isoformat(),
        change=change,
        note=note,
        **parity,
    )
    return edition


def require_moment(visible_from: datetime, at: datetime) -> None:
    """Raise ``BadMoment`` for a moment that has passed, or is too close or too far off to be meant."""
    if visible_from <= at:
        raise BadMoment(_("That moment has already passed. Choose a later one, or publish now."))
    if visible_from < at + MIN_AHEAD:
        raise BadMoment(_("That is less than five minutes ahead. Choose a later moment, or publish now."))
    if visible_from > months_later(at, MAX_AHEAD_MONTHS):
        raise BadMoment(_("That is more than fourteen months ahead. Check the year."))


def months_later(at: datetime, months: int) -> datetime:
    """The same day and time some months later, or the last day of that month where it is shorter."""
    month = at.month - 1 + months
    year, month = at.year + month // 12, month % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))
