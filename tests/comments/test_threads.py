"""Replies stand in the order in which they were written, under what they answer, and none of them is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from comments.addresses import approved_url, reply_url
from comments.limits import THREADS_A_PAGE
from comments.states import State
from comments.threads import thread_page
from tests import scenes
from tests.comments.conversation import edition_of, moved, said, shown

pytestmark = pytest.mark.django_db
LATE = scenes.NOW + timedelta(days=1)
LATER = [scenes.NOW + timedelta(minutes=minute) for minute in range(200)]


@pytest.fixture
def release():
    return scenes.published(at=scenes.NOW)


def outline(nodes):
    """The threads as nested lists of texts."""
    return [
        (node.comment.text if node.comment else "removed", outline(node.children)) if node.children
        else (node.comment.text if node.comment else "removed")
        for node in nodes
    ]  # fmt: skip


def test_it_shows_approved_replies_oldest_first_under_what_they_answer(release):
    one = shown(release, text="one", at=LATER[1])
    two = shown(release, text="two", at=LATER[2])
    shown(release, text="two-b", parent=two, at=LATER[9])
    shown(release, text="one-a", parent=one, at=LATER[8])
    two_a = shown(release, text="two-a", parent=two, at=LATER[7])
    shown(release, text="two-a-a", parent=two_a, at=LATER[10])
    shown(release, text="nought", at=LATER[0])
    said(release, text="held", at=LATER[3])
    said(release, text="held too", parent=one, at=LATER[3])
    page = thread_page(release.pk, LATE)
    assert outline(page.nodes) == ["nought", ("one", ["one-a"]), ("two", [("two-a", ["two-a-a"]), "two-b"])]
    assert page.total == 7


@pytest.mark.parametrize("state", [State.REJECTED, State.SPAM, State.TRASH, State.PENDING])
def test_a_removed_reply_leaves_its_place_only_while_something_hangs_from_it(release, state):
    top = shown(release, text="top", at=LATER[1])
    middle = shown(release, text="middle", parent=top, at=LATER[2])
    bottom = shown(release, text="bottom", parent=middle, at=LATER[3])
    moved(top, state)
    moved(middle, state)
    assert outline(thread_page(release.pk, LATE).nodes) == [("removed", [("removed", ["bottom"])])]
    moved(bottom, state)
    assert thread_page(release.pk, LATE).nodes == []


def test_one_query_whatever_hangs_there(release, django_assert_num_queries):
    top = shown(release, at=LATER[0])
    shown(release, parent=top, at=LATER[1])
    with django_assert_num_queries(1):
        assert thread_page(release.pk, LATE).total == 2
    for minute in range(2, 20):
        shown(release, parent=top if minute % 2 else None, at=LATER[minute])
    with django_assert_num_queries(1):
        assert thread_page(release.pk, LATE).total == 20


def test_nothing_is_lost_where_a_page_ends(release):
    for minute in range(THREADS_A_PAGE + 3):
        shown(release, text=f"number {minute}", at=LATER[minute])
    late = shown(release, text="an answer on the first page", parent=first_of(release), at=LATER[199])
    one, two = thread_page(release.pk, LATE, 1), thread_page(release.pk, LATE, 2)
    texts = [node.comment.text for page in (one, two) for node in page.nodes]
    assert texts == [f"number {minute}" for minute in range(THREADS_A_PAGE + 3)]
    assert (one.total, one.pages, two.total, two.pages) == (54, 2, 54, 2)
    edition = edition_of(release)
    assert approved_url(edition, late) == f"{edition.get_absolute_url()}#{late.fragment}"
    assert approved_url(edition, two.nodes[0].comment).startswith(f"{reply_url(edition)}?page=2#comment-")
    with time_machine.travel(LATER[199], tick=False):
        first = Client().get(edition.get_absolute_url()).content.decode()
        second = Client().get(reply_url(edition, page=2)).content.decode()
        assert f"{reply_url(edition)}?page=2#replies" in first
        assert "number 52" in second
        assert "number 52" not in first
        assert Client().get(reply_url(edition, page=3)).status_code == 404


def first_of(release):
    return release.comments.order_by("created_at").first()


@pytest.mark.parametrize("number", ["0", "-1", "x", "²", "99999999999999999999", "1.5"])
def test_a_page_that_nobody_wrote_is_not_found(release, number):
    shown(release)
    with time_machine.travel(LATER[1], tick=False):
        assert Client().get(reply_url(edition_of(release)), {"page": number}).status_code == 404
