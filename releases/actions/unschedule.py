"""Unschedule: take back an edition before its moment. What was public stays public."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases.actions import common
from releases.errors import WrongStanding
from releases.models import Release
from releases.review import restored_stage
from releases.workflow import Verb


@transaction.atomic
def unschedule(*, release: Release, by: User, beside: Sequence[int] = (), at: datetime | None = None) -> None:
    """Empty the interval of the edition that is ahead, and let the one before it run on.

    The working copy is approved again if it still is what was approved. ``beside`` are the releases whose editions are
    taken back in the same act.

    Raises ``WrongStanding`` when nothing is scheduled and ``BadMoment`` in the last seconds before its moment.
    """
    locked, moment = common.begin(Verb.UNSCHEDULE, release, by, at)
    taken_back = common.cancel_scheduled(locked, moment)
    if taken_back is None:
        raise WrongStanding
    common.turn(locked, restored_stage(locked, taken_back.content_hash))
    common.void_links(Verb.UNSCHEDULE, locked, moment)
    details = {"visible_from": taken_back.visible_from.isoformat()}
    if beside:
        details["together"] = ",".join(map(str, beside))
    common.record(Verb.UNSCHEDULE, locked, by, moment, edition=taken_back, revision=None, **details)
