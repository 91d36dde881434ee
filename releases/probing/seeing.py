"""An editor has seen an alert: from then on it no longer waits on anybody's desk, until it is raised again."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from releases.actions.common import name_of
from releases.models import ProbeAlert

PERMISSIONS = ("releases.review_release", "releases.publish_release")


def may_see(user: object) -> bool:
    """Whether alerts concern this person: whoever reviews or publishes."""
    return isinstance(user, User) and user.is_staff and any(user.has_perm(permission) for permission in PERMISSIONS)


def mark_seen(*, alert: ProbeAlert, raised_at: datetime, by: User, at: datetime | None = None) -> bool:
    """Write down who saw the alert as it was raised at this moment, unless somebody has, or it was raised again since.

    A compare-and-set: of two editors who press the button at once, the first is named. Raises ``PermissionDenied``.
    """
    if not may_see(by):
        raise PermissionDenied
    as_shown = ProbeAlert.objects.unseen().filter(pk=alert.pk, raised_at=raised_at)
    return as_shown.update(seen_at=at or timezone.now(), seen_by=by, seen_by_name=name_of(by)) == 1
