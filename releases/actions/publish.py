"""Publish: put the working copy before readers for the first time, now."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases.actions import common
from releases.actions.freeze import freeze
from releases.models import Edition, Release
from releases.pairs import require_parity
from releases.workflow import Change, Verb


@transaction.atomic
def publish(
    *,
    release: Release,
    by: User,
    version: int,
    parity_reason: str = "",
    beside: Sequence[int] = (),
    at: datetime | None = None,
) -> Edition:
    """Freeze the working copy as the first edition, public from this moment.

    ``version`` is the working copy that the person looked at. ``parity_reason`` says why it goes out although
    the other languages do not say the same; ``beside`` are the releases that ``together`` puts before readers in the same
    act. Raises a ``Refused`` that says why, changing nothing.
    """
    locked, moment = common.begin_publication(Verb.PUBLISH, release, by, version, at)
    edition = freeze(release=locked, visible_from=moment, change=Change.FIRST, note="", by=by, at=moment)
    parity = require_parity(locked, Change.FIRST, moment, reason=parity_reason, beside=beside)
    common.settle(Verb.PUBLISH, locked, moment)
    common.record(Verb.PUBLISH, locked, by, moment, edition=edition, revision=None, **parity)
    return edition
