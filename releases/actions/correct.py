"""Publish an update: replace what readers see with the working copy, now."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases.actions import common
from releases.actions.freeze import freeze, require_update
from releases.models import Edition, Release
from releases.pairs import require_parity
from releases.workflow import Change, Verb


@transaction.atomic
def correct(
    *,
    release: Release,
    by: User,
    version: int,
    change: Change,
    note: str = "",
    parity_reason: str = "",
    beside: Sequence[int] = (),
    at: datetime | None = None,
) -> Edition:
    """Freeze the working copy as the next edition, public from this moment; the one before ends at the same instant.

    A major change needs a public note and moves the public date. ``parity_reason`` and ``beside``: see
    ``publish``. Raises a ``Refused`` that says why.
    """
    locked, moment = common.begin_publication(Verb.CORRECT, release, by, version, at)
    require_update(locked, change, note, moment)
    common.close_current(locked, moment)
    edition = freeze(release=locked, visible_from=moment, change=change, note=note, by=by, at=moment)
    parity = require_parity(locked, change, moment, reason=parity_reason, beside=beside)
    common.settle(Verb.CORRECT, locked, moment)
    common.record(Verb.CORRECT, locked, by, moment, edition=edition, revision=None, change=change, note=note, **parity)
    return edition
