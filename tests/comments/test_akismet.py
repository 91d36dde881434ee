"""Akismet is one voice among others: asked beside the server, believed in points, and never waited for."""

import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from comments import akismet
from comments.actions import edit
from comments.akismet import AGAIN_AFTER, TRIED_FOR, akismet_due, check_with_akismet
from comments.models import Comment
from comments.senders import Sender
from comments.states import State
from tests import scenes
from tests.comments.conversation import moved, said

NOW = scenes.NOW
pytestmark = pytest.mark.django_db


class Akismet(ThreadingHTTPServer):
    """A server that answers as Akismet does, or as it should not."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.answer, self.status, self.headers, self.pause = [], "false", 200, {}, 0.0


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.path, {name: values[0] for name, values in parse_qs(body).items()}))
        time.sleep(self.server.pause)
        if self.server.status == 0:
            self.connection.close()
            return
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.answer.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings):
    server = Akismet()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.AKISMET_KEY = "key"
    settings.AKISMET_URL = f"http://127.0.0.1:{server.server_port}/1.1"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def comment():
    return said(scenes.published(at=NOW), at=NOW, sender=Sender("1" * 32, "203.0.113.0/24"))


def test_without_a_key_nothing_is_sent(server, settings, comment):
    settings.AKISMET_KEY = ""
    assert (check_with_akismet(NOW), akismet_due()) == (0, 0)
    assert server.asked == []


def test_spam_waits_behind_the_others_and_still_for_a_person(server, comment):
    server.answer = "true"
    assert check_with_akismet(NOW) == 1
    comment.refresh_from_db()
    assert (comment.state, comment.suspected) == (State.PENDING, True)
    assert [finding["rule"] for finding in comment.findings] == ["akismet"]
    ((path, question),) = server.asked
    assert path == "/1.1/comment-check"
    assert question["comment_content"] == comment.text
    assert question["user_ip"] == "203.0.113.0"
    assert "1" * 32 not in question.values()


def test_even_what_akismet_would_discard_is_only_a_finding(server, comment):
    server.answer, server.headers = "true", {"X-akismet-pro-tip": "discard"}
    check_with_akismet(NOW)
    comment.refresh_from_db()
    assert comment.state == State.PENDING
    assert comment.findings[0]["detail"] == "discard"


def test_what_is_no_spam_is_asked_about_once(server, comment):
    assert [check_with_akismet(NOW), check_with_akismet(NOW + timedelta(hours=1))] == [1, 0]
    comment.refresh_from_db()
    assert (comment.suspected, comment.findings, len(server.asked)) == (False, [], 1)


@pytest.mark.parametrize(
    ("status", "answer"), [(200, "invalid"), (500, "true"), (302, "true"), (0, ""), (200, "<html>" * 9000), (200, "")]
)
def test_any_other_answer_leaves_it_waiting_and_is_tried_again_later(server, comment, status, answer):
    server.status, server.answer = status, answer
    server.headers = {"Location": "/elsewhere"} if status == 302 else {}
    assert check_with_akismet(NOW) == 0
    comment.refresh_from_db()
    assert (comment.state, comment.suspected, comment.findings) == (State.PENDING, False, [])
    asked = len(server.asked)
    assert check_with_akismet(NOW + AGAIN_AFTER - timedelta(seconds=1)) == 0
    assert len(server.asked) == asked
    server.status, server.answer, server.headers = 200, "true", {}
    assert check_with_akismet(NOW + AGAIN_AFTER) == 1
    comment.refresh_from_db()
    assert comment.suspected


def test_one_that_does_not_answer_in_time_is_as_one_that_is_not_there(server, comment, monkeypatch):
    monkeypatch.setattr(akismet, "TIMEOUT", 0.2)
    server.pause = 0.6
    assert check_with_akismet(NOW) == 0
    comment.refresh_from_db()
    assert comment.state == State.PENDING


def test_a_server_that_is_not_there_is_asked_once_and_not_for_every_reply(settings, comment, caplog):
    settings.AKISMET_KEY, settings.AKISMET_URL = "key", "http://127.0.0.1:1/1.1"
    said(comment.release, at=NOW, text="Another")
    assert check_with_akismet(NOW) == 0
    assert caplog.text.count("did not answer") == 1
    assert Comment.objects.filter(akismet_at__isnull=True).count() == 1


def test_after_a_day_it_is_left_to_the_moderators(server, comment):
    assert check_with_akismet(NOW + TRIED_FOR) == 0
    assert server.asked == []


def test_only_what_waits_is_asked_about_and_a_new_text_again(server, comment):
    moved(said(comment.release, at=NOW, text="Refused"), State.REJECTED)
    assert check_with_akismet(NOW) == 1
    edit(comment=comment, text="Another text", seen_version=1, at=NOW + timedelta(minutes=1))
    assert check_with_akismet(NOW + timedelta(minutes=2)) == 1
    assert [question["comment_content"] for _path, question in server.asked] == [WRITTEN, "Another text"]


def test_an_answer_about_an_earlier_text_is_not_held_against_the_new_one(server, comment, monkeypatch):
    def meanwhile(asked):
        edit(comment=comment, text="Changed meanwhile", seen_version=1, at=NOW + timedelta(seconds=30))
        return finding(asked)

    finding = akismet.ask
    server.answer = "true"
    monkeypatch.setattr(akismet, "ask", meanwhile)
    check_with_akismet(NOW)
    comment.refresh_from_db()
    assert (comment.suspected, comment.akismet_at) == (False, None)


WRITTEN = "When is the last crossing?"
