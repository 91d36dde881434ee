"""The editorial workflow as data: kinds, changes, standings, stages, verbs, and who may do what.

Nothing here touches the database. ``releases.actions`` carries the verbs out, the admin draws its buttons from
``TRANSITIONS``, and a test walks the whole table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from releases.errors import NotAllowed, WrongStage, WrongStanding


class Kind(TextChoices):
    """What sort of document a release is. The words are those of press offices, not of software."""

    NEWS_RELEASE = "news_release", _("News release")
    STATEMENT = "statement", _("Statement")
    READOUT = "readout", _("Readout")
    MEDIA_ADVISORY = "media_advisory", _("Media advisory")
    BACKGROUNDER = "backgrounder", _("Backgrounder")
    SPEECH = "speech", _("Speech")


KIND_USES: dict[str, StrOrPromise] = {
    Kind.NEWS_RELEASE: _("Use this for something new: a decision, a result, an appointment."),
    Kind.STATEMENT: _("Use this for a person's position on an event, in their words."),
    Kind.READOUT: _("Use this for what was said at a meeting or on a call."),
    Kind.MEDIA_ADVISORY: _("Use this to tell media where and when something will happen."),
    Kind.BACKGROUNDER: _("Use this for the facts, figures and history behind the news."),
    Kind.SPEECH: _("Use this for remarks as delivered, or as prepared for delivery."),
}


class Change(TextChoices):
    """Why an edition exists."""

    FIRST = "first", _("First publication")
    MINOR = "minor", _("Minor change")
    MAJOR = "major", _("Correction or update")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


class Standing(TextChoices):
    """Where a release stands with its readers at one moment; always derived from its editions, never stored."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Public")
    UPDATE_SCHEDULED = "update_scheduled", _("Public, update scheduled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RETURN_SCHEDULED = "return_scheduled", _("Withdrawn, return scheduled")


class Stage(TextChoices):
    """How far the working copy is on its way to readers. Which of them an office uses depends on how many must review."""

    DRAFT = "draft", _("Being written")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    DISCARDED = "discarded", _("Discarded")


class Verb(TextChoices):
    """What a person can do to a release."""

    SAVE_DRAFT = "save_draft", _("Save")
    SUBMIT = "submit", _("Submit for review")
    APPROVE = "approve", _("Approve")
    SEND_BACK = "send_back", _("Send back")
    PUBLISH = "publish", _("Publish now")
    SCHEDULE = "schedule", _("Schedule")
    UNSCHEDULE = "unschedule", _("Unschedule")
    CORRECT = "correct", _("Publish an update")
    PUBLISH_UNREVIEWED = "publish_unreviewed", _("Publish without review")
    REVIEW_AFTERWARDS = "review_afterwards", _("Review afterwards")
    WITHDRAW = "withdraw", _("Withdraw")
    STOP = "stop", _("Stop")
    RESTORE = "restore", _("Restore a revision")
    DISCARD = "discard", _("Discard")
    REINSTATE = "reinstate", _("Take out of the bin")
    NOTE = "note", _("Leave a note")
    SHARE = "share", _("Make a preview link")
    UNSHARE = "unshare", _("Revoke a preview link")


class Review(TextChoices):
    """What a verb has to do with review."""

    NONE = "none"
    """Nothing: it is the same in every office."""
    STEP = "step"
    """It is a step of review, and does not exist where nobody has to review."""
    GATED = "gated"
    """It puts text before readers, so where somebody has to review, it needs the stage ``APPROVED``."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One verb: from which standings and stages it leads on, and the permission that its person needs."""

    verb: Verb
    standings: frozenset[Standing]
    permission: str
    stages: frozenset[Stage]
    review: Review = Review.NONE

    def stages_with(self, reviewers: int) -> frozenset[Stage]:
        """The stages from which the verb leads on in an office that requires so many reviewers."""
        if self.review is Review.STEP and not reviewers:
            return frozenset()
        if self.review is Review.GATED and reviewers:
            return frozenset({Stage.APPROVED})
        return self.stages


_EVERY = frozenset(Standing)
# What is scheduled is locked: it was approved as it is, and what readers will get must be what staff are looking at.
_UNLOCKED = frozenset({Standing.DRAFT, Standing.LIVE, Standing.WITHDRAWN})
_AHEAD = frozenset({Standing.SCHEDULED, Standing.UPDATE_SCHEDULED, Standing.RETURN_SCHEDULED})
_WORKING = frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED})
_ANY = frozenset(Stage)

