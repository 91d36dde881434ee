"""Review: how many must look, whose own work a text is, who has approved it, and what still waits to be looked at.

Four eyes: neither who submitted a text nor who last changed it may approve it or put it before readers, and who published
without review is not the one who reviews it afterwards. It binds administrators too.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from releases.errors import OwnWork, WrongStage
from releases.models import Approval, Event, Release
from releases.workflow import Stage, Verb

BY_OTHERS = frozenset({Verb.APPROVE, Verb.PUBLISH, Verb.SCHEDULE, Verb.CORRECT})
"""The verbs that need a second pair of eyes where somebody has to review."""


def required_reviewers(kind: str) -> int:
    """How many people the office requires to approve this kind of release: 0, 1 or 2 (``REVIEWERS``)."""
    required: dict[str, int] = settings.REVIEWERS
    return required.get(kind, required[""])


def own_work(verb: Verb, release: Release, by: User) -> str:
    """Why this person may not do this to this text because it is theirs; nothing when they may."""
    if verb not in BY_OTHERS or not required_reviewers(release.kind):
        return ""
    if release.content_by_id == by.pk:
        return _("You last changed this text, so somebody else has to do this: two pairs of eyes see what readers get.")
    if release.submitted_by_id == by.pk:
        return _("You submitted this text for review, so somebody else has to do this.")
    return ""


def require_other_eyes(verb: Verb, release: Release, by: User) -> None:
    """Raise ``OwnWork`` when the text is this person's own."""
    if why := own_work(verb, release, by):
        raise OwnWork(why)


def approvals(release: Release) -> QuerySet[Approval]:
    """The approvals of the content as it is now: those of the current round."""
    return release.approvals.filter(round=release.review_round)


def require_approvals(release: Release) -> None:
    """Raise ``WrongStage`` when fewer have approved than the office requires by now."""
    required = required_reviewers(release.kind)
    given = approvals(release).filter(content_hash=release.content_hash).count() if required else 0
    if given < required:
        raise WrongStage(
            _("This text has %(given)s of the %(required)s approvals that it needs. Send it back for another review.")
            % {"given": given, "required": required}
        )


def last_approved(release: Release) -> Approval | None:
    """The last approval that was ever given, whether or not it still counts; what changed since can be shown."""
    return release.approvals.select_related("revision").order_by("-at", "-pk").first()


def restored_stage(release: Release, content_hash: str) -> Stage:
    """The stage of a working copy whose edition was taken back: approved, if it still is what was approved."""
    required = required_reviewers(release.kind)
    unchanged = release.content_hash == content_hash
    enough = approvals(release).filter(content_hash=content_hash).count() >= required
    return Stage.APPROVED if required and unchanged and enough else Stage.DRAFT


def unreviewed() -> QuerySet[Event]:
    """Every publication without review that nobody else has looked at since, oldest first."""
    reviewed = Event.objects.filter(edition=OuterRef("edition"), verb=Verb.REVIEW_AFTERWARDS)
    return Event.objects.filter(verb=Verb.PUBLISH_UNREVIEWED).filter(~Exists(reviewed)).order_by("at", "pk")
