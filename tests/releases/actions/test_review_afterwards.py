"""Reviewing afterwards: the red mark goes when somebody else has looked, and only then."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.review_afterwards import review_afterwards
from releases.errors import NotAllowed, OwnWork, Refused
from releases.models import Edition, Release
from releases.review import unreviewed
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, rewritten, submitted

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MICRO = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def one_reviewer(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}


def alone(release: Release, by: User, at: Any = NOW) -> Edition:
    fresh = Release.objects.get(pk=release.pk)
    return publish_unreviewed(release=fresh, by=by, version=fresh.version, reason="It was night.", at=at)


def look(edition: Edition, by: User, note: str = "") -> None:
    review_afterwards(release=edition.release, by=by, edition=edition, note=note, at=LATER)


def test_it_is_one_event_that_answers_the_mark_and_changes_nothing_else(edda: User, emil: User) -> None:
    edition = alone(draft(at=NOW), edda)
    before = whole_record()
    look(edition, emil, note=" Two commas. ")
    after = whole_record()
    assert {name for name in after if after[name] != before[name]} == {"Event"}
    event = edition.release.events.get(verb="review_afterwards")
    assert (event.at, event.actor, event.edition, event.revision) == (LATER, emil, edition, edition.revision)
    assert event.details == {"text": "Two commas."}
    assert not unreviewed().exists()


def nora() -> User:
    return cast.person("nora", "Editors", first_name="Nora", last_name="Quist")


def test_neither_who_wrote_nor_who_submitted_nor_who_published_it(edda: User, emil: User, ada: User) -> None:
    edition = alone(submitted(draft(at=NOW, by=emil), by=ada, at=NOW), edda)
    before = whole_record()
    for by in (emil, ada, edda):
        with pytest.raises(OwnWork, match="somebody else"):
            look(edition, by)
    assert whole_record() == before
    look(edition, nora())


def test_a_superuser_has_two_eyes_as_well() -> None:
    root = cast.person("root", is_superuser=True)
    edition = alone(draft(at=NOW), root)
    with pytest.raises(OwnWork):
        look(edition, root)


def test_a_writer_may_not(edda: User, wren: User) -> None:
    with pytest.raises(NotAllowed):
        look(alone(draft(at=NOW), edda), wren)


def test_who_wrote_what_readers_got_in_the_first_place_though_it_was_restored_by_another(
    edda: User, emil: User
) -> None:
    release = draft(at=NOW, by=emil, summary="Soon.")
    rewritten(release, at=NOW, summary="Late.")
    rewritten(release, at=NOW, by=cast.ada(), summary="Soon.")
    edition = alone(release, edda)
    for author in (emil, cast.ada()):
        with pytest.raises(OwnWork):
            look(edition, author)


def test_who_saved_the_text_as_it_was_did_not_write_it(edda: User, emil: User) -> None:
    release = rewritten(draft(at=NOW), at=NOW, by=emil)
    look(alone(release, edda), emil)


def test_who_wrote_words_that_readers_never_got_may(edda: User, emil: User) -> None:
    release = rewritten(draft(at=NOW, by=emil), at=NOW, headline="Other words")
    look(alone(release, edda), emil)


def test_who_submitted_what_readers_got_before_submitted_another_text(edda: User, emil: User, ada: User) -> None:
    release = approved(draft(at=NOW), by=emil, reviewers=[edda], at=NOW)
    publish(release=release, by=edda, version=1, at=NOW)
    rewritten(release, at=NOW + MICRO, headline="Other words")
    look(alone(release, edda, at=NOW + 2 * MICRO), emil)


def test_who_changed_the_text_after_its_publication_did_not_write_what_was_published(edda: User, emil: User) -> None:
    release = draft(at=NOW)
    edition = alone(release, edda)
    rewritten(release, at=NOW + MICRO, by=emil, headline="Words of Emil")
    look(edition, emil)


def test_the_second_who_looks_is_told_that_somebody_has(edda: User, emil: User, ada: User) -> None:
    edition = alone(draft(at=NOW), edda)
    look(edition, emil)
    before = whole_record()
    with pytest.raises(Refused, match="Somebody has reviewed"):
        look(edition, ada)
    assert whole_record() == before


def test_what_was_approved_before_has_no_mark_to_take(edda: User, emil: User, ada: User) -> None:
    release = approved(draft(at=NOW), reviewers=[emil], at=NOW)
    edition = publish(release=release, by=edda, version=1, at=NOW)
    with pytest.raises(Refused, match="approved before"):
        look(edition, ada)


def test_an_edition_is_asked_for_at_its_own_release(edda: User, emil: User) -> None:
    edition = alone(draft(at=NOW), edda)
    other = alone(draft(at=NOW, headline="Another"), edda)
    with pytest.raises(Refused):
        review_afterwards(release=other.release, by=emil, edition=edition, at=LATER)
    assert unreviewed().count() == 2


def test_the_mark_is_taken_though_the_office_no_longer_reviews(settings: Any, edda: User, emil: User) -> None:
    edition = alone(draft(at=NOW), edda)
    settings.REVIEWERS = {"": 0}
    look(edition, emil)
    assert not unreviewed().exists()
