"""What every act on an announcement needs: the right, the version that the person saw, and the row that says what is new."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.actions.common import name_of
from releases.errors import Conflict, NotAllowed, WrongStanding
from releases.models import Announcement, AnnouncementStatus, AnnouncementVerb, AnnouncementVersion

MAY_ANNOUNCE = "releases.add_announcement"
MAY_CHANGE = "releases.change_announcement"


def require(by: User, permission: str) -> None:
    """Raise ``NotAllowed`` unless the person may."""
    if not by.has_perm(permission):
        raise NotAllowed(_("Your role does not include announcing releases."))


def begin(
    announcement: Announcement, version: int, by: User, at: datetime | None
) -> tuple[AnnouncementVersion, datetime]:
    """Check the right, take the version by compare-and-set, read the clock under that lock, and return what stood before.

    The caller is in a transaction. Raises ``NotAllowed``, ``Conflict``, or ``WrongStanding`` for one that is cancelled.
    """
    require(by, MAY_CHANGE)
    taken = Announcement.objects.filter(pk=announcement.pk, version=version).update(version=version + 1)
    before = AnnouncementVersion.objects.filter(announcement=announcement).order_by("-number").select_related("release")
    latest = before[0]
    if taken != 1:
        raise Conflict(
            _("%(person)s changed this announcement after you opened it. Nothing you did now was carried out.")
            % {"person": latest.by_name}
        )
    if latest.status == AnnouncementStatus.CANCELLED:
        raise WrongStanding(_("This announcement has been cancelled. Announce it anew."))
    return latest, at or timezone.now()


def write(
    verb: AnnouncementVerb, before: AnnouncementVersion, by: User, at: datetime, **changes: Any
) -> AnnouncementVersion:
    """What it says from now on: what it said before, but for the changes. A reason is given for one act only."""
    said = {
        name: getattr(before, name) for name in ("kind", "words", "planned", "until", "precision", "status", "release")
    }
    return AnnouncementVersion.objects.create(
        announcement=before.announcement,
        number=before.number + 1,
        verb=verb,
        # A clock that was set back must not make a later version older than the one before.
        at=max(at, before.at),
        by=by,
        by_name=name_of(by),
        **said | {"reason": {}} | changes,
    )
