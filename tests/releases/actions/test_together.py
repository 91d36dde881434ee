"""Language versions reach their readers in one act and at one instant, or none of them does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from releases.actions import together as module
from releases.actions.approve import approve
from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.save_draft import save_draft
from releases.actions.schedule import schedule
from releases.actions.start_translation import start_translation
from releases.actions.submit import submit
from releases.actions.together import Member, together
from releases.actions.unschedule import unschedule
from releases.actions.unschedule_together import unschedule_together
from releases.actions.withdraw import withdraw
from releases.errors import Conflict, Incomplete, NotAllowed, OwnWork, Refused, WrongStage, WrongStanding
from releases.models import Edition, Event, Release
from releases.pairs import ParityGap
from releases.parity import Lack
from releases.snapshot import Quote
from releases.workflow import Change, Standing
from releases.working_copy import read
from tests import cast
from tests.at_once import at_once, refusals
from tests.releases.record import whole_record
from tests.scenes import NOW, draft, rewritten

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FRENCH: dict[str, Any] = {
    "language": "fr",
    "headline": "Le traversier revient sur la rive nord",
    "summary": "Les traversées reprennent lundi.",
    "body": "<p>Le traversier revient sur la rive nord lundi.</p>",
}


def pair(**shared: Any) -> tuple[Release, Release]:
    """An original and its translation that say the same."""
    english = draft(at=NOW - 2 * HOUR, **shared)
    return english, draft(at=NOW - HOUR, translation_of=english.pk, **shared | FRENCH)


def members(*releases: Release, **more: Any) -> list[Member]:
    return [Member(release=release, version=fresh(release).version, **more) for release in releases]


def fresh(release: Release) -> Release:
    return Release.objects.get(pk=release.pk)


def public_languages(at: Any) -> set[str]:
    return set(Edition.objects.public(at).values_list("language", flat=True))


def lacks(refused: Any) -> set[Lack]:
    return {gap.lack for gap in refused.value.gaps}


def test_both_are_published_at_one_instant_and_each_event_names_the_other() -> None:
    english, french = pair()
    editions = together(members=members(french, english), by=cast.edda())
    assert [edition.language for edition in editions] == ["fr", "en"]
    (instant,) = {edition.visible_from for edition in editions}
    assert {edition.first_published for edition in editions} == {instant}
    assert public_languages(instant - timedelta(microseconds=1)) == set()
    assert public_languages(instant) == {"en", "fr"}
    events = {event.release_id: event.details for event in Event.objects.filter(verb="publish")}
    assert events == {english.pk: {"together": str(french.pk)}, french.pk: {"together": str(english.pk)}}
    assert len(set(Event.objects.filter(verb="publish").values_list("at", flat=True))) == 1


def test_both_are_scheduled_for_one_instant_and_lift_together() -> None:
    english, french = pair()
    lift = NOW + timedelta(days=2)
    together(members=members(english, french), by=cast.edda(), visible_from=lift, at=NOW)
    assert public_languages(lift - timedelta(microseconds=1)) == set()
    assert public_languages(lift) == {"en", "fr"}


def test_an_update_of_both_takes_over_at_one_instant() -> None:
    english, french = pair()
    together(members=members(english, french), by=cast.edda(), at=NOW)
    rewritten(english, at=NOW + HOUR, headline="Ferry returns on Tuesday")
    rewritten(french, at=NOW + HOUR, headline="Le traversier revient mardi")
    notes = {english.pk: "Not Monday.", french.pk: "Pas lundi."}
    updates = [
        replace(member, change=Change.MAJOR, note=notes[member.release.pk]) for member in members(english, french)
    ]
    after = NOW + 2 * HOUR
    editions = together(members=updates, by=cast.edda(), at=after)
    assert {(edition.visible_from, edition.note) for edition in editions} == {(after, note) for note in notes.values()}
    assert set(Edition.objects.public(after).values_list("number", flat=True)) == {2}
    assert set(Edition.objects.public(after - timedelta(microseconds=1)).values_list("number", flat=True)) == {1}


def test_a_draft_can_join_a_release_that_is_public_already() -> None:
    english, french = pair()
    publish(release=english, by=cast.edda(), version=1, parity_reason="The translator is ill.", at=NOW)
    rewritten(english, at=NOW, summary="Crossings begin again on Tuesday.")
    rewritten(french, at=NOW, summary="Les traversées reprennent mardi.")
    update, first = members(english, french)
    update = replace(update, change=Change.MINOR)
    together(members=[update, first], by=cast.edda(), at=NOW + HOUR)
    assert fresh(english).editions.count() == 2
    assert public_languages(NOW + HOUR) == {"en", "fr"}


def test_a_gap_stands_in_the_way_until_somebody_says_why() -> None:
    english, french = pair()
    rewritten(english, at=NOW - HOUR, quotes=(Quote(text="At last: 42 crossings.", speaker="Ines Roy"),))
    before = whole_record()
    with pytest.raises(ParityGap) as refused:
        together(members=members(english, french), by=cast.edda(), at=NOW)
    assert lacks(refused) == {Lack.PART, Lack.NUMBER}
    assert whole_record() == before
    together(members=members(english, french), by=cast.edda(), parity_reason=" The minister is late. ", at=NOW)
    details = Event.objects.filter(verb="publish").values_list("details__parity_reason", flat=True)
    assert set(details) == {"The minister is late."}


def test_a_reason_without_a_gap_is_not_kept() -> None:
    english, french = pair()
    together(members=members(english, french), by=cast.edda(), parity_reason="Just in case.", at=NOW)
    assert not Event.objects.filter(details__has_key="parity_reason").exists()


def test_an_original_that_changed_after_its_translation_was_saved_stands_in_the_way() -> None:
    english, french = pair()
    rewritten(english, at=NOW, body="<p>The ferry returns to the north shore, weather allowing.</p>")
    with pytest.raises(ParityGap) as refused:
        together(members=members(english, french), by=cast.edda(), at=NOW + HOUR)
    assert lacks(refused) == {Lack.CHANGED}
    rewritten(french, at=NOW + HOUR)  # Saved as it is: it still is right.
    assert len(together(members=members(english, french), by=cast.edda(), at=NOW + 2 * HOUR)) == 2


@pytest.mark.parametrize("alone", ["original", "translation"])
def test_a_first_publication_alone_needs_a_reason(alone: str) -> None:
    release = dict(zip(("original", "translation"), pair(), strict=True))[alone]
    for attempt in (
        lambda **more: publish(release=release, by=cast.edda(), version=1, at=NOW, **more),
        lambda **more: schedule(release=release, by=cast.edda(), version=1, visible_from=NOW + HOUR, at=NOW, **more),
    ):
        with pytest.raises(ParityGap) as refused:
            attempt()
        assert lacks(refused) == {Lack.ABSENT}
    assert attempt(parity_reason="The translator is ill.").visible_from == NOW + HOUR
    assert Event.objects.get(verb="schedule").details["parity_reason"] == "The translator is ill."


def test_a_night_shift_says_both_why_nobody_reviewed_and_why_one_language(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}
    english, _french = pair()
    with pytest.raises(ParityGap):
        publish_unreviewed(release=english, by=cast.edda(), version=1, reason="Storm.", at=NOW)
    publish_unreviewed(
        release=english, by=cast.edda(), version=1, reason="Storm.", parity_reason="Nobody translates at night.", at=NOW
    )
    details = Event.objects.get(verb="publish_unreviewed").details
    assert (details["reason"], details["parity_reason"]) == ("Storm.", "Nobody translates at night.")


def test_an_update_of_one_of_two_public_versions_needs_a_reason_until_the_other_catches_up() -> None:
    english, french = pair()
    together(members=members(english, french), by=cast.edda(), at=NOW)

    def update(release: Release, hours: int, headline: str, reason: str = "") -> None:
        version = rewritten(release, at=NOW + hours * HOUR, headline=headline).version
        correct(
            release=release,
            by=cast.edda(),
            version=version,
            change=Change.MAJOR,
            note="It changed.",
            parity_reason=reason,
            at=NOW + hours * HOUR,
        )

    with pytest.raises(ParityGap) as refused:
        update(english, 1, "Ferry returns on Tuesday")
    assert lacks(refused) == {Lack.CHANGED}
    update(english, 1, "Ferry returns on Tuesday, early", reason="French follows within the hour.")
    update(french, 2, "Le traversier revient mardi")
    with pytest.raises(ParityGap) as refused:
        update(french, 3, "Le traversier revient mercredi")
    assert lacks(refused) == {Lack.BEHIND}


def test_a_small_repair_of_a_translation_alone_needs_no_reason() -> None:
    english, french = pair()
    together(members=members(english, french), by=cast.edda(), at=NOW)
    rewritten(french, at=NOW + HOUR, summary="Les traversées reprennent dès lundi.")
    correct(release=french, by=cast.edda(), version=2, change=Change.MINOR, at=NOW + HOUR)
    assert fresh(french).editions.count() == 2


def test_a_number_that_only_one_public_version_gets_needs_a_reason_even_as_a_small_repair() -> None:
    english, french = pair()
    together(members=members(english, french), by=cast.edda(), at=NOW)
    rewritten(french, at=NOW + HOUR, summary="Les traversées reprennent le 6.")
    with pytest.raises(ParityGap) as refused:
        correct(release=french, by=cast.edda(), version=2, change=Change.MINOR, at=NOW + HOUR)
    assert lacks(refused) == {Lack.NUMBER}


def test_a_version_in_the_bin_or_of_a_release_by_itself_is_not_missed() -> None:
    english, french = pair()
    Release.objects.filter(pk=french.pk).update(stage="discarded")
    publish(release=english, by=cast.edda(), version=1, at=NOW)
    with CaptureQueriesContext(
        connection,
    ) as with_none:
        publish(release=draft(at=NOW, slug="alone"), by=cast.edda(), version=1, at=NOW)
    about_others = [query for query in with_none if '"translation_of_id" =' in query["sql"]]
    assert len(about_others) == 1


def test_what_one_member_is_refused_none_gets() -> None:
    english, french = pair()
    stale = [Member(release=english, version=1), Member(release=french, version=7)]
    cases: list[tuple[type[Refused], dict[str, Any]]] = [
        (NotAllowed, {"members": members(english, french), "by": cast.wren()}),
        (Conflict, {"members": stale, "by": cast.edda()}),
        (Refused, {"members": members(english, draft(slug="stranger")), "by": cast.edda()}),
        (Refused, {"members": members(english, english), "by": cast.edda()}),
        (WrongStanding, {"members": members(english, french, change=Change.MINOR), "by": cast.edda()}),
    ]
    before = whole_record()
    for refusal, given in cases:
        with pytest.raises(refusal):
            together(**given, parity_reason="Whatever.")
        assert whole_record() == before
    rewritten(french, summary="")
    before = whole_record()
    with pytest.raises(Incomplete, match=r"^French: "):
        together(members=members(english, french), by=cast.edda(), parity_reason="Whatever.")
    assert whole_record() == before


@pytest.mark.parametrize("later", [None, HOUR])
def test_whoever_presses_twice_publishes_once(later: Any) -> None:
    english, french = pair()
    given = {"members": members(english, french), "by": cast.edda()}
    together(**given, at=NOW)
    with pytest.raises(WrongStanding):
        together(**given, visible_from=later and NOW + later, at=NOW + timedelta(seconds=1))


def test_review_holds_for_each_member(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}
    english, french = pair()
    for release in (english, french):
        submit(release=release, by=cast.wren(), version=1)
    approve(release=fresh(english), by=cast.emil(), version=1)
    with pytest.raises(WrongStage):
        together(members=members(english, french), by=cast.edda())
    approve(release=fresh(french), by=cast.emil(), version=1)
    with pytest.raises(OwnWork):
        together(members=members(english, french), by=_promoted_wren())
    assert len(together(members=members(english, french), by=cast.edda())) == 2


def _promoted_wren() -> Any:
    wren = cast.wren()
    wren.groups.set(cast.edda().groups.all())
    return cast.wren()


def test_both_can_go_out_unreviewed_in_one_act(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}
    english, french = pair()
    together(members=members(english, french), by=cast.edda(), without_review="Storm.", at=NOW)
    assert Event.objects.filter(verb="publish_unreviewed", details__reason="Storm.").count() == 2


@pytest.mark.parametrize("last", ["schedule", "publish"])
def test_a_failure_of_the_database_at_the_last_step_leaves_nothing(monkeypatch: Any, last: str) -> None:
    english, french = pair()
    verb = getattr(module, last)

    def fails_for_the_second(*, release: Release, **given: Any) -> Edition:
        edition: Edition = verb(release=release, **given)
        if release.pk == french.pk:
            raise IntegrityError("disk full")
        return edition

    monkeypatch.setattr(module, last, fails_for_the_second)
    before = whole_record()
    later = timezone.now() + HOUR if last == "schedule" else None
    with pytest.raises(IntegrityError), transaction.atomic():
        together(members=members(english, french), by=cast.edda(), visible_from=later)
    assert whole_record() == before


def test_at_every_instant_readers_find_both_or_none() -> None:
    english, french = pair()
    together(members=members(english, french), by=cast.edda(), visible_from=NOW + HOUR, at=NOW)
    rewritten_at = NOW + 3 * HOUR
    for release, headline in ((english, "Ferry late"), (french, "Traversier en retard")):
        rewritten(release, at=rewritten_at, headline=headline)
    updates = members(english, french, change=Change.MINOR)
    together(members=updates, by=cast.edda(), visible_from=NOW + 5 * HOUR, at=rewritten_at)
    edges = {edge for row in Edition.objects.values_list("visible_from", "visible_until") for edge in row if edge}
    tick = timedelta(microseconds=1)
    for instant in sorted({edge + offset for edge in edges for offset in (-tick, timedelta(), tick)}):
        seen = sorted(Edition.objects.public(instant).values_list("language", "number"))
        assert seen in ([], [("en", 1), ("fr", 1)], [("en", 2), ("fr", 2)]), instant


def test_unscheduling_both_is_one_act_and_unscheduling_one_leaves_the_other() -> None:
    english, french = pair()
    together(members=members(english, french), by=cast.edda(), visible_from=NOW + HOUR, at=NOW)
    unschedule_together(releases=[french, english], by=cast.edda(), at=NOW)
    assert not Edition.objects.ahead(NOW).exists()
    events = Event.objects.filter(verb="unschedule")
    assert {event.details["together"] for event in events} == {str(english.pk), str(french.pk)}
    together(members=members(english, french), by=cast.edda(), visible_from=NOW + HOUR, at=NOW)
    unschedule(release=french, by=cast.edda(), at=NOW)
    assert fresh(english).standing(NOW) == Standing.SCHEDULED
    before = whole_record()
    with pytest.raises(WrongStanding):
        unschedule_together(releases=[french, english], by=cast.edda(), at=NOW)
    assert whole_record() == before


def test_a_version_that_was_withdrawn_does_not_count_as_public() -> None:
    english, french = pair()
    together(members=members(english, french), by=cast.edda(), at=NOW)
    withdraw(release=french, by=cast.edda(), reason="Wrong words.", at=NOW + HOUR)
    rewritten(english, at=NOW + HOUR, headline="Ferry returns on Tuesday")
    with pytest.raises(ParityGap) as refused:
        correct(release=english, by=cast.edda(), version=2, change=Change.MAJOR, note="Tuesday.", at=NOW + 2 * HOUR)
    assert lacks(refused) == {Lack.ABSENT}


def test_a_translation_starts_with_all_that_the_original_holds_and_cannot_go_out_like_that() -> None:
    other = draft(slug="other")
    other_french = draft(slug="autre", translation_of=other.pk, **FRENCH)
    unsaid = draft(slug="unsaid")
    english = draft(quotes=(Quote(text="We are so very glad.", speaker="Ines Roy"),), picks=(unsaid.pk, other.pk))
    french = start_translation(release=english, language="fr", by=cast.wren())
    source = read(english)
    assert read(french) == replace(source, language="fr", translation_of=english.pk, picks=(other_french.pk,))
    with pytest.raises(ParityGap) as refused:
        together(members=members(english, french), by=cast.edda())
    assert {(gap.lack, gap.language, gap.field) for gap in refused.value.gaps} == {
        (Lack.SAME, "fr", field) for field in ("headline", "summary", "body", "quotes")
    }
    with pytest.raises(Refused):
        start_translation(release=english, language="fr", by=cast.wren())
    with pytest.raises(NotAllowed):
        start_translation(release=unsaid, language="fr", by=cast.mo())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_many_who_publish_a_pair_one_does_and_nobody_waits_for_ever(attempt: int) -> None:
    english, french = pair()
    edda = cast.edda()
    acts = [
        lambda: together(members=members(english, french), by=edda),
        lambda: together(members=members(french, english), by=edda),
        lambda: together(members=members(french, english), by=edda),
        lambda: publish(release=french, by=edda, version=1, parity_reason="Alone."),
        lambda: publish(release=english, by=edda, version=1, parity_reason="Alone."),
    ]
    results = at_once(*acts, but=Refused)
    assert Edition.objects.filter(release=english).count() == Edition.objects.filter(release=french).count() == 1
    assert len(refusals(results)) >= 3
    for result in results[:3]:
        if not isinstance(result, Refused):
            assert len({edition.visible_from for edition in result}) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_save_releases_that_point_at_each_other_do_not_wait_for_each_other() -> None:
    one, two = draft(slug="one"), draft(slug="two")
    wren = cast.wren()
    contents = {one.pk: replace(read(one), picks=(two.pk,)), two.pk: replace(read(two), picks=(one.pk,))}
    for version in range(1, 4):
        results = at_once(
            *[
                lambda release=release, version=version: save_draft(
                    release=release,
                    content=replace(contents[release.pk], summary=f"Turn {version}."),
                    by=wren,
                    version=version,
                )
                for release in (one, two)
            ]
        )
        assert not refusals(results)
