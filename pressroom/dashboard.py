"""The desk: what waits for one person, in a handful of queries whatever there is to show."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Count, F, Min, OuterRef, Subquery
from django.utils import timezone

from comments.models import Comment
from comments.states import MODERATE
from releases.models import Edition, Event, Release, Revision
from releases.models.edition import EditionQuerySet
from releases.workflow import Standing

SHOWN = 8
"""A list on the desk is a reminder; the whole of it is a list of its own."""
EVENTS_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Waiting:
    """Replies that nobody has decided on."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What the front page of the back office shows. Lists stay empty, or ``None``, for those who may not see them."""

    at: datetime
    may_read: bool = False
    drafts: list[Release] = field(default_factory=list)
    scheduled: list[Edition] = field(default_factory=list)
    unpublished: list[Edition] = field(default_factory=list)
    replies: Waiting | None = None
    today: list[Event] = field(default_factory=list)


def desk_of(user: AbstractBaseUser | AnonymousUser, at: datetime) -> Desk:
    """The desk of this person at this moment: five queries at most, each bounded."""
    if not isinstance(user, User):
        return Desk(at=at)
    replies = _replies() if user.has_perm(MODERATE) else None
    if not user.has_perm("releases.view_release"):
        return Desk(at=at, replies=replies)
    return Desk(
        at=at,
        may_read=True,
        drafts=list(Release.objects.in_standing(Standing.DRAFT, at).filter(updated_by=user)[:SHOWN]),
        scheduled=list(_light(Edition.objects.ahead(at)).order_by("visible_from")[:SHOWN]),
        unpublished=_unpublished(at),
        replies=replies,
        today=_today(at),
    )


def _light(editions: EditionQuerySet) -> EditionQuerySet:
    """With the release, without the long texts."""
    return editions.select_related("release").defer("article_html", "release__body")


def _unpublished(at: datetime) -> list[Edition]:
    """What readers see of releases whose working copy says something else, and for which nothing is scheduled."""
    saved = Revision.objects.filter(release=OuterRef("release"), number=OuterRef("release__version"))
    live = _light(Edition.objects.public(at)).filter(visible_until__isnull=True)
    changed = live.annotate(saved_hash=Subquery(saved.values("content_hash")[:1])).exclude(saved_hash=F("content_hash"))
    return list(changed.select_related("release__updated_by").order_by("-release__updated_at")[:SHOWN])


def _replies() -> Waiting:
    row = Comment.objects.pending().aggregate(count=Count("pk"), oldest=Min("created_at"))
    return Waiting(count=row["count"], oldest=row["oldest"])


def _today(at: datetime) -> list[Event]:
    """What happened since midnight on the office's clocks."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    events = Event.objects.filter(at__gte=midnight, at__lt=at + timedelta(minutes=1))
    events = events.select_related("release", "revision", "edition")
    events = events.defer("release__body", "revision__content", "edition__article_html")
    return list(events.order_by("-at", "-pk")[:EVENTS_SHOWN])
