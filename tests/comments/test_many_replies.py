"""Ten thousand replies to one release: its page, its feed and the queue ask no more of the database, and none is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from comments.addresses import data_url, feed_url, page_url, place_url
from comments.feeds import REPLIES_A_PAGE, asked_page
from comments.models import Comment
from comments.states import State
from comments.threads import Node, thread_page
from tests import cast, scenes
from tests.comments.conversation import edition_of
from tests.comments.many import store_replies

pytestmark = pytest.mark.django_db

FEW, MANY = 10, 10_000
QUEUE = "/admin/comments/comment/"
LATER = scenes.NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    """After the last of them."""
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def crowd():
    """The public edition of a release with very many replies."""
    return replied(MANY)


def replied(number, **fields):
    release = scenes.published(at=scenes.NOW, **fields)
    store_replies(release, number, since=scenes.NOW)
    if number == MANY:
        with connection.cursor() as cursor:
            # What a real database has done by itself long before it holds so much.
            cursor.execute("ANALYZE")
    return edition_of(release)


def asked(address, client=None):
    """An answer, and what it asked of the database."""
    with CaptureQueriesContext(connection) as captured:
        response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return response, len(captured)


def test_the_page(crowd):
    budget = asked(replied(FEW, slug="quiet").get_absolute_url())[1]
    approved = sorted(Comment.objects.under(crowd.release_id).approved().values_list("key", flat=True))
    last = thread_page(crowd.release_id, LATER).pages
    assert last > 50
    found = {number: list(_keys(thread_page(crowd.release_id, LATER, number).nodes)) for number in range(1, last + 1)}
    assert sorted(key for page in found.values() for key in page) == approved, "each of them once"
    for number in (1, last // 2, last):
        response, queries = asked(page_url(crowd, number))
        tree = html.fromstring(response.content)
        shown = [each.removeprefix("comment-") for each in tree.xpath("//article[starts-with(@id, 'comment-')]/@id")]
        assert shown == found[number]
        assert 0 < queries <= budget, f"page {number}"
        later = tree.xpath("//nav[@class='thread-pages']/a[@rel='next']/@href")
        assert later == ([] if number == last else [f"{page_url(crowd, number + 1)}#replies"])
    assert Client().get(page_url(crowd, last + 1)).status_code == 404


def _keys(nodes: list[Node]):
    """The keys of the replies that a page shows, in its order."""
    for node in nodes:
        if node.comment:
            yield node.comment.key
        yield from _keys(node.children)


def test_the_feed_and_its_twin(crowd):
    quiet = replied(FEW, slug="quiet")
    approved = list(Comment.objects.under(crowd.release_id).approved().newest_first().values_list("key", flat=True))
    last = -(-len(approved) // REPLIES_A_PAGE)
    pages = [asked_page(crowd, {"page": str(number)}, LATER) for number in range(1, last + 1)]
    assert [entry.comment.key for page in pages for entry in page.entries] == approved
    assert {page.total for page in pages} == {len(approved)}
    for address_of in (feed_url, data_url):
        budget = asked(address_of(quiet))[1]
        for number in (1, last // 2, last):
            response, queries = asked(f"{address_of(crowd)}?page={number}")
            assert 0 < queries <= budget, f"page {number}"
            these = approved[(number - 1) * REPLIES_A_PAGE :][:REPLIES_A_PAGE]
            assert _places(response) == [f"{crowd.get_absolute_url()}replies/{key}/" for key in these]
        assert Client().get(f"{address_of(crowd)}?page={last + 1}").status_code == 404


def _places(response):
    """The paths of the replies in an answer."""
    if response.headers["Content-Type"] == "application/json":
        found = [reply["address"] for reply in response.json()["replies"]]
    else:
        atom = "{http://www.w3.org/2005/Atom}"
        entries = etree.fromstring(response.content).findall(f"{atom}entry")
        found = [entry.find(f"{atom}link[@rel='alternate']").get("href") for entry in entries]
    return ["/" + address.split("/", 3)[3] for address in found]


def test_each_reply_is_found_from_the_address_that_it_keeps(crowd):
    budget = found(replied(FEW, slug="quiet"))
    assert 0 < found(crowd) == budget


def found(edition):
    """What it asks of the database to find the newest answer to another reply."""
    answers = Comment.objects.under(edition.release_id).approved().filter(parent__isnull=False)
    newest = answers.newest_first()[0]
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(place_url(edition, newest.key))
    queries = len(captured)
    assert response.status_code == 302
    assert f'id="{newest.fragment}"' in Client().get(response.headers["Location"]).content.decode()
    return queries


def test_the_queue(crowd):
    desk = Client()
    desk.force_login(cast.mo())
    waiting = [comment.pk for comment in Comment.objects.pending().for_moderators()]
    last = -(-len(waiting) // 50)
    assert last > 20
    answers = [asked(f"{QUEUE}?p={number}", desk) for number in range(1, last + 1)]
    assert [row for response, _queries in answers for row in _rows(response)] == waiting, (
        "each once, in the desk's order"
    )

    Comment.objects.under(crowd.release_id).pending().update(state=State.SPAM)
    replied(FEW, slug="quiet")
    response, budget = asked(QUEUE, desk)
    assert 0 < len(_rows(response)) < FEW
    assert {queries for _response, queries in answers} == {budget}


def _rows(response):
    """The replies on a page of the desk."""
    return [int(each) for each in html.fromstring(response.content).xpath("//*[@data-reply]/@data-reply")]
