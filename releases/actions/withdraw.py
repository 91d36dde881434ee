"""Withdraw: what was public no longer is; its address answers with the reason, or with 410."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.actions.freeze import next_edition
from releases.errors import Incomplete
from releases.models import Edition, Release
from releases.workflow import Change, Verb


@transaction.atomic
def withdraw(*, release: Release, by: User, reason: str, gone: bool = False, at: datetime | None = None) -> Edition:
    """End the public edition now and put a withdrawal in its place; an update that is scheduled is taken back too.

    The reason is shown to readers. With ``gone`` (published in error) the address answers 410 and shows only that.
    Raises a ``Refused`` that says why.
    """
    reason = reason.strip()
    if not reason:
        raise Incomplete(_("Say why the release is withdrawn: readers will see this reason."))
    locked, moment = common.begin(Verb.WITHDRAW, release, by, at)
    common.cancel_scheduled(locked, moment)
    current = common.close_current(locked, moment)
    edition = next_edition(current, change=Change.WITHDRAWAL, note=reason, visible_from=moment, by=by, at=moment)
    edition.gone = gone
    edition.save(force_insert=True)
    common.record(Verb.WITHDRAW, locked, by, moment, edition=edition, reason=reason, gone=str(gone).lower())
    return edition
