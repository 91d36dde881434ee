"""One way out for stored bytes: what the answers say, and who sends them. Real servers are asked in tests/servers/."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from releases.delivery import FRESH_SECONDS, StoredBytes, deliver
from releases.delivery.headers import INLINE, disposition_header
from releases.delivery.streamed import PIECE, CutShort, by_streaming
from releases.media.storage import private

# The end of a request looks after the connections to the database.
pytestmark = pytest.mark.django_db

DATA = bytes(range(256)) * 4
ETAG = '"tide-and-time"'
SINCE = datetime(2026, 3, 6, 14, 30, 0, 900_000, tzinfo=UTC)


@pytest.fixture
def stored() -> StoredBytes:
    private().save("documents/k/original", ContentFile(DATA))
    return StoredBytes(
        name="documents/k/original", content_type="application/pdf", etag=ETAG, filename="Tides.pdf", modified=SINCE
    )


def get(stored: StoredBytes, method: str = "GET", fresh_for: int = 0, **headers: str) -> HttpResponseBase:
    request = RequestFactory().generic(method, "/", headers={name.replace("_", "-"): headers[name] for name in headers})
    return deliver(request, stored, disposition="inline", fresh_for=fresh_for)


def sent(response: Any) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return bytes(body)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Range": "bytes=1-2"}, 206),
        ({"Range": "bytes=5000-"}, 416),
        ({"If_None_Match": ETAG}, 304),
        ({"If_Modified_Since": "Fri, 06 Mar 2026 14:30:00 GMT"}, 304),
        ({"If_Match": '"other"'}, 412),
    ],
)
def test_every_answer_is_guarded_and_tells_caches_what_they_need(
    stored: StoredBytes, headers: dict[str, str], status: int
) -> None:
    response = get(stored, fresh_for=FRESH_SECONDS, **headers)
    sent(response)
    assert response.status_code == status
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy and "sandbox" in policy and "frame-ancestors 'none'" in policy
    if status in (200, 206, 304):
        assert response.headers["ETag"] == ETAG
        assert response.headers["Last-Modified"] == "Fri, 06 Mar 2026 14:30:00 GMT"
        assert response.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    else:
        assert "Cache-Control" not in response.headers, "nobody keeps a fault of the request"


def test_what_may_change_at_any_moment_is_asked_for_each_time(stored: StoredBytes) -> None:
    response = get(stored)
    sent(response)
    assert response.headers["Cache-Control"] == "no-cache"


def test_the_validator_is_asked_before_the_range(stored: StoredBytes) -> None:
    assert get(stored, Range="bytes=9999-", If_None_Match=ETAG).status_code == 304
    assert get(stored, Range="bytes=9999-", If_Match='"other"').status_code == 412
    assert get(stored, "HEAD", Range="bytes=9999-").status_code == 200


def test_a_date_that_we_have_not_is_no_condition(stored: StoredBytes) -> None:
    """RFC 9110, 13.1.4: ignored where there is no modification date."""
    dateless = StoredBytes(name=stored.name, content_type="text/plain", etag=ETAG, filename="a.txt")
    for name in ("If_Unmodified_Since", "If_Modified_Since"):
        response = get(dateless, **{name: "Thu, 01 Jan 1998 00:00:00 GMT"})
        assert (response.status_code, sent(response)) == (200, DATA)
        assert "Last-Modified" not in response.headers


def test_head_reads_nothing(stored: StoredBytes) -> None:
    gone = StoredBytes(name="documents/gone/original", content_type="a/b", etag=ETAG, filename="a.bin", size=77)
    response = get(gone, "HEAD")
    assert (response.status_code, response.headers["Content-Length"], sent(response)) == (200, "77", b"")
    with pytest.raises(FileNotFoundError):
        get(gone)


def test_pictures_are_shown_if_somebody_wishes_it_and_all_else_is_saved(stored: StoredBytes) -> None:
    for content_type in ("application/pdf", "text/html", "image/svg+xml", "text/plain", "video/mp4"):
        assert content_type not in INLINE
        response = get(StoredBytes(name=stored.name, content_type=content_type, etag=ETAG, filename="a.b"), "HEAD")
        assert response.headers["Content-Disposition"] == 'attachment; filename="a.b"'
        assert response.headers["Content-Type"] == content_type
    for content_type in INLINE:
        picture = StoredBytes(name=stored.name, content_type=content_type, etag=ETAG, filename="a.b")
        assert get(picture, "HEAD").headers["Content-Disposition"] == 'inline; filename="a.b"'
        request = RequestFactory().head("/")
        saved = deliver(request, picture, disposition="attachment")
        assert saved.headers["Content-Disposition"] == 'attachment; filename="a.b"'


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Tides 2026.pdf", 'attachment; filename="Tides 2026.pdf"'),
        ("Marées.pdf", "attachment; filename=\"Marees.pdf\"; filename*=UTF-8''Mar%C3%A9es.pdf"),
        ("潮汐.pdf", "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E6%BD%AE%E6%B1%90.pdf"),
        ('a"b\\c%d;e.pdf', "attachment; filename=\"a_b_c_d;e.pdf\"; filename*=UTF-8''a%22b_c%25d%3Be.pdf"),
        ("x\r\nSet-Cookie: a=b.pdf", 'attachment; filename="x__Set-Cookie: a=b.pdf"'),
        ("../../etc/passwd", 'attachment; filename="_.._etc_passwd"'),
        ("gpj\u202eexe.pdf", 'attachment; filename="gpj_exe.pdf"'),
        ("", 'attachment; filename="file"'),
    ],
)
def test_the_name_is_written_for_every_program(name: str, header: str) -> None:
    assert disposition_header("attachment", name) == header


@given(st.text(max_size=60))
@example("\ud800.pdf")
@example("'\"%22\\.pdf")
def test_any_name_makes_a_header_that_is_read_as_that_name(name: str) -> None:
    header = disposition_header("attachment", name)
    assert header.isascii() and header.isprintable()
    found = re.fullmatch(r"attachment; filename=\"([^\"\\%]+)\"(?:; filename\*=UTF-8''([\w.~%-]+))?", header, re.ASCII)
    assert found is not None, header
    read = unquote(found[2], errors="strict") if found[2] else found[1]
    unfit = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    fit = "".join("_" if each in "/\\" or unicodedata.category(each) in unfit else each for each in name)
    assert read == (fit.strip(" .") or "file")


def test_nginx_is_told_where_the_bytes_are_and_whether_to_look_at_the_range(stored: StoredBytes, settings: Any) -> None:
    settings.X_ACCEL_PREFIX = "/_stored/"
    for headers, redirect in (
        ({}, "whole"),
        ({"Range": "bytes=1-2"}, "part"),
        ({"Range": "bytes=1-2,5-6"}, "whole"),
        ({"Range": "bytes=1-2", "If_Range": '"other"'}, "whole"),
        ({"Range": "bytes=1-2", "If_Range": ETAG}, "part"),
    ):
        response = get(stored, **headers)
        assert response.headers["X-Accel-Redirect"] == f"/_stored/{redirect}/documents/k/original"
        assert (response.status_code, sent(response)) == (200, b"")
    for headers in ({"Range": "bytes= 1-2"}, {"Range": "bytes=1-" + "9" * 30}, {"If_Match": ETAG}):
        response = get(stored, **headers)
        assert "X-Accel-Redirect" not in response.headers, "nginx might read it in another way"
        assert sent(response)
    for headers in ({"Range": "bytes=5000-"}, {"If_None_Match": "*"}, {"If_Match": '"other"'}):
        assert "X-Accel-Redirect" not in get(stored, **headers).headers


def test_pieces_are_bounded_and_the_file_is_closed_whatever_happens(stored: StoredBytes) -> None:
    private().save("documents/big/original", ContentFile(b"x" * (PIECE * 2 + 5)))
    big = StoredBytes(name="documents/big/original", content_type="a/b", etag=ETAG, filename="a.bin")
    response: Any = get(big, Range="bytes=1-")
    file = response._iterator._file
    assert [len(piece) for piece in response.streaming_content] == [PIECE, PIECE, 4]
    assert file.closed, "with the last piece"
    response = get(big)
    file = response._iterator._file
    next(iter(response.streaming_content))
    response.close()
    assert file.closed, "the reader went away"
    response = get(big)
    file = response._iterator._file
    response.close()
    assert file.closed, "the reader went away before the first piece"


def test_bytes_that_are_missing_break_the_connection(stored: StoredBytes) -> None:
    response: Any = by_streaming(stored, len(DATA) + 1, None)
    with pytest.raises(CutShort):
        b"".join(response.streaming_content)
    assert response._iterator._file.closed
