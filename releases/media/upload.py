"""The one way in for pictures: checked under limits, written anew, and stored under a random key."""

import hashlib
import io
import warnings
from collections.abc import Mapping
from typing import IO, Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from releases.media.errors import InvalidUpload
from releases.media.models import Image, Picture
from releases.media.versions import measure, next_number, tidy_name

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
JPEG_QUALITY = 92
"""High enough that the renditions made from it show no second-generation loss."""


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
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise InvalidUpload(_("The picture file is empty. Choose another file."))
    if len(data) > MAX_BYTES:
        raise InvalidUpload(_("The picture is larger than 20 MB. Save it smaller and try again."))
    decoded = _decode(data)
    encoded, kind = _encode(decoded)
    image = Image(
        format=kind,
        width=decoded.width,
        height=decoded.height,
        size=len(encoded),
        sha256=hashlib.sha256(encoded).hexdigest(),
        source_sha256=hashlib.sha256(data).hexdigest(),
        original_name=tidy_name(name or getattr(file, "name", "") or ""),
        uploaded_by=by,  # type: ignore[misc]  # the field is declared on the swappable user model
    )
    image.file.save("original", ContentFile(encoded), save=False)
    with transaction.atomic():
        image.picture = picture or Picture.objects.create(created_by=by, **(words or {}))  # type: ignore[misc]
        image.number = next_number(Picture, image.picture.pk)
        image.save(force_insert=True)
    return image


def find_image(file: IO[bytes]) -> Image | None:
    """The version that was made of exactly these bytes before, or ``None``. Reads the file and winds it back."""
    _size, digest = measure(file)
    file.seek(0)
    return Image.objects.filter(source_sha256=digest).select_related("picture").order_by("-pk").first()


def _decode(data: bytes) -> Pillow.Image:
    """Decode an upload, upright. The size in the header is read before any pixel is: bombs stop here."""
    try:
        with warnings.catch_warnings():
            # Between its two limits Pillow only warns of a decompression bomb.
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            picture = Pillow.open(io.BytesIO(data), formats=FORMATS)
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise InvalidUpload(_("The picture has more than 50 megapixels. Save it smaller and try again."))
            picture.load()
            return ImageOps.exif_transpose(picture)
    except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError) as error:
        raise InvalidUpload(_("The picture has more than 50 megapixels. Save it smaller and try again.")) from error
    except UnidentifiedImageError as error:
        raise InvalidUpload(_("This is not a picture we can read. Use JPEG, PNG or WebP.")) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow raises any of these for truncated or malformed files, depending on the decoder.
        raise InvalidUpload(
            _("The picture file is damaged. Open it in an editor, save it again, and retry.")
        ) from error


def _encode(picture: Pillow.Image) -> tuple[bytes, str]:
    """Write the pixels anew: whatever else the file held (EXIF with GPS, a script, a second file) is gone."""
    sink = io.BytesIO()
    if picture.has_transparency_data:
        picture.convert("RGBA").save(sink, "PNG")
        return sink.getvalue(), "PNG"
    picture.convert("RGB").save(sink, "JPEG", quality=JPEG_QUALITY, subsampling=0, exif=b"")
    return sink.getvalue(), "JPEG"
