"""The one way in for pictures: decoded under limits, re-encoded, and stored under a random key."""

import hashlib
import io
import warnings
from typing import IO

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from releases.media.models import Image

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
JPEG_QUALITY = 92
"""High enough that the renditions made from it show no second-generation loss."""


class InvalidImage(Exception):
    """The file was not stored; ``str()`` says why and what to do."""


def store_image(*, file: IO[bytes], name: str = "", by: AbstractBaseUser | None) -> Image:
    """Check, re-encode and store an uploaded picture, and return its saved ``Image``.

    The same picture uploaded twice is two images: they have different keys, so that neither tells of the other.
    Raises ``InvalidImage`` with a sentence for the uploader; nothing is stored then.
    """
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise InvalidImage(_("The picture file is empty. Choose another file."))
    if len(data) > MAX_BYTES:
        raise InvalidImage(_("The picture is larger than 20 MB. Save it smaller and try again."))
    picture = _decode(data)
    encoded, kind = _encode(picture)
    image = Image(
        format=kind,
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(encoded).hexdigest(),
        original_name=_tidy_name(name or getattr(file, "name", "") or ""),
        uploaded_by=by,  # type: ignore[misc]  # the field is declared on the swappable user model
    )
    image.file.save("original", ContentFile(encoded), save=False)
    image.save(force_insert=True)
    return image


def _decode(data: bytes) -> Pillow.Image:
    """Decode an upload, upright. The size in the header is read before any pixel is: bombs stop here."""
    try:
        with warnings.catch_warnings():
            # Between its two limits Pillow only warns of a decompression bomb.
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            picture = Pillow.open(io.BytesIO(data), formats=FORMATS)
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise InvalidImage(_("The picture has more than 50 megapixels. Save it smaller and try again."))
            picture.load()
            return ImageOps.exif_transpose(picture)
    except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError) as error:
        raise InvalidImage(_("The picture has more than 50 megapixels. Save it smaller and try again.")) from error
    except UnidentifiedImageError as error:
        raise InvalidImage(_("This is not a picture we can read. Use JPEG, PNG or WebP.")) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow raises any of these for truncated or malformed files, depending on the decoder.
        raise InvalidImage(_("The picture file is damaged. Open it in an editor, save it again, and retry.")) from error


def _encode(picture: Pillow.Image) -> tuple[bytes, str]:
    """Write the pixels anew: whatever else the file held (EXIF with GPS, a script, a second file) is gone."""
    sink = io.BytesIO()
    if picture.has_transparency_data:
        picture.convert("RGBA").save(sink, "PNG")
        return sink.getvalue(), "PNG"
    picture.convert("RGB").save(sink, "JPEG", quality=JPEG_QUALITY, subsampling=0, exif=b"")
    return sink.getvalue(), "JPEG"


def _tidy_name(name: str) -> str:
    """The last path part of what the uploader called the file, printable, for staff to recognise it by."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:200]
