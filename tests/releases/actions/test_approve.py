"""Approving: a yes to exactly one content, which no change outlives."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from releases.actions.approve import approve
from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.schedule import schedule
from releases.actions.send_back import send_back
from releases.actions.submit import submit
from releases.actions.unschedule import unschedule
from releases.errors import Conflict, Refused, WrongStage
from releases.models import Approval, Edition, Release
from releases.review import approvals, last_approved
from releases.snapshot import Contact, Fact, Link, Quote
from releases.workflow import Change, Kind, Stage
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, lead, picture, rewritten, submitted

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MICRO = timedelta(microseconds=1)
EMBARGO = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def one_reviewer(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}


@pytest.fixture
def two_reviewers(settings: Any) -> None:
    settings.REVIEWERS = {"": 2}


def yes(release: Release, by: User, at: Any = LATER) -> Approval:
    fresh = Release.objects.get(pk=release.pk)
    return approve(release=fresh, by=by, version=fresh.version, at=at)


def stage_of(release: Release) -> str:
    return Release.objects.get(pk=release.pk).stage


def test_it_names_who_said_yes_to_which_content(emil: User) -> None:
    release = submitted(rewritten(draft(at=NOW), at=NOW, headline="Second words"), at=NOW)
    approval = yes(release, emil)
    approval.refresh_from_db()
    assert (approval.release, approval.round, approval.at) == (release, release.review_round, LATER)
    assert (approval.by, approval.by_name) == (emil, "Emil Corrigan")
    assert approval.revision == release.revisions.get(number=2)
    assert approval.content_hash == release.content_hash == approval.revision.content_hash
    assert stage_of(release) == Stage.APPROVED
    event = release.events.get(verb="approve")
    assert (event.at, event.actor, event.revision) == (LATER, emil, approval.revision)
    assert event.details == {"given": "1", "required": "1"}
    assert last_approved(release) == approval


def test_readers_notice_nothing(emil: User) -> None:
    yes(submitted(draft(at=NOW), at=NOW), emil)
    assert not Edition.objects.exists()


def test_where_two_are_required_it_takes_two_people(two_reviewers: None, edda: User, emil: User, ada: User) -> None:
    release = submitted(draft(at=NOW), at=NOW)
    yes(release, edda)
    assert stage_of(release) == Stage.IN_REVIEW
    before = whole_record()
    with pytest.raises(Refused, match="approved this text already"):
        yes(release, edda)
    with pytest.raises(WrongStage):
        publish(release=release, by=ada, version=1, at=LATER)
    assert whole_record() == before
    yes(release, emil)
    assert stage_of(release) == Stage.APPROVED
    assert [event.details["given"] for event in release.events.filter(verb="approve")] == ["1", "2"]
    publish(release=release, by=ada, version=1, at=LATER)


def test_the_database_refuses_a_second_yes_of_one_person_whoever_writes_it(emil: User) -> None:
    release = submitted(draft(at=NOW), at=NOW)
    approval = yes(release, emil)
    approval.pk, approval._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        approval.save(force_insert=True)


@pytest.mark.parametrize("headline", ["Changed since", None], ids=["changed", "saved as it was"])
def test_a_version_that_the_reviewer_did_not_see_is_not_approved(emil: User, headline: str | None) -> None:
    release = submitted(draft(at=NOW), at=NOW)
    rewritten(release, at=NOW, **({"headline": headline} if headline else {}))
    before = whole_record()
    with pytest.raises(Conflict, match="Wren Okafor"):
        approve(release=release, by=emil, version=1, at=LATER)
    assert whole_record() == before


# What an approval is bound to


def _changes() -> dict[str, Any]:
    return {
        "kind": Kind.STATEMENT,
        "language": "fr",
        "slug": "other",
        "headline": "Other",
        "summary": "Other.",
        "dateline": "Elsewhere",
        "body": "<p>The ferry returns to the north shore on <em>Monday</em>.</p>",
        "quotes": (Quote(text="At last.", speaker="Ines Roy"),),
        "facts": (Fact(text="It carries 40 cars."),),
        "links": (Link(label="Timetable", url="https://example.org/times"),),
        "contacts": (Contact(name="Press desk"),),
        "tags": ("Ferries",),
        "source_name": "Harbour office",
        "source_url": "https://example.org/source",
        "picks": None,
        "lead_image": None,
        "translation_of": None,
    }


@pytest.mark.parametrize("field", _changes())
def test_whatever_of_the_content_changes_the_approval_is_void(field: str, edda: User) -> None:
    release = approved(draft(at=NOW), at=NOW)
    changes = _changes() | {"lead_image": lead(picture())}
    other = draft(at=NOW, headline="Another", language="fr")
    changes |= {"picks": (other.pk,), "translation_of": other.pk}
    after = rewritten(release, at=NOW + MICRO, **{field: changes[field]})
    assert (after.stage, approvals(after).count()) == (Stage.DRAFT, 0)
    with pytest.raises(WrongStage, match="has to approve"):
        publish(release=after, by=edda, version=2, at=LATER)
    assert last_approved(after) is not None, "the page can say what changed since"


@pytest.mark.parametrize("words", [{"lead_image": ("alt", "Other words")}, {"lead_image": ("colour", "crimson")}])
def test_the_picture_and_its_words_are_content(words: dict[str, tuple[str, str]], edda: User) -> None:
    name, value = words["lead_image"]
    release = approved(draft(at=NOW, lead_image=lead(picture())), at=NOW)
    before = release.revisions.get().snapshot.lead_image
    other = lead(picture(colour=value)) if name == "colour" else None
    after = rewritten(release, at=NOW, lead_image=other or type(before)(**_with_alt(before, value)))
    assert after.stage == Stage.DRAFT


def _with_alt(image: Any, alt: str) -> dict[str, Any]:
    names = ("key", "credit", "width", "height", "sha256")
    return {name: getattr(image, name) for name in names} | {"alt": alt}


def test_the_order_of_parts_is_content() -> None:
    facts = (Fact(text="It carries 40 cars."), Fact(text="It was built in 1998."))
    release = approved(draft(at=NOW, facts=facts), at=NOW)
    assert rewritten(release, at=NOW, facts=facts[::-1]).stage == Stage.DRAFT


def test_a_change_while_it_is_in_review_starts_the_count_again(two_reviewers: None, edda: User, emil: User) -> None:
    release = submitted(draft(at=NOW), at=NOW)
    yes(release, edda)
    after = rewritten(release, at=NOW, summary="Soon.")
    assert (after.stage, approvals(after).count()) == (Stage.IN_REVIEW, 0)
    yes(release, emil)
    assert stage_of(release) == Stage.IN_REVIEW
    yes(release, edda)
    assert stage_of(release) == Stage.APPROVED


def test_a_change_that_is_taken_back_voids_it_all_the_same(edda: User) -> None:
    release = approved(draft(at=NOW, summary="Soon."), at=NOW)
    rewritten(release, at=NOW, summary="Late.")
    back = rewritten(release, at=NOW, summary="Soon.")
    assert back.content_hash == release.content_hash
    assert (back.stage, approvals(back).count()) == (Stage.DRAFT, 0)


def test_what_is_saved_as_it_was_stays_approved(edda: User) -> None:
    release = rewritten(approved(draft(at=NOW), at=NOW), at=NOW)
    assert (release.version, release.stage, approvals(release).count()) == (2, Stage.APPROVED, 1)
    edition = publish(release=release, by=edda, version=2, at=LATER)
    assert edition.content_hash == approvals_of(release)[0].content_hash


def approvals_of(release: Release) -> list[Approval]:
    return list(Approval.objects.filter(release=release))


# Rounds


def test_an_approval_of_an_earlier_round_never_counts(edda: User, emil: User) -> None:
    release = approved(draft(at=NOW), reviewers=[emil], at=NOW)
    send_back(release=release, by=edda, version=1, reason="Wait.", at=NOW)
    assert approvals(Release.objects.get(pk=release.pk)).count() == 0
    release = submitted(release, at=NOW)
    with pytest.raises(WrongStage):
        publish(release=release, by=edda, version=1, at=LATER)
    yes(release, emil)
    publish(release=release, by=edda, version=1, at=LATER)
    assert len(approvals_of(release)) == 2, "both stay on record"


def test_after_a_publication_the_next_change_needs_its_own(edda: User, emil: User) -> None:
    release = approved(draft(at=NOW), at=NOW)
    publish(release=release, by=edda, version=1, at=NOW)
    with pytest.raises(WrongStage):
        correct(release=release, by=edda, version=1, change=Change.MINOR, at=LATER)
    release = rewritten(release, at=LATER, summary="Soon.")
    with pytest.raises(WrongStage):
        correct(release=release, by=edda, version=2, change=Change.MINOR, at=LATER)
    release = approved(release, at=LATER)
    correct(release=release, by=edda, version=2, change=Change.MINOR, at=LATER)
    release.refresh_from_db()
    assert (release.stage, approvals(release).count()) == (Stage.DRAFT, 0)


def test_what_lifted_by_the_clock_lends_its_approval_to_nothing(edda: User, emil: User) -> None:
    release = approved(draft(at=NOW), at=NOW)
    schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=LATER)
    after = EMBARGO + MICRO
    with pytest.raises(WrongStage):
        correct(release=release, by=edda, version=1, change=Change.MINOR, at=after)
    with pytest.raises(Refused, match="exactly this text"):
        submit(release=release, by=cast.wren(), version=1, at=after)
    changed = rewritten(release, at=after, summary="Soon.")
    assert approvals(changed).count() == 0


# The office's requirement


def test_a_requirement_that_was_raised_since_holds_at_publication(settings: Any, edda: User, emil: User) -> None:
    release = approved(draft(at=NOW), reviewers=[emil], at=NOW)
    settings.REVIEWERS = {"": 2}
    before = whole_record()
    for act in (
        lambda: publish(release=release, by=edda, version=1, at=LATER),
        lambda: schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=LATER),
    ):
        with pytest.raises(WrongStage, match="1 of the 2 approvals"):
            act()
    assert whole_record() == before
    send_back(release=release, by=edda, version=1, reason="Two have to look now.", at=LATER)
    release = approved(release, reviewers=[edda, emil], at=LATER)
    publish(release=release, by=edda, version=1, at=LATER)


def test_a_requirement_that_was_lowered_since_is_met(settings: Any, edda: User, emil: User, ada: User) -> None:
    settings.REVIEWERS = {"": 2}
    release = approved(draft(at=NOW), reviewers=[emil, ada], at=NOW)
    settings.REVIEWERS = {"": 1}
    publish(release=release, by=edda, version=1, at=LATER)


def test_the_kind_decides_how_many_and_changing_it_asks_again(settings: Any, edda: User, emil: User) -> None:
    settings.REVIEWERS = {"": 1, Kind.STATEMENT: 2, Kind.BACKGROUNDER: 0}
    release = approved(draft(at=NOW), at=NOW)
    release = submitted(rewritten(release, at=NOW, kind=Kind.STATEMENT), at=NOW)
    yes(release, emil)
    assert stage_of(release) == Stage.IN_REVIEW
    yes(release, edda)
    assert stage_of(release) == Stage.APPROVED
    back = rewritten(release, at=NOW, kind=Kind.NEWS_RELEASE)
    assert back.stage == Stage.DRAFT, "the two said yes to a statement"
    free = rewritten(release, at=NOW, kind=Kind.BACKGROUNDER, by=edda)
    publish(release=free, by=edda, version=free.version, at=LATER)


def test_a_text_in_review_whose_kind_needs_none_any_more_is_not_stuck(settings: Any, edda: User) -> None:
    settings.REVIEWERS = {"": 1, Kind.BACKGROUNDER: 0}
    release = rewritten(submitted(draft(at=NOW), at=NOW), at=NOW, kind=Kind.BACKGROUNDER)
    assert release.stage == Stage.IN_REVIEW
    publish(release=release, by=edda, version=2, at=LATER)


# Unscheduled


def test_what_is_unscheduled_as_it_was_is_approved_again(edda: User, emil: User) -> None:
    release = approved(draft(at=NOW), reviewers=[emil], at=NOW)
    schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=NOW)
    assert stage_of(release) == Stage.DRAFT
    unschedule(release=release, by=edda, at=LATER)
    assert stage_of(release) == Stage.APPROVED
    publish(release=release, by=emil, version=1, at=LATER + MICRO)


def test_what_is_unscheduled_and_changed_needs_review(edda: User) -> None:
    release = approved(draft(at=NOW), at=NOW)
    schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=NOW)
    unschedule(release=release, by=edda, at=LATER)
    after = rewritten(release, at=LATER, summary="Soon.")
    assert (after.stage, approvals(after).count()) == (Stage.DRAFT, 0)


@pytest.mark.parametrize("required", [0, 2])
def test_what_is_unscheduled_when_another_number_is_required_is_not_called_approved(
    settings: Any, edda: User, required: int
) -> None:
    release = approved(draft(at=NOW), at=NOW)
    schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=NOW)
    settings.REVIEWERS = {"": required}
    unschedule(release=release, by=edda, at=LATER)
    assert stage_of(release) == Stage.DRAFT


def test_what_nobody_ever_approved_is_not_approved_by_taking_it_back(settings: Any, edda: User) -> None:
    settings.REVIEWERS = {"": 0}
    release = draft(at=NOW)
    schedule(release=release, by=edda, version=1, visible_from=EMBARGO, at=NOW)
    settings.REVIEWERS = {"": 1}
    unschedule(release=release, by=edda, at=LATER)
    assert stage_of(release) == Stage.DRAFT


def test_an_approval_outlives_the_account_of_who_gave_it(edda: User, emil: User) -> None:
    release = approved(draft(at=NOW), reviewers=[emil], at=NOW)
    emil.delete()
    (approval,) = approvals_of(release)
    assert (approval.by, approval.by_name) == (None, "Emil Corrigan")
    publish(release=release, by=edda, version=1, at=LATER)
