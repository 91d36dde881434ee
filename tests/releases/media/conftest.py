"""An object storage for the tests that need one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import storages

from releases.media.models import DocumentFile, Image
from tests import s3


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """A real S3-compatible server, one for the session."""
    with s3.server() as address:
        yield address


@pytest.fixture
def s3_client(s3_address: str) -> Any:
    """Somebody else's way into the bucket, which is empty."""
    return s3.empty(s3_address)


@pytest.fixture
def on_s3(s3_client: Any, s3_address: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The house keeps its files in the bucket, below a folder; the storage."""
    config = s3.configured(monkeypatch, s3_address, prefix="/press/files")
    settings.STORAGES = settings.STORAGES | {"default": config, "private": config}
    storage = storages["private"]
    # Fields ask for their storage once, when the house starts: here it has started already.
    for model in (Image, DocumentFile):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storage)
    return storage
