"""The workflow's table: who may do what, from where, and what everybody else is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.save_draft import save_draft
from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.actions.withdraw import withdraw
from releases.errors import NotAllowed, Refused, WrongStanding
from releases.models import Edition, Event, Release, Revision
from releases.workflow import KIND_USES, TRANSITIONS, Change, Kind, Standing, Verb, offered, standing_of
from tests import cast
from tests.scenes import NOW, content, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=2)
ACT = NOW + timedelta(hours=1)


def _draft() -> Release:
    return draft(at=NOW)


def _scheduled() -> Release:
    return scheduled(at=NOW, visible_from=LATER)


def _live() -> Release:
    return published(at=NOW)


def _update_scheduled() -> Release:
    release = rewritten(published(at=NOW), at=NOW, headline="Ferry returns a day early")
    schedule(
        release=release, by=cast.edda(), version=release.version, visible_from=LATER, at=NOW + timedelta(minutes=1)
    )
    return release


def _withdrawn() -> Release:
    return withdrawn(published_at=NOW - timedelta(days=1), at=NOW)


def _return_scheduled() -> Release:
    release = _withdrawn()
    schedule(
        release=release,
        by=cast.edda(),
        version=release.version,
        visible_from=LATER,
        change=Change.MAJOR,
        note="It is back.",
        at=NOW + timedelta(minutes=1),
    )
    return release


REACH: dict[Standing, Callable[[], Release]] = {
    Standing.DRAFT: _draft,
    Standing.SCHEDULED: _scheduled,
    Standing.LIVE: _live,
    Standing.UPDATE_SCHEDULED: _update_scheduled,
    Standing.WITHDRAWN: _withdrawn,
    Standing.RETURN_SCHEDULED: _return_scheduled,
}


def _save(release: Release, by: User) -> Any:
    latest = release.revisions.order_by("-number")[0].snapshot
    return save_draft(release=release, content=latest, by=by, version=release.version, at=ACT)


ACTS: dict[Verb, Callable[[Release, User], Any]] = {
    Verb.SAVE_DRAFT: _save,
    Verb.PUBLISH: lambda release, by: publish(release=release, by=by, version=release.version, at=ACT),
    Verb.SCHEDULE: lambda release, by: schedule(
        release=release,
        by=by,
        version=release.version,
        visible_from=LATER + timedelta(days=1),
        change=Change.MAJOR,
        note="A figure was wrong.",
        at=ACT,
    ),
    Verb.UNSCHEDULE: lambda release, by: unschedule(release=release, by=by, at=ACT),
    Verb.CORRECT: lambda release, by: correct(
        release=release, by=by, version=release.version, change=Change.MAJOR, note="A figure was wrong.", at=ACT
    ),
    Verb.WITHDRAW: lambda release, by: withdraw(release=release, by=by, reason="It was not true.", at=ACT),
}

# Spelt out a second time on purpose: a permission that slips into a role, or a standing into a row, must meet a person.
LEADS_ON = {
    Standing.DRAFT: {Verb.SAVE_DRAFT, Verb.PUBLISH, Verb.SCHEDULE},
    Standing.SCHEDULED: {Verb.SAVE_DRAFT, Verb.UNSCHEDULE},
    Standing.LIVE: {Verb.SAVE_DRAFT, Verb.SCHEDULE, Verb.CORRECT, Verb.WITHDRAW},
    Standing.UPDATE_SCHEDULED: {Verb.SAVE_DRAFT, Verb.UNSCHEDULE, Verb.WITHDRAW},
    Standing.WITHDRAWN: {Verb.SAVE_DRAFT, Verb.SCHEDULE, Verb.CORRECT},
    Standing.RETURN_SCHEDULED: {Verb.SAVE_DRAFT, Verb.UNSCHEDULE},
}
PEOPLE = {"wren": cast.wren, "edda": cast.edda, "mo": cast.mo, "ada": cast.ada, "otto": cast.otto}
MAY = {
    "wren": {Verb.SAVE_DRAFT},
    "edda": set(Verb),
    "mo": set(),
    "ada": set(Verb),
    "otto": set(),
}


def _record() -> dict[str, Any]:
    """Everything that an act could have written."""
    return {
        "editions": list(Edition.objects.order_by("pk").values()),
        "revisions": list(Revision.objects.order_by("pk").values()),
        "events": list(Event.objects.order_by("pk").values()),
        "releases": list(Release.objects.order_by("pk").values()),
    }


@pytest.mark.parametrize("standing", REACH)
def test_every_standing_is_reached_and_known_by_its_editions(standing: Standing) -> None:
    release = REACH[standing]()
    assert release.standing(ACT) == standing
    assert Release.objects.with_standing(ACT).get().standing(ACT) == standing
    for other in Standing:
        assert Release.objects.in_standing(other, ACT).exists() == (other == standing)


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("standing", REACH)
def test_a_verb_is_carried_out_or_refused_with_a_sentence(standing: Standing, verb: Verb) -> None:
    release = REACH[standing]()
    before = _record()
    for name, somebody in PEOPLE.items():
        by = somebody()
        if verb in LEADS_ON[standing] & MAY[name]:
            with _undone():
                ACTS[verb](release, by)
                assert Event.objects.filter(verb=verb, actor=by, at=ACT).count() == 1
            continue
        with pytest.raises(Refused) as refusal:
            ACTS[verb](release, by)
        assert isinstance(refusal.value, WrongStanding if verb in MAY[name] else NotAllowed), name
        assert _is_sentence(str(refusal.value))
        assert _record() == before, name


@contextmanager
def _undone() -> Iterator[None]:
    """A scene that the next person finds as the last one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", MAY)
