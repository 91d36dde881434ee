"""What waits in the office: the questions that the desk asks for its lists, and the list of releases for its filters.

One vocabulary for both, so that a heading on the desk leads to exactly what it named.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from releases.models import Approval, Edition, Release
from releases.models.release import ReleaseQuerySet
from releases.review import required_reviewers, unreviewed
from releases.workflow import Kind, Stage, Standing

RECENT = 5000
"""Unpublished changes are looked for among the releases saved last: a year's work of a very large office. Over 50,000 the
comparison of every release with what readers see took 0.6 s (bench/DESK.md)."""


def office_reviews() -> bool:
    """Whether anybody has to review anything here. In an office where nobody has to, nothing speaks of it."""
    return any(settings.REVIEWERS.values())


def for_review(user: User) -> ReleaseQuerySet:
    """What this person may review now: not their own work, and not what they approved already. Oldest first.

    The rule is that of ``review.own_work``, asked of many releases at once.
    """
    given = Approval.objects.filter(release=OuterRef("pk"), round=OuterRef("review_round"), by=user)
    # An account that was deleted leaves NULL behind, which "not this person" alone would leave out.
    others = Q(Q(submitted_by__isnull=True) | ~Q(submitted_by=user), Q(content_by__isnull=True) | ~Q(content_by=user))
    return in_review().filter(others, ~Exists(given)).order_by("submitted_at", "pk")


def in_review() -> ReleaseQuerySet:
    """What was submitted and is of a kind that has to be reviewed."""
    kinds = [kind for kind in Kind if required_reviewers(kind)]
    return Release.objects.filter(stage=Stage.IN_REVIEW, kind__in=kinds)


def sent_back() -> ReleaseQuerySet:
    """What a reviewer sent back, and nobody has submitted since."""
    return Release.objects.filter(stage=Stage.DRAFT, sent_back_at__isnull=False)


def approved() -> ReleaseQuerySet:
    """What may go out, and has not. Whatever is scheduled or public has left this stage."""
    return Release.objects.filter(stage=Stage.APPROVED)


def drafts_of(user: User, at: datetime) -> ReleaseQuerySet:
    """What this person saved last or submitted, that readers have never seen and that is neither sent back nor in the bin."""
    mine = Release.objects.filter(Q(updated_by=user) | Q(submitted_by=user, stage=Stage.IN_REVIEW))
    return mine.in_standing(Standing.DRAFT, at).exclude(stage=Stage.DISCARDED)


def changed(at: datetime) -> ReleaseQuerySet:
    """Public releases whose working copy says something else, which nobody has submitted and nothing is scheduled for."""
    recent = Release.objects.order_by("-updated_at", "-pk").values("pk")[:RECENT]
    seen = Edition.objects.public(at).filter(release=OuterRef("pk"), visible_until__isnull=True)
    differs = seen.exclude(content_hash=OuterRef("content_hash"))
    return Release.objects.filter(pk__in=recent).filter(Exists(differs), stage=Stage.DRAFT)


def published_unreviewed() -> QuerySet[Release]:
    """Releases with an edition that was published without review, and that nobody else has looked at since."""
    return Release.objects.filter(pk__in=unreviewed().values("release"))


def lacks_review() -> Exists:
    """The same as a condition on a row of releases."""
    return Exists(unreviewed().filter(release=OuterRef("pk")))


def ahead(at: datetime) -> QuerySet[Release]:
    """Releases with an edition whose moment is still to come."""
    return Release.objects.filter(pk__in=Edition.objects.ahead(at).values("release"))
