"""The same file through gunicorn alone and through nginx: the same answers to every condition and every range."""

import time

import pytest
from django.utils.http import http_date

from releases.media.models import DocumentFile
from releases.models import Release
from tests.servers.asking import Answer, ask
from tests.servers.scene import ADDRESS, NAME, SIZE, TEXT, body, exact, public_release, rendition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def release() -> Release:
    """A public release with a file and a picture."""
    return public_release()


def test_the_whole_file_comes_with_its_name_its_type_and_its_protection(release: Release, port: int) -> None:
    for path, kept in (
        (exact(release), "public, max-age=60, must-revalidate"),
        (f"/files/{ADDRESS}/{NAME}", "no-cache"),
    ):
        answer = ask(port, path)
        assert (answer.status, answer.body) == (200, TEXT.encode())
        assert answer["Content-Type"] == DocumentFile.objects.get().content_type == "text/csv; charset=utf-8"
        assert answer["Content-Disposition"] == f'attachment; filename="{NAME}"'
        assert answer["Content-Length"] == str(SIZE)
        assert answer["Accept-Ranges"] == "bytes"
        assert answer["Cache-Control"] == kept
        public_since = release.editions.get().visible_from
        assert answer["Last-Modified"] == http_date(public_since.timestamp()), "nothing tells when it was uploaded"
        assert answer["ETag"].startswith('"') and len(answer["ETag"]) > 20
        protected(answer)


def protected(answer: Answer, *, resource_policy: str = "same-origin") -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"] and "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Resource-Policy"] == resource_policy
    assert answer["Set-Cookie"] == "" and answer["X-Accel-Redirect"] == ""
    assert len(answer.headers) == len({name.lower() for name, _value in answer.headers}), "no header comes twice"


RANGES = {
    "bytes=0-0": (0, 0),
    "bytes=0-": (0, SIZE - 1),
    "bytes=100-199": (100, 199),
    "BYTES=100-199": (100, 199),
    f"bytes=100-{SIZE * 2}": (100, SIZE - 1),
    f"bytes={SIZE - 1}-": (SIZE - 1, SIZE - 1),
    "bytes=-1": (SIZE - 1, SIZE - 1),
    "bytes=-500": (SIZE - 500, SIZE - 1),
    f"bytes=-{SIZE * 2}": (0, SIZE - 1),
    "bytes= 5-6": (5, 6),
    "bytes=5-6,": (5, 6),
    "bytes=0-99999999999999999999999999": (0, SIZE - 1),
    "bytes=-99999999999999999999999999": (0, SIZE - 1),
}
WHOLE = [
    "bytes=0-1,5-6",
    "bytes=0-1,0-1,0-1",
    "bytes=6-5",
    "bytes=abc",
    "bytes=",
    "bytes=-",
    "lines=0-5",
    "0-5",
    "bytes 0-5",
]
NONE = [
    f"bytes={SIZE}-",
    f"bytes={SIZE}-{SIZE + 5}",
    "bytes=-0",
    "bytes=9999999999999999999999-",
    "bytes=" + "9" * 5000 + "-",
]


def test_a_part_is_sent_as_it_was_asked_for(release: Release, port: int) -> None:
    path = exact(release)
    whole = ask(port, path)
    for asked, (first, last) in RANGES.items():
        answer = ask(port, path, headers={"Range": asked})
        assert (answer.status, answer.body) == (206, body(first, last)), asked
        assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
        assert answer["Content-Length"] == str(last - first + 1)
        for name in ("ETag", "Cache-Control", "Content-Disposition", "Content-Type"):
            assert answer[name] == whole[name]
        protected(answer)
    for asked in WHOLE:
        answer = ask(port, path, headers={"Range": asked})
        assert answer.told == whole.told, asked
    for asked in NONE:
        answer = ask(port, path, headers={"Range": asked})
        assert (answer.status, answer["Content-Range"], answer.body) == (416, f"bytes */{SIZE}", b""), asked
        protected(answer)


