"""A logo as every page, feed and document shows it: a small PNG, which keeps transparency and which everything can read."""

import io

from django.core.files.base import ContentFile
from PIL import Image as Pillow

from releases.media.models import Image
from releases.media.renditions import RECIPE, NotKept
from releases.media.storage import private
from releases.media.turns import turn

Size = tuple[int, int]


def stored_name(image: Image, size: Size) -> str:
    """Where it is kept: with the other renditions, in the folder that can be emptied at any time."""
    return f"renditions/{RECIPE}/{image.key}/logo-{size[0]}x{size[1]}.png"


def etag(image: Image, size: Size) -> str:
    """What names exactly these bytes before they are made."""
    return f'"{image.sha256[:32]}-{RECIPE}-logo-{size[0]}x{size[1]}"'


def ready(image: Image, size: Size) -> str:
    """The name under which the storage has it, made if need be. Raises ``NotKept`` with its bytes, as renditions do."""
    name = stored_name(image, size)
    with turn(name):
        if not private().exists(name):
            data = _drawn(image, size)
            try:
                private().save(name, ContentFile(data))
            except OSError as error:
                raise NotKept(data) from error
    return name


def _drawn(image: Image, size: Size) -> bytes:
    with image.file.open() as original, Pillow.open(original, formats=("JPEG", "PNG")) as picture:
        scaled = picture.convert("RGBA").resize(size, Pillow.Resampling.LANCZOS)
    sink = io.BytesIO()
    scaled.save(sink, "PNG", optimize=True)
    return sink.getvalue()
