"""Pictures of the mountains and the long nights: the snow survey and the northern lights."""

import math
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps

from pressroom.demo.pictures.canvas import RATIO, Canvas, Point, mix


def snow_survey(width: int) -> Image.Image:
    """Two surveyors ski along a line of depth poles below the range."""
    canvas = Canvas(width, seed=83)
    canvas.sky([(0, "#7fa3bf"), (0.6, "#bdd2dd"), (1, "#f2e8dc")], bottom=0.7)
    canvas.land(canvas.ridge(0.50, 0.22, rough=0.5), "#b4c8d6", 0.75)
    canvas.mist("#f2ece4", 0.35, 0.62, 0.0, 0.8)
    for x, y, wide in ((0.10, 0.33, 0.42), (1.36, 0.30, 0.46), (0.52, 0.20, 0.56), (0.98, 0.27, 0.46)):
        _peak(canvas, (x, y), wide)
    canvas.mist("#f6f1ea", 0.50, 0.74, 0.0, 0.9)
    _spruces(canvas)
    drifts = (
        ("#e9eff2", [(0, 0.70), (0.4, 0.675), (0.9, 0.70), (1.5, 0.665)]),
        ("#dbe6ec", [(0, 0.73), (0.5, 0.765), (1.0, 0.735), (1.5, 0.76)]),
        ("#f3f6f6", [(0, 0.80), (0.35, 0.765), (0.8, 0.80), (1.5, 0.79)]),
        ("#e2ebef", [(0, 0.90), (0.6, 0.86), (1.1, 0.90), (1.5, 0.875)]),
        ("#f8f9f8", [(0, 0.93), (0.5, 0.935), (1.0, 0.925), (1.5, 0.95)]),
    )
    for colour, knots in drifts:
        canvas.land(_smooth(knots), colour)
    _poles_and_track(canvas)
    return canvas.finish()


def _peak(canvas: Canvas, top: Point, wide: float) -> None:
    """A mountain with a lit and a shaded side, and rock showing through the snow."""
    x, y = top
    floor = 0.76
    left = canvas.crooked((x - wide * 0.75, floor), top, 0.018)
    right = canvas.crooked(top, (x + wide * 0.75, floor), 0.018)
    spur = canvas.crooked(top, (x + wide * 0.10, floor), 0.03)
    canvas.poly([*left, *right], "#f5f6f4")
    canvas.poly([*spur, *reversed(right)], "#93b0c5")
    for _ in range(26):
        down = canvas.random.uniform(0.10, 0.75)
        side = canvas.random.uniform(-0.6, 0.6) * down
        spot = (x + side * wide, y + (floor - y) * down)
        tall, thin = canvas.random.uniform(0.015, 0.05), canvas.random.uniform(0.003, 0.010)
        lean = 0.5 if side > 0 else -0.5
        rock = "#5d7890" if side > 0.06 * down else "#8fa3b3"
        foot = (spot[0] + lean * tall, spot[1] + tall)
        canvas.poly(
            [spot, foot, (foot[0] - thin * 2, foot[1] - tall * 0.2), (spot[0] - thin, spot[1] + tall * 0.3)], rock, 0.7
        )


def _smooth(knots: list[Point]) -> list[Point]:
    """Knots joined by half cosines: level at every knot, as wind leaves snow."""
    line: list[Point] = []
    for (ax, ay), (bx, by) in pairwise(knots):
        for step in range(40):
            share = step / 40
            line.append((ax + (bx - ax) * share, ay + (by - ay) * (1 - math.cos(math.pi * share)) / 2))
    return [*line, knots[-1]]


def _spruces(canvas: Canvas) -> None:
    for _ in range(150):
        x = canvas.random.uniform(-0.02, RATIO)
        base = 0.715 + 0.01 * math.sin(x * 5)
        if abs(x - 0.72) < 0.24 + canvas.random.uniform(-0.1, 0.1):
            continue
        _spruce(
            canvas, (x, base), canvas.random.uniform(0.025, 0.06), mix("#31505a", "#54717a", canvas.random.random())
        )


def _spruce(canvas: Canvas, foot: Point, tall: float, colour: str) -> None:
    x, y = foot
    for tier in range(4):
        top, half = y - tall * (1 - tier * 0.22), tall * (0.07 + 0.05 * tier)
        canvas.poly([(x, top), (x - half, top + tall * 0.36), (x + half, top + tall * 0.36)], colour)


def _poles_and_track(canvas: Canvas) -> None:
    """Poles grow towards the reader; the ski track bends past them."""
    for side in (-0.006, 0.006):
        track = []
        for step in range(60):
            share = step / 59
            near = share**2
            track.append(
                (1.02 - 0.55 * share + 0.13 * math.sin(share * 5) + side * (0.3 + 2.2 * near), 0.79 + 0.22 * near)
            )
        canvas.line(track, "#b3c6d2", 0.003)
    for step in range(6):
        size = 0.35 + step * 0.19
        x, y = 1.10 + 0.003 * step - 0.045 * step**1.5 * 0.55, 0.785 + 0.006 * step**1.9
        tall = 0.15 * size
        canvas.poly(
            [(x, y), (x + 0.16 * size, y + 0.025 * size), (x + 0.16 * size, y + 0.028 * size), (x, y + 0.005)],
            "#a9bfce",
            0.8,
        )
        for band in range(6):
            paint = "#c8643a" if band % 2 == 0 else "#f7f4ec"
            canvas.box(x - 0.0035 * size, y - tall * (band + 1) / 6, 0.007 * size, tall / 6 + 0.001, paint)
    for x, y, size, coat in ((0.60, 0.90, 1.0, "#b5482f"), (0.70, 0.865, 0.82, "#1f4a63")):
        _skier(canvas, (x, y), 0.115 * size, coat)


