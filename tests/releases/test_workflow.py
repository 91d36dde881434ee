"""The workflow's table: who may do what, from where, and what everybody else is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from releases.actions.add_note import add_note
from releases.actions.approve import approve
from releases.actions.correct import correct
from releases.actions.discard import discard
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.reinstate import reinstate
from releases.actions.restore import restore
from releases.actions.review_afterwards import review_afterwards
from releases.actions.save_draft import save_draft
from releases.actions.schedule import schedule
from releases.actions.send_back import send_back
from releases.actions.share import share
from releases.actions.stop import Pull, stop
from releases.actions.submit import submit
from releases.actions.unschedule import unschedule
from releases.actions.unshare import unshare
from releases.actions.withdraw import withdraw
from releases.errors import NotAllowed, OwnWork, Refused, WrongStage, WrongStanding
from releases.models import Edition, Event, PreviewLink, Release
from releases.review import own_work
from releases.workflow import KIND_USES, TRANSITIONS, Change, Kind, Stage, Standing, Verb, offered, standing_of
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, content, draft, published, rewritten, scheduled, submitted

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(days=2)
ACT = NOW + timedelta(hours=1)

# The table. One line a verb; one column for every place in which a release can be, as PLACES names them below:
#
#     never public: being written, in review, approved, in the bin │ scheduled │ public: being written, in review, approved
#     │ public with an update scheduled │ withdrawn: being written, in review, approved │ withdrawn with a return scheduled
#
#     +  carried out, by whoever has the role      .  leads on, but here there is nothing it could be done to
#     s  refused for the standing                  g  refused for the stage
#     =  refused to whoever's own text it is (edda: she changed it last, and submitted or published it); others may
#
# Spelt out a second time on purpose: a permission that slips into a role, or a place into a row, must meet a person.
NOBODY_REVIEWS = """
                     w r a b | s | w r a | u | w r a | r
save_draft           + + + g | s | + + + | s | + + + | s
submit               g g g g | s | g g g | s | g g g | s
approve              g g g g | s | g g g | s | g g g | s
publish              + + + g | s | s s s | s | s s s | s
schedule             + + + g | s | + + + | s | + + + | s
unschedule           s s s s | + | s s s | + | s s s | +
correct              s s s s | s | + + + | s | + + + | s
send_back            g g g g | s | g g g | s | g g g | s
publish_unreviewed   g g g g | s | g g g | s | g g g | s
review_afterwards    . . . . | . | = = = | = | = = = | =
withdraw             s s s s | s | + + + | + | s s s | s
stop                 s s s s | + | + + + | + | s s s | +
restore              + + + g | s | + + + | s | + + + | s
discard              + + + g | s | s s s | s | s s s | s
reinstate            g g g + | s | s s s | s | s s s | s
note                 + + + + | + | + + + | + | + + + | +
share                + + + g | + | + + + | + | + + + | +
unshare              + + + . | + | + + + | + | + + + | +
"""
SOMEBODY_REVIEWS = """
                     w r a b | s | w r a | u | w r a | r
