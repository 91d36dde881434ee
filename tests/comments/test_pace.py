"""What comes too often is answered with the moment at which it may come again, and is still in the form."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from lxml import html

from comments import senders
from comments.actions import submit
from comments.errors import TooFast
from comments.models import Comment, MarkKey, Pace
from comments.pace import AN_HOUR, BETWEEN, HOUR
from comments.senders import Sender, mark_of, network_of
from tests import scenes
from tests.at_once import at_once
from tests.comments.conversation import WRITTEN, post

NOW = scenes.NOW
ONE = Sender(mark="1" * 32)


@pytest.fixture
def release(db):
    return scenes.published(at=NOW)


def sent(release, number, at, sender=ONE):
    return submit(release=release, at=at, sender=sender, **WRITTEN | {"text": f"Number {number}"})


def test_two_replies_are_fifteen_seconds_apart(release):
    sent(release, 1, NOW)
    with pytest.raises(TooFast) as error:
        sent(release, 2, NOW + BETWEEN - timedelta(seconds=1))
    assert error.value.retry_after == 1
    sent(release, 2, NOW + BETWEEN)
    assert Comment.objects.count() == 2


def test_an_hour_takes_ten_and_the_next_one_ten_more(release):
    for number in range(AN_HOUR):
        sent(release, number, NOW + number * BETWEEN)
    with pytest.raises(TooFast) as error:
        sent(release, 10, NOW + HOUR - timedelta(seconds=61))
    assert error.value.retry_after == 61
    assert "in 2 minutes" in str(error.value)
    for number in range(10, 20):
        sent(release, number, NOW + HOUR + number * BETWEEN)
    assert Comment.objects.count() == 20


def test_another_address_is_not_held_up(release):
    sent(release, 1, NOW)
    sent(release, 2, NOW, Sender(mark="2" * 32))
    sent(release, 3, NOW, Sender())
    sent(release, 4, NOW, Sender())
    assert Comment.objects.count() == 4


def test_what_is_refused_for_another_reason_does_not_count(release):
    sent(release, 1, NOW)
    with pytest.raises(TooFast):
        sent(release, 2, NOW)
    assert Pace.objects.get().in_hour == 1


@pytest.mark.django_db
def test_the_reader_is_told_and_the_form_is_kept(client, release):
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert post(client, release, comment="The first").status_code == 303
        answer = post(client, release, comment="The second", author="Noor Said")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "15"
    page = html.fromstring(answer.content.decode())
    assert page.get_element_by_id("id_comment").text_content().strip() == "The second"
    assert page.get_element_by_id("id_author").get("value") == "Noor Said"
    assert "too quickly" in page.get_element_by_id("respond-errors").text_content()


def test_of_many_at_once_from_one_address_one_is_taken_in(transactional_db):
    release = scenes.published(at=NOW)
    outcomes = at_once(*(partial(sent, release, number, NOW) for number in range(4)), but=TooFast)
    assert [type(outcome) for outcome in outcomes].count(TooFast) == 3
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unknown", ""),
    ],
)
@pytest.mark.django_db
def test_of_an_address_its_network_is_shown_and_a_mark_is_kept(address, network):
    assert network_of(address) == network
    mark = mark_of(address, NOW)
    assert bool(mark) == bool(network)
    assert address not in mark or not address


@pytest.mark.django_db
def test_a_household_has_one_mark_and_another_next_month(settings):
    assert mark_of("2001:db8::1", NOW) == mark_of("2001:db8::2", NOW) != mark_of("2001:db8:0:1::1", NOW)
    march = mark_of("203.0.113.77", NOW)
    assert mark_of("203.0.113.78", NOW) != march != mark_of("203.0.113.77", NOW + timedelta(days=31))
    settings.SECRET_KEY = "another"
    assert mark_of("203.0.113.77", NOW) != march
    assert MarkKey.objects.count() == 2


@pytest.mark.django_db
def test_once_a_months_key_is_gone_its_marks_cannot_be_made_again():
    march = mark_of("203.0.113.77", NOW)
    MarkKey.objects.all().delete()
    assert mark_of("203.0.113.77", NOW) != march


@pytest.mark.django_db
def test_no_row_holds_the_address(client, release):
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        client.defaults["REMOTE_ADDR"] = "203.0.113.77"
        assert post(client, release).status_code == 303
    comment = Comment.objects.get()
    assert comment.network == "203.0.113.0/24"
    assert comment.mark == senders.mark_of("203.0.113.77", NOW + timedelta(hours=1))
    assert "203.0.113.77" not in repr(list(Comment.objects.values()) + list(Pace.objects.values()))
