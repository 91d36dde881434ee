"""Uploaded bytes in an S3-compatible object storage: AWS's own, MinIO, Ceph, Garage and others.

Loaded only where ``STORAGE_URL`` begins with ``s3://``: importing Amazon's library takes longer than all of ours.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

PIECE = 4 * 1024 * 1024
"""Read at once. A video is gone through in pieces of constant size; a picture is mostly one request."""


class StorageUnavailable(OSError):
    """The object storage did not do what it was asked; the message is its own."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Amazon's exceptions as those that a disk raises, so that no caller has to know where files are kept."""
    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(str(error)) from error
        raise StorageUnavailable(str(error)) from error
    except BotoCoreError as error:
        raise StorageUnavailable(str(error)) from error


class Pieces(io.RawIOBase):
    """One stored object, read by ranges: any place of it, without the rest, in memory that does not grow with its size."""

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        with plain_errors():
            head = client.head_object(Bucket=bucket, Key=key)
        self._get, self._position, self.size = client.get_object, 0, int(head["ContentLength"])
        # Were it replaced meanwhile, the rest would be of another file: the storage refuses then (412).
        self._which = {"Bucket": bucket, "Key": key, "IfMatch": head["ETag"]}

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes: going elsewhere costs nothing until something is read there."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def tell(self) -> int:
        """Where reading goes on."""
        return self._position

    def readinto(self, buffer: Any) -> int:
        """One request for as much as fits, up to a piece."""
        first = self._position
        last = min(first + min(len(buffer), PIECE), self.size) - 1
        if last < first:
            return 0
        with plain_errors():
            answer = self._get(Range=f"bytes={first}-{last}", **self._which)
            data: bytes = answer["Body"].read()
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


class StoredObject(File):  # type: ignore[type-arg]  # generic in its stubs alone
    """One stored object as Django's fields want it: opened anew after it was closed."""

    def __init__(self, client: Any, bucket: str, key: str, name: str) -> None:
        self._where = (client, bucket, key)
        super().__init__(self._reader(), name)

    def open(self, mode: str | None = None, *args: Any, **kwargs: Any) -> "StoredObject":
        """From its start."""
        if self.closed:
            self.file = self._reader()
        self.seek(0)
        return self

    def _reader(self) -> io.BufferedReader:
        return io.BufferedReader(Pieces(*self._where), PIECE)


class PrivateS3Storage(S3Storage):  # type: ignore[misc]  # django-storages ships no types
    """A bucket of which nothing is public: our own views decide, and hand out addresses that are good for a moment."""

    def __init__(self, *, addressing: str = "path", public_endpoint: str | None = None, **options: Any) -> None:
        client_config = Config(
            signature_version="s3v4",
            s3={"addressing_style": addressing},
            connect_timeout=5,
            read_timeout=20,
            retries={"mode": "standard", "total_max_attempts": 3},
            # Amazon's newer checksums are refused by many compatible servers; TLS and our SHA-256 watch over the bytes.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(
            client_config=client_config,
            # In the thread that asks: a pool of threads for each upload would multiply what it holds in memory.
            transfer_config=TransferConfig(use_threads=False, multipart_chunksize=2 * PIECE),
            # A name is a random key or derived from one: a second write means the same bytes.
            file_overwrite=True,
            # The bucket's policy decides who may read, and nothing we write loosens it.
            default_acl=None,
            querystring_auth=True,
            **options,
        )
        self.public_endpoint = public_endpoint

    @property
    def bucket(self) -> Any:
        """Of this thread's own connection; the class keeps the first thread's for all, which Amazon's library rules out."""
        return self.connection.Bucket(self.bucket_name)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """There is none: an address that works for an hour would outlive the answer to who may see the file."""
        raise ValueError("A stored file has no address of its own: views ask who may see it.")

    def signed(self, name: str, *, content_type: str, disposition: str, seconds: int) -> str:
        """An address at which the storage gives the bytes out for so long, with these headers; made without asking it."""
        wanted = {
            "Bucket": self.bucket_name,
            "Key": self._normalize_name(name),
            "ResponseContentType": content_type,
            "ResponseContentDisposition": disposition,
            "ResponseCacheControl": "private, no-store",
        }
        with plain_errors():
            client = self.connection.meta.client if self.public_endpoint is None else self._public_client()
            address: str = client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds)
        return address

    def exists(self, name: str) -> bool:
        """Whether there is something under this name."""
        with plain_errors():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Remove it; nothing there is no error."""
        with plain_errors():
            super().delete(name)

    def size(self, name: str) -> int:
        """In bytes."""
        with plain_errors():
            return int(super().size(name))

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError("Stored files are written whole, with save().")
        return StoredObject(self.connection.meta.client, self.bucket_name, self._normalize_name(name), name)

    def _save(self, name: str, content: "File[Any]") -> str:
        with plain_errors():
            return str(super()._save(name, content))

    def _public_client(self) -> Any:
        """A client that signs for the name under which readers reach the storage: the signature covers the host."""
        client = getattr(self._connections, "public_client", None)
        if client is None:
            client = self._create_session().client(
                "s3", region_name=self.region_name, endpoint_url=self.public_endpoint, config=self.client_config
            )
            self._connections.public_client = client
        return client
