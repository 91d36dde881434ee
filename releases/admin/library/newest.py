"""Rows of the library with the version that is used from now on, in two queries however many rows there are."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from releases.media.models import Document, DocumentFile, Image, Picture

THUMBNAIL = "w320.webp"
"""Small enough for a grid, and a size that readers get too: it is made once."""


def pictures(found: QuerySet[Picture]) -> QuerySet[Picture]:
    """These pictures, each with ``newest``: a list of one version."""
    later = Image.objects.filter(picture=OuterRef("picture"), number__gt=OuterRef("number"))
    newest = Image.objects.filter(~Exists(later)).defer("file").select_related("uploaded_by")
    return found.prefetch_related(Prefetch("versions", newest, to_attr="newest"))


def documents(found: QuerySet[Document]) -> QuerySet[Document]:
    """As ``pictures``."""
    later = DocumentFile.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    newest = DocumentFile.objects.filter(~Exists(later)).defer("file").select_related("uploaded_by")
    return found.prefetch_related(Prefetch("versions", newest, to_attr="newest"))


def version(row: Any) -> Any:
    """The newest version of a row from ``pictures`` or ``documents``; ``None`` where an upload never finished."""
    return row.newest[0] if row.newest else None
