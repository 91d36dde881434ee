"""Withdrawing: readers are told why, at the release's own address and nowhere else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from releases.actions import withdraw as module
from releases.actions.schedule import schedule
from releases.actions.withdraw import withdraw
from releases.errors import BadMoment, Incomplete, NotAllowed, WrongStanding
from releases.models import Edition, Release
from releases.workflow import Change, Standing
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, corrected, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
EMBARGO = NOW + timedelta(days=2)
MICRO = timedelta(microseconds=1)


def with_update() -> Release:
    release = rewritten(published(at=NOW), at=NOW, headline="Never to be read")
    schedule(release=release, by=cast.edda(), version=2, visible_from=EMBARGO, at=NOW + MICRO)
    return release


@pytest.mark.parametrize("gone", [False, True])
def test_it_ends_the_public_edition_and_puts_a_notice_in_its_place(edda: User, gone: bool) -> None:
    release = published(at=NOW, tags=("Ferries",))
    notice = withdraw(release=release, by=edda, reason="  The figures were wrong. ", gone=gone, at=LATER)
    notice.refresh_from_db()
    before = release.editions.get(number=1)
    assert before.visible_until == notice.visible_from == LATER
    assert (notice.number, notice.visible_until, notice.change) == (2, None, Change.WITHDRAWAL)
    assert (notice.note, notice.gone) == ("The figures were wrong.", gone)
    assert (notice.slug, notice.published_on) == (before.slug, before.published_on)
    assert notice.public_updated == LATER
    assert not notice.tags.exists(), "a notice stands under no tag"
    assert (notice.created_at, notice.created_by) == (LATER, edda)
    event = release.events.get(verb="withdraw")
    assert (event.at, event.actor, event.edition) == (LATER, edda, notice)
    assert event.details == {"reason": "The figures were wrong.", "gone": str(gone).lower(), "redirect_to": ""}


def test_it_is_public_no_longer_and_answers_at_its_address(edda: User) -> None:
    release = withdrawn(published_at=NOW, at=LATER)
    assert Edition.objects.public(LATER - MICRO).exists()
    assert not Edition.objects.public(LATER).exists()
    assert Edition.objects.before_readers(LATER).get() == Edition.objects.withdrawn(LATER).get()
    assert release.standing(LATER) == Standing.WITHDRAWN


@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_a_reason_is_required(edda: User, reason: str) -> None:
    release = published(at=NOW)
    before = whole_record()
    with pytest.raises(Incomplete, match="why"):
        withdraw(release=release, by=edda, reason=reason, at=LATER)
    assert whole_record() == before


def test_an_update_that_was_scheduled_never_appears(edda: User) -> None:
    release = with_update()
    notice = withdraw(release=release, by=edda, reason="It is wrong.", at=LATER)
    assert notice.number == 2
    assert release.editions.get(number=1).visible_until == LATER
    cancelled = release.editions.get(number=None)
    assert cancelled.visible_from == cancelled.visible_until == EMBARGO
    assert Edition.objects.before_readers(EMBARGO).get() == notice
    assert release.standing(EMBARGO) == Standing.WITHDRAWN


def test_in_the_last_seconds_before_an_update_it_waits_for_the_update(edda: User) -> None:
    release = with_update()
    before = whole_record()
    with pytest.raises(BadMoment, match="no longer be stopped"):
        withdraw(release=release, by=edda, reason="It is wrong.", at=EMBARGO - timedelta(seconds=5))
    assert whole_record() == before
    withdraw(release=release, by=edda, reason="It is wrong.", at=EMBARGO + MICRO)
    assert list(release.editions.values_list("number", "change")) == [(1, "first"), (2, "minor"), (3, "withdrawal")]


def test_the_notice_keeps_what_was_withdrawn_on_record(edda: User) -> None:
    release = corrected(published(at=NOW), at=NOW + MICRO, headline="Second words")
    notice = withdraw(release=release, by=edda, reason="Wrong.", at=LATER)
    assert notice.revision == release.revisions.get(number=2)
    assert (notice.headline, notice.content_hash) == ("Second words", notice.revision.content_hash)


def test_a_draft_beside_it_is_kept(edda: User) -> None:
    release = rewritten(published(at=NOW), at=NOW, headline="Not yet published")
    withdraw(release=release, by=edda, reason="Wrong.", at=LATER)
    assert Release.objects.get(pk=release.pk).headline == "Not yet published"
    assert release.revisions.count() == 2


def test_only_what_is_public_can_be_withdrawn(edda: User) -> None:
    for release in (
        draft(at=NOW),
        scheduled(at=NOW, visible_from=EMBARGO, headline="Other"),
        withdrawn(published_at=NOW, at=NOW + MICRO, headline="Third"),
    ):
        before = whole_record()
        with pytest.raises(WrongStanding):
            withdraw(release=release, by=edda, reason="Wrong.", at=LATER)
        assert whole_record() == before


def test_a_writer_cannot_withdraw(wren: User) -> None:
    with pytest.raises(NotAllowed, match="Withdraw"):
        withdraw(release=published(at=NOW), by=wren, reason="Wrong.", at=LATER)


def test_a_failure_at_the_last_step_leaves_everything_public(edda: User, monkeypatch: pytest.MonkeyPatch) -> None:
    release = with_update()
    before = whole_record()

    def fail(*args: object, **kwargs: object) -> None:
        assert Edition.objects.withdrawn(LATER).exists()
        raise IntegrityError

    monkeypatch.setattr(module.common, "record", fail)
    with pytest.raises(IntegrityError):
        withdraw(release=release, by=edda, reason="Wrong.", at=LATER)
    assert whole_record() == before
