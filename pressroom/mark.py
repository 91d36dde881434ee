"""The office's mark as icons: a sheet of paper with a headline, a picture and lines, in the office's colours.

One drawing, as data, is written as SVG and painted as PNG and ICO, so that no file of pixels is kept beside it. Pure.
"""

import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from releases.colour import Colour

SIDE = 48
"""The drawing's own units."""
CORNER = 6
LINES = (
    (9, 10, 30, 4),
    (9, 16, 30, 1.5),
    (9, 22, 13, 16),
    (26, 22, 13, 2.5),
    (26, 27, 13, 2.5),
    (26, 32, 13, 2.5),
    (26, 37, 7, 2.5),
)
"""Left, top, width and height of what is in the colour of text."""
HILL = ((9, 38), (15.5, 32), (19.5, 36.5), (22, 32), (22, 38))
"""The corners of what is in the third colour."""

SAFE = 0.85
"""How large the drawing is in an icon that a system cuts to a shape of its own: all of it within the circle that is never cut,
whose radius is 40 % of the side (W3C, Web Application Manifest, "maskable")."""
FINE = 8
"""Painted so many times larger and then made smaller, for edges between pixels; no less than makes half units whole."""
ICO_SIZES = (16, 32, 48)


@dataclass(frozen=True, slots=True)
class MarkColours:
    """What the mark is painted in."""

    ground: Colour
    lines: Colour
    hill: Colour


def svg(colours: MarkColours) -> str:
    """The mark as a drawing, with round corners."""
    near, far = CORNER, SIDE - CORNER
    ground = (
        f"M{near} 0h{far - near}a{near} {near} 0 0 1 {near} {near}v{far - near}a{near} {near} 0 0 1-{near} {near}"
        f"H{near}a{near} {near} 0 0 1-{near}-{near}V{near}a{near} {near} 0 0 1 {near}-{near}z"
    )
    lines = "".join(f"M{left:g} {top:g}h{width:g}v{height:g}h-{width:g}z" for left, top, width, height in LINES)
    hill = "M" + "L".join(f"{x:g} {y:g}" for x, y in HILL) + "z"
    paths = ((colours.ground, ground), (colours.lines, lines), (colours.hill, hill))
    drawn = "".join(f'<path fill="{colour}" d="{path}"/>\n' for colour, path in paths)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">\n{drawn}</svg>\n'


@lru_cache(maxsize=32)
def png(colours: MarkColours, side: int, *, maskable: bool = False, square: bool = False) -> bytes:
    """The mark, ``side`` pixels wide. ``maskable`` leaves room to be cut; ``square`` keeps its corners."""
    return _saved(
        _painted(colours, side, scale=SAFE if maskable else 1, square=square or maskable), "PNG", optimize=True
    )


@lru_cache(maxsize=4)
def ico(colours: MarkColours) -> bytes:
    """The mark in the sizes of a browser's tab, for programs that ask for this file and nothing else."""
    first, *others = (_painted(colours, side, scale=1, square=False) for side in ICO_SIZES)
    sizes = [(side, side) for side in ICO_SIZES]
    return _saved(others[-1], "ICO", sizes=sizes, append_images=[first, *others[:-1]])


def _painted(colours: MarkColours, side: int, *, scale: float, square: bool) -> Image.Image:
    large = side * FINE if side < 256 else side * 2
    unit, margin = large / SIDE * scale, large * (1 - scale) / 2
    picture = Image.new("RGBA", (large, large), (*_rgb(colours.ground), 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(
        (0, 0, large - 1, large - 1), 0 if square else CORNER * large / SIDE, fill=_rgb(colours.ground)
    )
    for left, top, width, height in LINES:
        box = (left, top, left + width, top + height)
        x1, y1, x2, y2 = (round(margin + value * unit) for value in box)
        # Pillow paints the last pixel as well.
        pen.rectangle((x1, y1, x2 - 1, y2 - 1), fill=_rgb(colours.lines))
    pen.polygon([(margin + x * unit, margin + y * unit) for x, y in HILL], fill=_rgb(colours.hill))
    small = picture.resize((side, side), Image.Resampling.LANCZOS)
    return small.convert("RGB") if square else small


def _rgb(colour: Colour) -> tuple[int, int, int]:
    return colour.red, colour.green, colour.blue


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()
