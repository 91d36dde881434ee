"""Move: give an announced release another date. Readers see the old one, the new one and the reason."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases import announcing
from releases.actions.announcements import begin, write
from releases.announcing import Planned, Words
from releases.errors import Refused
from releases.models import Announcement, AnnouncementStatus, AnnouncementVerb, AnnouncementVersion, Precision


@transaction.atomic
def move_announcement(
    *,
    announcement: Announcement,
    version: int,
    planned: datetime,
    precision: Precision,
    reason: Words,
    by: User,
    at: datetime | None = None,
) -> AnnouncementVersion:
    """Say another time. A confirmed date that moves owes a reason in each of its languages.

    It stays confirmed where the new date is as exact, and is provisional otherwise. Raises ``NotAllowed``, ``Conflict``,
    ``WrongStanding``, ``BadMoment``, ``Incomplete`` without a reason that is owed, and ``Refused`` where nothing moves.
    """
    before, moment = begin(announcement, version, by, at)
    when = Planned.of(planned, precision)
    if (before.planned, before.precision) == (when.start, when.precision):
        raise Refused(_("That is the date which is announced already."))
    announcing.require_ahead(when, moment)
    was_confirmed = before.status == AnnouncementStatus.CONFIRMED
    why = announcing.reasons(
        reason,
        before.words,
        required=was_confirmed,
        otherwise=_("Readers rely on a confirmed date: say in each language why it moves."),
    )
    status = (
        AnnouncementStatus.CONFIRMED
        if was_confirmed and precision == Precision.MOMENT
        else AnnouncementStatus.PROVISIONAL
    )
    return write(
        AnnouncementVerb.MOVE,
        before,
        by,
        moment,
        planned=when.start,
        until=when.until,
        precision=precision,
        status=status,
        reason=why,
    )
