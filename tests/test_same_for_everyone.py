"""Public pages are the same for every reader: no cookie, no token, nothing of whoever asks. That lets a cache keep them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import cast
from tests.addresses import POSTS, all_addresses, answer_of
from tests.scenes import NOW
from tests.worlds import OFFICE, PUBLIC_FILE, build

pytestmark = pytest.mark.django_db

# Everything that a browser, a proxy or a visit before could add.
SOMEBODY = {
    "Accept": "application/json",
    "Accept-Language": "fr-CA,fr;q=0.9",
    "Authorization": "Basic bW86c2VjcmV0",
    "Cookie": "sessionid=forged; csrftoken=forged; django_language=fr; messages=forged; theme=dark",
    "DNT": "1",
    "Referer": "https://elsewhere.example/",
    "User-Agent": "Somebody/1.0",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "elsewhere.example",
    "X-Forwarded-Proto": "https",
    "X-Requested-With": "XMLHttpRequest",
}

EXACT = ("/images/", f"/files/{PUBLIC_FILE}", "/office/public-picture")
"""Addresses of very versions."""


@pytest.fixture(autouse=True)
def world(time_machine: Any) -> None:
    """A newsroom at a moment that stands still."""
    time_machine.move_to(NOW, tick=False)
    build()


@pytest.mark.one_database
def test_two_readers_who_have_nothing_in_common_get_the_same_bytes() -> None:
    nobody, somebody = Client(), Client(headers=SOMEBODY)
    for path in all_addresses():
        one, other = answer_of(somebody.get(path)), answer_of(nobody.get(path))
        assert one[0] == other[0], path
        assert one[1:3] == other[1:3], path
        assert one[3] == other[3], path


def test_two_visits_get_the_same_bytes_until_the_site_changes(time_machine: Any) -> None:
    reader = Client()
    # Operators' probes say when they expire; nobody keeps them.
    pages = [path for path in all_addresses() if path not in ("/healthz", "/readyz")]
    first = {path: answer_of(reader.get(path)) for path in pages}
    time_machine.move_to(NOW + timedelta(seconds=90), tick=False)
    again = {path: answer_of(reader.get(path)) for path in pages}
    assert again == first


@pytest.mark.one_database
def test_no_answer_to_a_reader_sets_a_cookie_or_depends_on_one() -> None:
    cast.ada()
    reader = Client()
    for path in all_addresses():
        response = reader.get(path)
        assert not response.cookies, path
        assert "cookie" not in response.headers.get("Vary", "").lower(), path
    for path, data in POSTS:
        assert not reader.post(path, data).cookies, path
    assert not reader.cookies


@pytest.mark.one_database
def test_every_answer_has_the_headers_that_protect_its_reader() -> None:
    for path in all_addresses():
        response = Client().get(path)
        headers = response.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        # In a file's sandbox nothing runs, and the browser lays a picture out with a style of its own.
        assert "unsafe" not in policy or "; sandbox; " in policy, path
        assert "nonce" not in policy, f"{path} would differ from visit to visit"
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy, path
        assert headers["Referrer-Policy"], path
        if response.status_code in (301, 405):
            # A slash that was forgotten is added for good, and an address that only takes posts never answers a GET: that
            # depends on the routes and on nothing in them.
            continue
        said = set(re.split(", *", headers["Cache-Control"]))
        if response.status_code == 200 and path.startswith(EXACT):
            # No edition that the clock brings changes what such an address answers.
            assert said == {"public", "max-age=60", "must-revalidate"}, path
        elif response.status_code == 200 and path.startswith("/office/") and OFFICE.palette.digest in path:
            # The colours of one version of the office: the digest of what they are stands in the address. An earlier
            # one gets today's colours, and may keep them for this once.
            assert said == {"public", "max-age=31536000", "immutable"}, path
        else:
            assert {"no-cache", "no-store"} & said, f"{path} could be kept"