_CHANGE = "releases.change_release"
_REVIEW = "releases.review_release"
_PUBLISH = "releases.publish_release"
_WITHDRAW = "releases.withdraw_release"
_SHARE = "releases.share_release"

TRANSITIONS: dict[Verb, Transition] = {
    row.verb: row
    for row in (
        Transition(Verb.SAVE_DRAFT, _UNLOCKED, _CHANGE, _WORKING),
        Transition(Verb.SUBMIT, _UNLOCKED, _CHANGE, frozenset({Stage.DRAFT}), Review.STEP),
        Transition(Verb.APPROVE, _UNLOCKED, _REVIEW, frozenset({Stage.IN_REVIEW}), Review.STEP),
        Transition(Verb.PUBLISH, frozenset({Standing.DRAFT}), _PUBLISH, _WORKING, Review.GATED),
        # A second schedule would have to guess which of the two texts wins, so it must be unscheduled first.
        Transition(Verb.SCHEDULE, _UNLOCKED, _PUBLISH, _WORKING, Review.GATED),
        Transition(Verb.UNSCHEDULE, _AHEAD, _PUBLISH, _ANY),
        Transition(Verb.CORRECT, frozenset({Standing.LIVE, Standing.WITHDRAWN}), _PUBLISH, _WORKING, Review.GATED),
        Transition(Verb.SEND_BACK, _UNLOCKED, _REVIEW, frozenset({Stage.IN_REVIEW, Stage.APPROVED}), Review.STEP),
        Transition(Verb.PUBLISH_UNREVIEWED, _UNLOCKED, _PUBLISH, _WORKING, Review.STEP),
        # Asked of what readers saw, whatever has become of it since, and even if the office no longer reviews.
        Transition(Verb.REVIEW_AFTERWARDS, _EVERY, _REVIEW, _ANY),
        Transition(Verb.WITHDRAW, frozenset({Standing.LIVE, Standing.UPDATE_SCHEDULED}), _WITHDRAW, _ANY),
        Transition(Verb.STOP, _AHEAD | {Standing.LIVE}, _WITHDRAW, _ANY),
        Transition(Verb.RESTORE, _UNLOCKED, _CHANGE, _WORKING),
        Transition(Verb.DISCARD, frozenset({Standing.DRAFT}), _CHANGE, _WORKING),
        Transition(Verb.REINSTATE, frozenset({Standing.DRAFT}), _CHANGE, frozenset({Stage.DISCARDED})),
        Transition(Verb.NOTE, _EVERY, _CHANGE, _ANY),
        Transition(Verb.SHARE, _EVERY, _SHARE, _WORKING),
        Transition(Verb.UNSHARE, _EVERY, _SHARE, _ANY),
    )
}

ASIDE = frozenset({Verb.NOTE, Verb.SHARE, Verb.UNSHARE})
"""Verbs that change nothing of the text nor of what readers see: they make no decision of somebody else's out of date."""

