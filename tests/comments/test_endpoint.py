"""The public address under attack: what browsers never send, and what programs send on purpose. Nothing is stored by half.

What only a real server lets in (bodies that are cut off, character sets, pipelines) is in tests/servers/test_odd_posts.py.
"""

import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.test.client import encode_multipart
from lxml import html

from comments.addresses import reply_url
from comments.limits import MAX_DEPTH, REQUEST_BYTES
from comments.models import Comment, Door
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import SENT, edition_of, moved, post, said, shown

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(scenes.NOW + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def release():
    return scenes.published(at=scenes.NOW)


def send(client, release, body, content_type=FORM, **more):
    client.raise_request_exception = False
    return client.post(reply_url(edition_of(release)), body, content_type=content_type, headers=OWN, **more)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
        ("multipart/mixed; boundary=B", 415),
        ("application/x-www-form-urlencoded, text/plain", 415),
        ("text/html", 415),
    ],
)
def test_what_is_no_form_is_refused_without_a_failure(client, release, content_type, status):
    assert send(client, release, encode_multipart("B", SENT), content_type).status_code == status
    assert not Comment.objects.exists()


def test_very_many_fields_and_files_are_not_read(client, release):
    for body, content_type in (
        ("&".join(f"a{number}=1" for number in range(100_000)), FORM),
        ("comment=1&" * 50_000 + urlencode(SENT), FORM),
        (encode_multipart("B", {f"a{number}": "1" for number in range(3_000)}), "multipart/form-data; boundary=B"),
    ):
        assert len(body) < REQUEST_BYTES
        assert send(client, release, body, content_type).status_code == 400
    assert not Comment.objects.exists()


def test_of_a_field_that_comes_twice_the_last_one_counts(client, release):
    assert send(client, release, urlencode(SENT) + "&comment=The+last+one").status_code == 303
    assert Comment.objects.get().text == "The last one"


def test_a_file_in_place_of_a_text_is_no_text(client, release):
    body = encode_multipart("B", SENT).replace(b'name="comment"', b'name="comment"; filename="a.txt"')
    answer = send(client, release, body, "multipart/form-data; boundary=B")
    assert answer.status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("field", ["comment", "author", "email", "url", "parent", "subject", "seconds", "altcha"])
@pytest.mark.parametrize("bad", ["%00", "%ED%A0%80", "%ff%fe", "%", "%zz"])
def test_bytes_that_are_no_text_fail_nowhere(client, release, field, bad):
    body = urlencode({key: value for key, value in SENT.items() if key != field}) + f"&{field}=x{bad}y"
    answer = send(client, release, body)
    assert answer.status_code in {303, 422}
    for comment in Comment.objects.all():
        assert "\0" not in f"{comment.author}{comment.text}{comment.url}{comment.email}"
        assert f"{comment.author}{comment.text}".encode(), "it has UTF-8, or no page could show it"


@pytest.mark.parametrize("field", ["comment", "author", "email", "url"])
@pytest.mark.parametrize(
    "text",
    ["a" + "\u0300" * 100_000 + "\u0316" * 100_000, "ü" * 400_000, "ü." * 200_000, "(" * 900_000, "\u202e" * 300_000,
     "https://" + "a/" * 400_000, '"' * 900_000 + "@example.org"],
)  # fmt: skip
def test_the_largest_request_costs_no_more_than_a_moment(client, release, field, text):
    body = f"{urlencode({key: value for key, value in SENT.items() if key != field})}&{field}={text}".encode()
    assert len(body) < REQUEST_BYTES
    began = time.perf_counter()
    answer = send(client, release, body)
    assert time.perf_counter() - began < 3
    assert answer.status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_not_offered(client, release, method):
    answer = getattr(client, method)(reply_url(edition_of(release)), urlencode(SENT), headers=OWN)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST"
    assert not Comment.objects.exists()


def test_a_method_in_a_header_is_not_believed(client, release):
    headers = OWN | {"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"}
    assert client.get(reply_url(edition_of(release)), SENT, headers=headers).status_code == 200
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "testserver:x", ""]
)
def test_another_host_is_no_origin_of_ours(client, release, host):
    client.raise_request_exception = False
    address, body = reply_url(edition_of(release)), urlencode(SENT)
    answer = client.post(address, body, content_type=FORM, HTTP_HOST=host, headers={"Origin": f"http://{host}"})
    assert answer.status_code == 400
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "site", ["SAME-ORIGIN", " same-origin", "same-origin;a=b", '"same-origin"', "same-origin\tx", "?1"]
)
def test_only_the_one_spelling_that_browsers_send_is_ours(client, release, site):
    assert post(client, release, headers={"Sec-Fetch-Site": site, "Origin": "http://testserver"}).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "origin", ["http://testserver/", "http://testserver http://evil.example", "HTTP://TESTSERVER", "http://"]
)
def test_only_exactly_our_origin_is_ours(client, release, origin):
    assert post(client, release, headers={"Origin": origin}).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize("state", [State.REJECTED, State.SPAM, State.TRASH])
def test_what_was_set_aside_is_answered_like_what_never_was(client, release, state):
    parent = moved(said(release), state)
    told = [post(client, release, parent=key) for key in (parent.key, "never-was", str(parent.pk))]
    assert {answer.status_code for answer in told} == {422}
    assert len({answer.content for answer in told}) == 1, "none of them tells which"


def test_a_thread_that_goes_ever_deeper_stays_within_its_levels(client, release, clock):
    parent = shown(release, text="0")
    for number in range(1, MAX_DEPTH * 3):
        clock.shift(timedelta(minutes=10))
        assert post(client, release, parent=parent.key, comment=str(number)).status_code == 303
        parent = moved(Comment.objects.get(text=str(number)), State.APPROVED)
    depths = list(Comment.objects.order_by("pk").values_list("depth", flat=True))
    assert depths == [min(number, MAX_DEPTH) for number in range(MAX_DEPTH * 3)]
    shown_now = html.fromstring(client.get(edition_of(release).get_absolute_url()).content.decode())
    assert len(shown_now.xpath("//article[starts-with(@id, 'comment-')]")) == MAX_DEPTH * 3


def test_the_door_that_closes_in_this_very_moment_is_closed(client, release, clock):
    now = scenes.NOW + timedelta(hours=1)
    Door.objects.create(release=release, opens=Door.Opens.CLOSED, at=now, by=cast.mo(), by_name="Mo Haddad")
    clock.move_to(now - timedelta(microseconds=1), tick=False)
    assert post(client, release).status_code == 303
    clock.move_to(now, tick=False)
    assert post(client, release, comment="Too late").status_code == 403
    assert Comment.objects.count() == 1
