"""Stop: the button for a bad day. Whatever of a release is ahead or public goes away, in one act with one reason."""

import time
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.actions import common
from releases.actions.withdraw import put_withdrawal
from releases.errors import Refused
from releases.models import Edition, Release
from releases.review import restored_stage
from releases.workflow import Verb


class Pull(TextChoices):
    """What becomes of what readers can see already."""

    KEEP = "keep", gettext_lazy("Readers go on seeing what they see now; only what is scheduled is taken back.")
    NOTICE = "notice", gettext_lazy("A notice: the page stays, with the reason in place of the text.")
    GONE = "gone", gettext_lazy("Nothing: it was published in error. The address answers “gone” (410).")


@transaction.atomic
def stop(*, release: Release, by: User, reason: str, pull: Pull, at: datetime | None = None) -> Edition | None:
    """Take back what is scheduled, pull what is public unless ``pull`` is ``KEEP``, and void every preview link.

    One event with the reason. Returns the edition that stands in place of the text now, or ``None``. It asks for no
    version: whoever stops a release means it, whatever somebody saved a moment ago.

    An edition within seconds of its moment cannot be taken back, because readers could see it before this is committed and
    the record would deny it. This waits for that moment, holding the lock, and pulls what has just become public as
    published in error, whatever ``pull`` says: nobody wants to have to press twice.
    """
    reason = common.required_words(reason, _("Say why it is stopped: it stays on record."))
    locked, moment = common.begin(Verb.STOP, release, by, at)
    if at is None and (lifting := _within_seconds(locked, moment)) is not None:
        pull, moment = Pull.GONE, _wait_for(lifting)
    taken_back = common.cancel_scheduled(locked, moment)
    if taken_back is not None:
        common.turn(locked, restored_stage(locked, taken_back.content_hash))
    pulled = _pull(locked, by, reason, pull, moment)
    if taken_back is None and pulled is None:
        # Whoever pressed a second time, or a moment after somebody else.
        raise Refused(
            _("Nothing is scheduled, and readers are to go on seeing what they see: there is nothing to stop.")
        )
    common.void_links(Verb.STOP, locked, moment)
    common.record(
        Verb.STOP,
        locked,
        by,
        moment,
        edition=pulled or taken_back,
        reason=reason,
        pulled=pull if pulled else "",
        taken_back=taken_back.visible_from.isoformat() if taken_back else "",
    )
    return pulled


def _within_seconds(release: Release, moment: datetime) -> datetime | None:
    """When the edition that is ahead lifts, if that is too soon to take it back."""
    ahead = release.editions.ahead(moment).first()
    return ahead.visible_from if ahead and ahead.visible_from <= moment + common.LIFT_MARGIN else None


def _wait_for(moment: datetime) -> datetime:
    """Sleep until just after a moment, and return what the clock shows then. At most ``LIFT_MARGIN``."""
    while (now := timezone.now()) <= moment:
        time.sleep((moment - now).total_seconds() + 0.001)
    return now


def _pull(release: Release, by: User, reason: str, pull: Pull, moment: datetime) -> Edition | None:
    """Put a withdrawal in the place of what is public."""
    if pull == Pull.KEEP or not release.editions.public(moment).exists():
        return None
    return put_withdrawal(release, by=by, reason=reason, gone=pull == Pull.GONE, at=moment)
