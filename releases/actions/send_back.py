"""Send back: the text needs more work, and its author is told which."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.models import Release, Revision
from releases.workflow import Stage, Verb


@transaction.atomic
def send_back(*, release: Release, by: User, version: int, reason: str, at: datetime | None = None) -> None:
    """End the round of review with a reason that the author sees; approvals that were given no longer count."""
    reason = common.required_words(reason, _("Say what is missing or wrong: its author will see this."))
    locked, moment = common.begin(Verb.SEND_BACK, release, by, at)
    common.require_version(locked, version)
    common.turn(locked, Stage.DRAFT, review_round=locked.review_round + 1, sent_back_at=moment)
    common.void_links(Verb.SEND_BACK, locked, moment)
    common.record(Verb.SEND_BACK, locked, by, moment, revision=Revision.last_of(locked), reason=reason)
