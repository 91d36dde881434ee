"""Who has a release open and may be writing in it: it warns, and never locks.

A lock would have to run out at some moment, and then two people write without knowing of each other. Here they know, and
the version in the form sees to it that whoever saves second is shown both texts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from releases.models import Presence, Release

FORGOTTEN = timedelta(hours=2)
"""Whoever opened a form longer ago has most likely left the desk."""


@dataclass(frozen=True, slots=True)
class Present:
    """One person in the form of a release, and since when."""

    who: User
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """Who is in the form of a release, as one person sees it."""

    others: tuple[Present, ...]
    mine: datetime | None
    """Since when this person is recorded, or nothing."""


def look(release: Release, user: User, at: datetime, *, sweep: bool = False) -> Company:
    """Who is in the form at this moment, in the order in which they came. With ``sweep``, rows too old to count are deleted.

    One query, and another only when there is something to sweep.
    """
    rows = list(Presence.objects.filter(release=release).select_related("user").order_by("opened_at", "pk"))
    fresh = [row for row in rows if _counts(row.opened_at, at)]
    if sweep and len(fresh) < len(rows):
        Presence.objects.filter(release=release, opened_at__lte=at - FORGOTTEN).delete()
    return Company(
        others=tuple(Present(row.user, row.opened_at) for row in fresh if row.user_id != user.pk),
        mine=next((row.opened_at for row in fresh if row.user_id == user.pk), None),
    )


def arrive(release: Release, user: User, at: datetime) -> None:
    """Record that this person opened the form, or began to write in it again. One statement, whoever else does the same."""
    row = Presence(release=release, user=user, opened_at=at)
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["release", "user"], update_fields=["opened_at"]
    )


def leave(release: Release, user: User, opened_at: datetime) -> None:
    """Record that this person closed the form that they opened at this moment.

    A browser tells us of a page that is reloaded after it has asked for the new one, and a person may have the form open
    twice: a form opened later stays recorded.
    """
    Presence.objects.filter(release=release, user=user, opened_at__lte=opened_at).delete()


def done(release: Release, user: User) -> None:
    """Record that this person saved: what they wrote is no longer only in their browser."""
    Presence.objects.filter(release=release, user=user).delete()


def _counts(opened_at: datetime, at: datetime) -> bool:
    return at - opened_at < FORGOTTEN
