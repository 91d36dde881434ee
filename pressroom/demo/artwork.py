"""The demo's pictures in the media store: drawn once, found again by a second attempt."""

import io
from collections.abc import Callable, Iterable

from django.contrib.auth.models import User

from pressroom.demo.content import Illustration
from pressroom.demo.pictures.catalogue import PICTURES
from releases.media.models import Image
from releases.media.upload import store_image

WIDTH = 1920
"""Of each picture, in pixels: as large as the largest rendition asks for on a dense screen."""

QUALITY = 95


def hang(pictures: Iterable[Illustration], *, by: User, width: int, report: Callable[[str], None]) -> dict[str, Image]:
    """Make sure that these pictures are stored, and return them by name. The library knows each by the words it first had.

    Each is committed on its own. An attempt that was killed leaves pictures that the next one takes over.
    """
    images: dict[str, Image] = {}
    for picture in pictures:
        name = picture.picture
        if name in images:
            continue
        found = Image.objects.filter(original_name=_file_name(name), uploaded_by=by).select_related("picture").first()
        if found is None or not found.file.storage.exists(str(found.file.name)):
            report(name)
            words = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
            found = store_image(file=draw(name, width), name=_file_name(name), by=by, words=words)
        images[name] = found
    return images


def draw(name: str, width: int) -> io.BytesIO:
    """One picture as a JPEG file."""
    sink = io.BytesIO()
    PICTURES[name](width).save(sink, "JPEG", quality=QUALITY)
    sink.seek(0)
    return sink


def _file_name(name: str) -> str:
    return f"{name}.jpg"
