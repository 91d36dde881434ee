"""Schedule: freeze the working copy now, for readers from a later moment on. Time alone makes it public."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.actions.freeze import freeze, require_update
from releases.errors import BadMoment
from releases.models import Edition, Release
from releases.workflow import Change, Standing, Verb

MIN_AHEAD = timedelta(minutes=1)
"""Closer than this, "publish now" says better what will happen, and the moment could pass before the commit."""


@transaction.atomic
def schedule(
    *,
    release: Release,
    by: User,
    version: int,
    visible_from: datetime,
    change: Change | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Edition:
    """Freeze the working copy as an edition whose embargo lifts at ``visible_from``.

    For a release that is public or withdrawn this is an update: ``change`` says which kind, ``note`` what readers are
    told, and the edition before it ends at that same instant. Raises a ``Refused`` that says why.
    """
    locked, moment = common.begin(Verb.SCHEDULE, release, by, at)
    common.require_version(locked, version)
    if visible_from <= moment:
        raise BadMoment(_("That moment has already passed. Choose a later one, or publish now."))
    if visible_from < moment + MIN_AHEAD:
        raise BadMoment(_("That is less than a minute ahead. Choose a later moment, or publish now."))
    if locked.standing(moment) == Standing.DRAFT:
        change, note = Change.FIRST, ""
    else:
        change = change or Change.MINOR
        require_update(locked, change, note, moment)
        common.close_current(locked, visible_from)
    edition = freeze(release=locked, visible_from=visible_from, change=change, note=note, by=by, at=moment)
    common.record(
        Verb.SCHEDULE,
        locked,
        by,
        moment,
        edition=edition,
        visible_from=visible_from.isoformat(),
        change=change,
        note=note,
    )
    return edition
