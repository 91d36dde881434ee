"""Stopping: whatever of a release is ahead or public goes away, in one act with one reason, even in the last second."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from releases.actions.publish import publish
from releases.actions.schedule import schedule
from releases.actions.share import share
from releases.actions.stop import Pull, stop
from releases.actions.unschedule import unschedule
from releases.errors import BadMoment, Incomplete, NotAllowed, Refused, WrongStanding
from releases.models import Edition, Permalink, PreviewLink, Release
from releases.review import approvals
from releases.workflow import Change, Stage, Standing
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MICRO = timedelta(microseconds=1)
ACT = NOW + HOUR
EMBARGO = NOW + timedelta(days=2)
REASON = "It names a witness."
WORDS = b"Ferry returns to the north shore"
NEW_WORDS = b"Ferry returns on Tuesday"


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Iterator[Callable[[datetime], None]]:
    """The site's clock, which stands at the moment of the act until it is moved."""
    time_machine.move_to(ACT, tick=False)
    return lambda moment: time_machine.move_to(moment, tick=False)


def with_update(release: Release, *, visible_from: datetime = EMBARGO, at: datetime = NOW + MICRO) -> Release:
    release = rewritten(release, at=at, headline=NEW_WORDS.decode())
    schedule_update(release, visible_from=visible_from, at=at)
    return release


def schedule_update(release: Release, *, visible_from: datetime, at: datetime) -> None:
    schedule(
        release=release,
        by=cast.edda(),
        version=release.version,
        visible_from=visible_from,
        change=Change.MAJOR,
        note="It is Tuesday.",
        at=at,
    )


def link_to(release: Release) -> PreviewLink:
    fresh = Release.objects.get(pk=release.pk)
    link, _secret = share(
        release=fresh,
        by=cast.edda(),
        version=fresh.version,
        recipient="Nia Holt",
        expires_at=ACT + HOUR,
        at=NOW + 2 * MICRO,
    )
    return link


def page_of(release: Release) -> tuple[int, bytes]:
    """What the public site answers at the release's address now."""
    response = Client().get(release.editions.order_by("pk")[0].get_absolute_url())
    return response.status_code, response.content


def listed(words: bytes) -> bool:
    """Whether the words are on the front page or in the list."""
    return any(words in Client().get(path).content for path in ("/", "/releases/"))


# One event, whatever it stopped


def test_a_scheduled_release_never_appears(edda: User, clock: Any) -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    assert stop(release=release, by=edda, reason=REASON, pull=Pull.KEEP, at=ACT) is None
    assert release.standing(ACT) == Standing.DRAFT
    edition = release.editions.get()
    assert (edition.visible_from, edition.visible_until, edition.number) == (EMBARGO, EMBARGO, None)
    assert not Permalink.objects.exists()
    [event] = release.events.filter(at=ACT)
    assert (event.verb, event.actor, event.edition) == ("stop", edda, edition)
    assert event.details == {"reason": REASON, "pulled": "", "taken_back": EMBARGO.isoformat()}
    for moment in (ACT, EMBARGO, EMBARGO + HOUR):
        clock(moment)
        assert page_of(release)[0] == 404
        assert not listed(WORDS)


@pytest.mark.parametrize(("pull", "status"), [(Pull.NOTICE, 200), (Pull.GONE, 410)])
def test_what_is_public_is_pulled(edda: User, pull: Pull, status: int) -> None:
    release = published(at=NOW)
    assert page_of(release)[0] == 200
    notice = stop(release=release, by=edda, reason=f"  {REASON}\n", pull=pull, at=ACT)
    assert notice is not None
    notice.refresh_from_db()
    assert (notice.change, notice.gone, notice.note) == (Change.WITHDRAWAL, pull == Pull.GONE, REASON)
    assert release.editions.get(number=1).visible_until == notice.visible_from == ACT
    [event] = release.events.filter(at=ACT)
    assert (event.verb, event.edition) == ("stop", notice)
    assert event.details == {"reason": REASON, "pulled": pull, "taken_back": ""}
    found, page = page_of(release)
    assert (found, REASON.encode() in page) == (status, True)
    assert b"The ferry returns" not in page
    assert not listed(WORDS)


