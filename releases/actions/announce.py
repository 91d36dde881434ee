"""Announce: put into the public calendar that a release will come, in words of the announcement's own."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from releases import announcing
from releases.actions.announcements import MAY_ANNOUNCE, require
from releases.actions.common import name_of
from releases.announcing import Planned, Words
from releases.errors import Refused
from releases.models import Announcement, AnnouncementStatus, AnnouncementVerb, AnnouncementVersion, Precision, Release


@transaction.atomic
def announce(
    *,
    words: Words,
    kind: str,
    planned: datetime,
    precision: Precision,
    by: User,
    confirmed: bool = False,
    release: Release | None = None,
    at: datetime | None = None,
) -> Announcement:
    """Make it public at once, in the languages that ``words`` has a title for; an empty one is "to be announced".

    ``precision`` says how much of ``planned`` readers are told. Raises ``NotAllowed``, ``BadMoment`` for what is over, and
    ``Refused`` where a date is confirmed that is not exact.
    """
    require(by, MAY_ANNOUNCE)
    moment = at or timezone.now()
    said, when = announcing.titles(words), Planned.of(planned, precision)
    announcing.require_kind(kind)
    announcing.require_ahead(when, moment)
    if confirmed and precision != Precision.MOMENT:
        raise Refused(_("A date is confirmed with its time. Without one it is provisional."))
    announcement = Announcement.objects.create(version=1)
    AnnouncementVersion.objects.create(
        announcement=announcement,
        number=1,
        verb=AnnouncementVerb.ANNOUNCE,
        kind=kind,
        words=said,
        planned=when.start,
        until=when.until,
        precision=precision,
        status=AnnouncementStatus.CONFIRMED if confirmed else AnnouncementStatus.PROVISIONAL,
        release=release,
        at=moment,
        by=by,
        by_name=name_of(by),
    )
    return announcement
