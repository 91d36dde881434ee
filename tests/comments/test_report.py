"""Readers report a reply; it stays where it is until a person has looked."""

from datetime import timedelta

import pytest
import time_machine

from comments.addresses import report_url
from comments.models import Comment, Report
from comments.reasons import Complaint
from comments.states import State
from tests import scenes
from tests.comments.conversation import edition_of, moved, said, shown

NOW = scenes.NOW
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def comment(db):
    return shown(scenes.published(at=NOW))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False) as traveller:
        yield traveller


def test_it_reaches_the_moderators_and_hides_nothing(client, comment):
    address = report_url(edition_of(comment.release), comment)
    assert client.get(address).status_code == 200
    answer = client.post(address, {"reason": Complaint.PERSONAL}, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (303, f"{address}?told=1")
    assert "have your report" in client.get(answer["Location"]).content.decode()
    row = Report.objects.get()
    assert (row.comment, row.reason, row.version, row.settled_at) == (comment, Complaint.PERSONAL, 1, None)
    assert Comment.objects.get().state == State.APPROVED


def test_the_same_reader_counts_once(client, comment):
    address = report_url(edition_of(comment.release), comment)
    for reason in (Complaint.SPAM, Complaint.OTHER):
        assert client.post(address, {"reason": reason}, headers=OURS).status_code == 303
    assert Report.objects.get().reason == Complaint.SPAM


def test_after_ten_in_an_hour_it_takes_no_more(client, comment):
    others = [shown(comment.release) for _ in range(10)]
    statuses = [
        client.post(report_url(edition_of(other.release), other), {"reason": "spam"}, headers=OURS).status_code
        for other in [comment, *others]
    ]
    assert statuses == [303] * 10 + [429]
    assert Report.objects.count() == 10


@pytest.mark.parametrize("reason", ["", "because", "spam\x00"])
def test_it_needs_a_reason_of_the_list(client, comment, reason):
    address = report_url(edition_of(comment.release), comment)
    assert client.post(address, {"reason": reason}, headers=OURS).status_code == 422
    assert not Report.objects.exists()


def test_another_site_reports_nothing(client, comment):
    address = report_url(edition_of(comment.release), comment)
    answer = client.post(address, {"reason": "spam"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not Report.objects.exists()


def test_only_what_is_on_the_page_can_be_reported(client, comment):
    edition = edition_of(comment.release)
    waiting, elsewhere = said(comment.release), shown(scenes.published(at=NOW, headline="Elsewhere"))
    gone = moved(shown(comment.release), State.TRASH)
    for other in (waiting, elsewhere, gone, Comment(key="never-was")):
        address = report_url(edition, other)
        assert (
            client.get(address).status_code == client.post(address, {"reason": "spam"}, headers=OURS).status_code == 404
        )
    assert not Report.objects.exists()
