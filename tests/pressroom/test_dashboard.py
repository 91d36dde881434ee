"""The desk: what waits for whom, in few queries."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import submit
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import moved
from tests.releases.back_office import at_the_desk, page_of, text_of, where

pytestmark = pytest.mark.django_db
DESK = "/admin/"


@pytest.fixture(autouse=True)
def clock():
    """A Friday in March, 9.30 in the morning in the office's zone."""
    with time_machine.travel(scenes.NOW, tick=False) as clock:
        yield clock


def card(response, name):
    """The words of one card, or None where it is not shown."""
    found = page_of(response).xpath(f"//section[h2/@id='desk-{name}']")
    return " ".join(found[0].text_content().split()) if found else None


def asked(release, at):
    return submit(release=release, at=at, author="Ines", email="ines@example.org", url="", text="Why Monday?")


def test_my_drafts_are_there_and_not_those_of_others_or_what_is_public():
    scenes.draft(by=cast.wren(), headline="Mine to finish")
    scenes.draft(by=cast.edda(), headline="Edda’s to finish")
    scenes.published(headline="Finished")
    drafts = card(at_the_desk(cast.wren()).get(DESK), "drafts")
    assert "Mine to finish" in drafts
    assert "Edda’s to finish" not in drafts
    assert "Finished" not in drafts


def test_what_is_scheduled_next_comes_first_with_its_zone_and_how_long_it_is():
    scenes.scheduled(visible_from=scenes.NOW + timedelta(days=3), headline="Later")
    scenes.scheduled(visible_from=scenes.NOW + timedelta(hours=2), headline="Sooner")
    scheduled = card(at_the_desk(cast.edda()).get(DESK), "scheduled")
    assert scheduled.index("Sooner") < scheduled.index("Later")
    assert "Friday 6 March 2026, 11:30 America/Toronto · in 2\xa0hours".replace("\xa0", " ") in scheduled


def test_a_public_release_with_unpublished_changes_waits_until_it_is_the_same_again():
    release = scenes.published(at=scenes.NOW - timedelta(days=1), headline="As readers see it")
    scenes.published(at=scenes.NOW - timedelta(days=1), headline="Untouched", slug="untouched")
    scenes.rewritten(release, headline="As staff saved it")
    desk = at_the_desk(cast.edda())
    assert "As staff saved it saved 0 minutes ago by Wren Okafor" in card(desk.get(DESK), "unpublished")
    assert "Untouched" not in card(desk.get(DESK), "unpublished")
    scenes.rewritten(release, headline="As readers see it")
    assert "Readers see everything as it was last saved." in card(desk.get(DESK), "unpublished")


def test_replies_that_wait_are_counted_for_those_who_decide():
    release = scenes.published(at=scenes.NOW - timedelta(days=9))
    asked(release, scenes.NOW - timedelta(days=2))
    asked(release, scenes.NOW - timedelta(hours=1))
    decided = asked(release, scenes.NOW - timedelta(days=8))
    moved(decided, State.APPROVED)
    replies = card(at_the_desk(cast.mo()).get(DESK), "replies")
    assert replies == "Replies waiting 2 replies The oldest has waited 2 days."
    assert card(at_the_desk(cast.edda()).get(DESK), "replies") is None


def test_a_moderator_sees_nothing_of_releases():
    scenes.draft(headline="Secret budget")
    response = at_the_desk(cast.mo()).get(DESK)
    assert "Secret budget" not in response.content.decode()
    assert card(response, "today") is None
    assert "New release" not in text_of(response)


def test_an_account_without_a_role_is_told_so():
    assert "Your account has no role yet." in text_of(at_the_desk(cast.otto()).get(DESK))


def test_today_is_the_offices_day():
    scenes.draft(at=datetime(2026, 3, 6, 4, 59, tzinfo=UTC), headline="Before midnight")
    scenes.draft(at=datetime(2026, 3, 6, 5, 0, tzinfo=UTC), headline="After midnight")
    today = card(at_the_desk(cast.wren()).get(DESK), "today")
    assert "After midnight" in today
    assert "Before midnight" not in today
    assert "00:00 Wren Okafor · Saved" in today


def test_the_button_for_a_new_release_is_for_those_who_write():
    assert page_of(at_the_desk(cast.wren()).get(DESK)).xpath("//a[@href='/admin/releases/release/add/']")


def test_every_line_leads_to_its_release():
    release = scenes.scheduled(visible_from=scenes.NOW + timedelta(days=3))
    assert page_of(at_the_desk(cast.edda()).get(DESK)).xpath(f"//section//a[@href='{where(release)}']")


def newsroom(size):
    for number in range(size):
        name = f"{number} of {size}"
        scenes.draft(by=cast.ada(), headline=f"Draft {name}")
        scenes.scheduled(visible_from=scenes.NOW + timedelta(days=3), headline=f"To come {name}")
        release = scenes.published(at=scenes.NOW - timedelta(days=2), headline=f"Out {name}")
        scenes.rewritten(release, summary="Something else.")
        asked(release, scenes.NOW - timedelta(days=1))


def test_the_desk_costs_the_same_with_two_of_each_and_with_twenty():
    desk = at_the_desk(cast.ada())

    def cost():
        desk.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(DESK).status_code == 200
        return len(captured)

    newsroom(2)
    few = cost()
    newsroom(18)
    assert cost() == few
    # Session, person, two for permissions, and one for each of the five cards.
    assert few <= 9
