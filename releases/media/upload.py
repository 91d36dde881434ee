"""The one way in for pictures: checked under limits, written anew, and stored under a random key."""

import hashlib
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from releases.media.decoding.decode import Decoded, decode
from releases.media.errors import InvalidUpload
from releases.media.filetypes.names import tidy_name
from releases.media.models import Image, Picture
from releases.media.versions import measure, next_number

_EXTENSIONS = {"JPEG": "jpg", "PNG": "png"}


def store_image(
    *,
    file: IO[bytes],
    name: str = "",
    by: AbstractBaseUser | None,
    picture: Picture | None = None,
    words: Mapping[str, Any] | None = None,
) -> Image:
    """Check, write anew and store an uploaded picture, and return its saved version.

    Without ``picture`` it becomes a new picture of the library, with these words; with it, that one's next version. Raises
    ``InvalidUpload`` with a sentence for the uploader; nothing is stored then.
    """
    called = name or getattr(file, "name", "") or ""
    tidy_name(called, "jpg")
    data = file.read(settings.IMAGE_MAX_BYTES + 1)
    if not data:
        raise InvalidUpload(_("The picture file is empty. Choose another file."))
    if len(data) > settings.IMAGE_MAX_BYTES:
        raise InvalidUpload(
            _("The picture is larger than %(limit)s MB. Save it smaller and try again.")
            % {"limit": settings.IMAGE_MAX_BYTES // 1024**2}
        )
    decoded = decode(data)
    image = Image(
        format=decoded.format,
        width=decoded.width,
        height=decoded.height,
        colour=decoded.colour,
        size=len(decoded.data),
        sha256=hashlib.sha256(decoded.data).hexdigest(),
        source_sha256=hashlib.sha256(data).hexdigest(),
        original_name=tidy_name(called, _EXTENSIONS[decoded.format]),
        uploaded_by=by,  # type: ignore[misc]  # the field is declared on the swappable user model
    )
    image.file.save("original", ContentFile(decoded.data), save=False)
    with transaction.atomic():
        image.picture = picture or Picture.objects.create(created_by=by, **_words(decoded, words))  # type: ignore[misc]
        image.number = next_number(Picture, image.picture.pk)
        image.save(force_insert=True)
    return image


def find_image(file: IO[bytes]) -> Image | None:
    """The version that was made of exactly these bytes before, or ``None``. Reads the file and winds it back."""
    _size, digest = measure(file)
    file.seek(0)
    return Image.objects.filter(source_sha256=digest).select_related("picture").order_by("-pk").first()


def _words(decoded: Decoded, words: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the uploader says, and for what they leave out, what the picture says of itself."""
    said = {"credit": decoded.credit or decoded.creator, "licence": decoded.copyright}
    return said | {name: value for name, value in (words or {}).items() if value}
