"""Making and revoking preview links, and every act that makes them void."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from releases.actions.correct import correct
from releases.actions.discard import discard
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.restore import restore
from releases.actions.save_draft import save_draft
from releases.actions.schedule import schedule
from releases.actions.send_back import send_back
from releases.actions.share import share
from releases.actions.stop import Pull, stop
from releases.actions.submit import submit
from releases.actions.unschedule import unschedule
from releases.actions.unshare import unshare
from releases.actions.withdraw import withdraw
from releases.errors import BadMoment, Conflict, Incomplete, NotAllowed, Refused, WrongStage
from releases.models import PreviewLink, Release
from releases.workflow import Change
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, content, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

MICRO = timedelta(microseconds=1)
DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=1)
EMBARGO = NOW + 2 * DAY


def shared(release: Release, **more: Any) -> tuple[PreviewLink, str]:
    """A link for Ines, made by Edda and good for a day."""
    said = {"by": cast.edda(), "recipient": "Ines Roy, Coast Radio", "expires_at": NOW + DAY, "at": NOW}
    return share(**{"release": release, "version": Release.objects.get(pk=release.pk).version, **said, **more})


# What a link is


def test_a_link_names_its_recipient_its_expiry_and_the_revision_and_keeps_a_hash_of_its_secret_only(edda: User) -> None:
    release = draft(at=NOW)
    link, secret = shared(release)
    assert len(secret) == 43, "256 bits in Base64"
    link.refresh_from_db()
    assert (link.release, link.revision, link.edition) == (release, release.revisions.get(), None)
    assert (link.recipient, link.expires_at, link.created_at) == ("Ines Roy, Coast Radio", NOW + DAY, NOW)
    assert (link.created_by, link.created_by_name) == (edda, "Edda Lind")
    assert link.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    event = release.events.get(verb="share")
    assert (event.at, event.actor, event.revision, event.edition) == (NOW, edda, link.revision, None)
    assert event.details == {
        "link": str(link.pk),
        "recipient": "Ines Roy, Coast Radio",
        "expires_at": (NOW + DAY).isoformat(),
    }
    assert secret not in repr([*PreviewLink.objects.values(), whole_record()])


def test_two_links_have_two_secrets(edda: User) -> None:
    release = draft(at=NOW)
    assert shared(release)[1] != shared(release)[1]


def test_it_pins_the_scheduled_edition_where_there_is_one() -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    link, _secret = shared(release)
    assert (link.edition, link.revision) == (release.editions.get(), release.revisions.get())
    assert release.events.get(verb="share").edition == link.edition


def test_it_pins_the_last_revision_of_a_change_that_readers_do_not_have() -> None:
    release = rewritten(published(at=NOW), at=NOW, headline="Ferry returns on Tuesday")
    link, _secret = shared(release)
    assert (link.edition, link.revision.number) == (None, 2)


def test_nothing_of_the_text_moves(edda: User) -> None:
    release = draft(at=NOW)
    before = whole_record()
    shared(release)
    after = whole_record()
    for name in ("Event", "PreviewLink"):
        assert len(after.pop(name)) == len(before.pop(name)) + 1
    assert after == before


# What is refused


def test_what_readers_see_already_needs_no_link() -> None:
    release = published(at=NOW)
    with pytest.raises(Refused, match="send the public address"):
        shared(release)
    again = rewritten(release, at=NOW)
    with pytest.raises(Refused, match="send the public address"):
        shared(again)


def test_what_readers_no_longer_see_can_be_shared_before_it_returns() -> None:
    release = withdrawn(published_at=NOW - DAY, at=NOW)
    link, _secret = shared(release, at=LATER)
    assert PreviewLink.objects.open(LATER).get() == link


@pytest.mark.parametrize(
    ("recipient", "told"),
    [
        ("", "Say for whom"),
        (" \t ", "Say for whom"),
        ("…", "Say for whom"),
        ("\u200d", "Say for whom"),
        ("Ines\nRoy", "cannot be seen"),
        ("Ines\x00Roy", "cannot be seen"),
        ("Ines \u202eyoR", "cannot be seen"),
        ("Ines \u2066Roy", "cannot be seen"),
        ("Ines\u2028Roy", "cannot be seen"),
        ("Ines\u200bRoy", "cannot be seen"),
        ("I" * 201, "201 characters, and 200"),
    ],
)
def test_a_recipient_is_a_name_on_one_line(recipient: str, told: str) -> None:
    release = draft(at=NOW)
    with pytest.raises(Refused, match=told):
        shared(release, recipient=recipient)
    assert not PreviewLink.objects.exists()


def test_a_recipient_is_kept_as_unicode_composes_it() -> None:
    link, _secret = shared(draft(at=NOW), recipient="  Zoe\u0301 O’Neill " + "x" * 180)
    assert link.recipient.startswith("Zoé O’Neill x")


@pytest.mark.parametrize("expires_at", [NOW, NOW - MICRO, NOW - DAY, NOW + 30 * DAY + MICRO])
def test_an_expiry_lies_within_the_next_thirty_days(expires_at: Any) -> None:
    with pytest.raises(BadMoment):
        shared(draft(at=NOW), expires_at=expires_at)


@pytest.mark.parametrize("expires_at", [NOW + MICRO, NOW + 30 * DAY])
def test_the_ends_of_those_thirty_days_are_good(expires_at: Any) -> None:
    assert shared(draft(at=NOW), expires_at=expires_at)[0].expires_at == expires_at


def test_no_link_outlives_the_embargo() -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    with pytest.raises(BadMoment, match="The embargo lifts on 2026-03-08 at 10:30"):
        shared(release, expires_at=EMBARGO + MICRO)
    assert shared(release, expires_at=EMBARGO)


def test_a_version_that_somebody_replaced_is_not_shared_unseen() -> None:
    release = rewritten(draft(at=NOW), at=NOW, headline="Ferry returns on Tuesday")
    with pytest.raises(Conflict):
        shared(release, version=1)


def test_what_is_in_the_bin_is_not_shared(edda: User) -> None:
    release = draft(at=NOW)
    discard(release=release, by=edda, version=1, at=NOW)
    with pytest.raises(WrongStage, match="in the bin"):
        shared(release)


@pytest.mark.parametrize("name", ["wren", "mo", "otto"])
def test_who_may_not_share_neither_makes_nor_revokes_a_link(name: str) -> None:
    release = draft(at=NOW)
    person = getattr(cast, name)()
    with pytest.raises(NotAllowed):
        shared(release, by=person)
    link, _secret = shared(release)
    with pytest.raises(NotAllowed):
        unshare(release=release, by=person, link=link, at=LATER)
    assert PreviewLink.objects.open(LATER).count() == 1


# Revoking


def test_a_link_is_revoked_at_once_and_the_others_stay(ada: User) -> None:
    release = draft(at=NOW)
    (link, _), (other, _) = shared(release), shared(release, recipient="Theo Marsh")
    unshare(release=release, by=ada, link=link, at=LATER)
    link.refresh_from_db()
    assert (link.voided_at, link.voided_why) == (LATER, "unshare")
    assert list(PreviewLink.objects.open(LATER)) == [other]
    event = release.events.get(verb="unshare")
    assert (event.actor, event.revision) == (ada, link.revision)
    assert event.details == {"link": str(link.pk), "recipient": "Ines Roy, Coast Radio"}


def test_it_is_revoked_once_and_through_its_own_release_only(edda: User) -> None:
    release, other = draft(at=NOW), draft(at=NOW, slug="other")
    link, _secret = shared(release)
    with pytest.raises(Refused, match="nothing to revoke"):
        unshare(release=other, by=edda, link=link, at=LATER)
    unshare(release=release, by=edda, link=link, at=LATER)
    with pytest.raises(Refused, match="nothing to revoke"):
        unshare(release=release, by=edda, link=link, at=LATER)
    assert release.events.filter(verb="unshare").count() == 1


def test_a_link_can_be_revoked_whatever_became_of_the_release(edda: User) -> None:
    release = draft(at=NOW)
    link, _secret = shared(release)
    # As if an act had forgotten it.
    discard(release=release, by=edda, version=1, at=LATER)
    PreviewLink.objects.update(voided_at=None, voided_why="")
    unshare(release=release, by=edda, link=link, at=LATER)
    assert not PreviewLink.objects.open(LATER).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": "Somebody else"},
        {"secret_hash": "0" * 64},
        {"created_at": LATER},
        {"created_by_name": "Nobody"},
        {"edition": None},
    ],
)
def test_the_database_does_not_let_a_link_become_another(change: dict[str, Any]) -> None:
    shared(scheduled(at=NOW, visible_from=EMBARGO))
    with pytest.raises(DatabaseError), transaction.atomic():
        PreviewLink.objects.update(**change)


# What makes a link void

Act = Callable[[Release, User], Any]


def _drafted() -> Release:
    return draft(at=NOW)


def _changed() -> Release:
    return rewritten(published(at=NOW), at=NOW, headline="Ferry returns on Tuesday")


def _scheduled() -> Release:
    return scheduled(at=NOW, visible_from=EMBARGO)


def _update_scheduled() -> Release:
    release = _changed()
    schedule(release=release, by=cast.edda(), version=2, visible_from=EMBARGO, at=NOW + MICRO)
    return release


def _in_review() -> Release:
    release = draft(at=NOW)
    submit(release=release, by=cast.wren(), version=1, at=NOW)
    return release


VOIDING: dict[str, tuple[Callable[[], Release], Act]] = {
    "publish": (_drafted, lambda release, by: publish(release=release, by=by, version=1, at=LATER)),
    "correct": (
        _changed,
        lambda release, by: correct(release=release, by=by, version=2, change=Change.MINOR, at=LATER),
    ),
    "publish_unreviewed": (
        _drafted,
        lambda release, by: publish_unreviewed(release=release, by=by, version=1, reason="At night.", at=LATER),
    ),
    "schedule": (
        _drafted,
        lambda release, by: schedule(release=release, by=by, version=1, visible_from=EMBARGO, at=LATER),
    ),
    "unschedule": (_scheduled, lambda release, by: unschedule(release=release, by=by, at=LATER)),
    "withdraw": (_changed, lambda release, by: withdraw(release=release, by=by, reason="Wrong.", at=LATER)),
    "withdraw, with an update ahead": (
        _update_scheduled,
        lambda release, by: withdraw(release=release, by=by, reason="Wrong.", at=LATER),
    ),
    "stop": (_scheduled, lambda release, by: stop(release=release, by=by, reason="No.", pull=Pull.KEEP, at=LATER)),
    "stop, keeping what is public": (
        _update_scheduled,
        lambda release, by: stop(release=release, by=by, reason="No.", pull=Pull.KEEP, at=LATER),
    ),
    "send_back": (_in_review, lambda release, by: send_back(release=release, by=by, version=1, reason="No.", at=LATER)),
    "discard": (_drafted, lambda release, by: discard(release=release, by=by, version=1, at=LATER)),
    "save_draft": (_drafted, lambda release, by: rewritten(release, at=LATER, headline="Ferry returns on Tuesday")),
    "save_draft, by restoring": (
        _changed,
        lambda release, by: restore(release=release, by=by, version=2, number=1, at=LATER),
    ),
}


@pytest.mark.parametrize("act", VOIDING)
def test_an_act_that_changes_what_a_link_would_show_makes_it_void(act: str, edda: User, settings: Any) -> None:
    if act.startswith(("send_back", "publish_unreviewed")):
        settings.REVIEWERS = {"": 1}
    made, carry_out = VOIDING[act]
    release = made()
    link, _secret = shared(release, at=NOW + 2 * MICRO)
    bystander, _secret = shared(draft(at=NOW, slug="bystander"))
    assert link in PreviewLink.objects.open(LATER - MICRO)
    carry_out(Release.objects.get(pk=release.pk), edda)
    link.refresh_from_db()
    assert (link.voided_at, link.voided_why) == (LATER, act.partition(",")[0])
    assert list(PreviewLink.objects.open(LATER)) == [bystander], "another release's link stays"


def test_an_earlier_end_is_not_overwritten(edda: User) -> None:
    release = draft(at=NOW)
    link, _secret = shared(release)
    unshare(release=release, by=edda, link=link, at=NOW + MICRO)
    publish(release=release, by=edda, version=1, at=LATER)
    link.refresh_from_db()
    assert (link.voided_at, link.voided_why) == (NOW + MICRO, "unshare")


def test_saving_the_same_text_again_keeps_the_link(edda: User) -> None:
    release = draft(at=NOW)
    link, _secret = shared(release)
    save_draft(release=release, content=content(), by=edda, version=1, at=LATER)
    assert PreviewLink.objects.open(LATER).get() == link


def test_submitting_keeps_the_link(settings: Any) -> None:
    settings.REVIEWERS = {"": 1}
    release = draft(at=NOW)
    link, _secret = shared(release)
    submit(release=release, by=cast.wren(), version=1, at=LATER)
    assert PreviewLink.objects.open(LATER).get() == link


# What makes it void with nobody acting


def test_it_ends_in_the_second_of_its_expiry() -> None:
    shared(draft(at=NOW))
    assert PreviewLink.objects.open(NOW + DAY - MICRO).exists()
    assert not PreviewLink.objects.open(NOW + DAY).exists()


def test_publication_by_the_clock_alone_ends_it() -> None:
    release = scheduled(at=NOW, visible_from=EMBARGO)
    link, _secret = shared(release, expires_at=EMBARGO)
    assert PreviewLink.objects.open(EMBARGO - MICRO).get() == link
    assert not PreviewLink.objects.open(EMBARGO).exists()
    # The expiry is another rule: a link that it would leave open, as no action makes one, is void all the same.
    link.pk, link.secret_hash, link.expires_at = None, "0" * 64, EMBARGO + DAY
    link.save(force_insert=True)
    assert link in PreviewLink.objects.open(EMBARGO - MICRO)
    assert not PreviewLink.objects.open(EMBARGO).exists()


@pytest.mark.parametrize("forgetful", ["save_draft", "unschedule", "publish"])
def test_an_act_that_forgot_the_links_would_not_keep_them_open(forgetful: str, edda: User) -> None:
    made, carry_out = VOIDING[forgetful]
    release = made()
    shared(release)
    carry_out(Release.objects.get(pk=release.pk), edda)
    PreviewLink.objects.update(voided_at=None, voided_why="")
    assert not PreviewLink.objects.open(LATER).exists()


def test_a_refusal_leaves_nothing(edda: User) -> None:
    release = draft(at=NOW)
    before = whole_record()
    with pytest.raises(Incomplete):
        shared(release, recipient="")
    assert whole_record() == before
    assert not PreviewLink.objects.exists()