_LOCKED: StrOrPromise = _(
    "This release is locked, because it is “%(standing)s”: readers get it as it was scheduled. Unschedule it to change it."
)
_WRONG_STANDING: dict[Verb, StrOrPromise] = {
    Verb.SAVE_DRAFT: _LOCKED,
    Verb.RESTORE: _LOCKED,
    Verb.SUBMIT: _LOCKED,
    Verb.APPROVE: _LOCKED,
    Verb.SEND_BACK: _LOCKED,
    Verb.PUBLISH: _("This release cannot be published now, because it is already “%(standing)s”."),
    Verb.PUBLISH_UNREVIEWED: _(
        "This release cannot be published now, because it is “%(standing)s”. Unschedule it first."
    ),
    Verb.SCHEDULE: _("This release cannot be scheduled now, because it is “%(standing)s”. Unschedule it first."),
    Verb.UNSCHEDULE: _("There is nothing to unschedule: this release is “%(standing)s”."),
    Verb.CORRECT: _(
        "An update cannot be published now, because this release is “%(standing)s”. "
        "If an update is scheduled, unschedule it first."
    ),
    Verb.WITHDRAW: _("This release cannot be withdrawn, because it is “%(standing)s”."),
    Verb.STOP: _("There is nothing to stop: this release is “%(standing)s”."),
    Verb.DISCARD: _(
        "This release cannot be discarded, because it is “%(standing)s”. What readers saw stays on record; withdraw it."
    ),
    Verb.REINSTATE: _("This release is not in the bin: it is “%(standing)s”."),
}
_IN_THE_BIN: StrOrPromise = _("This release is in the bin. Take it out before you go on.")
_WRONG_STAGE: dict[Verb, StrOrPromise] = {
    Verb.SUBMIT: _("This release cannot be submitted for review, because it is “%(stage)s” already."),
    Verb.APPROVE: _(
        "There is nothing to approve: this release is “%(stage)s”. It has to be submitted for review first."
    ),
    Verb.SEND_BACK: _("There is nothing to send back: this release is “%(stage)s”."),
    Verb.REINSTATE: _("This release is not in the bin: it is “%(stage)s”."),
}
_UNREVIEWED: StrOrPromise = _("Somebody has to approve this text before readers get it; it is “%(stage)s”.")
_NO_REVIEW: StrOrPromise = _("Nobody has to review this kind of release in this office.")


def standing_of(current_change: str | None, next_moment: datetime | None) -> Standing:
    """The standing of a release, from the change of its edition that is before readers and the start of a later one."""
    if current_change is None:
        return Standing.DRAFT if next_moment is None else Standing.SCHEDULED
    if current_change == Change.WITHDRAWAL:
        return Standing.WITHDRAWN if next_moment is None else Standing.RETURN_SCHEDULED
    return Standing.LIVE if next_moment is None else Standing.UPDATE_SCHEDULED


def permits(verb: Verb, has_perm: Callable[[str], bool]) -> bool:
    """Whether a person whose permissions ``has_perm`` answers for may use the verb at all."""
    return has_perm(TRANSITIONS[verb].permission)


def offered(standing: Standing, stage: Stage, reviewers: int, has_perm: Callable[[str], bool]) -> list[Verb]:
    """The verbs that lead on from here and that this person may use, in the table's order.

    ``reviewers`` is how many the office requires for this kind of release. Whose text it is, is another question:
    ``releases.review.own_work``.
    """
    return [
        verb
        for verb, row in TRANSITIONS.items()
        if standing in row.standings and stage in row.stages_with(reviewers) and permits(verb, has_perm)
    ]


def require_permission(verb: Verb, has_perm: Callable[[str], bool]) -> None:
    """Raise ``NotAllowed`` unless the person may use the verb."""
    if not permits(verb, has_perm):
        raise NotAllowed(_("Your role does not include “%(verb)s”.") % {"verb": verb.label})


def require_standing(verb: Verb, standing: Standing) -> None:
    """Raise ``WrongStanding`` unless the verb leads on from this standing."""
    if standing not in TRANSITIONS[verb].standings:
        raise WrongStanding(_WRONG_STANDING[verb] % {"standing": standing.label})


def require_stage(verb: Verb, stage: Stage, reviewers: int) -> None:
    """Raise ``WrongStage`` unless the verb leads on from this stage where so many have to review."""
    row = TRANSITIONS[verb]
    if stage in row.stages_with(reviewers):
        return
    if row.review is Review.STEP and not reviewers:
        raise WrongStage(_NO_REVIEW)
    if stage == Stage.DISCARDED:
        raise WrongStage(_IN_THE_BIN)
    sentence = _UNREVIEWED if row.review is Review.GATED else _WRONG_STAGE[verb]
    raise WrongStage(sentence % {"stage": stage.label})
