"""The two shelves of the library, pictures and files: in what they differ. All else is the same code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse

from releases.admin.library import limits, taking, usage
from releases.admin.library.forms import DocumentWords, PictureWords, Words
from releases.media.models import Document, Picture

PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/avif,image/gif"
"""What the browser's dialog offers. What is accepted is decided by content."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of thing in the library."""

    name: str
    model: type[Picture] | type[Document]
    form: type[Words]
    limit: Callable[[], int]
    accept: str
    take: Callable[[taking.Upload, User, Any], taking.Taken]
    uses: Callable[[Any, datetime], list[usage.Use]]

    def may(self, act: str, request: HttpRequest) -> bool:
        """Whether somebody may view, add to or change what is on it."""
        return request.user.has_perm(f"media.{act}_{self.name}")

    def address(self, page: str, *args: Any) -> str:
        """Where one of its pages is."""
        return reverse(f"admin:media_{self.name}_{page}", args=args)


PICTURES = Shelf("picture", Picture, PictureWords, limits.image, PICTURE_TYPES, taking.picture, usage.of_picture)
DOCUMENTS = Shelf("document", Document, DocumentWords, limits.document, "", taking.document, usage.of_document)
