"""Saving: a working copy and a revision of it, or nothing at all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from releases.actions.save_draft import save_draft
from releases.errors import Conflict, NotAllowed, Refused, WrongStanding
from releases.models import Edition, Event, Release
from releases.snapshot import Contact, Fact, Link, Quote, Snapshot, content_hash
from releases.working_copy import read
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, content, draft, lead, picture, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MICRO = timedelta(microseconds=1)


def full(**fields: Any) -> Snapshot:
    """Content in which no field is empty."""
    return content(
        slug="ferry-returns",
        dateline="North Shore, March 6",
        quotes=(Quote(text="At last.", speaker="Ines Roy", title="Minister"), Quote(text="Good.", speaker="A. Reader")),
        facts=(Fact(text="It carries 40 cars."), Fact(text="It was built in 1998.")),
        links=(Link(label="Timetable", url="https://example.org/times"),),
        contacts=(Contact(name="Press desk", role="Office", email="press@example.org", phone="555 0100"),),
        tags=("Ferries", "Transport"),
        picks=(published(at=NOW, headline="Second").pk, published(at=NOW, headline="First").pk),
        source_name="Harbour office",
        source_url="https://example.org/source",
        lead_image=lead(picture()),
        **fields,
    )


def test_it_writes_the_working_copy_a_revision_and_an_event(wren: User) -> None:
    asked = full()
    release = save_draft(release=None, content=asked, by=wren, version=None, at=NOW)
    assert read(Release.objects.get(pk=release.pk)) == asked
    (revision,) = release.revisions.all()
    assert revision.snapshot == asked
    assert revision.content_hash == content_hash(revision.content)
    assert (revision.number, revision.created_at, revision.created_by, revision.created_by_name) == (
        1,
        NOW,
        wren,
        "Wren Okafor",
    )
    (event,) = release.events.all()
    assert (event.verb, event.at, event.actor, event.actor_name) == ("save_draft", NOW, wren, "Wren Okafor")
    assert event.revision == revision
    assert (release.version, release.created_at, release.updated_at, release.updated_by) == (1, NOW, NOW, wren)


def test_readers_notice_nothing_of_a_save() -> None:
    release = published(at=NOW)
    before = list(Edition.objects.values())
    rewritten(release, at=LATER, headline="Ferry sinks", body="<p>It sank.</p>", tags=("Wrecks",))
    assert list(Edition.objects.values()) == before


def test_saving_again_adds_a_revision_and_keeps_the_one_before(wren: User) -> None:
    release = save_draft(release=None, content=full(), by=wren, version=None, at=NOW)
    first = release.revisions.get().content
    again = rewritten(
        release, at=LATER, quotes=(), facts=(Fact(text="It carries 41 cars."),), picks=(), lead_image=None
    )
    assert again.version == 2
    assert again.created_at == NOW
    assert [revision.number for revision in again.revisions.all()] == [1, 2]
    assert again.revisions.get(number=1).content == first
    latest = again.revisions.get(number=2).snapshot
    assert (latest.quotes, latest.picks, latest.lead_image) == ((), (), None)
    assert latest.facts == (Fact(text="It carries 41 cars."),)


def test_whoever_saw_an_older_version_is_told_who_saved_and_loses_nothing(wren: User, edda: User) -> None:
    release = draft(at=NOW)
    save_draft(release=release, content=content(headline="Edda's words"), by=edda, version=1, at=LATER)
    before = whole_record()
    with pytest.raises(Conflict) as conflict:
        save_draft(release=release, content=content(headline="Wren's words"), by=wren, version=1, at=LATER)
    assert "Edda Lind" in str(conflict.value)
    assert "10:30:00" in str(conflict.value), "the office's clock, not UTC"
    assert whole_record() == before


@pytest.mark.parametrize("version", [None, 0, 2])
def test_a_version_that_is_not_the_current_one_is_a_conflict(wren: User, version: int | None) -> None:
    release = draft(at=NOW)
    with pytest.raises(Conflict):
        save_draft(release=release, content=content(), by=wren, version=version, at=LATER)


def test_a_moderator_saves_nothing(mo: User) -> None:
    release = draft(at=NOW)
    before = whole_record()
    for target, version in ((None, None), (release, 1)):
        with pytest.raises(NotAllowed):
            save_draft(release=target, content=content(), by=mo, version=version)
    assert whole_record() == before


@pytest.mark.parametrize("headline", ["", "   ", "\n\t"])
def test_a_headline_is_the_least_that_is_needed(wren: User, headline: str) -> None:
    with pytest.raises(Refused, match="headline"):
        draft(headline=headline)
    assert not Release.objects.exists()


def test_what_a_paste_brings_is_cleaned_before_it_is_kept() -> None:
    release = draft(
        headline="  Ferry\n returns ", summary=" Soon. ", body='<p onclick="x()">Yes</p><script>alert(1)</script>'
    )
    kept = release.revisions.get().snapshot
    assert (kept.headline, kept.summary) == ("Ferry returns", "Soon.")
    assert kept.body == "<p>Yes</p>"


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Ferry returns to the north shore", "ferry-returns-to-the-north-shore"),
        ("Élan à l’île d’Orléans", "elan-a-lile-dorleans"),
        ("フェリー再開", "news-release"),
        ("a" * 200, "a" * 80),
    ],
)
def test_an_address_is_made_from_the_headline_when_nobody_gave_one(headline: str, slug: str) -> None:
    assert draft(headline=headline).slug == slug


def test_an_address_that_was_given_stays() -> None:
    release = draft(slug="north-shore")
    assert rewritten(release, headline="Other").slug == "north-shore"


@pytest.mark.parametrize("change", [{"slug": "south-shore"}, {"language": "fr"}])
@pytest.mark.parametrize("reach", [published, withdrawn])
def test_address_and_language_are_frozen_once_readers_had_them(reach, change: dict[str, str]) -> None:
    release = reach(at=NOW + MICRO, **({"published_at": NOW} if reach is withdrawn else {}))
    before = whole_record()
    with pytest.raises(Refused, match="cannot change"):
        rewritten(release, at=LATER, **change)
    assert whole_record() == before


def test_what_is_scheduled_is_locked_even_against_saving_it_as_it_is(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=LATER)
    before = whole_record()
    for by in (cast.wren(), edda):
        with pytest.raises(WrongStanding, match="locked"):
            rewritten(release, at=LATER - MICRO, by=by)
    assert whole_record() == before
    assert rewritten(release, at=LATER).version == 2


def test_who_saves_a_text_as_it_is_has_not_changed_it(edda: User) -> None:
    release = draft(at=NOW)
    again = rewritten(release, at=LATER, by=edda)
    assert (again.version, again.updated_by, again.updated_at) == (2, edda, LATER)
    assert (again.content_by, again.content_at) == (cast.wren(), NOW)
    assert (again.content_hash, again.review_round) == (release.content_hash, release.review_round)
    changed = rewritten(again, at=LATER + MICRO, by=edda, summary="Crossings begin again on Tuesday.")
    assert (changed.content_by, changed.content_at) == (edda, LATER + MICRO)
    assert changed.content_hash == changed.revisions.get(number=3).content_hash != release.content_hash
    assert changed.review_round == release.review_round + 1


def test_tags_that_differ_only_in_case_are_one_tag() -> None:
    first = draft(tags=("Ferries",))
    second = draft(headline="Second", tags=("ferries",))
    assert first.tags.get() == second.tags.get()
    assert second.revisions.get().snapshot.tags == ("Ferries",), "the revision has the spelling that was settled"


def test_a_failure_in_the_middle_leaves_nothing(wren: User) -> None:
    release = draft(at=NOW, tags=("Ferries",))
    before = whole_record()
    # The release's own row and its quotes are written before the contact is found to be too long.
    half = replace(
        content(headline="Half written"), quotes=(Quote(text="Q", speaker="S"),), contacts=(Contact(name="x" * 201),)
    )
    with pytest.raises(Refused, match="200"):
        save_draft(release=release, content=half, by=wren, version=1, at=LATER)
    assert whole_record() == before


def test_the_clock_is_used_when_no_moment_is_given(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    assert draft().updated_at == NOW
    assert Event.objects.get().at == NOW
