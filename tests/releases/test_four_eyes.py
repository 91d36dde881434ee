"""Four eyes: whoever submitted a text or last changed it neither approves nor publishes it, whatever their role."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from releases.actions.approve import approve
from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.errors import OwnWork, Refused, WrongStage
from releases.models import Release
from releases.workflow import Change, Stage, Verb
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, rewritten, submitted

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ACT = NOW + HOUR
EMBARGO = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def one_reviewer(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}


def root() -> User:
    """Has every permission there is, and two eyes."""
    return cast.person("root", is_superuser=True, first_name="Rue", last_name="Oot")


def nora() -> User:
    """An editor who has no part in any text."""
    return cast.person("nora", "Editors", first_name="Nora", last_name="Quist")


ACTORS = (cast.edda, cast.ada, root)
AUTHORS = (cast.wren, *ACTORS)

ACTS: dict[Verb, Callable[[Release, User], Any]] = {
    Verb.APPROVE: lambda release, by: approve(release=release, by=by, version=release.version, at=ACT),
    Verb.PUBLISH: lambda release, by: publish(release=release, by=by, version=release.version, at=ACT),
    Verb.SCHEDULE: lambda release, by: schedule(
        release=release, by=by, version=release.version, visible_from=EMBARGO, at=ACT
    ),
    Verb.CORRECT: lambda release, by: correct(
        release=release, by=by, version=release.version, change=Change.MINOR, at=ACT
    ),
}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outcome(verb: Verb, release: Release, by: User) -> str:
    """What came of it, as one word."""
    try:
        with undone():
            ACTS[verb](release, by)
    except OwnWork:
        return "own"
    return "done"


def begun(public: bool) -> Release:
    """A release in its first words, or one whose first words readers have."""
    release = draft(at=NOW, slug=f"number-{Release.objects.count()}")
    if public:
        publish_unreviewed(release=release, by=nora(), version=1, reason="It was night.", at=NOW)
    return release


@pytest.mark.parametrize(("public", "changed"), [(False, "before it was submitted"), (True, "while it was in review")])
def test_neither_the_submitter_nor_the_last_editor_whoever_they_are(public: bool, changed: str) -> None:
    release, wrong = begun(public), []
    actors = [actor() for actor in ACTORS]
    for editor in (author() for author in AUTHORS):
        for submitter in (author() for author in AUTHORS):
            with undone():
                fresh = _in_review(release, editor, submitter, changed)
                tried = [(Verb.APPROVE, actor, outcome(Verb.APPROVE, fresh, actor)) for actor in actors]
                approve(release=fresh, by=nora(), version=fresh.version, at=NOW + HOUR / 2)
                acts = [Verb.SCHEDULE, Verb.CORRECT if public else Verb.PUBLISH]
                tried += [(verb, actor, outcome(verb, fresh, actor)) for verb in acts for actor in actors]
                for verb, actor, found in tried:
                    if found != ("own" if actor in (editor, submitter) else "done"):
                        wrong.append(f"{verb} by {actor}: {found}; {editor} wrote, {submitter} submitted")
    assert not wrong


def _in_review(release: Release, editor: User, submitter: User, changed: str) -> Release:
    words = {"headline": "Words of somebody"}
    if changed == "before it was submitted":
        return submitted(rewritten(release, by=editor, at=NOW + HOUR / 4, **words), by=submitter, at=NOW + HOUR / 3)
    other = rewritten(release, by=cast.theo(), at=NOW + HOUR / 8, headline="Words of a third person")
    return rewritten(submitted(other, by=submitter, at=NOW + HOUR / 4), by=editor, at=NOW + HOUR / 3, **words)


@pytest.mark.parametrize("verb", ACTS)
def test_it_is_refused_with_the_reason_and_writes_nothing(verb: Verb, edda: User) -> None:
    for by, submitter, reason in (
        (edda, cast.wren(), "You last changed this text"),
        (cast.theo(), edda, "You submitted this text"),
    ):
        release = rewritten(begun(verb == Verb.CORRECT), by=by, at=NOW + HOUR / 8, headline=f"Words of {by}")
        if verb == Verb.APPROVE:
            release = submitted(release, by=submitter, at=NOW + HOUR / 4)
        else:
            release = approved(release, by=submitter, at=NOW + HOUR / 4)
        before = whole_record()
        with pytest.raises(OwnWork, match=reason):
            ACTS[verb](release, edda)
        assert whole_record() == before


def test_saving_a_text_as_it_is_makes_nobody_its_editor(edda: User, emil: User) -> None:
    release = submitted(draft(at=NOW), at=NOW)
    release = rewritten(release, by=edda, at=NOW + HOUR / 4)
    assert release.stage == Stage.IN_REVIEW
    approve(release=release, by=edda, version=release.version, at=NOW + HOUR / 3)
    release = rewritten(release, by=edda, at=NOW + HOUR / 2)
    assert release.stage == Stage.APPROVED, "the approval is for the content, and that is the same"
    publish(release=release, by=edda, version=release.version, at=ACT)


def test_changing_and_changing_back_makes_somebody_its_editor(edda: User, emil: User) -> None:
    release = approved(draft(at=NOW), at=NOW)
    headline, content = release.headline, release.content_hash
    rewritten(release, by=edda, at=NOW + HOUR / 4, headline="For a moment")
    release = rewritten(release, by=edda, at=NOW + HOUR / 3, headline=headline)
    assert (release.content_hash, release.content_by, release.stage) == (content, edda, Stage.DRAFT)
    with pytest.raises(WrongStage):
        publish(release=release, by=emil, version=release.version, at=ACT)
    release = submitted(release, at=NOW + HOUR / 2)
    with pytest.raises(OwnWork):
        approve(release=release, by=edda, version=release.version, at=ACT)


def test_an_office_that_requires_nobody_lets_one_person_do_it_all(settings: Any, edda: User) -> None:
    settings.REVIEWERS = {"": 0}
    release = draft(at=NOW, by=edda)
    schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=NOW)
    unschedule(release=release, by=edda, at=NOW + HOUR / 2)
    publish(release=release, by=edda, version=1, at=ACT)
    release = rewritten(release, by=edda, at=ACT + HOUR, headline="Once more")
    correct(release=release, by=edda, version=2, change=Change.MINOR, at=ACT + 2 * HOUR)


def test_who_approved_may_publish(emil: User) -> None:
    release = approved(draft(at=NOW), reviewers=[emil], at=NOW)
    assert publish(release=release, by=emil, version=1, at=ACT).created_by == emil


def test_an_author_whose_account_is_gone_binds_nobody_and_lends_nobody_their_eyes(edda: User, emil: User) -> None:
    release = submitted(draft(at=NOW, by=edda), by=edda, at=NOW)
    edda.delete()
    release.refresh_from_db()
    assert (release.content_by, release.submitted_by) == (None, None)
    with pytest.raises(Refused):
        publish(release=release, by=emil, version=1, at=ACT)
    approve(release=release, by=emil, version=1, at=ACT)
