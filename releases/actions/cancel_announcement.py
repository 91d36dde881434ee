"""Cancel: an announced release will not come. The entry stays in the calendar, with the reason."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases import announcing
from releases.actions.announcements import begin, write
from releases.announcing import Words
from releases.models import Announcement, AnnouncementStatus, AnnouncementVerb, AnnouncementVersion


@transaction.atomic
def cancel_announcement(
    *, announcement: Announcement, version: int, reason: Words, by: User, at: datetime | None = None
) -> AnnouncementVersion:
    """Say that it will not come, and why. Raises ``NotAllowed``, ``Conflict``, ``WrongStanding`` or ``Incomplete``."""
    before, moment = begin(announcement, version, by, at)
    why = announcing.reasons(
        reason, before.words, required=True, otherwise=_("Say in each language why it will not be published.")
    )
    return write(AnnouncementVerb.CANCEL, before, by, moment, status=AnnouncementStatus.CANCELLED, reason=why)
