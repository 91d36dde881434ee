"""Sizes of a picture that readers may ask for: a short closed list, so that nobody can fill the disk with others."""

import io
import re
from dataclasses import dataclass

from django.core.files.base import ContentFile
from PIL import Image as Pillow

from releases.media.models import Image
from releases.media.storage import private

WIDTHS = (320, 640, 960, 1280, 1920)
FORMATS = {"webp": ("WEBP", "image/webp"), "jpg": ("JPEG", "image/jpeg")}
QUALITY = {"WEBP": 80, "JPEG": 82}
_SPEC = re.compile(r"w(?P<width>[1-9][0-9]{2,3})\.(?P<extension>webp|jpg)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spec:
    """One rendition: at most this many pixels wide, in this format. Never wider than the original."""

    width: int
    extension: str

    def __str__(self) -> str:
        return f"w{self.width}.{self.extension}"

    @property
    def content_type(self) -> str:
        """The media type of the rendition's bytes."""
        return FORMATS[self.extension][1]


def parse(text: str) -> Spec | None:
    """The spec that an address names, or ``None`` if it is not one of ours."""
    match = _SPEC.fullmatch(text)
    if match is None or int(match["width"]) not in WIDTHS:
        return None
    return Spec(int(match["width"]), match["extension"])


def widths_for(original_width: int) -> list[int]:
    """The widths worth offering for an original of this width; the smallest one always."""
    return [width for width in WIDTHS if width <= original_width] or [WIDTHS[0]]


def render(original: bytes, spec: Spec) -> bytes:
    """The bytes of one rendition: a pure function of the original's bytes and the spec."""
    kind = FORMATS[spec.extension][0]
    with Pillow.open(io.BytesIO(original), formats=("JPEG", "PNG")) as picture:
        if picture.width > spec.width:
            # JPEG decodes at a fraction of its size when told early what is wanted.
            picture.draft(picture.mode, (spec.width * 2, spec.width * 2))
            height = max(1, round(picture.height * spec.width / picture.width))
            scaled = picture.resize((spec.width, height), Pillow.Resampling.LANCZOS)
        else:
            scaled = picture.copy()
    sink = io.BytesIO()
    _flatten(scaled, kind).save(sink, kind, quality=QUALITY[kind])
    return sink.getvalue()


def _flatten(picture: Pillow.Image, kind: str) -> Pillow.Image:
    """JPEG has no transparency: put the picture on white paper first."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    if kind != "JPEG":
        return picture
    paper = Pillow.new("RGBA", picture.size, "white")
    return Pillow.alpha_composite(paper, picture).convert("RGB")


def fetch(image: Image, spec: Spec) -> bytes:
    """The bytes of a rendition, made on first need and kept.

    Two processes that need the same one at once both make it; the storage replaces atomically and the bytes are equal.
    """
    storage = private()
    name = f"images/{image.key}/{spec}"
    if storage.exists(name):
        with storage.open(name) as kept:
            return bytes(kept.read())
    with image.file.open() as original:
        data = render(original.read(), spec)
    storage.save(name, ContentFile(data))
    return data
