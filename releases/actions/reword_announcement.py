"""Reword: what an announcement says of the release, and to which release of ours it is tied; not when it will come."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases import announcing
from releases.actions.announcements import begin, write
from releases.announcing import Words
from releases.models import Announcement, AnnouncementVerb, AnnouncementVersion, Release


@transaction.atomic
def reword_announcement(
    *,
    announcement: Announcement,
    version: int,
    words: Words,
    kind: str,
    release: Release | None,
    by: User,
    at: datetime | None = None,
) -> AnnouncementVersion:
    """Say it anew: often a title in place of "to be announced". Raises ``NotAllowed``, ``Conflict`` or ``Refused``."""
    before, moment = begin(announcement, version, by, at)
    announcing.require_kind(kind)
    said = announcing.titles(words)
    return write(AnnouncementVerb.REWORD, before, by, moment, words=said, kind=kind, release=release)
