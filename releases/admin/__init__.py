"""The back office for releases and tags. Revisions, editions and events are shown with their release, and nowhere edited."""

from releases.admin.quiet_days import QuietDayAdmin
from releases.admin.release import ReleaseAdmin
from releases.admin.tags import TagAdmin

__all__ = ["QuietDayAdmin", "ReleaseAdmin", "TagAdmin"]
