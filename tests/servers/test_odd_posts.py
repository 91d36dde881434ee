"""Posts as programs send them and connections break them, byte by byte to a real gunicorn."""

import re
import socket
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from comments.models import Comment
from releases.models import Release
from tests.comments.conversation import SENT, edition_of, shown
from tests.scenes import published
from tests.servers.asking import HOST
from tests.servers.running import Server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def release() -> Release:
    """Public, and open for replies."""
    return published(at=timezone.now() - timedelta(days=1))


def request(release: Release, body: bytes, *headers: str, kind: str = FORM, length: int | None = None) -> bytes:
    """One post as bytes."""
    lines = [
        f"POST {edition_of(release).get_absolute_url()}replies/ HTTP/1.1",
        f"Host: {HOST}",
        "Sec-Fetch-Site: same-origin",
        f"Content-Type: {kind}",
        *(headers or [f"Content-Length: {len(body) if length is None else length}"]),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def answers(server: Server, sent: bytes) -> list[int]:
    """Send these bytes and no more; the status of each answer, until the server closes or has nothing more to say."""
    got = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            while piece := connection.recv(65_536):
                got += piece
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", got)]


def multipart(**fields: str) -> bytes:
    """As browsers send it for forms with files, which ours is not."""
    parts = [
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    return "".join([*parts, "--B--\r\n"]).encode()


# Codecs of Python that are no text encodings, that never work, that make surrogates of ASCII, that are none.
CHARSETS = [
    "zlib",
    "hex",
    "rot13",
    "undefined",
    "punycode",
    "idna",
    "unicode_escape",
    "utf-7",
    "utf-16",
    "latin-1",
    "nonsense",
]


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_character_set_that_is_not_ours_fails_nowhere_and_is_not_guessed_at(
    alone: Server, release: Release, charset: str
) -> None:
    forms = {FORM: urlencode(SENT).encode(), "multipart/form-data; boundary=B": multipart(**SENT, parent="\\ud800")}
    for kind, body in forms.items():
        assert answers(alone, request(release, body, kind=f"{kind}; charset={charset}")) == [415]
    assert not Comment.objects.exists()
    for path in ("/releases/?page=1", f"{edition_of(release).get_absolute_url()}replies/?page=2"):
        plain = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n"
        odd = f"{plain}Content-Type: text/html; charset={charset}\r\n"
        # A cache keeps both under one name.
        assert answers(alone, f"{odd}\r\n".encode()) == answers(alone, f"{plain}\r\n".encode()) in ([200], [404])


def test_a_body_that_was_cut_off_is_not_taken_for_a_whole_one(alone: Server, release: Release) -> None:
    fields = SENT | {"url": "https://example.org/a/long/way", "parent": shown(release, at=timezone.now()).key}
    for kind, body in ((FORM, urlencode(fields).encode()), ("multipart/form-data; boundary=B", multipart(**fields))):
        for missing in (1, 9, 25, len(body) - 3):
            assert answers(alone, request(release, body[:-missing], kind=kind, length=len(body))) in ([400], [])
    assert Comment.objects.count() == 1


def test_the_same_post_many_times_in_one_pipeline_is_one_reply(alone: Server, release: Release) -> None:
    assert answers(alone, request(release, urlencode(SENT).encode()) * 3) == [303, 303, 303]
    assert Comment.objects.count() == 1


def test_a_length_that_is_none_or_lies_smuggles_nothing(alone: Server, release: Release) -> None:
    body = urlencode(SENT).encode()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    for sent, statuses in (
        (request(release, chunked, f"Content-Length: {len(chunked)}", "Transfer-Encoding: chunked"), [400]),
        (request(release, body, f"Content-Length: {len(body)}", "Content-Length: 3"), [400]),
        (request(release, body, "Content-Length: -1"), [400]),
        (request(release, body, "Content-Length: 1e3"), [400]),
        (request(release, body, length=10**12), [413]),
        # Without a length nothing of it is read, however much comes.
        (
            request(release, b"%x\r\n%s\r\n0\r\n\r\n" % (3_000_000, b"x" * 3_000_000), "Transfer-Encoding: chunked"),
            [422],
        ),
    ):
        assert answers(alone, sent)[:1] == statuses
    assert not Comment.objects.exists()