def test_conditions_are_met_or_not_as_the_standard_says(release: Release, port: int) -> None:
    path, earlier, later = exact(release), "Thu, 01 Jan 1998 00:00:00 GMT", "Fri, 01 Jan 2038 00:00:00 GMT"
    whole = ask(port, path)
    etag = whole["ETag"]
    for value in (etag, f"W/{etag}", f'"other", {etag}', f'"other" , W/{etag}', "*"):
        answer = ask(port, path, headers={"If-None-Match": value, "Range": "bytes=0-5"})
        assert (answer.status, answer.body) == (304, b""), value
        assert (answer["ETag"], answer["Cache-Control"]) == (etag, whole["Cache-Control"])
        assert answer["Content-Type"] == answer["Content-Disposition"] == ""
        protected(answer)
    for since in (later, whole["Last-Modified"]):
        answer = ask(port, path, headers={"If-Modified-Since": since})
        assert (answer.status, answer["ETag"], answer.body) == (304, etag, b""), since
    for headers in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"'} | {"If-Modified-Since": later, "If-Unmodified-Since": later},
        {"If-Modified-Since": earlier},
        {"If-Match": etag},
        {"If-Match": f'"other", {etag}'},
        {"If-Match": "*", "If-Unmodified-Since": earlier},
        {"If-Unmodified-Since": whole["Last-Modified"]},
        {"If-Modified-Since": "yesterday", "If-Unmodified-Since": "tomorrow"},
    ):
        answer = ask(port, path, headers=headers)
        assert answer.told == whole.told, headers
    for headers in ({"If-Match": '"other"'}, {"If-Match": f"W/{etag}"}, {"If-Unmodified-Since": earlier}):
        answer = ask(port, path, headers=headers)
        assert (answer.status, answer.body) == (412, b""), headers
        protected(answer)


def test_a_part_is_sent_only_of_what_the_reader_already_has(release: Release, port: int) -> None:
    path = exact(release)
    whole = ask(port, path)
    etag = whole["ETag"]
    answer = ask(port, path, headers={"Range": "bytes=7-9", "If-Range": etag})
    assert (answer.status, answer.body) == (206, body(7, 9))
    answer = ask(port, path, headers={"Range": "bytes=7-9", "If-Match": etag})
    assert (answer.status, answer.body) == (206, body(7, 9))
    for condition in ('"other"', f"W/{etag}", whole["Last-Modified"], "*", "", f'"other", {etag}'):
        answer = ask(port, path, headers={"Range": "bytes=7-9", "If-Range": condition})
        assert answer.told == whole.told, condition
        answer = ask(port, path, headers={"Range": f"bytes={SIZE}-", "If-Range": condition})
        assert answer.told == whole.told, "what cannot be sent is no fault then"


def test_head_tells_what_get_would(release: Release, port: int) -> None:
    for path in (exact(release), rendition(release)):
        status, headers, _body = ask(port, path).told
        for more in ({}, {"Range": "bytes=0-5"}, {"Range": "bytes=999999999-"}):
            assert ask(port, path, "HEAD", headers=more).told == (status, headers, b""), path
    assert (
        ask(port, exact(release), "HEAD", headers={"If-None-Match": headers["etag"], "Range": "bytes=0-5"}).status
        == 200
    )
    assert ask(port, path, "HEAD", headers={"If-None-Match": headers["etag"]}).status == 304


def test_a_picture_is_shown_and_never_run(release: Release, port: int) -> None:
    path = rendition(release)
    answer = ask(port, path)
    assert (answer.status, answer["Content-Type"], answer.body[8:12]) == (200, "image/webp", b"WEBP")
    assert answer["Content-Disposition"].startswith("inline")
    # Programs that read feeds in a browser show it on pages of their own.
    protected(answer, resource_policy="cross-origin")
    part = ask(port, path, headers={"Range": "bytes=0-11"})
    assert (part.status, part.body) == (206, answer.body[:12])


def test_the_archive_is_streamed_whole_and_its_head_makes_nothing(release: Release, port: int) -> None:
    path = release.editions.get().get_absolute_url()[:-1] + ".zip"
    answer = ask(port, path)
    assert (answer.status, answer["Content-Type"], answer.body[:2]) == (200, "application/zip", b"PK")
    began = time.monotonic()
    head = ask(port, path, "HEAD")
    assert (head.status, head.body, head["ETag"]) == (200, b"", answer["ETag"])
    assert time.monotonic() - began < 5
