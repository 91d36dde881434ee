"""What is sent twice is there once: a double click is answered alike, and saying it again later is refused."""

from datetime import timedelta

import pytest
import time_machine
from lxml import html

from comments.actions import submit, take_back
from comments.actions.submit import DOUBLE_CLICK
from comments.errors import Duplicate
from comments.models import Comment, Subscription
from tests import scenes
from tests.at_once import at_once
from tests.comments.conversation import WRITTEN, post, shown

NOW = scenes.NOW


@pytest.fixture
def release(db):
    return scenes.published(at=NOW)


@pytest.fixture
def clock():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False) as traveller:
        yield traveller


def test_a_double_click_gets_the_same_answer_and_one_reply(client, release, clock):
    first, second = post(client, release, tell_answers="on"), post(client, release, tell_answers="on")
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == Subscription.objects.count() == 1


def test_some_time_later_it_is_409_with_the_form_as_it_was(client, release, clock):
    post(client, release)
    clock.shift(DOUBLE_CLICK + timedelta(seconds=1))
    answer = post(client, release)
    assert answer.status_code == 409
    page = html.fromstring(answer.content.decode())
    assert "already said that" in page.get_element_by_id("respond-errors").text_content()
    assert page.get_element_by_id("id_comment").text_content().strip() == "When is the last crossing?"
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("again", "is_same"),
    [
        ({}, True),
        ({"email": "NOOR@example.org"}, True),
        ({"author": "noor said"}, True),
        ({"text": "When is the last crossing?  \r\n"}, True),
        ({"url": "https://noor.example"}, True),
        ({"text": "When is the first crossing?"}, False),
        ({"email": "other@example.org"}, False),
        ({"author": "Noor"}, False),
    ],
)
def test_what_counts_as_the_same(release, again, is_same):
    first = submit(release=release, at=NOW, **WRITTEN)
    second = submit(release=release, at=NOW, **WRITTEN | again)
    assert (first.pk == second.pk) == is_same
    if is_same:
        with pytest.raises(Duplicate):
            submit(release=release, at=NOW + timedelta(days=1), **WRITTEN | again)


def test_the_same_words_elsewhere_are_another_reply(release):
    other = scenes.published(at=NOW, headline="Elsewhere")
    parent = shown(release)
    for place in ({"release": release}, {"release": other}, {"release": release, "parent": parent}):
        submit(at=NOW, **place, **WRITTEN)
    assert Comment.objects.count() == 4


def test_who_took_it_back_can_say_it_again(release):
    first = submit(release=release, at=NOW, **WRITTEN)
    take_back(comment=first, at=NOW)
    assert submit(release=release, at=NOW, **WRITTEN).pk != first.pk


def test_of_many_at_once_one_is_stored_and_all_are_answered_with_it(transactional_db):
    release = scenes.published(at=NOW)
    stored = at_once(*[lambda: submit(release=release, at=NOW, **WRITTEN).pk] * 6)
    assert stored == [Comment.objects.get().pk] * 6
