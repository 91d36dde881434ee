"""Which renditions there are: a short closed list, so that nobody can fill the disk with others, and how large each one is.

``w640.avif`` is the whole picture, ``card640-f50-33.webp`` a crop of 3:2 for cards and lists, ``social-f50-33.jpg`` one of
1200 × 630 for shared links; ``f`` is the focal point, per cent from the left and from the top, that the crop keeps in view.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

WIDTHS = (320, 640, 960, 1280, 1920)
CARD_WIDTHS = (320, 640, 960)
SOCIAL_WIDTH = 1200
"""With its height of 630 what the networks ask for and scale down from themselves."""
MAX_HEIGHT = 8192
"""A whole picture is never taller, but narrower: WebP ends at 16,383, and memory goes with the area."""

CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
"""By extension, the best first: that is the order in which a browser is offered them."""

Focal = tuple[int, int]


class Shape(StrEnum):
    """What part of the picture a rendition shows."""

    WHOLE = "w"
    CARD = "card"
    SOCIAL = "social"


RATIOS = {Shape.CARD: (3, 2), Shape.SOCIAL: (40, 21)}
_PERCENT = r"(?:0|[1-9][0-9]?|100)"
_SPEC = re.compile(
    rf"(?:(?P<shape>w|card)(?P<width>[1-9][0-9]{{2,3}})|social)(?:-f(?P<x>{_PERCENT})-(?P<y>{_PERCENT}))?"
    r"\.(?P<extension>avif|webp|jpg)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Spec:
    """One rendition: at most this many pixels wide, in this format; a crop also knows what it must keep in view."""

    width: int
    extension: str
    shape: Shape = Shape.WHOLE
    focal: Focal | None = None

    def __str__(self) -> str:
        width = "" if self.shape is Shape.SOCIAL else self.width
        focal = f"-f{self.focal[0]}-{self.focal[1]}" if self.focal else ""
        return f"{self.shape}{width}{focal}.{self.extension}"

    @property
    def content_type(self) -> str:
        """The media type of the rendition's bytes."""
        return CONTENT_TYPES[self.extension]


def card(width: int, extension: str, focal: Focal) -> Spec:
    """The crop for cards and lists."""
    return Spec(width, extension, Shape.CARD, focal)


def social(focal: Focal) -> Spec:
    """The crop for shared links: in JPEG alone, which is what every network reads."""
    return Spec(SOCIAL_WIDTH, "jpg", Shape.SOCIAL, focal)


def parse(text: str) -> Spec | None:
    """The spec that an address names, or ``None`` if it is not one of ours."""
    match = _SPEC.fullmatch(text)
    if match is None:
        return None
    shape = Shape(match["shape"] or Shape.SOCIAL)
    focal = (int(match["x"]), int(match["y"])) if match["x"] else None
    spec = Spec(int(match["width"] or SOCIAL_WIDTH), match["extension"], shape, focal)
    return spec if _offered(spec) else None


def _offered(spec: Spec) -> bool:
    if spec.shape is Shape.WHOLE:
        return spec.focal is None and spec.width in WIDTHS
    if spec.shape is Shape.CARD:
        return spec.focal is not None and spec.width in CARD_WIDTHS
    return spec.focal is not None and spec.extension == "jpg"


def pixel_size(spec: Spec, width: int, height: int) -> tuple[int, int]:
    """How many pixels the rendition of an original of this size has: never more than there are to show."""
    left, top, right, bottom = crop_box(spec, width, height)
    across, down = right - left, bottom - top
    scale = min(1.0, spec.width / across, MAX_HEIGHT / down)
    return _whole_pixels(across, scale), _whole_pixels(down, scale)


def _whole_pixels(length: float, scale: float) -> int:
    """Rounded, but never up beyond what there is, and one at least: a crop of a picture one pixel high is a fraction wide."""
    return max(1, min(round(length * scale), int(length)))


def crop_box(spec: Spec, width: int, height: int) -> tuple[float, float, float, float]:
    """What of the original is shown: left, top, right, bottom.

    Of a crop that is the largest part of its ratio, centred on the focal point as far as the edges allow.
    """
    if spec.shape is Shape.WHOLE:
        return 0.0, 0.0, float(width), float(height)
    across, down = RATIOS[spec.shape]
    part_width = min(width, height * across / down)
    part_height = min(height, width * down / across)
    x, y = spec.focal or (50, 50)
    left = min(max(width * x / 100 - part_width / 2, 0.0), width - part_width)
    top = min(max(height * y / 100 - part_height / 2, 0.0), height - part_height)
    return left, top, left + part_width, top + part_height


def widths_for(original_width: int) -> list[int]:
    """The widths worth offering for an original of this width; the smallest one always."""
    return [width for width in WIDTHS if width <= original_width] or [WIDTHS[0]]


def card_widths_for(width: int, height: int) -> list[int]:
    """The widths worth offering of the crop for cards; the smallest one always."""
    across, down = RATIOS[Shape.CARD]
    natural = min(width, height * across / down)
    return [width for width in CARD_WIDTHS if width <= natural] or [CARD_WIDTHS[0]]


def specs_for(width: int, height: int, focal: Focal | None) -> list[Spec]:
    """Everything that pages offer of a picture of this size; with crops where it has a focal point."""
    wanted = [Spec(each, extension) for each in widths_for(width) for extension in CONTENT_TYPES]
    if focal is not None:
        widths = card_widths_for(width, height)
        wanted += [card(each, extension, focal) for each in widths for extension in CONTENT_TYPES]
        wanted.append(social(focal))
    return wanted
