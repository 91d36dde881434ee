"""The editorial workflow as data: kinds, changes, standings, verbs, and who may do what.

Nothing here touches the database. ``releases.actions`` carries the verbs out, the admin draws its buttons from
``TRANSITIONS``, and a test walks the whole table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from releases.errors import NotAllowed, WrongStanding


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


class Verb(TextChoices):
    """What a person can do to a release."""

    SAVE_DRAFT = "save_draft", _("Save")
    PUBLISH = "publish", _("Publish now")
    SCHEDULE = "schedule", _("Schedule")
    UNSCHEDULE = "unschedule", _("Unschedule")
    CORRECT = "correct", _("Publish an update")
    WITHDRAW = "withdraw", _("Withdraw")


@dataclass(frozen=True, slots=True)
class Transition:
    """One verb: from which standings it leads on, and the permission that its person needs."""

    verb: Verb
    standings: frozenset[Standing]
    permission: str


_EVERY = frozenset(Standing)

TRANSITIONS: dict[Verb, Transition] = {
    transition.verb: transition
    for transition in (
        Transition(Verb.SAVE_DRAFT, _EVERY, "releases.change_release"),
        Transition(Verb.PUBLISH, frozenset({Standing.DRAFT}), "releases.publish_release"),
        # A second schedule would have to guess which of the two texts wins, so it must be unscheduled first.
        Transition(
            Verb.SCHEDULE,
            frozenset({Standing.DRAFT, Standing.LIVE, Standing.WITHDRAWN}),
            "releases.publish_release",
        ),
        Transition(
            Verb.UNSCHEDULE,
            frozenset({Standing.SCHEDULED, Standing.UPDATE_SCHEDULED, Standing.RETURN_SCHEDULED}),
            "releases.publish_release",
        ),
        Transition(Verb.CORRECT, frozenset({Standing.LIVE, Standing.WITHDRAWN}), "releases.publish_release"),
        Transition(
            Verb.WITHDRAW,
            frozenset({Standing.LIVE, Standing.UPDATE_SCHEDULED}),
            "releases.withdraw_release",
        ),
    )
}

_WRONG_STANDING: dict[Verb, StrOrPromise] = {
    Verb.PUBLISH: _("This release cannot be published now, because it is already “%(standing)s”."),
    Verb.SCHEDULE: _("This release cannot be scheduled now, because it is “%(standing)s”. Unschedule it first."),
    Verb.UNSCHEDULE: _("There is nothing to unschedule: this release is “%(standing)s”."),
    Verb.CORRECT: _(
        "An update cannot be published now, because this release is “%(standing)s”. "
        "If an update is scheduled, unschedule it first."
    ),
    Verb.WITHDRAW: _("This release cannot be withdrawn, because it is “%(standing)s”."),
}


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


def offered(standing: Standing, has_perm: Callable[[str], bool]) -> list[Verb]:
    """The verbs that lead on from this standing and that this person may use, in the table's order."""
    return [verb for verb, row in TRANSITIONS.items() if standing in row.standings and permits(verb, has_perm)]


def require_permission(verb: Verb, has_perm: Callable[[str], bool]) -> None:
    """Raise ``NotAllowed`` unless the person may use the verb."""
    if not permits(verb, has_perm):
        raise NotAllowed(_("Your role does not include “%(verb)s”.") % {"verb": verb.label})


def require_standing(verb: Verb, standing: Standing) -> None:
    """Raise ``WrongStanding`` unless the verb leads on from this standing."""
    if standing not in TRANSITIONS[verb].standings:
        raise WrongStanding(_WRONG_STANDING[verb] % {"standing": standing.label})
