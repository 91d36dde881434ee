"""Publish: put the working copy before readers for the first time, now."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases.actions import common
from releases.actions.freeze import freeze
from releases.models import Edition, Release
from releases.review import require_approvals, require_other_eyes
from releases.workflow import Change, Verb


@transaction.atomic
def publish(*, release: Release, by: User, version: int, at: datetime | None = None) -> Edition:
    """Freeze the working copy as the first edition, public from this moment.

    ``version`` is the working copy that the person looked at. Raises a ``Refused`` that says why, changing nothing.
    """
    locked, moment = common.begin(Verb.PUBLISH, release, by, at)
    require_other_eyes(Verb.PUBLISH, locked, by)
    common.require_version(locked, version)
    require_approvals(locked)
    edition = freeze(release=locked, visible_from=moment, change=Change.FIRST, note="", by=by, at=moment)
    common.settle(Verb.PUBLISH, locked, moment)
    common.record(Verb.PUBLISH, locked, by, moment, edition=edition)
    return edition
