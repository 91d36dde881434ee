"""For ten minutes the writer sees the reply that waits; nobody else is told that it is there."""

from datetime import timedelta

import pytest
import time_machine
from lxml import html

from comments.addresses import waiting_url
from comments.states import State
from comments.waiting import token_for
from releases.actions.withdraw import withdraw
from tests import cast, scenes
from tests.comments.conversation import edition_of, moved, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(scenes.NOW + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def comment():
    return said(
        scenes.published(at=scenes.NOW),
        at=scenes.NOW + timedelta(hours=1),
        text="See https://example.org\n\nthanks",
        url="https://noor.example",
    )


@pytest.fixture
def address(comment):
    return waiting_url(edition_of(comment.release), token_for(comment))


def test_it_shows_the_reply_as_it_will_look_and_says_that_it_is_held(client, comment, address):
    response = client.get(address)
    assert response.status_code == 200
    page = html.fromstring(response.content.decode())
    assert "held for moderation" in page.xpath("string(//*[@role='status'])")
    text = page.xpath("//*[contains(@class, 'reply__text')]")[0]
    assert [p.text_content() for p in text.xpath("p")] == ["See https://example.org", "thanks"]
    assert comment.email not in response.content.decode()


def test_it_is_nobody_elses_and_nothing_keeps_it(client, address):
    response = client.get(address)
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies


def test_it_answers_for_ten_minutes(client, address, clock):
    clock.shift(timedelta(minutes=9, seconds=59))
    assert client.get(address).status_code == 200
    clock.shift(timedelta(seconds=2))
    assert client.get(address).status_code == 404


def test_a_token_that_is_not_ours_leads_nowhere(client, comment, address):
    other = said(comment.release)
    forged = address.replace(f"/{comment.key}:", f"/{other.key}:")
    assert forged != address
    for wrong in (forged, address[:-2] + "/", "/replies/x/", f"/replies/{comment.key}/"):
        assert client.get(wrong).status_code == 404


def test_once_approved_it_leads_to_the_page(client, comment, address):
    moved(comment, State.APPROVED)
    page = html.fromstring(client.get(address).content.decode())
    (link,) = page.xpath("//*[@role='status']//a/@href")
    target, _hash, fragment = link.partition("#")
    shown = html.fromstring(client.get(target).content.decode())
    assert "thanks" in shown.get_element_by_id(fragment).text_content()


@pytest.mark.parametrize("state", [State.REJECTED, State.SPAM, State.TRASH])
def test_once_refused_it_says_so(client, comment, address, state):
    moved(comment, state)
    assert "decided not to publish" in client.get(address).content.decode()


def test_it_goes_with_the_release(client, comment, address):
    withdraw(release=comment.release, by=cast.edda(), reason="Wrong.")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_only_answers_reading(client, address, method):
    assert getattr(client, method)(address).status_code == 405
