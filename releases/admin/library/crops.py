"""What of a picture is seen where it is cut, to be drawn as an SVG: the policy of the pages allows no style attributes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from releases.media.models import Image, Picture
from releases.media.specs import RATIOS, Shape, card, crop_box, social

CARD_WIDTH = 640


@dataclass(frozen=True, slots=True)
class Crop:
    """One way of cutting."""

    label: str
    box: str
    """The ``viewBox`` in pixels of the picture."""
    across: int
    down: int


def crops_of(picture: Picture, version: Image) -> list[Crop]:
    """The crops that readers get, by the same sum as the renditions themselves. ``focal.js`` does it once more, live."""
    focal = (picture.focal_x, picture.focal_y)
    found = []
    for label, spec in (
        (_("On cards and lists"), card(CARD_WIDTH, "webp", focal)),
        (_("In shared links"), social(focal)),
    ):
        left, top, right, bottom = crop_box(spec, version.width, version.height)
        box = f"{left:.2f} {top:.2f} {right - left:.2f} {bottom - top:.2f}"
        found.append(Crop(label, box, *RATIOS[Shape(spec.shape)]))
    return found
