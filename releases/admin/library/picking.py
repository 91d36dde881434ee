"""What the dialogs of the release's form ask: pages of the library, as JSON.

The form knows a picture and a file by the key of the version that would be used now.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from releases.admin.library import newest, searching
from releases.media.models import Document, DocumentFile, Image, Picture

PAGE = 24
"""Fills rows of two, three, four or six."""
LAST = 200
"""Nobody turns two hundred pages; without an end, a far page costs a walk over all that lies before it."""


@require_safe
def pictures(request: HttpRequest) -> JsonResponse:
    """Pictures in which the words of ``?q=`` are found, the newest first; or one page further on."""
    found, more = _page(request, newest.pictures(Picture.objects.all()), searching.pictures)
    rows = [describe_picture(picture, version) for picture in found if (version := newest.version(picture))]
    return JsonResponse({"pictures": rows, "more": more})


@require_safe
def documents(request: HttpRequest) -> JsonResponse:
    """As ``pictures``, for files."""
    found, more = _page(request, newest.documents(Document.objects.all()), searching.documents)
    rows = [describe_document(document, version) for document in found if (version := newest.version(document))]
    return JsonResponse({"documents": rows, "more": more})


def describe_picture(picture: Picture, version: Image) -> dict[str, Any]:
    """One picture for scripts: its words, and the version to use."""
    return {
        "key": version.key,
        "thumb": thumbnail(version),
        "alt": picture.alt,
        "decorative": picture.decorative,
        "caption": picture.caption,
        "credit": picture.credit,
        "licence": picture.licence,
        "name": version.original_name or str(picture),
        "width": version.width,
        "height": version.height,
        "uploaded": version.uploaded_at.isoformat(),
        "page": reverse("admin:media_picture_change", args=[picture.pk]),
    }


def describe_document(document: Document, version: DocumentFile) -> dict[str, Any]:
    """One file for scripts: what it is called, and the version to use."""
    return {
        "key": version.key,
        "title": document.title,
        "language": document.language,
        "accessible": document.accessible,
        "name": version.name,
        "content_type": version.content_type,
        "size": version.size,
        "uploaded": version.uploaded_at.isoformat(),
        "page": reverse("admin:media_document_change", args=[document.pk]),
    }


def thumbnail(version: Image) -> str:
    """Where staff see a version small."""
    return reverse("admin:releases_release_image", args=[version.key, newest.THUMBNAIL])


def _page(request: HttpRequest, rows: Any, search: Callable[[Any, str], Any]) -> tuple[list[Any], bool]:
    """The rows of the page that was asked for, and whether there are more; a page that makes no sense is the first."""
    asked = request.GET.get("page", "1")
    number = min(int(asked), LAST) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    start = (max(number, 1) - 1) * PAGE
    found = list(search(rows, request.GET.get("q", ""))[start : start + PAGE + 1])
    return found[:PAGE], len(found) > PAGE and number < LAST
