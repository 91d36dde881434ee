"""Confirm: the date of an announced release is firm, to the minute."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases import announcing
from releases.actions.announcements import begin, write
from releases.announcing import Planned
from releases.errors import Refused, WrongStanding
from releases.models import Announcement, AnnouncementStatus, AnnouncementVerb, AnnouncementVersion, Precision


@transaction.atomic
def confirm_announcement(
    *, announcement: Announcement, version: int, planned: datetime, by: User, at: datetime | None = None
) -> AnnouncementVersion:
    """Confirm it for this moment, which lies in the day or month that was announced.

    Raises ``NotAllowed``, ``Conflict``, ``WrongStanding`` where it is confirmed or cancelled, ``BadMoment`` for what is over,
    and ``Refused`` for another date than the announced one: that is a move, and readers are told of it.
    """
    before, moment = begin(announcement, version, by, at)
    if before.status == AnnouncementStatus.CONFIRMED:
        raise WrongStanding(_("This date is confirmed already."))
    when = Planned.of(planned, Precision.MOMENT)
    if not Planned(before.planned, before.until, Precision(before.precision)).holds(when):
        raise Refused(_("That is not within the time which was announced. Move the announcement first."))
    announcing.require_ahead(when, moment)
    return write(
        AnnouncementVerb.CONFIRM,
        before,
        by,
        moment,
        planned=when.start,
        until=when.until,
        precision=Precision.MOMENT,
        status=AnnouncementStatus.CONFIRMED,
    )
