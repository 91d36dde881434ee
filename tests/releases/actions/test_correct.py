"""Correcting: the next edition, now; the one before ends at the same instant and stays on record."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from releases.actions import correct as module
from releases.actions.correct import correct
from releases.errors import BadMoment, Conflict, Incomplete, Refused, WrongStanding
from releases.models import Edition, Release
from releases.workflow import Change, Standing
from tests.releases.record import whole_record
from tests.scenes import NOW, corrected, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MICRO = timedelta(microseconds=1)


@pytest.fixture
def rewrite() -> Release:
    """A live release whose working copy has moved on."""
    return rewritten(published(at=NOW, tags=("Ferries",)), at=NOW, headline="Ferry returns on Tuesday", tags=("Boats",))


def test_a_major_change_moves_the_public_date_and_says_why(rewrite: Release, edda: User) -> None:
    edition = correct(release=rewrite, by=edda, version=2, change=Change.MAJOR, note=" Tuesday, not Monday. ", at=LATER)
    before = rewrite.editions.get(number=1)
    assert (before.headline, before.visible_until) == ("Ferry returns to the north shore", LATER)
    assert (edition.number, edition.visible_from, edition.visible_until) == (2, LATER, None)
    assert (edition.headline, edition.note) == ("Ferry returns on Tuesday", "Tuesday, not Monday.")
    assert (edition.first_published, edition.public_updated) == (NOW, LATER)
    assert (edition.slug, edition.published_on) == (before.slug, before.published_on)
    assert edition.content_hash != before.content_hash
    assert edition.article_html
    assert [tag.name for tag in edition.tags.all()] == ["Boats"]
    assert [tag.name for tag in before.tags.all()] == ["Ferries"]
    assert edition.tagged_items.get().first_published == NOW
    event = rewrite.events.get(verb="correct")
    assert (event.at, event.actor, event.edition) == (LATER, edda, edition)
    assert event.details["change"] == "major"


def test_a_minor_change_moves_nothing(rewrite: Release, edda: User) -> None:
    edition = correct(release=rewrite, by=edda, version=2, change=Change.MINOR, at=LATER)
    assert (edition.number, edition.public_updated, edition.note) == (2, None, "")


def test_at_every_instant_there_is_exactly_one(rewrite: Release, edda: User) -> None:
    edition = correct(release=rewrite, by=edda, version=2, change=Change.MINOR, at=LATER)
    assert Edition.objects.public(LATER - MICRO).get().number == 1
    assert Edition.objects.public(LATER).get() == edition


@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_major_change_without_a_note_is_refused(rewrite: Release, edda: User, note: str) -> None:
    before = whole_record()
    with pytest.raises(Incomplete, match="note"):
        correct(release=rewrite, by=edda, version=2, change=Change.MAJOR, note=note, at=LATER)
    assert whole_record() == before


@pytest.mark.parametrize("change", [Change.FIRST, Change.WITHDRAWAL])
def test_an_update_is_minor_or_major(rewrite: Release, edda: User, change: Change) -> None:
    with pytest.raises(Refused):
        correct(release=rewrite, by=edda, version=2, change=change, note="A note.", at=LATER)


def test_a_version_that_nobody_looked_at_is_not_published(rewrite: Release, edda: User) -> None:
    before = whole_record()
    with pytest.raises(Conflict):
        correct(release=rewrite, by=edda, version=1, change=Change.MINOR, at=LATER)
    assert whole_record() == before


def test_an_incomplete_update_leaves_the_public_edition_open(edda: User) -> None:
    release = rewritten(published(at=NOW), at=NOW, summary="")
    before = whole_record()
    with pytest.raises(Incomplete):
        correct(release=release, by=edda, version=2, change=Change.MINOR, at=LATER)
    assert whole_record() == before


@pytest.mark.parametrize("moment", [NOW, NOW - MICRO])
def test_an_update_at_or_before_the_instant_of_the_last_is_refused(edda: User, moment) -> None:
    """Two editions that begin at one instant would leave the first with no time before readers, as if never seen."""
    release = published(at=NOW)
    before = whole_record()
    with pytest.raises((BadMoment, WrongStanding)):
        correct(release=release, by=edda, version=1, change=Change.MINOR, at=moment)
    assert whole_record() == before


def test_a_withdrawn_release_comes_back_as_a_major_change(edda: User) -> None:
    release = withdrawn(published_at=NOW - timedelta(days=1), at=NOW)
    with pytest.raises(Refused, match="add a note"):
        correct(release=release, by=edda, version=1, change=Change.MINOR, note="Back.", at=LATER)
    edition = correct(release=release, by=edda, version=1, change=Change.MAJOR, note="Back.", at=LATER)
    assert edition.number == 3
    assert edition.gone is False
    assert release.standing(LATER) == Standing.LIVE
    assert Edition.objects.public(LATER).get() == edition


def test_a_release_published_in_error_that_comes_back_is_no_longer_gone(edda: User) -> None:
    release = withdrawn(published_at=NOW - timedelta(days=1), at=NOW, gone=True)
    edition = correct(release=release, by=edda, version=1, change=Change.MAJOR, note="Back.", at=LATER)
    edition.refresh_from_db()
    assert edition.gone is False


def test_what_was_never_public_cannot_be_updated(edda: User) -> None:
    for release in (draft(at=NOW), scheduled(at=NOW, visible_from=NOW + timedelta(days=1))):
        with pytest.raises(WrongStanding):
            correct(release=release, by=edda, version=1, change=Change.MINOR, at=LATER)


def test_numbers_count_on(edda: User) -> None:
    release = published(at=NOW)
    for hours in (1, 2, 3):
        corrected(release, at=NOW + timedelta(hours=hours), headline=f"Version {hours}")
    assert list(release.editions.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_failure_at_the_last_step_leaves_nothing(
    rewrite: Release, edda: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole_record()

    def fail(*args: object, **kwargs: object) -> None:
        assert Edition.objects.count() == 2
        raise IntegrityError

    monkeypatch.setattr(module.common, "record", fail)
    with pytest.raises(IntegrityError):
        correct(release=rewrite, by=edda, version=2, change=Change.MINOR, at=LATER)
    assert whole_record() == before