@pytest.mark.parametrize("pull", Pull)
def test_an_update_is_taken_back_and_what_is_public_stays_or_goes(edda: User, pull: Pull, clock: Any) -> None:
    release = with_update(published(at=NOW))
    pulled = stop(release=release, by=edda, reason=REASON, pull=pull, at=ACT)
    assert (pulled is None) == (pull == Pull.KEEP)
    [event] = release.events.filter(at=ACT)
    assert event.edition == (pulled or release.editions.get(number=None))
    assert event.details == {
        "reason": REASON,
        "pulled": "" if pull == Pull.KEEP else pull,
        "taken_back": EMBARGO.isoformat(),
    }
    for moment in (ACT, EMBARGO, EMBARGO + HOUR):
        clock(moment)
        status, page = page_of(release)
        assert status == {Pull.KEEP: 200, Pull.NOTICE: 200, Pull.GONE: 410}[pull]
        assert (b"The ferry returns" in page) == (pull == Pull.KEEP)
        assert NEW_WORDS not in page
        assert listed(WORDS) == (pull == Pull.KEEP)
        assert not listed(NEW_WORDS)


@pytest.mark.parametrize("pull", Pull)
def test_a_return_is_taken_back_and_the_withdrawal_stays_in_force(edda: User, pull: Pull, clock: Any) -> None:
    release = with_update(withdrawn(published_at=NOW - HOUR, at=NOW), at=NOW + MICRO)
    assert stop(release=release, by=edda, reason=REASON, pull=pull, at=ACT) is None
    assert release.events.filter(at=ACT).count() == 1
    clock(EMBARGO)
    assert release.standing(EMBARGO) == Standing.WITHDRAWN
    status, page = page_of(release)
    assert (status, NEW_WORDS in page) == (200, False)
    assert release.editions.withdrawn(EMBARGO).get().note == "The figures were wrong."


# What it asks, and of whom


@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_it_says_why(edda: User, reason: str) -> None:
    release = published(at=NOW)
    before = whole_record()
    with pytest.raises(Incomplete, match="stays on record"):
        stop(release=release, by=edda, reason=reason, pull=Pull.GONE, at=ACT)
    assert whole_record() == before


def test_a_writer_cannot_stop(wren: User) -> None:
    with pytest.raises(NotAllowed, match="Stop"):
        stop(release=published(at=NOW), by=wren, reason=REASON, pull=Pull.GONE, at=ACT)


def test_it_asks_for_no_version_and_no_second_pair_of_eyes(settings: Any, edda: User) -> None:
    settings.REVIEWERS = {"": 2}
    release = draft(at=NOW, by=edda)
    settings.REVIEWERS = {"": 0}
    publish(release=release, by=edda, version=1, at=NOW)
    settings.REVIEWERS = {"": 2}
    rewritten(release, at=ACT - MICRO, headline="Saved a moment ago")
    assert stop(release=release, by=edda, reason=REASON, pull=Pull.GONE, at=ACT)
    assert Release.objects.get(pk=release.pk).headline == "Saved a moment ago", "nobody's text is lost"


@pytest.mark.parametrize(
    ("reach", "pull", "words"),
    [
        (lambda: scheduled(at=NOW, visible_from=EMBARGO), Pull.KEEP, "nothing to stop"),
        (lambda: published(at=NOW), Pull.NOTICE, "nothing to stop"),
        (lambda: published(at=NOW), Pull.GONE, "nothing to stop"),
        (lambda: with_update(published(at=NOW)), Pull.KEEP, "nothing to stop"),
        (lambda: with_update(published(at=NOW)), Pull.GONE, "nothing to stop"),
        (lambda: with_update(withdrawn(published_at=NOW - HOUR, at=NOW)), Pull.GONE, "nothing to stop"),
    ],
)
def test_a_second_press_finds_nothing_left_and_says_so(edda: User, reach: Any, pull: Pull, words: str) -> None:
    release = reach()
    stop(release=release, by=edda, reason=REASON, pull=pull, at=ACT)
    before = whole_record()
    with pytest.raises(Refused, match=words):
        stop(release=release, by=edda, reason=REASON, pull=pull, at=ACT + MICRO)
    assert whole_record() == before


def test_what_is_neither_ahead_nor_public_cannot_be_stopped(edda: User) -> None:
    for release in (draft(at=NOW), withdrawn(published_at=NOW - HOUR, at=NOW)):
        with pytest.raises(WrongStanding, match="nothing to stop"):
            stop(release=release, by=edda, reason=REASON, pull=Pull.GONE, at=ACT)


def test_keeping_what_is_public_where_nothing_is_ahead_stops_nothing(edda: User) -> None:
    release = published(at=NOW)
    before = whole_record()
    with pytest.raises(Refused, match="nothing to stop"):
        stop(release=release, by=edda, reason=REASON, pull=Pull.KEEP, at=ACT)
    assert whole_record() == before


# Links, and review


