"""Editions are intervals, whatever people do in whatever order: random sequences of the real actions against a small model.

The model knows what readers saw: for each release the list of (from, content) that was put before them. Everything the site
would answer is asked of the editions, and must agree with the model for every past instant, for ever.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.actions.withdraw import withdraw
from releases.errors import Refused
from releases.models import Edition, Event, Release, Revision
from releases.workflow import Change, Verb
from tests import cast
from tests.scenes import NOW, draft, rewritten

pytestmark = pytest.mark.django_db

MICRO = timedelta(microseconds=1)
# From "in the same instant" over "inside the last seconds" to "days later", so that moments meet, cross and pass.
STEPS = [timedelta(0), MICRO, timedelta(seconds=3), timedelta(minutes=2), timedelta(minutes=5), timedelta(days=1)]
AHEAD = [timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=5, seconds=57), timedelta(days=1)]

acts = st.one_of(
    st.tuples(st.just("save")),
    st.tuples(st.just("publish")),
    st.tuples(st.just("schedule"), st.sampled_from(AHEAD), st.sampled_from([Change.MINOR, Change.MAJOR])),
    st.tuples(st.just("unschedule")),
    st.tuples(st.just("correct"), st.sampled_from([Change.MINOR, Change.MAJOR])),
    st.tuples(st.just("withdraw"), st.booleans()),
)
steps = st.tuples(st.sampled_from(STEPS), st.sampled_from([0, 1]), acts)


@dataclass
class Known:
    """What the model knows of one release."""

    release: Release
    shown: list[tuple[datetime, str | None]] = field(default_factory=list)
    """When readers began to see something, and its hash; ``None`` for a withdrawal. The future is not in it."""
    planned: tuple[datetime, str] | None = None
    acts: list[str] = field(default_factory=lambda: ["save_draft"])

    def pass_to(self, moment: datetime) -> None:
        """Let the clock run: what was planned becomes what is shown."""
        if self.planned and self.planned[0] <= moment:
            self.shown.append(self.planned)
            self.planned = None

    def seen_at(self, moment: datetime) -> str | None:
        """The hash of what readers saw, or ``None``."""
        return next((content for begun, content in reversed(self.shown) if begun <= moment), None)


def latest(release: Release) -> Revision:
    """The revision that an act would freeze."""
    return release.revisions.order_by("-number")[0]


def act(known: Known, what: tuple[Any, ...], at: datetime) -> None:
    """Carry one act out, and tell the model if it was not refused."""
    release = Release.objects.get(pk=known.release.pk)
    verb, *arguments = what
    common = {"release": release, "by": cast.edda(), "at": at}
    seen = {**common, "version": release.version}
    note = "A note."
    if verb == "save":
        rewritten(release, at=at, headline=f"Words {release.version + 1}")
        known.acts.append(Verb.SAVE_DRAFT)
        return
    if verb == "publish":
        publish(**seen)
        known.shown.append((at, latest(release).content_hash))
    elif verb == "schedule":
        ahead, change = arguments
        schedule(**seen, visible_from=at + ahead, change=change, note=note)
        known.planned = (at + ahead, latest(release).content_hash)
    elif verb == "unschedule":
        unschedule(**common)
        known.planned = None
    elif verb == "correct":
        correct(**seen, change=arguments[0], note=note)
        known.shown.append((at, latest(release).content_hash))
    else:
        withdraw(**common, reason="A reason.", gone=arguments[0])
        known.shown.append((at, None))
        known.planned = None
    known.acts.append(verb)


def check_shape(release: Release, at: datetime) -> None:
    """What holds for the editions of a release at every moment."""
    editions = list(release.editions.effective().order_by("visible_from"))
    assert sum(edition.visible_until is None for edition in editions) == (1 if editions else 0)
    for one, following in pairwise(editions):
        assert one.visible_until == following.visible_from, "neither a gap nor an overlap"
    assert [edition.number for edition in editions] == list(range(1, len(editions) + 1))
    unscheduled = release.editions.filter(visible_until=F("visible_from"))
    assert not unscheduled.filter(~Q(number=None)).exists()
    assert release.editions.before_readers(at).count() <= 1
    assert release.editions.ahead(at).count() <= 1


def check_now(known: Known, at: datetime) -> None:
    """Readers see what the model says they see."""
    found = list(known.release.editions.public(at).values_list("content_hash", flat=True))
    expected = known.seen_at(at)
    assert found == ([expected] if expected else []), f"at {at}"


def check_history(known: Known, at: datetime) -> None:
    """Readers saw at every past instant what they saw then, to the microsecond, and will see what is planned."""
    edges = {begun + delta for begun, _content in known.shown for delta in (-MICRO, timedelta(0), MICRO)}
    for moment in sorted(edge for edge in edges if edge <= at):
        check_now(known, moment)
    if known.planned:
        begun, content = known.planned
        check_now(known, begun - MICRO)
        assert known.release.editions.public(begun).get().content_hash == content


def record() -> dict[str, dict[int, Any]]:
    """What may only grow."""
    return {
        model.__name__: dict(model.objects.values_list("pk", column))
        for model, column in ((Revision, "content"), (Event, "verb"), (Edition, "content_hash"))
    }


# Not shrunk: each run is a few hundred queries, and a sequence of twenty acts can be read as it is.
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(sequence=st.lists(steps, min_size=8, max_size=18))
def test_whatever_is_done_in_whatever_order_readers_see_one_thing_at_a_time_and_the_past_stays(
    sequence: list[tuple[timedelta, int, tuple[Any, ...]]],
) -> None:
    with transaction.atomic():
        _live_through(sequence)
        transaction.set_rollback(True)


def _live_through(sequence: list[tuple[timedelta, int, tuple[Any, ...]]]) -> None:
    both = [Known(draft(at=NOW, headline=f"Words of {name}")) for name in ("one", "other")]
    moment, before = NOW, record()
    for pause, number, what in sequence:
        moment += pause
        for known in both:
            known.pass_to(moment)
        try:
            act(both[number], what, moment)
        except Refused as refusal:
            assert str(refusal)
            assert record() == before, "a refusal writes nothing"
        else:
            check_shape(both[number].release, moment)
        now = record()
        for table, rows in before.items():
            assert rows.items() <= now[table].items(), f"{table} lost or changed a row"
        before = now
        for known in both:
            check_now(known, moment)
    for known in both:
        check_shape(known.release, moment)
        check_history(known, moment)
        assert list(known.release.events.order_by("pk").values_list("verb", flat=True)) == known.acts
