"""Restoring: an earlier revision becomes the working copy again, as a new revision; nothing in between is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from releases.actions.publish import publish
from releases.actions.restore import restore
from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.actions.withdraw import withdraw
from releases.errors import Conflict, Refused, WrongStage, WrongStanding
from releases.models import Edition, Release
from releases.review import approvals
from releases.snapshot import Contact, Fact, Link, Quote
from releases.workflow import Kind, Stage
from releases.working_copy import read
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, lead, picture, published, rewritten, scheduled

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MICRO = timedelta(microseconds=1)


def in_full() -> dict[str, Any]:
    """Content in which every field differs from the usual one."""
    return {
        "kind": Kind.SPEECH,
        "language": "fr",
        "slug": "retour",
        "headline": "Le traversier revient",
        "summary": "Lundi.",
        "dateline": "Rive nord",
        "body": "<p>Il revient <strong>lundi</strong>.</p>",
        "quotes": (Quote(text="Enfin.", speaker="Ines Roy"),),
        "facts": (Fact(text="Il porte 40 voitures."),),
        "links": (Link(label="Horaire", url="https://example.org/horaire"),),
        "contacts": (Contact(name="Bureau de presse"),),
        "tags": ("Ferries", "Transport"),
        "picks": (published(at=NOW, headline="Picked").pk,),
        "source_name": "Le port",
        "source_url": "https://example.org/source",
        "lead_image": lead(picture()),
        "translation_of": draft(at=NOW, headline="Translated").pk,
    }


def test_every_field_comes_back_and_nothing_in_between_is_lost(edda: User) -> None:
    release = draft(at=NOW, **in_full())
    first = release.revisions.get()
    plain = {"quotes": (), "facts": (), "links": (), "contacts": (), "tags": (), "picks": ()}
    rewritten(
        release, at=NOW, kind=Kind.READOUT, language="en", slug="return", headline="It returns", summary="Monday.",
        dateline="", body="<p>Monday.</p>", source_name="", source_url="", lead_image=None, translation_of=None, **plain,
    )  # fmt: skip
    history = whole_record()["Revision"]
    after = restore(release=release, by=edda, version=2, number=1, at=LATER)
    assert read(Release.objects.get(pk=release.pk)) == first.snapshot
    assert (after.version, after.content_hash, after.updated_by) == (3, first.content_hash, edda)
    assert (after.content_by, after.content_at) == (edda, LATER)
    assert whole_record()["Revision"][: len(history)] == history
    latest = release.revisions.get(number=3)
    assert (latest.content, latest.created_by, latest.created_at) == (first.content, edda, LATER)
    event = release.events.get(verb="restore")
    assert (event.at, event.actor, event.revision, event.details) == (LATER, edda, latest, {"number": "1"})


def test_readers_notice_nothing(edda: User) -> None:
    release = rewritten(published(at=NOW), at=NOW + MICRO, headline="Other words")
    editions = list(Edition.objects.values())
    restore(release=release, by=edda, version=2, number=1, at=LATER)
    assert list(Edition.objects.values()) == editions


@pytest.mark.parametrize("withdraw_it", [False, True])
def test_address_and_language_stay_what_they_are_once_readers_had_them(edda: User, withdraw_it: bool) -> None:
    release = draft(at=NOW, slug="first", language="fr", headline="First words")
    rewritten(release, at=NOW, slug="second", language="en")
    release = _public(release, edda)
    if withdraw_it:
        withdraw(release=release, by=edda, reason="Wrong.", at=NOW + 2 * MICRO)
    after = restore(release=release, by=edda, version=2, number=1, at=LATER)
    assert (after.headline, after.slug, after.language) == ("First words", "second", "en")
    assert after.revisions.get(number=3).snapshot.slug == "second"


def _public(release: Release, by: User) -> Release:
    from_draft = Release.objects.get(pk=release.pk)
    publish(release=from_draft, by=by, version=from_draft.version, at=NOW + MICRO)
    return from_draft


def test_before_they_were_promised_they_come_back_as_well(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=LATER, slug="first")
    unschedule(release=release, by=edda, at=NOW + MICRO)
    rewritten(release, at=NOW + MICRO, slug="second")
    assert restore(release=release, by=edda, version=2, number=1, at=NOW + 2 * MICRO).slug == "first"


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_revision_that_is_not_there_is_refused(edda: User, number: int) -> None:
    release = rewritten(draft(at=NOW), at=NOW, headline="Second words")
    rewritten(rewritten(draft(at=NOW), at=NOW), at=NOW, headline="Another release has three")
    before = whole_record()
    with pytest.raises(Refused, match=f"no revision {number}"):
        restore(release=release, by=edda, version=2, number=number, at=LATER)
    assert whole_record() == before


def test_a_version_that_nobody_looked_at_is_not_written_over(wren: User, edda: User) -> None:
    release = rewritten(draft(at=NOW), at=NOW, by=edda, headline="An hour's work")
    before = whole_record()
    with pytest.raises(Conflict, match="Edda Lind"):
        restore(release=release, by=wren, version=1, number=1, at=LATER)
    assert whole_record() == before


def test_what_is_scheduled_is_locked(edda: User) -> None:
    release = rewritten(draft(at=NOW), at=NOW, headline="Second words")
    schedule(release=release, by=edda, version=2, visible_from=LATER + timedelta(days=1), at=NOW)
    with pytest.raises(WrongStanding, match="locked"):
        restore(release=release, by=edda, version=2, number=1, at=LATER)


def test_who_restores_is_the_last_editor_and_no_approval_holds(settings: Any, edda: User, emil: User) -> None:
    settings.REVIEWERS = {"": 1}
    release = draft(at=NOW, summary="Soon.")
    release = approved(rewritten(release, at=NOW, summary="Late."), at=NOW)
    after = restore(release=release, by=edda, version=2, number=1, at=LATER)
    assert (after.stage, after.content_by, approvals(after).count()) == (Stage.DRAFT, edda, 0)
    with pytest.raises(WrongStage):
        publish(release=after, by=emil, version=3, at=LATER)


def test_restoring_what_is_there_changes_nothing_of_the_review(settings: Any, edda: User, emil: User) -> None:
    settings.REVIEWERS = {"": 1}
    release = approved(draft(at=NOW), at=NOW)
    after = restore(release=release, by=edda, version=1, number=1, at=LATER)
    assert (after.version, after.stage, after.content_by) == (2, Stage.APPROVED, release.content_by)
    publish(release=after, by=edda, version=2, at=LATER)
