"""Whether a release takes replies: while it is public, unless closed for itself, or for all after so many days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from comments.models import Door
from releases.models import Edition


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands at a moment, and why, in data: who closed it is nobody's business on the public page."""

    is_open: bool
    door: Door | None = None
    """What was decided for this release alone, if anything was."""
    closes_at: datetime | None = None
    """When the clock closes it, or did; nothing where the clock has no say."""


def standing(edition: Edition, at: datetime) -> Standing:
    """Whether the release of this public edition takes replies at a moment, in one query."""
    door = Door.objects.filter(release=edition.release_id, at__lte=at).order_by("-at", "-pk").first()
    if door is not None and door.opens != Door.Opens.DEFAULT:
        return Standing(is_open=door.opens == Door.Opens.OPEN, door=door)
    days = settings.REPLIES_CLOSE_AFTER_DAYS
    closes_at = edition.first_published + timedelta(days=days) if days else None
    return Standing(is_open=closes_at is None or at < closes_at, door=door, closes_at=closes_at)