@pytest.mark.parametrize(
    "reach",
    [
        lambda: scheduled(at=NOW, visible_from=EMBARGO),
        lambda: rewritten(published(at=NOW), at=NOW + MICRO, headline=NEW_WORDS.decode()),
        lambda: with_update(published(at=NOW)),
        lambda: with_update(withdrawn(published_at=NOW - HOUR, at=NOW)),
    ],
)
def test_every_preview_link_is_void(edda: User, reach: Any) -> None:
    release = reach()
    links = [link_to(release), link_to(release)]
    elsewhere = link_to(draft(at=NOW, headline="Another"))
    stop(release=release, by=edda, reason=REASON, pull=Pull.GONE, at=ACT)
    for link in links:
        link.refresh_from_db()
        assert (link.voided_at, link.voided_why) == (ACT, "stop")
    assert PreviewLink.objects.open(ACT).get() == elsewhere


def test_the_text_that_was_pulled_is_approved_no_more(settings: Any, edda: User) -> None:
    settings.REVIEWERS = {"": 1}
    release = approved(draft(at=NOW), at=NOW)
    publish(release=release, by=edda, version=1, at=NOW)
    update = approved(rewritten(release, at=NOW + MICRO, headline=NEW_WORDS.decode()), at=NOW + MICRO)
    schedule_update(update, visible_from=EMBARGO, at=NOW + 2 * MICRO)
    stop(release=update, by=edda, reason=REASON, pull=Pull.GONE, at=ACT)
    update.refresh_from_db()
    assert (update.stage, approvals(update).count()) == (Stage.DRAFT, 0)


# The last seconds


def test_with_a_moment_given_nothing_waits_and_the_last_seconds_refuse(edda: User) -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    before = whole_record()
    with pytest.raises(BadMoment):
        stop(release=release, by=edda, reason=REASON, pull=Pull.KEEP, at=EMBARGO - timedelta(seconds=5))
    assert whole_record() == before
    stop(release=release, by=edda, reason=REASON, pull=Pull.KEEP, at=EMBARGO - timedelta(seconds=5) - MICRO)
    assert release.standing(EMBARGO) == Standing.DRAFT


SOON = timedelta(seconds=1.5)


def _first(lifts: datetime) -> Release:
    return scheduled(at=lifts - HOUR, visible_from=lifts)


def _update(lifts: datetime) -> Release:
    return with_update(published(at=lifts - 2 * HOUR), visible_from=lifts, at=lifts - HOUR)


def _return(lifts: datetime) -> Release:
    before = withdrawn(published_at=lifts - 3 * HOUR, at=lifts - 2 * HOUR)
    return with_update(before, visible_from=lifts, at=lifts - HOUR)


@pytest.mark.parametrize(("reach", "pull"), [(_first, Pull.KEEP), (_update, Pull.KEEP), (_return, Pull.NOTICE)])
def test_in_the_last_seconds_it_waits_and_pulls_what_has_just_become_public(
    edda: User, reach: Callable[[datetime], Release], pull: Pull, time_machine: Any
) -> None:
    """On the real clock: whoever presses two seconds before the embargo lifts need not press again."""
    time_machine.move_to(ACT, tick=True)
    lifts = timezone.now() + SOON
    release = reach(lifts)
    began = time.monotonic()
    with pytest.raises(BadMoment):
        unschedule(release=release, by=edda)
    pulled = stop(release=release, by=edda, reason=REASON, pull=pull)
    waited = time.monotonic() - began
    assert 0.5 < waited < 5
    assert pulled is not None
    assert lifts < pulled.visible_from < lifts + timedelta(seconds=1)
    assert (pulled.change, pulled.gone) == (Change.WITHDRAWAL, True), "whatever was asked for, readers see nothing"

    # The record does not deny what readers could see for that instant.
    seen = release.editions.exclude(number=None).order_by("-number")[1]
    assert (seen.visible_from, seen.visible_until) == (lifts, pulled.visible_from)
    assert Edition.objects.public(lifts).get() == seen
    assert not Edition.objects.public(pulled.visible_from).exists()
    event = release.events.get(verb="stop")
    assert (event.at, event.edition) == (pulled.visible_from, pulled)
    assert event.details == {"reason": REASON, "pulled": "gone", "taken_back": ""}
    assert page_of(release)[0] == 410


def test_what_lifted_before_the_lock_was_had_is_pulled_as_what_it_is_by_then(edda: User) -> None:
    """The page said "scheduled" when it was opened; the press comes a moment after the embargo lifted."""
    release = scheduled(at=NOW, visible_from=ACT)
    pulled = stop(release=release, by=edda, reason=REASON, pull=Pull.NOTICE, at=ACT + MICRO)
    assert pulled is not None
    assert release.editions.get(number=1).visible_until == ACT + MICRO