save_draft           + + + g | s | + + + | s | + + + | s
submit               + g g g | s | + g g | s | + g g | s
approve              g = g g | s | g = g | s | g = g | s
publish              g g = g | s | s s s | s | s s s | s
schedule             g g = g | s | g g = | s | g g = | s
unschedule           s s s s | + | s s s | + | s s s | +
correct              s s s s | s | g g = | s | g g = | s
send_back            g + + g | s | g + + | s | g + + | s
publish_unreviewed   + + + g | s | + + + | s | + + + | s
review_afterwards    . . . . | . | = = = | = | = = = | =
withdraw             s s s s | s | + + + | + | s s s | s
stop                 s s s s | + | + + + | + | s s s | +
restore              + + + g | s | + + + | s | + + + | s
discard              + + + g | s | s s s | s | s s s | s
reinstate            g g g + | s | s s s | s | s s s | s
note                 + + + + | + | + + + | + | + + + | +
share                + + + g | + | + + + | + | + + + | +
unshare              + + + . | + | + + + | + | + + + | +
"""
PLACES = [
    *((Standing.DRAFT, stage) for stage in (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.DISCARDED)),
    (Standing.SCHEDULED, Stage.DRAFT),
    *((Standing.LIVE, stage) for stage in (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED)),
    (Standing.UPDATE_SCHEDULED, Stage.DRAFT),
    *((Standing.WITHDRAWN, stage) for stage in (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED)),
    (Standing.RETURN_SCHEDULED, Stage.DRAFT),
]
Place = tuple[Standing, Stage]

PEOPLE = {
    "wren": cast.wren, "edda": cast.edda, "emil": cast.emil, "mo": cast.mo, "ada": cast.ada, "otto": cast.otto,
}  # fmt: skip
WRITES = {Verb.SAVE_DRAFT, Verb.SUBMIT, Verb.RESTORE, Verb.DISCARD, Verb.REINSTATE, Verb.NOTE}
MAY = {"wren": WRITES, "edda": set(Verb), "emil": set(Verb), "mo": set(), "ada": set(Verb), "otto": set()}


def _table(text: str) -> dict[Verb, dict[Place, str]]:
    _head, *lines = text.strip().splitlines()
    rows = [line.replace("|", " ").split() for line in lines]
    return {Verb(verb): dict(zip(PLACES, cells, strict=True)) for verb, *cells in rows}


EXPECTED = {0: _table(NOBODY_REVIEWS), 1: _table(SOMEBODY_REVIEWS), 2: _table(SOMEBODY_REVIEWS)}

# Scenes. Edda writes and submits; Emil and Ada approve; what is public was published by Edda, without review.


def _in_stage(release: Release, stage: Stage, reviewers: int) -> Release:
    edda, at = cast.edda(), NOW + MINUTE
    if stage == Stage.IN_REVIEW:
        return submitted(release, by=edda, at=at)
    if stage == Stage.APPROVED:
        return approved(release, by=edda, reviewers=[cast.emil(), cast.ada()][:reviewers], at=at)
    if stage == Stage.DISCARDED:
        discard(release=release, by=edda, version=release.version, at=at)
    return Release.objects.get(pk=release.pk)


def _unreviewed(**fields: Any) -> Release:
    edda = cast.edda()
    release = draft(at=NOW, by=edda, **fields)
    publish_unreviewed(release=release, by=edda, version=1, reason="It was night.", at=NOW)
    return release


def _scheduled(release: Release, reviewers: int, **more: Any) -> Release:
    fresh = _in_stage(release, Stage.APPROVED, reviewers)
    at = NOW + 2 * MINUTE
    schedule(release=fresh, by=cast.emil(), version=fresh.version, visible_from=LATER, at=at, **more)
    return fresh


def _reach(place: Place, reviewers: int) -> Release:
    """A release at this place, in an office that requires so many reviewers, with a preview link where one is possible."""
    standing, stage = place
    edda, change = cast.edda(), {"summary": "Crossings begin again on Tuesday."}
    if standing in {Standing.DRAFT, Standing.SCHEDULED}:
        release = draft(at=NOW, by=edda)
    else:
        release = _unreviewed()
        if standing in {Standing.WITHDRAWN, Standing.RETURN_SCHEDULED}:
            withdraw(release=release, by=edda, reason="The figures were wrong.", at=NOW + MINUTE / 2)
        release = rewritten(release, at=NOW + MINUTE / 2, by=edda, **change)
    if standing in {Standing.SCHEDULED, Standing.UPDATE_SCHEDULED, Standing.RETURN_SCHEDULED}:
        release = _scheduled(release, reviewers, change=Change.MAJOR, note="It is Tuesday.")
    else:
        release = _in_stage(release, stage, reviewers)
    if stage != Stage.DISCARDED:
        _share(release, cast.emil(), at=NOW + 3 * MINUTE)
    _unreviewed(headline="Another release, published without review, too")
    return Release.objects.get(pk=release.pk)


# Acts, each with all that it asks for, so that nothing but the table can refuse it.


def _save(release: Release, by: User) -> Any:
    return rewritten(release, by=by, at=ACT, dateline="North Shore")


def _share(release: Release, by: User, at: Any = ACT) -> Any:
    return share(
        release=release, by=by, version=release.version, recipient="Nia Holt", expires_at=LATER - MINUTE, at=at
    )


def _unshare(release: Release, by: User) -> Any:
    open_one = PreviewLink.objects.filter(release=release).first()
    elsewhere = PreviewLink(pk=0, release=release)
    return unshare(release=release, by=by, link=open_one or elsewhere, at=ACT)


def _review_afterwards(release: Release, by: User) -> Any:
    """Of its own edition that nobody reviewed; where it has none, somebody asks for another release's by mistake."""
    mine = Event.objects.filter(verb=Verb.PUBLISH_UNREVIEWED, release=release)
    event = mine.first() or Event.objects.filter(verb=Verb.PUBLISH_UNREVIEWED).get()
    return review_afterwards(release=release, by=by, edition=event.edition, at=ACT)


