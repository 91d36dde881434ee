"""The desk: what waits for one person, in a handful of queries whatever there is to show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from comments.models import Comment
from comments.states import MODERATE
from releases import waiting
from releases.models import Edition, Event, ProbeAlert, Release, SavedFilter
from releases.models.edition import EditionQuerySet
from releases.probing.seeing import may_see
from releases.review import unreviewed
from releases.workflow import Verb, permits

SHOWN = 8
"""A list on the desk is a reminder; the whole of it is a list of its own."""
EVENTS_SHOWN = 15
FILTERS_SHOWN = 20
EVENTS_READ = 60
"""More than are shown, because saves in a row are shown as one."""


@dataclass(frozen=True, slots=True)
class Some:
    """The first of what waits, and whether there is more of it."""

    rows: Sequence[Any] = ()
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows)


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
    probes: Some = Some()
    unreviewed: Some = Some()
    to_review: Some = Some()
    sent_back: Some = Some()
    approved: Some = Some()
    drafts: Some = Some()
    changed: Some = Some()
    scheduled: Some = Some()
    replies: Waiting | None = None
    today: list[Event] = field(default_factory=list)
    saved: list[SavedFilter] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        """Whether nothing at all waits for this person."""
        lists = (self.probes, self.unreviewed, self.to_review, self.sent_back, self.approved, self.drafts, self.changed)
        return not any(lists) and not (self.replies and self.replies.count)


def desk_of(user: AbstractBaseUser | AnonymousUser, at: datetime) -> Desk:
    """The desk of this person at this moment: one query for each list, each bounded."""
    if not isinstance(user, User):
        return Desk(at=at)
    replies = _replies() if user.has_perm(MODERATE) else None
    if not user.has_perm("releases.view_release"):
        return Desk(at=at, replies=replies)
    review = _review(user) if waiting.office_reviews() else {}
    return Desk(
        at=at,
        may_read=True,
        probes=_some(_probes()) if may_see(user) else Some(),
        drafts=_some(_drafts(user, at)),
        changed=_some(_light(waiting.changed(at)).order_by("-updated_at")),
        scheduled=_some(_frozen(Edition.objects.ahead(at)).order_by("visible_from")),
        replies=replies,
        today=_today(at),
        saved=list(SavedFilter.objects.filter(owner=user).order_by("name")[:FILTERS_SHOWN]),
        **review,
    )


def _review(user: User) -> dict[str, Some]:
    """What review leaves waiting. Who may not do it is not asked to."""
    found = {"unreviewed": _some(_unreviewed()), "sent_back": _some(_sent_back(user))}
    if permits(Verb.APPROVE, user.has_perm):
        found["to_review"] = _some(_light(waiting.for_review(user)))
    if permits(Verb.PUBLISH, user.has_perm):
        found["approved"] = _some(_light(waiting.approved()).order_by("submitted_at", "pk"))
    return found


def _some(rows: "QuerySet[Any]") -> Some:
    found = list(rows[: SHOWN + 1])
    return Some(rows=found[:SHOWN], more=len(found) > SHOWN)


def _light(releases: "QuerySet[Release]") -> "QuerySet[Release]":
    """With the people, without the long text."""
    return releases.select_related("submitted_by", "updated_by").defer("body")


def _frozen(editions: EditionQuerySet) -> EditionQuerySet:
    return editions.select_related("release").defer("article_html", "release__body")


def _drafts(user: User, at: datetime) -> "QuerySet[Release]":
    """Those that were sent back have a list of their own, where there are any."""
    mine = _light(waiting.drafts_of(user, at)).order_by("-updated_at")
    return mine.exclude(sent_back_at__isnull=False, submitted_by=user) if waiting.office_reviews() else mine


def _sent_back(user: User) -> "QuerySet[Release]":
    """What came back to this person, with the reason and who gave it."""
    last = Event.objects.filter(release=OuterRef("pk"), verb=Verb.SEND_BACK).order_by("-at", "-pk")
    mine = _light(waiting.sent_back()).filter(submitted_by=user).order_by("sent_back_at", "pk")
    return mine.annotate(
        reason=Subquery(last.values(told=KeyTextTransform("reason", "details"))[:1]),
        reviewer=Subquery(last.values("actor_name")[:1]),
    )


def _unreviewed() -> "QuerySet[Event]":
    """What readers got that only one pair of eyes had seen, the oldest first."""
    events = unreviewed().select_related("release", "edition")
    return events.defer("release__body", "edition__article_html")


def _probes() -> "QuerySet[ProbeAlert]":
    """Bursts of requests for what is not public that no editor has seen yet, the newest first."""
    alerts = ProbeAlert.objects.unseen().select_related("probed__release", "probed__follows")
    return alerts.defer("asked", "probed__release__body", "probed__follows__body")


def _replies() -> Waiting:
    row = Comment.objects.pending().aggregate(count=Count("pk"), oldest=Min("created_at"))
    return Waiting(count=row["count"], oldest=row["oldest"])


def _today(at: datetime) -> list[Event]:
    """What happened since midnight on the office's clocks, newest first."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    events = Event.objects.filter(at__gte=midnight, at__lt=at + timedelta(minutes=1))
    events = events.select_related("release", "revision", "edition")
    events = events.defer("release__body", "revision__content", "edition__article_html")
    return _folded(events.order_by("-at", "-pk")[:EVENTS_READ])[:EVENTS_SHOWN]


def _folded(events: Iterable[Event]) -> list[Event]:
    """Without the saves that the same person followed by another of the same release."""
    kept: list[Event] = []
    for event in events:
        after = kept[-1] if kept else None
        if after is None or event.verb != Verb.SAVE_DRAFT or _act(after) != _act(event):
            kept.append(event)
    return kept


def _act(event: Event) -> tuple[str, int, int | None]:
    return event.verb, event.release_id, event.actor_id