def _skier(canvas: Canvas, foot: Point, tall: float, coat: str) -> None:
    x, y = foot

    def at(*points: Point) -> list[Point]:
        return [(x + dx * tall, y - dy * tall) for dx, dy in points]

    canvas.poly(at((0.0, 0.0), (1.0, -0.14), (1.05, -0.20), (0.15, -0.06)), "#a9bfce", 0.8)
    canvas.line(at((-0.55, 0.02), (0.55, -0.02)), "#22313d", 0.03 * tall)
    canvas.line(at((0.02, 0.48), (0.16, 0.24), (0.12, 0.0)), "#22313d", 0.11 * tall)
    canvas.line(at((0.0, 0.48), (-0.10, 0.24), (-0.26, 0.03)), "#22313d", 0.11 * tall)
    canvas.poly(at((-0.13, 0.46), (0.13, 0.46), (0.19, 0.84), (-0.02, 0.86)), coat)
    canvas.poly(at((-0.13, 0.55), (-0.28, 0.58), (-0.22, 0.86), (-0.02, 0.88)), "#3d4a38")
    canvas.line(at((0.10, 0.78), (0.24, 0.58), (0.38, 0.56)), coat, 0.08 * tall)
    canvas.line(at((0.38, 0.62), (0.20, 0.0)), "#22313d", 0.02 * tall)
    canvas.ellipse(at((0.13, 0.95))[0], 0.078 * tall, 0.085 * tall, "#e0b894")
    canvas.poly(at((0.04, 0.95), (0.05, 1.05), (0.19, 1.07), (0.22, 0.97)), "#22313d")


def aurora(width: int) -> Image.Image:
    """Green curtains over a lake; the woods double themselves in it."""
    canvas = Canvas(width, seed=97)
    canvas.sky([(0, "#081426"), (0.6, "#12304a"), (1, "#2c5661")])
    for _ in range(260):
        spot, size = (
            (canvas.random.uniform(0, RATIO), canvas.random.uniform(0, 0.6)),
            canvas.random.uniform(0.0006, 0.0016),
        )
        canvas.ellipse(spot, size, size, "#ffffff", canvas.random.uniform(0.2, 0.9))
    lights = _curtains(canvas)
    canvas.image = ImageChops.screen(canvas.image, lights)
    canvas.land(canvas.ridge(0.62, 0.09, rough=0.5), "#0d2230", 0.66)
    for step in range(210):
        x = step / 209 * RATIO + canvas.random.uniform(-0.006, 0.006)
        bank = 0.05 * abs(math.sin(x * 2.1 + 0.5))
        _spruce(
            canvas,
            (x, 0.665),
            canvas.random.uniform(0.03, 0.07) + bank,
            mix("#050d16", "#0b1a25", canvas.random.random()),
        )
    shore = round(0.662 * canvas.scale)
    above = canvas.image.crop((0, 2 * shore - canvas.size[1], canvas.size[0], shore))
    mirror = ImageOps.flip(above).filter(ImageFilter.BoxBlur(canvas.px(0.003)))
    canvas.image.paste(mirror, (0, shore))
    canvas.mist("#07131f", 0.662, 1.0, 0.15, 0.72)
    canvas.glints(0.67, 1.0, ("#7fd8b0", "#0a1724", "#1c4a55"), 420, 0.16)
    return canvas.finish(grain=3)


def _curtains(canvas: Canvas) -> Image.Image:
    """Vertical rays hung on waving lines: green below, violet where they fade out above."""
    small = (canvas.size[0] // 4, canvas.size[1] // 4)
    lights = Image.new("RGB", small)
    ray = Image.new("RGB", (1, 64))
    for index in range(64):
        share = index / 63
        bright = share**1.8 * min(1.0, (1 - share) * 9)
        colour = (int((150 * (1 - share) ** 1.5 + 40) * bright), int(235 * bright), int((190 - 70 * share) * bright))
        ray.putpixel((0, index), colour)
    for base, sway, pace, shift, tall in (
        (0.46, 0.06, 3.1, 0.4, 0.42),
        (0.34, 0.07, 4.3, 2.2, 0.34),
        (0.56, 0.03, 5.2, 4.0, 0.26),
    ):
        layer = Image.new("RGB", small)
        for column in range(small[0]):
            x = column / small[0] * RATIO
            foot = base + sway * math.sin(x * pace + shift) + 0.02 * math.sin(x * 11 + shift)
            flicker = 0.62 + 0.22 * math.sin(x * 47 + shift * 3) * math.sin(x * 13) + 0.16 * math.sin(x * 3.3 + shift)
            high = max(2, round(small[1] * tall * (0.75 + 0.25 * math.sin(x * 7 + shift))))
            strip = ray.point([round(level * flicker) for level in range(256)] * 3).resize((1, high))
            layer.paste(strip, (column, round(foot * small[1]) - high))
        lights = ImageChops.screen(lights, layer)
    softened = lights.filter(ImageFilter.GaussianBlur(max(1, small[1] // 160)))
    return softened.resize(canvas.size, Image.Resampling.BICUBIC)
