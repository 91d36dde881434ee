"""Replies are open while the release is public, unless they were closed: for it alone, or by the clock."""

from datetime import timedelta

import pytest
import time_machine
from lxml import html

from comments.actions import submit
from comments.addresses import reply_url
from comments.doors import standing
from comments.errors import Closed
from comments.models import Comment, Door
from tests import cast, scenes
from tests.comments.conversation import WRITTEN, edition_of, post

NOW = scenes.NOW
DAY = timedelta(days=1)


@pytest.fixture
def release(db):
    return scenes.published(at=NOW)


def opens(release, how, at=NOW):
    Door.objects.create(release=release, opens=how, at=at, by=cast.mo(), by_name="Mo Haddad")


def is_open(release, at):
    return standing(edition_of(release), at).is_open


def test_nothing_closes_by_itself_unless_it_is_asked_to(release):
    assert is_open(release, NOW + 3000 * DAY)


def test_after_so_many_days_the_clock_closes_at_the_second(release, settings):
    settings.REPLIES_CLOSE_AFTER_DAYS = 14
    assert is_open(release, NOW + 14 * DAY - timedelta(microseconds=1))
    assert not is_open(release, NOW + 14 * DAY)
    with pytest.raises(Closed):
        submit(release=release, at=NOW + 14 * DAY, **WRITTEN)


def test_one_release_is_opened_and_closed_by_itself_both_ways(release, settings):
    settings.REPLIES_CLOSE_AFTER_DAYS = 14
    opens(release, Door.Opens.CLOSED, NOW + DAY)
    assert is_open(release, NOW)
    assert not is_open(release, NOW + DAY)
    opens(release, Door.Opens.OPEN, NOW + 2 * DAY)
    assert is_open(release, NOW + 100 * DAY)
    opens(release, Door.Opens.DEFAULT, NOW + 3 * DAY)
    assert is_open(release, NOW + 4 * DAY)
    assert not is_open(release, NOW + 14 * DAY)


def test_of_two_acts_in_the_same_moment_the_last_counts(release):
    opens(release, Door.Opens.CLOSED)
    opens(release, Door.Opens.OPEN)
    assert is_open(release, NOW)


def test_a_closed_release_answers_403_and_gives_the_text_back(client, release):
    opens(release, Door.Opens.CLOSED)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        answer = post(client, release, comment="Too late?")
        page = client.get(reply_url(edition_of(release)))
    assert answer.status_code == 403
    tree = html.fromstring(answer.content.decode())
    assert tree.get_element_by_id("kept").text_content().strip() == "Too late?"
    assert "Replies to this release are closed" in tree.get_element_by_id("respond").text_content()
    assert page.status_code == 200
    assert not html.fromstring(page.content.decode()).xpath("//form[@id='commentform']")
    assert not Comment.objects.exists()
