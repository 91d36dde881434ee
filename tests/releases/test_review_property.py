"""Review, whatever people do in whatever order: random sequences of all verbs by random people against a small model.

The model is of people, not of tables: it remembers every text that somebody saved, who looked at it and said yes, and what
readers were given. It derives from that what may happen next, and never asks the release how far it is.

What must hold: whatever went before readers through review had as many yeses as the office required, for exactly that text,
by people of whom none had submitted or last changed it, with no change in between; nobody published their own work; what is
scheduled never changes; history only grows; and what the site said at a past instant it says for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from releases.actions.add_note import add_note
from releases.actions.approve import approve
from releases.actions.correct import correct
from releases.actions.discard import discard
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.reinstate import reinstate
from releases.actions.restore import restore
from releases.actions.review_afterwards import review_afterwards
from releases.actions.schedule import schedule
from releases.actions.send_back import send_back
from releases.actions.share import share
from releases.actions.stop import Pull, stop
from releases.actions.submit import submit
from releases.actions.unschedule import unschedule
from releases.actions.unshare import unshare
from releases.actions.withdraw import withdraw
from releases.errors import Refused
from releases.models import Approval, Edition, Event, PreviewLink, Release, Revision
from releases.review import approvals, unreviewed
from releases.workflow import Change, Stage, Verb, offered
from tests import cast
from tests.releases.test_intervals_property import MICRO, check_shape
from tests.releases.test_workflow import PLACES
from tests.scenes import NOW, draft, rewritten

pytestmark = pytest.mark.django_db

PEOPLE = (cast.wren, cast.theo, cast.edda, cast.emil, cast.ada)
WORDS = ("Monday", "Tuesday")
"""Few, so that a text is often changed back to what somebody approved."""
PAUSES = [MICRO, timedelta(seconds=4), timedelta(minutes=4), timedelta(minutes=6), timedelta(hours=3)]
AHEAD = [timedelta(minutes=5), timedelta(minutes=8), timedelta(hours=3)]

GATED = frozenset({Verb.PUBLISH, Verb.SCHEDULE, Verb.CORRECT})
OFTEN = {
    Verb.SUBMIT: 8, Verb.APPROVE: 12, Verb.PUBLISH: 6, Verb.SCHEDULE: 6, Verb.CORRECT: 6, Verb.UNSCHEDULE: 4,
    Verb.REINSTATE: 8, Verb.SAVE_DRAFT: 3, Verb.NOTE: 3,
}  # fmt: skip
"""How much likelier than the rest: with every button alike, few texts would ever get through a review."""


@dataclass(frozen=True)
class Step:
    """Somebody does something after a while: mostly a button that their page has, sometimes any at all."""

    pause: timedelta
    who: int
    button: int
    anything: bool
    words: str
    ahead: timedelta
    change: Change
    gone: bool
    pull: Pull
    number: int
    required: int | None
    """At some steps the office changes its mind of how many must review, and nobody presses anything."""


steps = st.builds(
    Step,
    pause=st.sampled_from(PAUSES),
    who=st.sampled_from(range(len(PEOPLE))),
    button=st.sampled_from(range(120)),
    anything=st.sampled_from([False] * 7 + [True]),
    words=st.sampled_from(WORDS),
    ahead=st.sampled_from(AHEAD),
    change=st.sampled_from([Change.MINOR, Change.MAJOR]),
    gone=st.booleans(),
    pull=st.sampled_from(Pull),
    number=st.sampled_from([1, 2, 3]),
    required=st.sampled_from([None] * 32 + [0, 1, 1, 2]),
)


@dataclass
class Model:
    """What a bystander who watched everything would know."""

    editor: int
    """Who last changed the text."""
    submitter: int | None = None
    yes: set[int] = field(default_factory=set)
    """Who approved the text since it was last changed, submitted, sent back, or put before readers."""
    scheduled: tuple[datetime, str, set[int]] | None = None
    """When an embargo lifts, on which content, with whose yes: they count again if it is taken back."""
    shown: list[tuple[datetime, str | None]] = field(default_factory=list)
    """What readers were given, from when on; ``None`` is a withdrawal."""
    said: dict[datetime, list[str]] = field(default_factory=dict)
    """What the site said at the instants at which it was asked."""
    events: list[str] = field(default_factory=lambda: ["save_draft"])
    marks: list[tuple[int, int]] = field(default_factory=list)
    """Editions that were published without review and wait, each with its publisher."""

    def pass_to(self, moment: datetime) -> None:
        """Let the clock run: an embargo that lifted is the end of its review."""
        if self.scheduled and self.scheduled[0] <= moment:
            lifted, content, _yes = self.scheduled
            self.shown.append((lifted, content))
            self.scheduled = None

    def seen_at(self, moment: datetime) -> str | None:
        return next((content for begun, content in reversed(self.shown) if begun <= moment), None)


class Office:
    """One release, the people around it, and the model of what they did."""

    def __init__(self, required: int) -> None:
        self.required = required
        self.people = [person() for person in PEOPLE]
        self.release = draft(at=NOW, by=self.people[0], headline=WORDS[0])
        self.model = Model(editor=self.people[0].pk)
        self.moment = NOW
        self.grown = _record()

    def fresh(self) -> Release:
        return Release.objects.get(pk=self.release.pk)

    def step(self, step: Step) -> None:
        """One pause, one act, and everything that must hold after it."""
        self.moment += step.pause
        self.model.pass_to(self.moment)
        if step.required is not None:
            self.required = step.required
            return
        before, by = self.fresh(), self.people[step.who]
        with override_settings(REVIEWERS={"": self.required}):
            verb = self.pressed(before, by, step)
            try:
                with transaction.atomic():
                    came_of_it = ACTS[verb](self, by, step)
            except Refused as refusal:
                assert str(refusal)
                assert _record() == self.grown, "a refusal writes nothing"
            else:
                self.tell(verb, by.pk, before.content_hash, came_of_it, step)
        self.check()

    def pressed(self, release: Release, by: User, step: Step) -> Verb:
        """The button that somebody presses."""
        buttons = offered(release.standing(self.moment), Stage(release.stage), self.required, by.has_perm)
        if step.anything:
            buttons = list(Verb)
        many = [verb for verb in buttons for _ in range(OFTEN.get(verb, 1))]
        return many[step.button % len(many)]

    def tell(self, verb: Verb, by: int, before: str, came_of_it: Any, step: Step) -> None:
        """Check one act that was carried out against what the model allows, and let the model know of it."""
        model, after = self.model, self.fresh().content_hash
        assert after == before or verb in {Verb.SAVE_DRAFT, Verb.RESTORE}, f"{verb} changed the text"
        model.events.append(verb)
        if verb in GATED:
            self.check_review(by, came_of_it)
        if verb in LEARN:
            LEARN[verb](self, by, came_of_it, step)
        if after != before:
            assert model.scheduled is None, "what is scheduled was changed"
            model.editor, model.yes = by, set()

    def check_review(self, by: int, edition: Edition) -> None:
        """An approval never outlives a change, and nobody put their own work before readers."""
        if not self.required:
            return
        model = self.model
        own = {model.editor, model.submitter}
        assert by not in own, "somebody published their own work"
        assert len(model.yes) >= self.required, "published with too few approvals"
        assert not model.yes & own, "somebody approved their own work"
        given = Approval.objects.filter(release=self.release, content_hash=edition.content_hash, by__in=model.yes)
        assert given.values("by").distinct().count() >= self.required, "the record lacks the approvals"

    def check(self) -> None:
        """What holds after every step."""
        check_shape(self.release, self.moment)
        now = _record()
        for table, rows in self.grown.items():
            assert rows.items() <= now[table].items(), f"{table} lost or changed a row"
        self.grown = now
        public = self.said_at(self.moment)
        expected = self.model.seen_at(self.moment)
        assert public == ([expected] if expected else [])
        self.model.said[self.moment] = public
        self.check_approvals()
        if self.model.scheduled:
            lifts, content, _yes = self.model.scheduled
            assert self.said_at(lifts) == [content], "what is scheduled changed"

    def check_approvals(self) -> None:
        """While a text is looked at, the yeses that count are those that the bystander counted."""
        release = self.fresh()
        place = (release.standing(self.moment), Stage(release.stage))
        assert place in PLACES, "a place of which the transition table says nothing"
        if release.stage in {Stage.IN_REVIEW, Stage.APPROVED}:
            assert set(approvals(release).values_list("by", flat=True)) == self.model.yes

    def check_past(self) -> None:
        """The public site at a past instant never changes: ask again of every instant at which it was asked."""
        for moment, said in self.model.said.items():
            assert self.said_at(moment) == said, f"the site now says something else of {moment}"
        for begun, content in self.model.shown:
            for moment in (begun - MICRO, begun, begun + MICRO):
                if moment <= self.moment:
                    expected = self.model.seen_at(moment)
                    assert self.said_at(moment) == ([expected] if expected else [])
            assert content is None or self.release.editions.filter(content_hash=content, visible_from=begun).exists()
        assert list(self.release.events.order_by("pk").values_list("verb", flat=True)) == self.model.events
        assert [(event.edition_id, event.actor_id) for event in unreviewed()] == self.model.marks

    def said_at(self, moment: datetime) -> list[str]:
        return list(self.release.editions.public(moment).values_list("content_hash", flat=True))


def _record() -> dict[str, dict[int, Any]]:
    """What may only grow, and never change: the columns that say what happened."""
    kept = {
        Revision: ("number", "content", "content_hash", "created_by"),
        Event: ("verb", "at", "actor", "edition", "revision", "details"),
        Edition: ("content_hash", "visible_from", "change", "note", "gone"),
        Approval: ("round", "revision", "content_hash", "at", "by"),
    }
    return {
        model.__name__: {row[0]: repr(row[1:]) for row in model._default_manager.values_list("pk", *columns)}
        for model, columns in kept.items()
    }


# How people act: everybody looked at the newest version, because who did not is another test's matter.


def _plain(verb: Callable[..., Any], **more: Any) -> Callable[..., Any]:
    return lambda office, by, step: verb(release=office.fresh(), by=by, at=office.moment, **more)


def _versioned(verb: Callable[..., Any], **more: Any) -> Callable[..., Any]:
    def carry_out(office: Office, by: User, step: Step) -> Any:
        release = office.fresh()
        given = {name: value(office, step) if callable(value) else value for name, value in more.items()}
        return verb(release=release, by=by, version=release.version, at=office.moment, **given)

    return carry_out


def _unshare(office: Office, by: User, step: Step) -> None:
    link = PreviewLink.objects.filter(release=office.release).first()
    if link is None:
        raise Refused("There is none.")
    unshare(release=office.fresh(), by=by, link=link, at=office.moment)


def _review_afterwards(office: Office, by: User, step: Step) -> Edition:
    event = unreviewed().first()
    if event is None or event.edition is None:
        raise Refused("Nothing waits.")
    review_afterwards(release=office.fresh(), by=by, edition=event.edition, at=office.moment)
    return event.edition


def _change(office: Office, step: Step) -> Change:
    return step.change


def _ahead(office: Office, step: Step) -> datetime:
    return office.moment + step.ahead


ACTS: dict[Verb, Callable[[Office, User, Step], Any]] = {
    Verb.SAVE_DRAFT: lambda office, by, step: rewritten(office.release, by=by, at=office.moment, headline=step.words),
    Verb.SUBMIT: _versioned(submit),
    Verb.APPROVE: _versioned(approve),
    Verb.SEND_BACK: _versioned(send_back, reason="Not yet."),
    Verb.PUBLISH: _versioned(publish),
    Verb.SCHEDULE: _versioned(schedule, visible_from=_ahead, change=_change, note="A note."),
    Verb.UNSCHEDULE: _plain(unschedule),
    Verb.CORRECT: _versioned(correct, change=_change, note="A note."),
    Verb.PUBLISH_UNREVIEWED: _versioned(publish_unreviewed, reason="It is night.", change=_change, note="A note."),
    Verb.REVIEW_AFTERWARDS: _review_afterwards,
    Verb.WITHDRAW: lambda office, by, step: _plain(withdraw, reason="Wrong.", gone=step.gone)(office, by, step),
    Verb.STOP: lambda office, by, step: _plain(stop, reason="Wrong.", pull=step.pull)(office, by, step),
    Verb.RESTORE: _versioned(restore, number=lambda office, step: step.number),
    Verb.DISCARD: _versioned(discard),
    Verb.REINSTATE: _versioned(reinstate),
    Verb.NOTE: _plain(add_note, text="A note."),
    Verb.SHARE: _versioned(
        share, recipient="Nia Holt", expires_at=lambda office, step: office.moment + timedelta(minutes=3)
    ),
    Verb.UNSHARE: _unshare,
}


# What the bystander makes of what was done.


def _submitted(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    office.model.submitter, office.model.yes = by, set()


def _approved(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    assert by not in office.model.yes, "one person said yes twice"
    assert by not in {office.model.editor, office.model.submitter}, "somebody approved their own work"
    office.model.yes.add(by)


def _review_over(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    office.model.yes = set()


def _put_before_readers(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    office.model.shown.append((office.moment, came_of_it.content_hash))
    office.model.yes = set()


def _put_without_review(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    _put_before_readers(office, by, came_of_it, step)
    office.model.marks.append((came_of_it.pk, by))


def _scheduled(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    model = office.model
    model.scheduled = (came_of_it.visible_from, came_of_it.content_hash, model.yes)
    model.yes = set()


def _taken_back(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    assert office.model.scheduled is not None
    office.model.yes, office.model.scheduled = office.model.scheduled[2], None


def _pulled(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    office.model.scheduled, office.model.yes = None, set()
    office.model.shown.append((office.moment, None))


def _stopped(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    model = office.model
    if came_of_it is not None:
        assert step.pull != Pull.KEEP
        _pulled(office, by, came_of_it, step)
    else:
        assert model.scheduled is not None, "a stop that stopped nothing"
        _taken_back(office, by, came_of_it, step)


def _reviewed_afterwards(office: Office, by: int, came_of_it: Any, step: Step) -> None:
    edition, publisher = office.model.marks.pop(0)
    assert edition == came_of_it.pk
    assert by != publisher, "somebody reviewed what they published"


LEARN: dict[str, Callable[[Office, int, Any, Step], None]] = {
    Verb.SUBMIT: _submitted,
    Verb.APPROVE: _approved,
    Verb.SEND_BACK: _review_over,
    Verb.DISCARD: _review_over,
    Verb.PUBLISH: _put_before_readers,
    Verb.CORRECT: _put_before_readers,
    Verb.PUBLISH_UNREVIEWED: _put_without_review,
    Verb.SCHEDULE: _scheduled,
    Verb.UNSCHEDULE: _taken_back,
    Verb.WITHDRAW: _pulled,
    Verb.STOP: _stopped,
    Verb.REVIEW_AFTERWARDS: _reviewed_afterwards,
}


# Not shrunk: a sequence can be read as it is, and each takes hundreds of queries.
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(required=st.sampled_from([0, 1, 1, 2, 2]), sequence=st.lists(steps, min_size=25, max_size=45))
def test_whoever_does_what_in_whatever_order_review_holds_and_the_past_stays(
    required: int, sequence: list[Step]
) -> None:
    with transaction.atomic():
        office = Office(required)
        for step in sequence:
            office.step(step)
        office.check_past()
        transaction.set_rollback(True)
