"""Uploads that are too large are dropped while they arrive, and the others of the same form go on."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class Quota(FileUploadHandler):
    """Lets no file of more than so many bytes through to the handlers after it, which write to memory or disk.

    What is left of it is read and thrown away: a connection that is closed in the middle of an upload shows the person no
    answer at all.
    """

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.received = 0
        self.refused: list[str] = []
        """What the dropped files were called."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on what fits."""
        self.received += len(raw_data)
        if self.received > self.limit:
            self.refused.append(self.file_name or "")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has it."""


def refused(request: HttpRequest) -> list[str]:
    """The names of the files of this request that were dropped. The body has to have been read."""
    return [name for handler in request.upload_handlers if isinstance(handler, Quota) for name in handler.refused]
