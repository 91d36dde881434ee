"""Every state that is not public, as a world in which something is in it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import override_settings
from taggit.models import Tag

from comments.actions import answered_in_text, edit, erase, keep, report, set_door, take_back
from comments.models import Door
from comments.reasons import Complaint, Rule
from comments.senders import Sender
from comments.states import State
from releases.actions.add_note import add_note
from releases.actions.discard import discard
from releases.actions.merge_tags import merge_tags
from releases.actions.open_link import open_link
from releases.actions.schedule import schedule
from releases.actions.share import share
from releases.actions.stop import Pull, stop
from releases.actions.unschedule import unschedule
from releases.actions.unshare import unshare
from releases.actions.withdraw import withdraw
from releases.models import Release
from releases.workflow import Change
from tests import cast
from tests.addresses import (
    EXPIRED_SECRET,
    OPEN_SECRET,
    REVOKED_SECRET,
    SOON,
    VOID_SECRET,
    all_addresses,
    dated,
    of_wish,
    of_writer,
)
from tests.scenes import ALONE, NOW, approved, corrected, draft, published, rewritten, scheduled, withdrawn
from tests.worlds import (
    HIDDEN_ADDRESS,
    HIDDEN_FILE,
    HIDDEN_KEY,
    HIDDEN_REPLY,
    HIDDEN_SLUG,
    HIDDEN_TAG,
    HIDDEN_WISH,
    LONG_AGO,
    REPLIED,
    World,
    build,
    hidden_content,
    hidden_picture,
    linked,
    reply_keys,
    reply_to,
    wished,
)

SCHEDULED_AT = NOW - timedelta(minutes=30)

Scenario = Callable[[], World]
SCENARIOS: dict[str, Scenario] = {}


def scenario(build_world: Scenario) -> Scenario:
    """Add a world to the matrix, under the words of its function's name."""
    SCENARIOS[build_world.__name__.replace("_", " ")] = build_world
    return build_world


@scenario
def a_draft_that_was_never_scheduled() -> World:
    """Picked by hand for the live release, and the original of a public translation."""
    hidden = draft(at=SCHEDULED_AT, **hidden_content())
    return build(picks=(hidden.pk,), original=hidden.pk)


@scenario
def a_draft_that_was_approved_and_shared() -> World:
    """Everything that the desk may write about a text: review, approval, notes between staff, and a link that was opened."""
    hidden = draft(at=SCHEDULED_AT, **hidden_content())
    with override_settings(REVIEWERS={"": 1}):
        hidden = approved(hidden, at=SCHEDULED_AT)
    add_note(release=hidden, by=cast.wren(), text="Unheard note.", at=SCHEDULED_AT)
    _link, secret = share(
        release=hidden, by=cast.edda(), version=1, recipient="Unheard name", expires_at=SOON, at=SCHEDULED_AT
    )
    assert open_link(secret=secret, address="192.0.2.7", browser="Unheard browser", at=SCHEDULED_AT)
    return build(picks=(hidden.pk,), original=hidden.pk)


@scenario
def a_draft_in_the_bin() -> World:
    hidden = draft(at=SCHEDULED_AT, **hidden_content())
    discard(release=hidden, by=cast.wren(), version=1, at=SCHEDULED_AT)
    return build(picks=(hidden.pk,), original=hidden.pk)


@scenario
def a_scheduled_release_that_was_stopped() -> World:
    hidden = scheduled(at=SCHEDULED_AT, visible_from=NOW - timedelta(minutes=1), **hidden_content())
    stop(release=hidden, by=cast.edda(), reason="Unheard reason.", pull=Pull.GONE, at=NOW - timedelta(minutes=2))
    return build(picks=(hidden.pk,))


@scenario
def a_scheduled_release() -> World:
    """Picked and translated as well."""
    hidden = scheduled(at=SCHEDULED_AT, visible_from=SOON, **hidden_content())
    return build(picks=(hidden.pk,), original=hidden.pk)


@scenario
def a_scheduled_release_that_the_calendar_announces() -> World:
    """In words of the calendar's own."""
    hidden = scheduled(at=SCHEDULED_AT, visible_from=SOON, **hidden_content())
    return build(announced=hidden)


@scenario
def a_spelling_that_only_a_scheduled_release_had_merged_into_a_public_tag() -> World:
    hidden = scheduled(at=SCHEDULED_AT, visible_from=SOON, **hidden_content())
    world = build()
    old, into = (Tag.objects.get(name=name) for name in (HIDDEN_TAG, "Common"))
    merge_tags(old=old, into=into, by=cast.edda(), at=NOW)
    assert not hidden.tags.filter(pk=old.pk).exists()
    return world


@scenario
def a_release_that_was_scheduled_and_unscheduled() -> World:
    hidden = scheduled(at=SCHEDULED_AT, visible_from=NOW - timedelta(minutes=1), **hidden_content())
    unschedule(release=hidden, by=cast.edda(), at=NOW - timedelta(minutes=2))
    return build(picks=(hidden.pk,))


