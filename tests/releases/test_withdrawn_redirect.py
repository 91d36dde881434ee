"""A release that was published in error may send readers to another one, and never in a circle."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from releases.actions.withdraw import withdraw
from releases.errors import Refused
from releases.models import Release
from tests import cast
from tests.scenes import NOW, corrected, draft, published, scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def page(release: Release) -> str:
    return release.editions.order_by("pk")[0].get_absolute_url()


def send(release: Release, to: Release, *, gone: bool = True) -> None:
    withdraw(release=release, by=cast.edda(), reason="It was the wrong file.", gone=gone, redirect_to=to, at=NOW)


def two() -> tuple[Release, Release]:
    since = NOW - timedelta(hours=1)
    return published(at=since, slug="wrong", headline="Wrong"), published(at=since, slug="right", headline="Right")


def test_readers_are_sent_to_the_other_release_while_that_is_public() -> None:
    wrong, right = two()
    send(wrong, right)
    response = Client().get(page(wrong))
    assert (response.status_code, response["Location"]) == (302, page(right))
    assert response["Cache-Control"] == "no-cache"
    assert Client().get(f"{page(wrong)}editions/1/").status_code == 404
    withdraw(release=right, by=cast.edda(), reason="Wrong, too.", gone=True, at=NOW)
    assert Client().get(page(wrong)).status_code == 410


def test_two_that_name_each_other_send_nobody_anywhere() -> None:
    one, other = two()
    send(one, other)
    # The other comes first by chance of hands: it was public when the first was sent there, and now names the first.
    back = corrected(one, at=NOW + timedelta(seconds=1), headline="Right after all")
    withdraw(
        release=other, by=cast.edda(), reason="A copy.", gone=True, redirect_to=back, at=NOW + timedelta(seconds=2)
    )
    third = published(at=NOW, slug="third", headline="Third")
    withdraw(release=back, by=cast.edda(), reason="No.", gone=True, redirect_to=third, at=NOW + timedelta(seconds=3))
    with time_machine.travel(NOW + timedelta(seconds=4), tick=False):
        for release in (one, other):
            response = Client().get(page(release))
            assert (response.status_code, response["Location"]) == (302, page(third)), "one hop, whatever lies between"
        withdraw(release=third, by=cast.edda(), reason="No.", gone=True)
        assert {Client().get(page(release)).status_code for release in (one, other, third)} == {410}


def test_a_circle_ends_at_gone() -> None:
    one, other = two()
    send(one, other)
    one = corrected(one, at=NOW + timedelta(seconds=1), headline="Back")
    withdraw(release=other, by=cast.edda(), reason="No.", gone=True, redirect_to=one, at=NOW + timedelta(seconds=2))
    other = corrected(other, at=NOW + timedelta(seconds=3), headline="Back as well")
    withdraw(release=one, by=cast.edda(), reason="No.", gone=True, redirect_to=other, at=NOW + timedelta(seconds=4))
    withdraw(release=other, by=cast.edda(), reason="No.", gone=True, at=NOW + timedelta(seconds=5))
    with time_machine.travel(NOW + timedelta(seconds=6), tick=False):
        assert {Client().get(page(release)).status_code for release in (one, other)} == {410}


def test_the_destination_has_to_be_public_and_another_and_the_page_gone() -> None:
    wrong, right = two()
    for to, gone, words in [
        (wrong, True, "itself"),
        (draft(headline="Secret"), True, "not public"),
        (scheduled(at=NOW, visible_from=NOW + timedelta(days=1), slug="later"), True, "not public"),
        (right, False, "choose one"),
    ]:
        with pytest.raises(Refused, match=words):
            send(wrong, to, gone=gone)
    assert Client().get(page(wrong)).status_code == 200


def test_a_return_forgets_where_readers_were_sent() -> None:
    wrong, right = two()
    send(wrong, right)
    corrected(wrong, at=NOW + timedelta(seconds=1), headline="Back")
    with time_machine.travel(NOW + timedelta(seconds=2), tick=False):
        assert Client().get(page(wrong)).status_code == 200
        withdraw(release=wrong, by=cast.edda(), reason="Again.", gone=True)
        assert Client().get(page(wrong)).status_code == 410
