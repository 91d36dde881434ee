"""Files in an S3-compatible storage, against a real server: written whole, read in parts, never public."""

import hashlib
import io
import json
import time
import urllib.request
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pillow

from releases.media import renditions
from releases.media.specs import Spec, card
from releases.media.storage import local_name, private, signed_address, sweep
from releases.media.storage_s3 import PIECE, Pieces, StorageUnavailable
from tests import s3, scenes

LONG = hashlib.sha256(b"tide").digest() * (PIECE * 5 // 64)
"""Two and a half pieces."""


def got(address: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """What a reader's browser is answered there."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as answer:
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.headers.items()}
    except HTTPError as error:
        with error:
            return error.code, error.read(), {}


def test_what_is_written_is_read_and_lies_below_the_folder(on_s3: Any, s3_client: Any) -> None:
    assert on_s3.save("images/k/original", ContentFile(b"bytes")) == "images/k/original"
    with on_s3.open("images/k/original") as file:
        assert file.read() == b"bytes"
    assert on_s3.exists("images/k/original")
    assert on_s3.size("images/k/original") == 5
    held = s3_client.get_object(Bucket=s3.BUCKET, Key="press/files/images/k/original")
    assert held["Body"].read() == b"bytes"


def test_a_name_written_twice_holds_what_came_last(on_s3: Any, s3_client: Any) -> None:
    for content in (b"one", b"three"):
        assert on_s3.save("images/k/w320.jpg", ContentFile(content)) == "images/k/w320.jpg"
    with on_s3.open("images/k/w320.jpg") as file:
        assert file.read() == b"three"
    assert len(s3_client.list_objects_v2(Bucket=s3.BUCKET)["Contents"]) == 1


def test_what_is_not_there_is_missing_as_on_a_disk(on_s3: Any) -> None:
    assert not on_s3.exists("images/k/original")
    with pytest.raises(FileNotFoundError):
        on_s3.open("images/k/original")
    with pytest.raises(FileNotFoundError):
        on_s3.size("images/k/original")
    on_s3.delete("images/k/original")


def test_what_is_deleted_is_gone(on_s3: Any) -> None:
    on_s3.save("images/k/original", ContentFile(b"bytes"))
    on_s3.delete("images/k/original")
    assert not on_s3.exists("images/k/original")


def test_any_part_is_read_without_the_rest(on_s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    on_s3.save("documents/k/original", ContentFile(LONG))
    asked: list[str] = []
    client = on_s3.connection.meta.client
    get_object = client.get_object
    monkeypatch.setattr(client, "get_object", lambda **wanted: asked.append(wanted["Range"]) or get_object(**wanted))
    raw = Pieces(client, s3.BUCKET, "press/files/documents/k/original")
    raw.seek(PIECE + 7)
    assert raw.read(100) == LONG[PIECE + 7 : PIECE + 107]
    assert asked == [f"bytes={PIECE + 7}-{PIECE + 106}"]
    raw.seek(-10, io.SEEK_END)
    assert raw.read() == LONG[-10:]
    assert raw.read(1) == b""


def test_a_long_file_is_read_whole_in_pieces(on_s3: Any) -> None:
    on_s3.save("documents/k/original", ContentFile(LONG))
    with on_s3.open("documents/k/original") as file:
        assert file.size == len(LONG)
        assert b"".join(file.chunks()) == LONG
        file.seek(5)
        assert file.read(3) == LONG[5:8]


def test_an_empty_file_is_read_as_one(on_s3: Any) -> None:
    on_s3.save("documents/k/original", ContentFile(b""))
    with on_s3.open("documents/k/original") as file:
        assert file.read() == b""


def test_a_file_that_was_closed_is_opened_anew(on_s3: Any) -> None:
    on_s3.save("documents/k/original", ContentFile(LONG))
    file = on_s3.open("documents/k/original")
    for _ in range(2):
        with file.open() as again:
            assert again.read(9) == LONG[:9]
    assert file.closed


def test_a_file_that_is_replaced_while_it_is_read_is_not_mixed_with_the_other(on_s3: Any) -> None:
    on_s3.save("documents/k/original", ContentFile(LONG))
    with on_s3.open("documents/k/original") as file:
        file.read(1)
        on_s3.save("documents/k/original", ContentFile(LONG[::-1]))
        with pytest.raises(StorageUnavailable, match="PreconditionFailed"):
            file.read()


def test_a_signed_address_gives_the_bytes_as_we_describe_them(on_s3: Any) -> None:
    on_s3.save("documents/k/original", ContentFile(b"%PDF-1.7 tide"))
    address = signed_address(
        "documents/k/original",
        content_type="application/pdf",
        disposition="attachment; filename=\"Marees.pdf\"; filename*=UTF-8''Mar%C3%A9es.pdf",
        seconds=60,
    )
    assert address is not None
    status, body, headers = got(address)
    assert (status, body) == (200, b"%PDF-1.7 tide")
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == "attachment; filename=\"Marees.pdf\"; filename*=UTF-8''Mar%C3%A9es.pdf"
    assert headers["cache-control"] == "private, no-store"
    assert got(address, Range="bytes=5-7")[:2] == (206, b"1.7")
    signed = parse_qs(urlsplit(address).query)
    assert signed["X-Amz-Expires"] == ["60"]
    assert signed["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]


def test_a_signed_address_says_nothing_of_the_secret_and_asks_nothing_of_the_storage(
    on_s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", pytest.fail)
    address = signed_address("images/never", content_type="image/avif", disposition="inline", seconds=30)
    assert address is not None
    assert s3.SECRET not in address
    assert "tide" not in address


def test_a_signed_address_ends(on_s3: Any, s3_address: str) -> None:
    on_s3.save("images/k/original", ContentFile(b"bytes"))
    address = signed_address("images/k/original", content_type="image/png", disposition="inline", seconds=1)
    assert address is not None
    signed = parse_qs(urlsplit(address).query)
    assert signed["X-Amz-Expires"] == ["1"]
    # The time of signing is part of what is signed: it cannot be moved without the secret.
    assert signed["X-Amz-SignedHeaders"] == ["host"]
    assert abs(time.time() - time.mktime(time.strptime(signed["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ")) + time.timezone) < 60


def test_readers_may_reach_the_storage_under_another_name(
    on_s3: Any, s3_address: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = s3.configured(monkeypatch, s3_address, "&public=https://files.example.org")
    settings.STORAGES = settings.STORAGES | {"private": config}
    address = signed_address("images/k/original", content_type="image/png", disposition="inline", seconds=60)
    assert address is not None
    assert address.startswith(f"https://files.example.org/{s3.BUCKET}/images/k/original?")


def test_no_file_has_an_address_of_its_own(on_s3: Any) -> None:
    on_s3.save("images/k/original", ContentFile(b"bytes"))
    with pytest.raises(ValueError, match="no address"):
        on_s3.url("images/k/original")
    assert local_name("images/k/original") is None
    assert sweep() == 0


def test_nothing_that_is_written_is_public(on_s3: Any, s3_client: Any) -> None:
    on_s3.save("images/k/original", ContentFile(b"bytes"))
    grants = s3_client.get_object_acl(Bucket=s3.BUCKET, Key="press/files/images/k/original")["Grants"]
    assert "AllUsers" not in json.dumps(grants)


def test_a_name_does_not_leave_its_folder(on_s3: Any) -> None:
    for act in (on_s3.open, on_s3.exists, on_s3.size, on_s3.delete):
        with pytest.raises(Exception, match=r"denied|traversal|Could not"):
            act("../../secret")


def test_a_storage_that_is_away_is_an_error_of_the_system(
    settings: Any, monkeypatch: pytest.MonkeyPatch, s3_client: Any
) -> None:
    config = s3.configured(monkeypatch, "http://127.0.0.1:9")
    settings.STORAGES = settings.STORAGES | {"private": config}
    began = time.monotonic()
    with pytest.raises(StorageUnavailable, match="Could not connect"):
        private().open("images/k/original")
    with pytest.raises(StorageUnavailable):
        private().exists("images/k/original")
    with pytest.raises(StorageUnavailable):
        private().save("images/k/original", ContentFile(b"bytes"))
    assert time.monotonic() - began < 20


@pytest.mark.django_db
def test_a_picture_is_uploaded_and_its_renditions_are_made_there(on_s3: Any, s3_client: Any) -> None:
    image = scenes.picture(size=(900, 600))
    spec = card(320, "avif", (20, 80))
    data = renditions.fetch(image, Spec(640, "webp"))
    with Pillow.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (640, 427))
    address = signed_address(
        renditions.ready(image, spec), content_type=spec.content_type, disposition="inline", seconds=60
    )
    assert address is not None
    status, body, headers = got(address)
    assert (status, headers["content-type"]) == (200, "image/avif")
    assert body == renditions.fetch(image, spec)
    held = {each["Key"] for each in s3_client.list_objects_v2(Bucket=s3.BUCKET)["Contents"]}
    assert held == {
        f"press/files/{image.file.name}",
        f"press/files/{renditions.stored_name(image, spec)}",
        f"press/files/{renditions.stored_name(image, Spec(640, 'webp'))}",
    }
