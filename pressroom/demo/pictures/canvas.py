"""A drawing surface for the demo's pictures: 3:2, drawn at twice the size and reduced.

Everything is measured in heights of the picture: y runs from 0 (top) to 1 (bottom), x from 0 to 1.5.
So a picture is the same picture at 240 pixels (in tests) and at 1920 (in the newsroom).
Pillow draws without anti-aliasing; drawing at double size and averaging four pixels into one is what smooths the edges.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Stop = tuple[float, str]
Picture = Callable[[int], Image.Image]

RATIO = 1.5
OVERSAMPLING = 2


def mix(one: str, other: str, share: float) -> str:
    """The colour `share` of the way from one to the other, as #rrggbb."""
    a, b = ImageColor.getrgb(one), ImageColor.getrgb(other)
    return "#" + "".join(f"{round(p + (q - p) * share):02x}" for p, q in zip(a[:3], b[:3], strict=True))


def ramp(stops: Sequence[Stop], length: int) -> Image.Image:
    """A column one pixel wide that runs through the stops from top to bottom."""
    column = Image.new("RGB", (1, length))
    for index in range(length):
        place = index / max(1, length - 1)
        column.putpixel((0, index), ImageColor.getrgb(_at(stops, place)))
    return column


def _at(stops: Sequence[Stop], place: float) -> str:
    for (start, first), (end, second) in pairwise(stops):
        if place <= end:
            return mix(first, second, max(0.0, (place - start) / (end - start)))
    return stops[-1][1]