def _versioned(verb: Callable[..., Any], **more: Any) -> Callable[[Release, User], Any]:
    return lambda release, by: verb(release=release, by=by, version=release.version, at=ACT, **more)


UPDATE: dict[str, Any] = {"change": Change.MAJOR, "note": "A figure was wrong."}
ACTS: dict[Verb, Callable[[Release, User], Any]] = {
    Verb.SAVE_DRAFT: _save,
    Verb.SUBMIT: _versioned(submit),
    Verb.APPROVE: _versioned(approve),
    Verb.SEND_BACK: _versioned(send_back, reason="The date is missing."),
    Verb.PUBLISH: _versioned(publish),
    Verb.SCHEDULE: _versioned(schedule, visible_from=LATER + timedelta(days=1), **UPDATE),
    Verb.UNSCHEDULE: lambda release, by: unschedule(release=release, by=by, at=ACT),
    Verb.CORRECT: _versioned(correct, **UPDATE),
    Verb.PUBLISH_UNREVIEWED: _versioned(publish_unreviewed, reason="It is night.", **UPDATE),
    Verb.REVIEW_AFTERWARDS: _review_afterwards,
    Verb.WITHDRAW: lambda release, by: withdraw(release=release, by=by, reason="It was not true.", at=ACT),
    Verb.STOP: lambda release, by: stop(release=release, by=by, reason="It was not true.", pull=Pull.GONE, at=ACT),
    Verb.RESTORE: _versioned(restore, number=1),
    Verb.DISCARD: _versioned(discard),
    Verb.REINSTATE: _versioned(reinstate),
    Verb.NOTE: lambda release, by: add_note(release=release, by=by, text="Is Tuesday right?", at=ACT),
    Verb.SHARE: _share,
    Verb.UNSHARE: _unshare,
}


def _expected(cell: str, verb: Verb, name: str) -> type[Refused] | None:
    """What the table says of this person's act: the class of the refusal, or ``None`` for an act that is carried out."""
    if verb not in MAY[name]:
        return NotAllowed
    own = OwnWork if name == "edda" else None
    refusals: dict[str, type[Refused] | None]
    refusals = {"+": None, "=": own, ".": Refused, "s": WrongStanding, "g": WrongStage}
    return refusals[cell]


@pytest.mark.parametrize("reviewers", [0, 1, 2])
@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place[0]}-{place[1]}")
def test_a_verb_is_carried_out_or_refused_with_a_sentence(place: Place, reviewers: int, settings: Any) -> None:
    # An office that reviews no more still has what was in review: its requirement may be lowered at any time.
    settings.REVIEWERS = {"": max(1, reviewers)}
    release = _reach(place, max(1, reviewers))
    settings.REVIEWERS = {"": reviewers}
    assert (release.standing(ACT), Stage(release.stage)) == place
    people = {name: somebody() for name, somebody in PEOPLE.items()}
    before, wrong = whole_record(), []
    for verb, cells in EXPECTED[reviewers].items():
        for name, by in people.items():
            expected = _expected(cells[place], verb, name)
            found = _try(verb, release, by, expected)
            if found != expected:
                wrong.append(f"{name}, {verb}: {found} instead of {expected}")
        if cells[place] != "+":
            # Once a verb, for all who were refused it.
            assert whole_record() == before, f"{verb} was refused, and wrote something"
    assert whole_record() == before
    assert not wrong


def _try(verb: Verb, release: Release, by: User, expected: type[Refused] | None) -> type[Refused] | None:
    """Carry an act out. One that should be carried out is undone; one that should be refused is left as it leaves things."""
    if expected is None:
        with _undone():
            return _outcome(verb, release, by)
    return _outcome(verb, release, by)


