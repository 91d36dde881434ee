"""What a document may show beside its text: the pictures of its edition, the office's logo, and the house's typeface.

Each has an address that leads nowhere (RFC 6761, 6.4) and by which the document alone knows it; its bytes come from the private
storage, and only when the document is drawn.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from releases.media import logos, renditions
from releases.media.models import Image
from releases.office import OfficeIdentity, logo_image
from releases.pdf.packet import Given
from releases.snapshot import LeadImage, Pin

BASE = "https://pdf.invalid/"
STYLE = "css/pdf.css"
FONTS = ("public-sans-latin.woff2", "public-sans-latin-ext-wght-normal.woff2")

WIDE, SMALL = 1280, 640
"""Pixels across of a picture as wide as the text, where that is some 200 to the inch; and of one of two side by side."""

POINTS_ACROSS, POINTS_HIGH = 462, 270
"""The room for a picture: the width of the text on the narrower paper (A4), and less than half a page."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to show; ``digest`` tells its bytes before they are read, or even made."""

    address: str
    media_type: str
    digest: str
    load: Callable[[], bytes]

    def given(self) -> Given:
        """With its bytes. Raises ``OSError`` where the storage does not have them."""
        return Given(self.address, self.media_type, self.load())


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture on the sheet: where its bytes are, and its size in points."""

    address: str
    width: int
    height: int


class Pictures:
    """The stored pictures of one snapshot, asked of the database once, and those of them that the sheet has shown."""

    def __init__(self, pinned: Iterable[LeadImage | Pin]) -> None:
        hashes = {each.key: each.sha256 for each in pinned}
        found = Image.objects.filter(key__in=hashes) if hashes else ()
        # Exactly what the snapshot pins, or nothing.
        self._images = {image.key: image for image in found if image.sha256 == hashes[image.key]}
        self.shown: dict[str, Resource] = {}

    def show(self, key: str, *, small: bool = False) -> Drawn | None:
        """The picture with this key as large as it may be; ``None`` for one that this snapshot has not pinned."""
        image = self._images.get(key)
        if image is None:
            return None
        limit = SMALL if small else WIDE
        width = max(each for each in renditions.widths_for(image.width) if each <= limit)
        spec = renditions.Spec(width, "jpg")
        address = f"{BASE}images/{key}/{spec}"
        self.shown[address] = Resource(
            address, spec.content_type, renditions.etag(image, spec), lambda: renditions.fetch(image, spec)
        )
        across = POINTS_ACROSS // 2 - 8 if small else POINTS_ACROSS
        return Drawn(address, *fitted(image.width, image.height, across))


def fitted(width: int, height: int, across: int) -> tuple[int, int]:
    """In points: as large as the room allows, and never larger than 96 pixels to the inch."""
    scale = min(across / width, POINTS_HIGH / height, 72 / 96)
    return max(1, round(width * scale)), max(1, round(height * scale))


def logo_of(identity: OfficeIdentity) -> Resource | None:
    """The office's logo as pages show it, or nothing where it has none."""
    image = logo_image() if identity.logo else None
    if image is None or identity.logo is None or image.key != identity.logo.key:
        return None
    size = identity.logo_size

    def load() -> bytes:
        with image.file.storage.open(logos.ready(image, size)) as kept:
            return bytes(kept.read())

    return Resource(f"{BASE}logo.png", "image/png", logos.etag(image, size), load)


def style() -> str:
    """The style sheet for paper."""
    return _static(STYLE).decode()


def fonts() -> tuple[Resource, ...]:
    """The typeface of the site, for what it has letters of; other scripts have the system's."""
    return tuple(_font(name) for name in FONTS)


@cache
def _font(name: str) -> Resource:
    path = f"vendor/fonts/{name}"
    data = _static(path)
    return Resource(BASE + path, "font/woff2", hashlib.sha256(data).hexdigest(), lambda: data)


@cache
def _static(path: str) -> bytes:
    """A file of the program's own, from its source: what collectstatic hashed is for browsers."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return Path(found).read_bytes()
