"""Discard: a text that never was public goes into the bin. Nothing of it is lost, and what readers saw never goes there."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases.actions import common
from releases.models import Release, Revision
from releases.workflow import Stage, Verb


@transaction.atomic
def discard(*, release: Release, by: User, version: int, at: datetime | None = None) -> None:
    """Put a draft into the bin. Raises ``WrongStanding`` for whatever is or was before readers, or is scheduled."""
    locked, moment = common.begin(Verb.DISCARD, release, by, at)
    common.require_version(locked, version)
    common.turn(locked, Stage.DISCARDED, review_round=locked.review_round + 1, sent_back_at=None)
    common.void_links(Verb.DISCARD, locked, moment)
    common.record(Verb.DISCARD, locked, by, moment, revision=Revision.last_of(locked))
