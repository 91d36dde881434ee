"""The one way in for files other than pictures: known by what they hold, and stored as they are under a random key."""

from typing import IO

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import File
from django.db import transaction

from releases.media.filetypes import inspect
from releases.media.models import Document, DocumentFile
from releases.media.versions import measure, next_number


def store_document(
    *,
    file: IO[bytes],
    name: str,
    by: AbstractBaseUser | None,
    document: Document | None = None,
    title: str = "",
    language: str = "",
    accessible: bool = False,
) -> DocumentFile:
    """Check and store an uploaded file as it is, and return its saved version.

    Without ``document`` it becomes a new file of the library, under this title or its own name; with it, that one's next
    version. Raises ``InvalidUpload`` with a sentence for the uploader; nothing is stored then.
    """
    kind = inspect(file, name)
    size, digest = measure(file)
    stored = DocumentFile(
        content_type=kind.content_type,
        extension=kind.extension,
        name=kind.name,
        listing=list(kind.listing),
        size=size,
        sha256=digest,
        source_sha256=digest,
        original_name=kind.name,
        uploaded_by=by,  # type: ignore[misc]
    )
    file.seek(0)
    stored.file.save("original", File(file), save=False)
    with transaction.atomic():
        stored.document = document or Document.objects.create(
            title=(title or kind.name.rsplit(".", 1)[0])[:200],
            language=language,
            accessible=accessible,
            created_by=by,  # type: ignore[misc]
        )
        stored.number = next_number(Document, stored.document.pk)
        stored.save(force_insert=True)
    return stored


def find_document(file: IO[bytes]) -> DocumentFile | None:
    """The stored version with exactly these bytes, or ``None``. Reads the file and winds it back."""
    _size, digest = measure(file)
    file.seek(0)
    return DocumentFile.objects.filter(source_sha256=digest).select_related("document").order_by("-pk").first()
