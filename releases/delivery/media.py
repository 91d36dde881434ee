"""Pictures and files of the library on their way to whoever may have them."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from releases.delivery.deliver import deliver
from releases.delivery.headers import protect
from releases.delivery.stored import StoredBytes
from releases.media import renditions
from releases.media.models import DocumentFile, Image


def send_rendition(
    request: HttpRequest,
    image: Image,
    spec: renditions.Spec,
    *,
    modified: datetime | None = None,
    fresh_for: int = 0,
) -> HttpResponseBase:
    """One size of a picture, to be shown. A storage that cannot keep it is no reason for not showing it."""
    stored = StoredBytes(
        name=renditions.stored_name(image, spec),
        content_type=spec.content_type,
        etag=renditions.etag(image, spec),
        filename=str(spec),
        modified=modified,
    )
    try:
        renditions.ready(image, spec)
    except renditions.NotKept as made:
        response = HttpResponse(made.data, content_type=spec.content_type, headers={"Cache-Control": "no-store"})
        protect(response)
        return response
    return deliver(request, stored, disposition="inline", fresh_for=fresh_for)


def send_file(
    request: HttpRequest, file: DocumentFile, *, modified: datetime | None = None, fresh_for: int = 0
) -> HttpResponseBase:
    """A file under its own name, to be saved."""
    stored = StoredBytes(
        name=str(file.file.name),
        content_type=file.content_type,
        etag=f'"{file.sha256[:32]}"',
        filename=file.name,
        size=file.size,
        modified=modified,
    )
    return deliver(request, stored, disposition="attachment", fresh_for=fresh_for)