def _update(release: Release, visible_from: datetime) -> Release:
    content = hidden_content(slug=release.slug, translation_of=None)
    release = rewritten(release, at=SCHEDULED_AT, **content)
    schedule(
        parity_reason=ALONE,
        release=release,
        by=cast.edda(),
        version=release.version,
        visible_from=visible_from,
        change=Change.MAJOR,
        note="Unheard note.",
        at=SCHEDULED_AT,
    )
    return release


@scenario
def a_scheduled_update_of_a_live_release() -> World:
    hidden_picture()
    world = build()
    _update(world.live, SOON)
    return world


@scenario
def an_update_that_was_scheduled_and_unscheduled() -> World:
    hidden_picture()
    world = build()
    release = _update(world.live, NOW - timedelta(minutes=1))
    unschedule(release=release, by=cast.edda(), at=NOW - timedelta(minutes=2))
    return world


@scenario
def an_update_that_was_stopped_while_readers_keep_what_they_have() -> World:
    hidden_picture()
    world = build()
    release = _update(world.live, NOW - timedelta(minutes=1))
    stop(release=release, by=cast.edda(), reason="Unheard reason.", pull=Pull.KEEP, at=NOW - timedelta(minutes=2))
    return world


@scenario
def an_edit_of_a_live_release_that_was_only_saved() -> World:
    hidden_picture()
    world = build()
    rewritten(world.live, at=SCHEDULED_AT, **hidden_content(slug=world.live.slug))
    draft(at=SCHEDULED_AT, **_translation())
    return world


@scenario
def a_scheduled_translation_of_a_public_release() -> World:
    world = build()
    scheduled(at=SCHEDULED_AT, visible_from=SOON, **_translation())
    return world


def _translation() -> dict[str, Any]:
    original = Release.objects.get(slug="filler-0")
    return hidden_content(language="fr", slug="quai-ferme", headline="Quai ferme", translation_of=original.pk)


@scenario
def a_draft_with_preview_links_that_are_void_revoked_over_and_open() -> World:
    """To whoever has not the secret of the open one, no link is another thing than one that never was."""
    hidden = draft(at=SCHEDULED_AT - timedelta(hours=1), **hidden_content(summary="Unheard before."))
    linked(hidden, VOID_SECRET, at=SCHEDULED_AT - timedelta(hours=1))
    rewritten(hidden, at=SCHEDULED_AT, summary="Unheard of.")
    revoked = linked(hidden, REVOKED_SECRET, at=SCHEDULED_AT)
    unshare(release=hidden, by=cast.edda(), link=revoked, at=SCHEDULED_AT)
    linked(hidden, EXPIRED_SECRET, at=SCHEDULED_AT, expires_at=NOW)
    linked(hidden, OPEN_SECRET, at=SCHEDULED_AT)
    return build(picks=(hidden.pk,), original=hidden.pk)


@scenario
def a_scheduled_release_with_a_preview_link() -> World:
    hidden = scheduled(at=SCHEDULED_AT, visible_from=SOON, **hidden_content())
    linked(hidden, OPEN_SECRET, at=SCHEDULED_AT, expires_at=SOON)
    return build(picks=(hidden.pk,))


@scenario
def a_scheduled_translation_of_a_draft_with_a_preview_link() -> World:
    """Whoever may see the one language is not told of the other."""
    world = build()
    translation = hidden_content(
        language="fr", slug="quai-ferme", headline="Quai ferme", translation_of=world.shared.pk
    )
    scheduled(at=SCHEDULED_AT, visible_from=SOON, **translation)
    return world


@scenario
def replies_that_no_moderator_approved() -> World:
    world = build()
    with reply_keys(HIDDEN_REPLY[:-1]):
        for state in (None, State.REJECTED, State.SPAM, State.TRASH):
            reply_to(world.live, f"Unheard reply, {state}", state)
            comment = reply_to(world.live, f"Unheard answer, {state}", state, parent=world.replies[0])
    wished(comment, HIDDEN_WISH)
    return world


@scenario
def replies_that_their_writers_changed_or_took_back() -> World:
    """Readers had read some of them."""
    world = build()
    with reply_keys(HIDDEN_REPLY[:-1]):
        changed, removed = (reply_to(world.live, f"Unheard of, {n}", State.APPROVED) for n in range(2))
        never_seen = reply_to(world.live, "Unheard reply", parent=world.replies[0])
    edit(comment=changed, text="Unheard again", seen_version=1, at=REPLIED)
    for comment in (removed, never_seen):
        take_back(comment=comment, at=REPLIED)
    return world