def _outcome(verb: Verb, release: Release, by: User) -> type[Refused] | None:
    try:
        ACTS[verb](release, by)
    except Refused as refusal:
        assert _is_sentence(str(refusal)), f"{verb}: {refusal}"
        return type(refusal)
    [event] = Event.objects.filter(release=release, at=ACT)
    assert (event.verb, event.actor, event.actor_name) == (verb, by, by.get_full_name())
    return None


@contextmanager
def _undone() -> Iterator[None]:
    """A scene that the next person finds as the last one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", MAY)
@pytest.mark.parametrize("reviewers", [0, 1, 2])
def test_only_what_would_be_carried_out_is_offered(reviewers: int, name: str) -> None:
    by = PEOPLE[name]()
    for standing, stage in PLACES:
        found = offered(standing, stage, reviewers, by.has_perm)
        leads_on = {verb for verb, cells in EXPECTED[reviewers].items() if cells[standing, stage] in "+=."}
        assert set(found) == leads_on & MAY[name], (standing, stage)
        assert found == [verb for verb in TRANSITIONS if verb in found], "in the table's order"


@pytest.mark.parametrize("reviewers", [0, 1, 2])
def test_own_work_is_named_before_somebody_presses(reviewers: int, settings: Any) -> None:
    """What the page says beside a button agrees with what the action would say."""
    settings.REVIEWERS = {"": reviewers}
    release = draft(at=NOW, by=cast.edda())
    others = [cast.emil(), cast.ada(), cast.wren()]
    for verb in Verb:
        gated = reviewers > 0 and verb in {Verb.APPROVE, Verb.PUBLISH, Verb.SCHEDULE, Verb.CORRECT}
        assert bool(own_work(verb, release, cast.edda())) == gated, verb
        assert not any(own_work(verb, release, other) for other in others)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place[0]}-{place[1]}")
def test_every_place_is_reached_and_known_by_its_editions(place: Place, settings: Any) -> None:
    settings.REVIEWERS = {"": 1}
    release, (standing, stage) = _reach(place, 1), place
    assert (release.standing(ACT), release.stage) == (standing, stage)
    mine = Release.objects.filter(pk=release.pk)
    assert mine.with_standing(ACT).get().standing(ACT) == standing
    for other in Standing:
        assert mine.in_standing(other, ACT).exists() == (other == standing)


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("wren", True), ("edda", True), ("emil", True), ("ada", True), ("mo", False), ("otto", False)],
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
    release = draft(at=NOW)
    edda = cast.edda()
    edda.is_active = False
    edda.save()
    for verb, act in ACTS.items():
        if verb != Verb.REVIEW_AFTERWARDS:
            with pytest.raises(NotAllowed):
                act(release, edda)
    with pytest.raises(NotAllowed):
        review_afterwards(release=release, by=edda, edition=Edition(pk=0), at=ACT)
    with pytest.raises(NotAllowed):
        save_draft(release=None, content=content(), by=edda, version=None, at=ACT)


def test_the_standing_changes_with_the_clock_alone() -> None:
    release = scheduled(at=NOW, visible_from=LATER)
    assert release.standing(LATER - timedelta(microseconds=1)) == Standing.SCHEDULED
    assert release.standing(LATER) == Standing.LIVE


def test_what_is_refused_for_its_standing_stays_refused_whatever_the_version_says() -> None:
    """The reason that a person can do something about comes first: "it is public" before "somebody saved it"."""
    release = published(at=NOW)
    with pytest.raises(WrongStanding):
        publish(release=release, by=cast.edda(), version=0, at=ACT)


def test_the_table_has_every_verb_once_and_every_kind_its_use() -> None:
    assert set(TRANSITIONS) == set(Verb) == set(ACTS)
    assert all(set(table) == set(Verb) for table in EXPECTED.values())
    assert all(row.verb == verb for verb, row in TRANSITIONS.items())
    assert set(KIND_USES) == set(Kind)
    assert all(_is_sentence(str(use)) for use in KIND_USES.values())


@pytest.mark.parametrize("change", [None, *Change])
@pytest.mark.parametrize("ahead", [None, LATER])
def test_every_pair_of_facts_has_a_standing(change: Change | None, ahead: Any) -> None:
    assert standing_of(change, ahead) in Standing


def _is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.rstrip().endswith((".", "!", "?")) and "%(" not in text
