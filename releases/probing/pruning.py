"""What the alarm keeps, and for how long: as little as telling a burst needs."""

from datetime import datetime, timedelta

from django.utils import timezone

from releases.models import ProbeAlert, ProbeTally, ProbeVisitor

ALERTS_KEPT = timedelta(days=30)
TALLIES_KEPT = timedelta(hours=25)
"""The longest window that is counted over is a day."""
VISITORS_KEPT = timedelta(days=1)
"""Today's and yesterday's: a burst does not end at midnight."""


def prune(at: datetime | None = None) -> int:
    """Delete what is too old; returns how many rows that were. Idempotent."""
    at = at or timezone.now()
    deleted = [
        ProbeTally.objects.filter(last_at__lt=at - TALLIES_KEPT).delete(),
        ProbeVisitor.objects.filter(day__lt=timezone.localdate(at) - VISITORS_KEPT).delete(),
        ProbeAlert.objects.filter(last_at__lt=at - ALERTS_KEPT).delete(),
    ]
    return sum(rows for rows, _by_model in deleted)