@scenario
def replies_that_were_erased() -> World:
    """Whatever they were before. What is left of them is nothing that a reader could see."""
    world = build()
    with reply_keys(HIDDEN_REPLY[:-1]):
        for state in (None, State.APPROVED, State.REJECTED, State.SPAM, State.TRASH):
            comment = reply_to(world.live, f"Unheard reply, {state}", state, parent=world.replies[1])
            erase(comment=comment, at=REPLIED, rule=Rule.ERASURE)
    return world


@scenario
def replies_that_readers_reported_and_moderators_looked_at_again() -> World:
    """A report hides nothing, and nobody is told who reported what, or that anybody did."""
    world = build()
    first, answer = world.replies
    for number in range(3):
        sender = Sender(mark=f"{number:032x}", network="203.0.113.0/24")
        report(comment=first, reason=Complaint.UNTRUE, sender=sender, at=REPLIED)
        report(comment=answer, reason=Complaint.OTHER, sender=sender, at=REPLIED)
    keep(comment=answer, by=cast.mo(), seen_version=1, at=REPLIED)
    set_door(release=world.live, opens=Door.Opens.OPEN, by=cast.mo(), at=REPLIED)
    return world


@scenario
def a_reply_that_a_scheduled_correction_answers() -> World:
    """Readers are not told that their question will be answered in the text before it is."""
    hidden_picture()
    world = build()
    release = _update(world.live, SOON)
    answered_in_text(comment=world.replies[0], edition=release.editions.latest("visible_from"), by=cast.edda())
    return world


@scenario
def a_flood_of_replies() -> World:
    """So many that the next one has to bring a proof of work: a reader learns that by sending one, and in no other way."""
    world = build()
    with reply_keys(HIDDEN_REPLY[:-1]):
        for number in range(settings.REPLIES_FLOOD + 1):
            reply_to(world.live, f"Unheard reply {number}", at=NOW - timedelta(minutes=1))
    return world


@scenario
def a_withdrawn_release() -> World:
    return _withdrawn_world(gone=False)


@scenario
def a_release_withdrawn_as_published_in_error() -> World:
    return _withdrawn_world(gone=True)


@scenario
def a_withdrawn_release_whose_return_is_scheduled() -> World:
    release = withdrawn(published_at=LONG_AGO, at=LONG_AGO + timedelta(days=1), **hidden_content())
    _update(release, SOON)
    return build(picks=(release.pk,))


def _withdrawn_world(*, gone: bool) -> World:
    release = published(at=LONG_AGO, **hidden_content())
    with reply_keys(HIDDEN_REPLY[:-1]):
        comment = reply_to(release, "Unheard reply", State.APPROVED, at=LONG_AGO + timedelta(hours=1))
        reply_to(release, "Unheard question", at=LONG_AGO + timedelta(hours=1))
    wished(comment, HIDDEN_WISH)
    _withdraw(release, gone)
    world = build(picks=(release.pk,))
    # A translation as well, of which readers saw two editions before it went.
    translation = corrected(published(at=LONG_AGO, **_translation()), at=LONG_AGO + timedelta(hours=1))
    _withdraw(translation, gone)
    return world


def _withdraw(release: Release, gone: bool) -> None:
    withdraw(release=release, by=cast.edda(), reason="Unheard reason.", gone=gone, at=LONG_AGO + timedelta(days=1))


NOTICE = dated(LONG_AGO, HIDDEN_SLUG)
WITHDRAWN = sorted(name for name in SCENARIOS if "withdrawn" in name)


WISHES = [of_wish(HIDDEN_WISH, rest) for rest in ("", "end/", "never/")]
"""They were mailed to somebody, who can end what they wished whatever became of the release."""
WISHED = (
    "a release withdrawn as published in error",
    "a withdrawn release",
    "replies that no moderator approved",
)
GONE_FILES = [
    path
    for path in all_addresses()
    if path.startswith((f"/files/{HIDDEN_FILE}", f"/files/{HIDDEN_ADDRESS}", f"/images/{HIDDEN_KEY}"))
]


OF_WRITERS = (
    "a flood of replies",
    "replies that no moderator approved",
    "replies that their writers changed or took back",
    "replies that were erased",
)


def may_answer(name: str) -> Sequence[str]:
    """The addresses that do tell of what is hidden, and to whom they belong."""
    return [*_of_readers(name), *(WISHES if name in WISHED else [])]


def _of_readers(name: str) -> Sequence[str]:
    if name == "a release withdrawn as published in error":
        # Its pictures and files were read as well: gone, and not such as never were.
        return [NOTICE, *GONE_FILES]
    if name in WITHDRAWN:
        # Readers who have its address are told why it is gone.
        return [NOTICE]
    if name in OF_WRITERS:
        # Its writer has this address, signed, for ten minutes.
        keys = (HIDDEN_REPLY, "hidden-reply-2")
        return [of_writer(key, rest) for key in keys for rest in ("", "edit/", "take-back/")]
    return []
