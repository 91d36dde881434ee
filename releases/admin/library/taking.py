"""Taking uploads into the library, one by one: what cannot be stored does not keep the others out."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from releases.media.documents import find_document, store_document
from releases.media.errors import InvalidUpload
from releases.media.models import Document, Picture
from releases.media.upload import find_image, store_image

Upload: TypeAlias = "UploadedFile[Any]"


@dataclass(frozen=True, slots=True)
class Taken:
    """How it went with one upload."""

    name: str
    row: Any = None
    """The ``Picture`` or ``Document`` that it is now, or was before."""
    version: Any = None
    """The newest version of that row."""
    duplicate: bool = False
    error: str = ""


def picture(upload: Upload, by: User, into: Picture | None = None) -> Taken:
    """Store a picture, unless the library has these very bytes; with ``into`` as the next version of that one."""
    name, known = upload.name or "", find_image(upload)
    if known is not None and not _returns(known, known.picture, into):
        # Not the version that was recognised: another may have replaced it since.
        return Taken(name, known.picture, known.picture.latest, duplicate=True)
    try:
        stored = store_image(file=upload, name=name, by=by, picture=into)
    except InvalidUpload as error:
        return Taken(name, error=str(error))
    return Taken(name, stored.picture, stored)


def document(upload: Upload, by: User, into: Document | None = None) -> Taken:
    """As ``picture``, for other files."""
    name, known = upload.name or "", find_document(upload)
    if known is not None and not _returns(known, known.document, into):
        return Taken(name, known.document, known.document.latest, duplicate=True)
    try:
        stored = store_document(file=upload, name=name, by=by, document=into)
    except InvalidUpload as error:
        return Taken(name, error=str(error))
    return Taken(name, stored.document, stored)


def _returns(known: Any, row: Any, into: Any) -> bool:
    """Whether this upload goes back to an older version of what it replaces: that is a version of its own."""
    return bool(into is not None and row.pk == into.pk and row.latest.pk != known.pk)