class Canvas:
    """One picture in the making."""

    def __init__(self, width: int, seed: int) -> None:
        self.width = width
        self.height = round(width / RATIO)
        self.scale = self.height * OVERSAMPLING
        self.size = (width * OVERSAMPLING, self.height * OVERSAMPLING)
        self.image = Image.new("RGB", self.size)
        self.random = random.Random(seed)  # noqa: S311  (a seeded drawing, no secret)

    def px(self, length: float) -> int:
        """A length in pixels, never less than one: hairlines must survive a small picture."""
        return max(1, round(length * self.scale))

    def _spots(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def _ink(self, colour: str, alpha: float) -> tuple[int, ...]:
        return (*ImageColor.getrgb(colour)[:3], round(255 * alpha))

    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image, "RGBA")

    def sky(self, stops: Sequence[Stop], top: float = 0.0, bottom: float = 1.0) -> None:
        """Fill the band from top to bottom, over the whole width, with a vertical gradient."""
        first, last = round(top * self.scale), round(bottom * self.scale)
        column = ramp(stops, max(2, last - first))
        self.image.paste(column.resize((self.size[0], last - first)), (0, first))

    def mist(self, colour: str, top: float, bottom: float, above: float, below: float) -> None:
        """Lay a colour over a band; its strength goes from `above` to `below`."""
        first, last = round(top * self.scale), round(bottom * self.scale)
        grey = Image.linear_gradient("L").resize((self.size[0], last - first))
        mask = grey.point([round(255 * above + (below - above) * level) for level in range(256)])
        self.image.paste(Image.new("RGB", mask.size, colour), (0, first), mask)

    def glow(self, centre: Point, radius: float, colour: str, strength: float, flat: float = 1.0) -> None:
        """A soft light; `flat` below 1 presses it into an ellipse."""
        wide, high = self.px(radius) * 2, self.px(radius * flat) * 2
        # Pillow's gradient reaches 255 in the corners, so the inscribed circle is at 255 / sqrt(2):
        # beyond it nothing may be left, or the light would show its square.
        rim = 255 / math.sqrt(2)
        falling = [round(strength * 255 * max(0.0, 1 - level / rim) ** 2) for level in range(256)]
        mask = Image.radial_gradient("L").point(falling).resize((wide, high), Image.Resampling.BICUBIC)
        corner = (round(centre[0] * self.scale) - wide // 2, round(centre[1] * self.scale) - high // 2)
        self.image.paste(Image.new("RGB", mask.size, colour), corner, mask)

    def poly(self, points: Iterable[Point], colour: str, alpha: float = 1.0) -> None:
        self._pen().polygon(self._spots(points), fill=self._ink(colour, alpha))

    def soft(self, points: Iterable[Point], colour: str, alpha: float, blur: float) -> None:
        """A polygon with blurred edges: a beam of light, a bank of fog. Blurred at an eighth of the size, for speed."""
        small = (self.size[0] // 8 or 1, self.size[1] // 8 or 1)
        mask = Image.new("L", small)
        spots = [(x / 8, y / 8) for x, y in self._spots(points)]
        ImageDraw.Draw(mask).polygon(spots, fill=round(255 * alpha))
        mask = mask.filter(ImageFilter.GaussianBlur(self.px(blur) / 8))
        self.tint(mask.resize(self.size, Image.Resampling.BICUBIC), colour)

    def box(self, x: float, y: float, wide: float, high: float, colour: str, alpha: float = 1.0) -> None:
        self.poly([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)], colour, alpha)

    def line(self, points: Iterable[Point], colour: str, thick: float, alpha: float = 1.0) -> None:
        self._pen().line(self._spots(points), fill=self._ink(colour, alpha), width=self.px(thick), joint="curve")

    def ellipse(self, centre: Point, wide: float, high: float, colour: str, alpha: float = 1.0) -> None:
        """An ellipse by its half width and half height."""
        (x, y), scale = centre, self.scale
        corners = ((x - wide) * scale, (y - high) * scale, (x + wide) * scale, (y + high) * scale)
        self._pen().ellipse(corners, fill=self._ink(colour, alpha))

    def ring(self, centre: Point, wide: float, high: float, colour: str, thick: float, alpha: float = 1.0) -> None:
        (x, y), scale = centre, self.scale
        corners = ((x - wide) * scale, (y - high) * scale, (x + wide) * scale, (y + high) * scale)
        self._pen().ellipse(corners, outline=self._ink(colour, alpha), width=self.px(thick))

    def ridge(self, base: float, height: float, rough: float = 0.55, steps: int = 8) -> list[Point]:
        """A skyline from edge to edge by midpoint displacement: `rough` is how much each halving keeps."""
        line = [base - height * self.random.random() for _ in range(5)]
        reach = height * 0.5
        for _ in range(steps):
            middles = [(a + b) / 2 + self.random.uniform(-reach, reach) for a, b in pairwise(line)]
            line = [y for pair in zip(line, middles, strict=False) for y in pair] + [line[-1]]
            reach *= rough
        last = len(line) - 1
        return [(RATIO * index / last, y) for index, y in enumerate(line)]

    def crooked(self, start: Point, end: Point, rough: float) -> list[Point]:
        """A straight edge made crooked, both ends kept."""
        steps = 14
        line = []
        for step in range(steps + 1):
            share = step / steps
            sway = 0.0 if step in (0, steps) else self.random.uniform(-rough, rough)
            x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
            line.append((x + sway, y + sway * 0.6))
        return line

    def land(self, skyline: Sequence[Point], colour: str, floor: float = 1.0, alpha: float = 1.0) -> None:
        """Fill what lies between a skyline and the floor."""
        self.poly([*skyline, (skyline[-1][0], floor), (skyline[0][0], floor)], colour, alpha)

    def glints(self, top: float, bottom: float, colours: Sequence[str], count: int, alpha: float = 0.35) -> None:
        """Short level strokes that make a flat band read as water: longer and thicker towards the reader."""
        for _ in range(count):
            near = self.random.random() ** 1.6
            y = top + (bottom - top) * near
            x = self.random.uniform(-0.1, RATIO)
            wide = (0.012 + 0.10 * near) * self.random.uniform(0.4, 1.4)
            high = 0.0006 + 0.0022 * near
            self.ellipse((x, y), wide, high, self.random.choice(colours), alpha * self.random.uniform(0.3, 1))

    def cloud(self, cells: int, blur: float = 0.0) -> Image.Image:
        """Smooth grey noise over the whole picture, from a small seeded raster."""
        wide, high = round(cells * RATIO), cells
        small = Image.frombytes("L", (wide, high), self.random.randbytes(wide * high))
        cloud = small.resize(self.size, Image.Resampling.BICUBIC)
        return cloud.filter(ImageFilter.GaussianBlur(self.px(blur))) if blur else cloud

    def tint(self, mask: Image.Image, colour: str) -> None:
        """Paint a colour through a mask of the canvas's size."""
        self.image.paste(Image.new("RGB", self.size, colour), (0, 0), mask)

    def finish(self, grain: int = 5) -> Image.Image:
        """The picture at its real size, with a breath of paper grain so that gradients do not band."""
        picture = self.image.reduce(OVERSAMPLING)
        if grain:
            noise = Image.frombytes("L", picture.size, self.random.randbytes(picture.width * picture.height))
            levels = [128 + round((level - 128) * grain / 128) for level in range(256)]
            grey = noise.point(levels)
            picture = ImageChops.add(picture, Image.merge("RGB", (grey, grey, grey)), 1, -128)
        return picture


def circle_points(centre: Point, radius: float, start: float, end: float, steps: int = 40) -> list[Point]:
    """Points on a circle from one angle to another, in degrees, clockwise from the right."""
    angles = [math.radians(start + (end - start) * index / steps) for index in range(steps + 1)]
    return [(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles]
