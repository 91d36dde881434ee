"""Reinstate: take a draft out of the bin, as it was."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases.actions import common
from releases.models import Release, Revision
from releases.workflow import Stage, Verb


@transaction.atomic
def reinstate(*, release: Release, by: User, version: int, at: datetime | None = None) -> None:
    """Make a discarded release a draft again. Raises ``WrongStage`` when it is in no bin."""
    locked, moment = common.begin(Verb.REINSTATE, release, by, at)
    common.require_version(locked, version)
    common.turn(locked, Stage.DRAFT)
    common.record(Verb.REINSTATE, locked, by, moment, revision=Revision.last_of(locked))
