"""Finding something in the library by its words, or by what its uploader called it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from releases.media.models import Document, DocumentFile, Image, Picture

Row = TypeVar("Row", bound=Model)

WORDS = 8
"""More words narrow nothing down that these have not, and each costs a walk over the texts."""
OF_PICTURES = ("alt", "caption", "credit", "licence")
OF_DOCUMENTS = ("title",)


def pictures(rows: QuerySet[Picture], asked: str) -> QuerySet[Picture]:
    """Those pictures in which all of these words are found, each anywhere; all of them where nothing is asked."""
    named = Image.objects.filter(picture=OuterRef("pk"))
    return _search(rows, asked, OF_PICTURES, named, ("original_name",))


def documents(rows: QuerySet[Document], asked: str) -> QuerySet[Document]:
    """As ``pictures``, with the name that readers see."""
    named = DocumentFile.objects.filter(document=OuterRef("pk"))
    return _search(rows, asked, OF_DOCUMENTS, named, ("original_name", "name"))


def _search(
    rows: QuerySet[Row], asked: str, texts: Sequence[str], versions: QuerySet[Any], names: Sequence[str]
) -> QuerySet[Row]:
    # PostgreSQL refuses NUL in a text with an error.
    for word in asked.replace("\0", " ")[:200].split()[:WORDS]:
        here = _anywhere(texts, word)
        rows = rows.filter(here | Q(Exists(versions.filter(_anywhere(names, word)))))
    return rows


def _anywhere(fields: Sequence[str], word: str) -> Q:
    found = Q()
    for field in fields:
        found |= Q((f"{field}__icontains", word))
    return found
