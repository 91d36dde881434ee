"""Readers are sent to an object storage with an address of their own, and get the bytes there under our name and type."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory

from releases.delivery import FRESH_SECONDS, StoredBytes, deliver
from tests.releases.media.test_storage_s3 import got

# The end of a request looks after the connections to the database.
pytestmark = pytest.mark.django_db

NAME = "documents/k/original"
STORED = StoredBytes(name=NAME, content_type="application/pdf", etag='"tide"', filename="Marées.pdf", size=10)


@pytest.fixture
def kept(on_s3: Any) -> None:
    """Ten bytes in the bucket."""
    on_s3.save(NAME, ContentFile(b"0123456789"))


def asked(method: str = "GET", **headers: str) -> Any:
    request = RequestFactory().generic(method, "/", headers={name.replace("_", "-"): headers[name] for name in headers})
    return deliver(request, STORED, disposition="inline", fresh_for=FRESH_SECONDS)


def test_a_reader_is_sent_there_for_a_moment(kept: None) -> None:
    response = asked()
    assert (response.status_code, response.headers["Cache-Control"]) == (302, "no-store")
    assert "ETag" not in response.headers, "of the bytes, which this is not"
    status, body, headers = got(response.headers["Location"])
    assert (status, body, headers["content-type"]) == (200, b"0123456789", "application/pdf")
    assert headers["content-disposition"] == "attachment; filename=\"Marees.pdf\"; filename*=UTF-8''Mar%C3%A9es.pdf"


def test_a_part_is_the_storages_to_send(kept: None) -> None:
    response = asked(Range="bytes=2-4")
    assert response.status_code == 302
    assert got(response.headers["Location"], Range="bytes=2-4")[:2] == (206, b"234")


def test_what_we_can_answer_is_answered_here(kept: None) -> None:
    """HEAD as well: an address is signed for GET alone."""
    assert asked(If_None_Match='"tide"').status_code == 304
    assert asked(Range="bytes=10-").status_code == 416
    assert asked(If_Match='"other"').status_code == 412
    head = asked("HEAD")
    assert (head.status_code, head.headers["Content-Length"], head.headers["ETag"]) == (200, "10", '"tide"')


@pytest.mark.django_db  # closing an answer is the end of a request, which looks after the database's connections
def test_a_condition_that_was_met_is_not_held_against_the_storages_validator(kept: None) -> None:
    response = asked(If_Match='"tide"', Range="bytes=2-4")
    assert (response.status_code, b"".join(response.streaming_content)) == (206, b"234")
    response.close()


def test_nginx_is_told_nothing_of_what_is_not_on_its_disk(kept: None, settings: Any) -> None:
    settings.X_ACCEL_PREFIX = "/_stored/"
    response = asked()
    assert response.status_code == 302
    assert "X-Accel-Redirect" not in response.headers
