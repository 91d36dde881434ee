"""Withdraw: what was public no longer is; its address answers with the reason, or with 410."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.actions.freeze import next_edition
from releases.errors import Refused
from releases.models import Edition, Release
from releases.workflow import Change, Stage, Verb


@transaction.atomic
def withdraw(
    *,
    release: Release,
    by: User,
    reason: str,
    gone: bool = False,
    redirect_to: Release | None = None,
    at: datetime | None = None,
) -> Edition:
    """End the public edition now and put a withdrawal in its place; an update that is scheduled is taken back too.

    The reason is shown to readers. With ``gone`` (published in error) the address answers 410 and shows only that; with
    ``redirect_to`` too, it sends readers to that release for as long as that one is public. Raises a ``Refused``.
    """
    reason = common.required_words(reason, _("Say why the release is withdrawn: readers will see this reason."))
    locked, moment = common.begin(Verb.WITHDRAW, release, by, at)
    if redirect_to is not None:
        _require_destination(locked, redirect_to, gone, moment)
    common.cancel_scheduled(locked, moment)
    edition = put_withdrawal(locked, by=by, reason=reason, gone=gone, redirect_to=redirect_to, at=moment)
    common.void_links(Verb.WITHDRAW, locked, moment)
    common.record(
        Verb.WITHDRAW,
        locked,
        by,
        moment,
        edition=edition,
        reason=reason,
        gone=str(gone).lower(),
        redirect_to=str(redirect_to.pk) if redirect_to else "",
    )
    return edition


def put_withdrawal(
    release: Release, *, by: User, reason: str, gone: bool, redirect_to: Release | None = None, at: datetime
) -> Edition:
    """End the public edition of a release whose lock is held, and put a withdrawal in its place."""
    current = common.close_current(release, at)
    edition = next_edition(current, change=Change.WITHDRAWAL, note=reason, visible_from=at, by=by, at=at)
    edition.gone, edition.redirect_to = gone, redirect_to
    edition.save(force_insert=True)
    common.turn(release, Stage.DRAFT, review_round=release.review_round + 1)
    return edition


def _require_destination(release: Release, destination: Release, gone: bool, at: datetime) -> None:
    """Readers are sent to what they can read. Where they are sent is asked anew for each of them: see ``access``."""
    if not gone:
        raise Refused(_("A page that stays with its notice sends readers nowhere: choose one of the two."))
    if destination.pk == release.pk:
        raise Refused(_("A release cannot send readers to itself."))
    if not destination.editions.public(at).exists():
        raise Refused(_("“%(headline)s” is not public, so readers cannot be sent there.") % {"headline": destination})
