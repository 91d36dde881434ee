"""From the bytes of an original and a spec to the bytes of a rendition: pure, and the same on every machine.

What each format costs and gives at these settings is measured by ``bench/renditions.py`` (``bench/RENDITIONS.md``).
"""

import io
import math
from typing import Any

from PIL import Image as Pillow

from releases.media.specs import Spec, crop_box, pixel_size

# On a photograph with grain at 1280 pixels JPEG has 185 kB, WebP at quality 80 133 kB, and AVIF at quality 50 and speed 8,
# which looks as WebP does (SSIM 0.937 and 0.942), 88 kB; it takes 140 ms, as WebP does. Speed 9 is twice as fast and twice as
# large on charts; speed 6 is five times as slow for 9 per cent of a photograph, speed 4 thirty times for 17. Colour at half
# the resolution (4:2:0) saves 8 per cent. One thread: with more, the bytes depend on the machine.
_AVIF = {"quality": 50, "speed": 8, "subsampling": "4:2:0", "max_threads": 1}
_WEBP = {"quality": 80, "method": 4}
# Progressive: a reader on a slow line sees the whole picture early, and the file is 6 per cent smaller.
_JPEG = {"quality": 82, "progressive": True, "optimize": True}
_FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", _AVIF),
    "webp": ("WEBP", _WEBP),
    "jpg": ("JPEG", _JPEG),
}

GAP = 2
"""A picture more than twice as fine as wanted is averaged down to that first: not to be told apart, and faster by half."""
BAND = 256
"""Rows of the original that are worked on at once where it has transparency: 9 MB of a picture 8,700 pixels wide."""

Box = tuple[float, float, float, float]


def render(original: bytes, spec: Spec) -> bytes:
    """The bytes of one rendition, with the credit and copyright that the original carries. Pillow's errors pass through."""
    kind, options = _FORMATS[spec.extension]
    with Pillow.open(io.BytesIO(original), formats=("JPEG", "PNG")) as picture:
        size = pixel_size(spec, *picture.size)
        box = _draft(picture, size, crop_box(spec, *picture.size))
        carried = {"xmp": picture.info.get("xmp") or b"", "icc_profile": picture.info.get("icc_profile")}
        scaled = _scaled_with_alpha if picture.has_transparency_data else _scaled
        result = scaled(picture, size, box)
    if kind == "JPEG" and result.mode == "RGBA":
        result = Pillow.alpha_composite(Pillow.new("RGBA", result.size, "white"), result).convert("RGB")
    # What Pillow took over from the original's header is not written unless it is named here.
    result.info = {}
    sink = io.BytesIO()
    result.save(sink, kind, **options, **{name: value for name, value in carried.items() if value})
    return sink.getvalue()


def _draft(picture: Pillow.Image, size: tuple[int, int], box: Box) -> Box:
    """Have a JPEG decoded at a half, a quarter or an eighth where that is enough, and return the box on what it becomes.

    50 megapixels take 200 MB decoded in full, and 13 MB at a quarter. PNG cannot: it costs the 200 MB.
    """
    width, height = picture.size
    finer = GAP * max(size[0] / (box[2] - box[0]), size[1] / (box[3] - box[1]))
    picture.draft(picture.mode, (math.ceil(width * finer), math.ceil(height * finer)))
    across, down = picture.size[0] / width, picture.size[1] / height
    return box[0] * across, box[1] * down, box[2] * across, box[3] * down


def _scaled(picture: Pillow.Image, size: tuple[int, int], box: Box) -> Pillow.Image:
    if picture.mode not in {"RGB", "L"}:
        picture = picture.convert("RGB")
    return picture.resize(size, Pillow.Resampling.LANCZOS, box=box, reducing_gap=GAP).convert("RGB")


def _scaled_with_alpha(picture: Pillow.Image, size: tuple[int, int], box: Box) -> Pillow.Image:
    """The same with transparency, whose colours have to be weighted by it before they are mixed.

    Pillow would weight a second copy of the whole picture first: another 200 MB for 50 megapixels. Here that is done band
    by band, each averaged down at once.
    """
    left, top, right, bottom = math.floor(box[0]), math.floor(box[1]), math.ceil(box[2]), math.ceil(box[3])
    factor = max(1, int(min((right - left) / size[0], (bottom - top) / size[1]) / GAP))
    thin = Pillow.new("RGBa", (math.ceil((right - left) / factor), math.ceil((bottom - top) / factor)))
    rows = max(1, BAND // factor)
    for row in range(0, thin.height, rows):
        first = top + row * factor
        part = picture.crop((left, first, right, min(bottom, first + rows * factor)))
        thin.paste(part.convert("RGBA").convert("RGBa").reduce(factor), (0, row))
    inside = (
        (box[0] - left) / factor,
        (box[1] - top) / factor,
        min((box[2] - left) / factor, thin.width),
        min((box[3] - top) / factor, thin.height),
    )
    return thin.resize(size, Pillow.Resampling.LANCZOS, box=inside).convert("RGBA")
