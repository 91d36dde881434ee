"""Publishing: the first edition, now."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from releases.actions import publish as module
from releases.actions.publish import publish
from releases.errors import AddressTaken, Conflict, Incomplete
from releases.models import Edition, EditionTag, Permalink
from releases.workflow import Change, Standing
from tests.releases.record import whole_record
from tests.scenes import NOW, draft, lead, picture, published, rewritten, scheduled

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def test_it_writes_one_open_edition_of_the_last_revision_and_an_event(edda: User) -> None:
    image = picture()
    release = rewritten(
        draft(at=NOW - LATER.resolution, headline="Old words"),
        headline="New words",
        tags=("Ferries", "Transport"),
        lead_image=lead(image),
        picks=(published(headline="Another").pk,),
    )
    edition = publish(release=release, by=edda, version=2, at=NOW)
    edition.refresh_from_db()
    revision = release.revisions.get(number=2)
    assert (edition.number, edition.change, edition.note, edition.gone) == (1, Change.FIRST, "", False)
    assert (edition.visible_from, edition.visible_until) == (NOW, None)
    assert (edition.first_published, edition.public_updated) == (NOW, None)
    assert (edition.revision, edition.content_hash) == (revision, revision.content_hash)
    assert (edition.headline, edition.language, edition.slug) == ("New words", "en", release.slug)
    assert (edition.lead_image, edition.lead_image_alt) == (image, "The harbour at dawn")
    assert edition.picks == list(revision.snapshot.picks)
    assert edition.translation_group == release.pk
    assert edition.excerpt == "The ferry returns to the north shore on Monday."
    assert "The ferry returns" in edition.article_html
    assert (edition.created_at, edition.created_by) == (NOW, edda)
    assert sorted(edition.tags.values_list("name", flat=True)) == ["Ferries", "Transport"]
    assert set(EditionTag.objects.filter(edition=edition).values_list("language", "first_published", "slug")) == {
        ("en", NOW, release.slug)
    }
    event = release.events.get(verb="publish")
    assert (event.at, event.actor, event.edition, event.revision) == (NOW, edda, edition, revision)
    assert release.standing(NOW) == Standing.LIVE


def test_the_date_in_the_address_is_the_offices_and_not_that_of_utc() -> None:
    late_evening = datetime(2026, 3, 7, 3, 30, tzinfo=UTC)
    assert published(at=late_evening).editions.get().published_on == date(2026, 3, 6)


def test_a_version_that_nobody_looked_at_is_not_published(edda: User) -> None:
    release = rewritten(draft(at=NOW), at=NOW, headline="Changed since")
    before = whole_record()
    with pytest.raises(Conflict, match="Wren Okafor"):
        publish(release=release, by=edda, version=1, at=LATER)
    assert whole_record() == before


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"body": ""}, "the text"),
        ({"body": "<p> </p>"}, "the text"),
        ({"summary": ""}, "the summary"),
        ({"body": "", "summary": ""}, "the text, the summary"),
    ],
)
def test_what_readers_would_miss_is_named(edda: User, fields: dict[str, str], missing: str) -> None:
    release = draft(at=NOW, **fields)
    before = whole_record()
    with pytest.raises(Incomplete, match=missing):
        publish(release=release, by=edda, version=1, at=LATER)
    assert whole_record() == before


def test_a_picture_without_words_for_those_who_cannot_see_it_is_refused(edda: User) -> None:
    release = draft(at=NOW, lead_image=lead(picture(), alt=""))
    with pytest.raises(Incomplete, match="alternative text"):
        publish(release=release, by=edda, version=1, at=LATER)


def test_the_second_of_two_with_the_same_day_and_address_is_refused_and_may_come_tomorrow(edda: User) -> None:
    first, second = draft(at=NOW), draft(at=NOW)
    publish(release=first, by=edda, version=1, at=NOW)
    before = whole_record()
    with pytest.raises(AddressTaken, match="2026-03-06"):
        publish(release=second, by=edda, version=1, at=LATER)
    assert whole_record() == before
    tomorrow = publish(release=second, by=edda, version=1, at=NOW + timedelta(days=1))
    assert (tomorrow.slug, tomorrow.published_on) == (first.slug, date(2026, 3, 7))


def test_an_address_that_is_promised_to_a_scheduled_release_is_taken_too(edda: User) -> None:
    scheduled(at=NOW, visible_from=NOW + timedelta(hours=2))
    second = draft(at=NOW)
    with pytest.raises(AddressTaken):
        publish(release=second, by=edda, version=1, at=LATER)


def test_two_languages_may_have_the_same_day_and_address() -> None:
    published(at=NOW, slug="transport")
    published(at=NOW, slug="transport", language="fr")
    assert Permalink.objects.count() == 2


def test_a_failure_at_the_last_step_leaves_nothing(edda: User, monkeypatch: pytest.MonkeyPatch) -> None:
    release = draft(at=NOW, tags=("Ferries",))
    before = whole_record()

    def fail(*args: object, **kwargs: object) -> None:
        assert Edition.objects.exists()
        raise IntegrityError

    monkeypatch.setattr(module.common, "record", fail)
    with pytest.raises(IntegrityError):
        publish(release=release, by=edda, version=1, at=LATER)
    assert whole_record() == before


def test_the_clock_is_used_when_no_moment_is_given(time_machine, edda: User) -> None:
    time_machine.move_to(NOW, tick=False)
    assert publish(release=draft(), by=edda, version=1).visible_from == NOW
