"""Compressed pages: what is, what is not, and that a browser can ask again for each."""

import gzip

import brotli
import pytest
from django.test import Client

from pressroom.compression import LEAST_BYTES, chosen
from releases.models import Edition
from tests.scenes import published

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def a_page() -> str:
    """The address of a release that readers see."""
    return Edition.objects.get(release=published()).get_absolute_url()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q = 0.000, *;q=0.1", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("gzip;q=0", None),
        ("identity", None),
        ("", None),
        ("brotli", None),
    ],
)
def test_the_coding_is_one_that_the_browser_takes(accepted, coding):
    assert chosen(accepted) == coding


@pytest.mark.parametrize(("accepted", "opened"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_page_is_the_same_page_compressed(accepted, opened):
    address = a_page()
    plain, small = Client().get(address), Client().get(address, headers={"Accept-Encoding": accepted})
    assert small.headers["Content-Encoding"] == accepted
    assert opened(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    for answer in (plain, small):
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
@pytest.mark.parametrize("asked_again", ["br", "gzip", ""])
def test_whoever_has_the_page_in_one_coding_asks_again_in_any(accepted, asked_again):
    address = a_page()
    first = Client().get(address, headers={"Accept-Encoding": accepted})
    assert first.headers["ETag"].startswith('W/"')
    again = Client().get(address, headers={"Accept-Encoding": asked_again, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Accept-Encoding" in again.headers["Vary"]


def test_an_etag_of_an_earlier_page_gets_the_new_one_whole():
    address = a_page()
    answer = Client().get(address, headers={"Accept-Encoding": "br", "If-None-Match": 'W/"gone"'})
    assert answer.status_code == 200
    assert b"</html>" in brotli.decompress(answer.content)


def test_a_head_answer_has_the_length_and_coding_of_the_get_answer():
    address = a_page()
    asking = {"Accept-Encoding": "br"}
    whole, head = Client().get(address, headers=asking), Client().head(address, headers=asking)
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.headers["Content-Encoding"] == "br"
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_the_same_page_has_the_same_bytes_whenever_it_is_compressed():
    address = a_page()
    asking = {"Accept-Encoding": "gzip"}
    assert Client().get(address, headers=asking).content == Client().get(address, headers=asking).content


def test_what_holds_a_secret_is_never_compressed(admin_client):
    """Its length would tell of the token beside whatever somebody made it show (BREACH)."""
    answer = admin_client.get("/admin/", headers={"Accept-Encoding": "br, gzip"})
    assert answer.status_code == 200
    assert len(answer.content) > LEAST_BYTES
    assert "Content-Encoding" not in answer.headers


def test_a_short_answer_and_one_that_is_no_text_are_left_alone():
    robots = Client().get("/robots.txt", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in robots.headers
    missing = Client().get("/no-such-page/", headers={"Accept-Encoding": "br"})
    assert missing.status_code == 404
    assert "Content-Encoding" not in missing.headers
