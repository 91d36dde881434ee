"""Taking uploads into the library, one by one: what cannot be stored does not keep the others out."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from releases.media.errors import InvalidUpload
from releases.media.models import Picture
from releases.media.upload import find_image, store_image


@dataclass(frozen=True, slots=True)
class Taken:
    """How it went with one upload."""

    name: str
    row: Any = None
    """The ``Picture`` or ``Document`` that it is now, or was before."""
    version: Any = None
    duplicate: bool = False
    error: str = ""


def picture(upload: UploadedFile, by: User) -> Taken:
    """Store a picture, unless the library has these very bytes."""
    known = find_image(upload)
    if known is not None:
        return Taken(upload.name or "", known.picture, _latest(known.picture), duplicate=True)
    upload.seek(0)
    try:
        stored = store_image(file=upload, name=upload.name or "", by=by)
    except InvalidUpload as error:
        return Taken(upload.name or "", error=str(error))
    return Taken(upload.name or "", stored.picture, stored)


def _latest(row: Picture) -> Any:
    """Not the version that was recognised: another may have replaced it since."""
    return row.latest
