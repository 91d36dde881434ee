"""Unschedule together: take back what is scheduled in several languages, in one act; or none of it."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from releases.actions import common
from releases.actions.unschedule import unschedule
from releases.models import Release


@transaction.atomic
def unschedule_together(*, releases: Sequence[Release], by: User, at: datetime | None = None) -> None:
    """Take back the editions of these releases that are ahead. Raises what ``unschedule`` raises, and then none is."""
    locked = common.lock_all(releases)
    moment = at or timezone.now()
    for pk, release in locked.items():
        unschedule(release=release, by=by, beside=[other for other in locked if other != pk], at=moment)
