"""Notes between staff: in the timeline, for good, and nowhere else."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from releases.actions.add_note import LENGTH, add_note
from releases.actions.publish import publish
from releases.errors import Incomplete, NotAllowed, Refused
from releases.models import Event, Release
from tests import cast
from tests.releases.record import whole_record
from tests.scenes import NOW, approved, draft, published

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def test_it_is_one_event_and_touches_nothing_else(wren: User) -> None:
    release = draft(at=NOW)
    before = whole_record()
    event = add_note(release=release, by=wren, text="  Is Monday right?\nThe harbour said Tuesday. ", at=LATER)
    assert event.details == {"text": "Is Monday right?\nThe harbour said Tuesday."}
    assert (event.verb, event.at, event.actor, event.revision) == ("note", LATER, wren, release.revisions.get())
    after = whole_record()
    assert {name for name in after if after[name] != before[name]} == {"Event"}
    assert after["Event"][:-1] == before["Event"]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_it_says_something(wren: User, text: str) -> None:
    release = draft(at=NOW)
    with pytest.raises(Incomplete, match="empty"):
        add_note(release=release, by=wren, text=text, at=LATER)
    assert Event.objects.count() == 1


def test_it_is_a_message_and_not_a_text(wren: User) -> None:
    release = draft(at=NOW)
    add_note(release=release, by=wren, text="x" * LENGTH, at=LATER)
    for text in ("x" * (LENGTH + 1), "nothing\x00ness"):
        with pytest.raises(Refused):
            add_note(release=release, by=wren, text=text, at=LATER)
    assert Event.objects.filter(verb="note").count() == 1


def test_it_makes_no_decision_out_of_date(settings: Any, edda: User, wren: User) -> None:
    settings.REVIEWERS = {"": 1}
    release = approved(draft(at=NOW), at=NOW)
    add_note(release=release, by=wren, text="Good luck.", at=LATER)
    assert Release.objects.get(pk=release.pk).stage == "approved"
    publish(release=release, by=edda, version=1, at=LATER)


def test_readers_never_see_it(client: Any, time_machine: Any, wren: User) -> None:
    time_machine.move_to(LATER, tick=False)
    release = published(at=NOW)
    address = release.editions.get().get_absolute_url()
    before = client.get(address).content
    add_note(release=release, by=wren, text="Between ourselves: it will be late.")
    assert client.get(address).content == before
    assert b"ourselves" not in before


def test_a_moderator_leaves_none(mo: User) -> None:
    with pytest.raises(NotAllowed):
        add_note(release=draft(at=NOW), by=mo, text="Hello.", at=LATER)
    assert not Event.objects.filter(actor=cast.mo()).exists()
