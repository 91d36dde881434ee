"""What nginx does to answers besides sending files: it packs pages, keeps every header of ours, and stops what is too large."""

import gzip
import http.client
from collections.abc import Callable

import brotli
import pytest
from django.utils import timezone

from tests.scenes import attached, document, draft, lead, picture
from tests.servers.asking import Answer, ask, connect
from tests.servers.conftest import Behind
from tests.servers.running import PREFIX
from tests.servers.scene import NAME, SIZE, exact, public_release, rendition
from tests.worlds import SHARED_SECRET, linked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

PACKED = {"Accept-Encoding": "gzip, br"}


def test_gunicorn_reads_no_file_that_nginx_sends(behind: Behind) -> None:
    """Or the rest of this folder would show nothing: with nginx away, what it is told can be seen."""
    release = public_release()
    for path, folder in ((exact(release), "documents"), (rendition(release), "renditions")):
        told = ask(behind.gunicorn.port, path)
        assert (told.status, told.body) == (200, b"")
        assert told["X-Accel-Redirect"].startswith(f"{PREFIX}whole/{folder}/")
        part = ask(behind.gunicorn.port, path, headers={"Range": "bytes=0-5"})
        assert part["X-Accel-Redirect"].startswith(f"{PREFIX}part/{folder}/")


def test_a_file_is_not_packed_for_whoever_could_unpack_it(port: int) -> None:
    """It would lose its length, its ranges, and the ETag that a resumed download needs."""
    release = public_release()
    for path in (exact(release), rendition(release)):
        assert ask(port, path, headers=PACKED).told == ask(port, path).told
        part = ask(port, path, headers=PACKED | {"Range": "bytes=0-5"})
        assert (part.status, len(part.body), part["Content-Encoding"]) == (206, 6, "")


@pytest.mark.parametrize(("coding", "unpacked"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_page_is_packed_and_still_asked_for_by_its_validator(
    behind: Behind, coding: str, unpacked: Callable[[bytes], bytes]
) -> None:
    public_release()
    asking = {"Accept-Encoding": coding}
    plain = ask(behind.nginx.port, "/releases/")
    packed = ask(behind.nginx.port, "/releases/", headers=asking)
    assert packed["Content-Encoding"] == coding
    assert unpacked(packed.body) == plain.body
    assert "Accept-Encoding" in packed["Vary"]
    again = ask(behind.nginx.port, "/releases/", headers=asking | {"If-None-Match": packed["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_what_the_holder_of_a_preview_link_gets_is_nobody_elses(port: int) -> None:
    file, shown = document("Unheard,of\n1,2\n"), picture(size=(400, 225))
    release = draft(lead_image=lead(shown), attachments=(attached(file),))
    linked(release, SHARED_SECRET, at=timezone.now())
    for path, like in (
        (f"files/{file.key}/{NAME}", f"files/never-was/{NAME}"),
        (f"images/{shown.key}/w320.webp", "images/never-was/w320.webp"),
    ):
        answer = ask(port, f"/previews/{SHARED_SECRET}/{path}", headers={"Range": "bytes=0-5"})
        assert (answer.status, len(answer.body)) == (206, 6)
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Last-Modified"] == "", "it is not public since any moment"
        never_was = ask(port, f"/previews/{SHARED_SECRET}/{like}")
        assert ask(port, f"/previews/{SHARED_SECRET[:-1]}x/{path}").told == never_was.told
        assert ask(port, f"/{path}").status == 404


def posted(port: int, path: str, size: int) -> Answer | None:
    """The answer to a form of so many bytes; ``None`` where the connection was closed before it could be read."""
    connection = connect(port)
    try:
        connection.request("POST", path, b"a=" + b"b" * size, {"Host": "testserver"})
        response = connection.getresponse()
        return Answer(response.status, tuple(response.getheaders()), response.read())
    except (http.client.HTTPException, ConnectionError):
        return None
    finally:
        connection.close()


def test_what_is_too_large_for_a_reply_is_stopped_before_the_application(behind: Behind) -> None:
    large = 7 * 1024 * 1024
    stopped = posted(behind.nginx.port, "/releases/", large)
    assert stopped is None or stopped.status == 413
    within = posted(behind.nginx.port, "/releases/", SIZE)
    assert within is not None and within.status in (403, 405), "the application's own answer"
    upload = posted(behind.nginx.port, "/admin/", large)
    assert upload is not None and upload.status not in (413, 502), "the library takes more"
