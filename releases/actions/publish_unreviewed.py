"""Publish without review: for the night shift. It says why, and stays marked until somebody else has looked."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.actions.freeze import freeze, require_update
from releases.models import Edition, Release
from releases.pairs import require_parity
from releases.workflow import Change, Standing, Verb


@transaction.atomic
def publish_unreviewed(
    *,
    release: Release,
    by: User,
    version: int,
    reason: str,
    change: Change | None = None,
    note: str = "",
    parity_reason: str = "",
    beside: Sequence[int] = (),
    at: datetime | None = None,
) -> Edition:
    """Put the working copy before readers now, though nobody else has approved it.

    ``reason`` is for the office and stays on record. For a release that readers know, ``change`` and ``note`` are those of
    an update. ``parity_reason`` and ``beside``: see ``publish``. Raises a ``Refused`` that says why.
    """
    reason = common.required_words(reason, _("Say why nobody could review it: the office keeps this reason."))
    locked, moment = common.begin(Verb.PUBLISH_UNREVIEWED, release, by, at)
    common.require_version(locked, version)
    if locked.standing(moment) == Standing.DRAFT:
        change, note = Change.FIRST, ""
    else:
        change = change or Change.MINOR
        require_update(locked, change, note, moment)
        common.close_current(locked, moment)
    edition = freeze(release=locked, visible_from=moment, change=change, note=note, by=by, at=moment)
    parity = require_parity(locked, change, moment, reason=parity_reason, beside=beside)
    common.settle(Verb.PUBLISH_UNREVIEWED, locked, moment)
    common.record(
        Verb.PUBLISH_UNREVIEWED,
        locked,
        by,
        moment,
        edition=edition,
        revision=None,
        reason=reason,
        change=change,
        note=note,
        **parity,
    )
    return edition
