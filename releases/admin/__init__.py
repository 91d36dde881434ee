"""The back office for releases, tags and the library. Revisions, editions and events are shown with their release, and
nowhere edited."""

from releases.admin.announcements.admin import AnnouncementAdmin
from releases.admin.library.documents import DocumentAdmin
from releases.admin.library.pictures import PictureAdmin
from releases.admin.office.admin import OfficeAdmin
from releases.admin.probing import ProbeAlertAdmin
from releases.admin.quiet_days import QuietDayAdmin
from releases.admin.release import ReleaseAdmin
from releases.admin.spellings.admin import MergedTagAdmin
from releases.admin.tags import TagAdmin

__all__ = [
    "AnnouncementAdmin",
    "DocumentAdmin",
    "MergedTagAdmin",
    "OfficeAdmin",
    "PictureAdmin",
    "ProbeAlertAdmin",
    "QuietDayAdmin",
    "ReleaseAdmin",
    "TagAdmin",
]