@pytest.mark.parametrize("standing", Standing)
def test_only_what_would_be_carried_out_is_offered(standing: Standing, name: str) -> None:
    by = PEOPLE[name]()
    assert set(offered(standing, by.has_perm)) == LEADS_ON[standing] & MAY[name]


@pytest.mark.parametrize(
    ("name", "allowed"), [("wren", True), ("edda", True), ("ada", True), ("mo", False), ("otto", False)]
)
def test_a_release_is_started_by_those_who_write(name: str, allowed: bool) -> None:
    if allowed:
        assert draft(by=PEOPLE[name]()).version == 1
        return
    with pytest.raises(NotAllowed) as refusal:
        draft(by=PEOPLE[name]())
    assert _is_sentence(str(refusal.value))
    assert not Release.objects.exists()


def test_an_account_that_was_switched_off_may_do_nothing() -> None:
    release = _draft()
    edda = cast.edda()
    edda.is_active = False
    edda.save()
    with pytest.raises(NotAllowed):
        publish(release=release, by=edda, version=release.version, at=ACT)
    with pytest.raises(NotAllowed):
        save_draft(release=None, content=content(), by=edda, version=None, at=ACT)


def test_the_standing_changes_with_the_clock_alone() -> None:
    release = _scheduled()
    assert release.standing(LATER - timedelta(microseconds=1)) == Standing.SCHEDULED
    assert release.standing(LATER) == Standing.LIVE


def test_the_table_has_every_verb_once_and_every_kind_its_use() -> None:
    assert set(TRANSITIONS) == set(Verb)
    assert all(row.verb == verb for verb, row in TRANSITIONS.items())
    assert set(KIND_USES) == set(Kind)
    assert all(_is_sentence(str(use)) for use in KIND_USES.values())


@pytest.mark.parametrize("change", [None, *Change])
@pytest.mark.parametrize("ahead", [None, LATER])
def test_every_pair_of_facts_has_a_standing(change: Change | None, ahead: Any) -> None:
    assert standing_of(change, ahead) in Standing


def _is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.rstrip().endswith((".", "!", "?")) and "%(" not in text
