"""Pictures of the coast from the shore: harbour, ferry, lighthouse, storm."""

import math
from collections.abc import Callable

from PIL import Image

from pressroom.demo.pictures.canvas import RATIO, Canvas, Point, mix


def harbour_at_dusk(width: int) -> Image.Image:
    """Fishing boats at their moorings; the town's windows across the water."""
    canvas = Canvas(width, seed=11)
    canvas.sky([(0, "#1c2c47"), (0.45, "#50607d"), (0.75, "#b98478"), (1, "#f2c08a")], bottom=0.56)
    canvas.glow((0.52, 0.56), 0.55, "#ffdca3", 0.75, flat=0.55)
    canvas.land(canvas.ridge(0.53, 0.14, rough=0.5), "#76738a", 0.56)
    canvas.land(canvas.ridge(0.555, 0.07, rough=0.5), "#4c5470", 0.56)
    canvas.sky([(0, "#e2ab80"), (0.25, "#8d7280"), (0.6, "#3d4a68"), (1, "#182740")], top=0.56)
    canvas.glow((0.52, 0.58), 0.5, "#ffdca3", 0.5, flat=0.35)
    canvas.glints(0.565, 1.0, ("#f6cf9c", "#c8927e", "#1b2a45"), 700)
    _town(canvas, 0.86, 0.57)
    for x, y, size in ((0.24, 0.70, 0.55), (0.50, 0.665, 0.4), (0.98, 0.78, 0.95)):
        _smack(canvas, x, y, size)
    quay = [(0.0, 0.87), (0.42, 0.885), (0.47, 0.90), (0.5, 1.0), (0.0, 1.0)]
    canvas.poly(quay, "#101c2e")
    for x in (0.07, 0.19, 0.31, 0.42):
        canvas.box(x, 0.84, 0.016, 0.06, "#0b1523")
        canvas.ellipse((x + 0.008, 0.84), 0.013, 0.007, "#0b1523")
    return canvas.finish()


def _town(canvas: Canvas, left: float, floor: float) -> None:
    """Gabled houses along the far quay, each with its lit windows and their reflection."""
    x = left
    while x < RATIO:
        wide, high = canvas.random.uniform(0.035, 0.06), canvas.random.uniform(0.05, 0.11)
        wall = mix("#2a3550", "#3d4560", canvas.random.random())
        roof = (x + wide / 2, floor - high - 0.025)
        canvas.poly([(x, floor), (x, floor - high), roof, (x + wide, floor - high), (x + wide, floor)], wall)
        for row in range(int(high / 0.022)):
            for column in range(2):
                if canvas.random.random() < 0.45:
                    spot = (x + wide * (0.25 + 0.5 * column), floor - high + 0.012 + row * 0.022)
                    canvas.box(spot[0] - 0.003, spot[1], 0.006, 0.009, "#ffd58c")
                    canvas.ellipse((spot[0], 2 * floor - spot[1] + 0.03), 0.003, 0.022, "#ffcf87", 0.28)
        x += wide
    canvas.box(left - 0.02, floor - 0.004, RATIO, 0.01, "#1d2940")


def _smack(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A small fishing boat on its own reflection; `size` is its length in thirds of the height."""
    unit = size / 3
    shade = mix("#26324b", "#0d1828", size)
    canvas.ellipse((x, y + 0.03 * unit), 0.52 * unit, 0.05 * unit, shade, 0.55)
    for mast, tall in ((-0.16, 0.85), (0.2, 0.62)):
        foot = x + mast * unit
        canvas.line([(foot, y), (foot, y - tall * unit)], shade, 0.016 * unit)
        canvas.line([(foot, y + 0.05 * unit), (foot, y + tall * 0.6 * unit)], shade, 0.014 * unit, 0.35)
        canvas.line([(foot, y - tall * unit), (x + 0.52 * unit, y - 0.12 * unit)], shade, 0.005 * unit)
        canvas.line([(foot, y - tall * unit), (x - 0.5 * unit, y - 0.1 * unit)], shade, 0.005 * unit)
    hull = [(-0.52, -0.14), (-0.2, -0.07), (0.2, -0.08), (0.56, -0.2), (0.44, 0.03), (-0.44, 0.03)]
    canvas.poly([(x + dx * unit, y + dy * unit) for dx, dy in hull], shade)
    canvas.box(x - 0.1 * unit, y - 0.27 * unit, 0.2 * unit, 0.2 * unit, shade)
    canvas.box(x - 0.07 * unit, y - 0.23 * unit, 0.06 * unit, 0.06 * unit, "#ffd58c")
    canvas.box(x + 0.02 * unit, y - 0.23 * unit, 0.05 * unit, 0.06 * unit, "#ffd58c")


def morning_ferry(width: int) -> Image.Image:
    """The car ferry between the islands, early, on a flat sea."""
    canvas = Canvas(width, seed=23)
    canvas.sky([(0, "#8fb2c6"), (0.6, "#cfdfe2"), (1, "#f3e9d6")], bottom=0.55)
    canvas.glow((1.15, 0.43), 0.5, "#fff6e0", 0.9)
    for base, high, colour in ((0.53, 0.20, "#b3c6cd"), (0.545, 0.13, "#8fabb6"), (0.55, 0.07, "#6b8d9b")):
        canvas.land(canvas.ridge(base, high, rough=0.48), colour, 0.55)
        canvas.mist("#eef0ea", 0.40, 0.55, 0.0, 0.55)
    canvas.sky([(0, "#d9e3e0"), (0.3, "#9dbcc4"), (1, "#3f7084")], top=0.55)
    canvas.glow((1.15, 0.56), 0.6, "#fff6e0", 0.6, flat=0.3)
    canvas.glints(0.56, 1.0, ("#f6f3e6", "#e1ebe8", "#4d7f93", "#35667b"), 900, 0.3)
    _wake(canvas)
    _ferry(canvas, 0.30, 0.70, 0.62)
    return canvas.finish()


def _wake(canvas: Canvas) -> None:
    for step in range(60):
        share = step / 60
        spot = (0.30 - 0.34 * share, 0.705 + 0.045 * share + canvas.random.uniform(-0.004, 0.004))
        canvas.ellipse(spot, 0.03, 0.0035, "#ffffff", 0.35 * (1 - share))


def _ferry(canvas: Canvas, x: float, y: float, long: float) -> None:
    """Side view: navy hull, three white decks, an orange funnel."""

    def at(*points: Point) -> list[Point]:
        return [(x + dx * long, y + dy * long) for dx, dy in points]

    canvas.poly(at((0.02, 0.0), (0.96, 0.0), (0.90, 0.05), (0.08, 0.05)), "#27506a", 0.5)
    canvas.poly(at((0.10, 0.05), (0.86, 0.05), (0.80, 0.10), (0.16, 0.10)), "#e8efec", 0.16)
    canvas.ellipse((x + 0.49 * long, y + 0.002), 0.485 * long, 0.006, "#1b3d55", 0.8)
    canvas.poly(at((0.02, 0.0), (0.0, -0.085), (0.97, -0.085), (1.03, -0.125), (0.96, 0.0)), "#17324a")
    canvas.line(at((0.02, -0.012), (0.962, -0.012)), "#c8643a", 0.006 * long * 2)
    canvas.poly(at((0.03, -0.085), (0.03, -0.15), (0.90, -0.15), (0.985, -0.085)), "#f7f6f0")
    canvas.poly(at((0.10, -0.15), (0.10, -0.20), (0.80, -0.20), (0.86, -0.15)), "#eceeea")
    canvas.poly(at((0.56, -0.20), (0.57, -0.245), (0.76, -0.245), (0.80, -0.20)), "#f7f6f0")
    canvas.poly(at((0.61, -0.222), (0.61, -0.237), (0.765, -0.237), (0.775, -0.222)), "#2c4a5c")
    canvas.poly(at((0.24, -0.20), (0.25, -0.29), (0.35, -0.29), (0.38, -0.20)), "#c8643a")
    canvas.poly(at((0.248, -0.27), (0.25, -0.29), (0.35, -0.29), (0.355, -0.27)), "#17324a")
    canvas.line(at((0.68, -0.245), (0.68, -0.33)), "#52646e", 0.005 * long)
    canvas.line(at((0.65, -0.30), (0.71, -0.30)), "#52646e", 0.004 * long)
    for row, start, end in ((-0.128, 0.07, 0.88), (-0.182, 0.13, 0.79)):
        count = int((end - start) / 0.032)
        for index in range(count):
            canvas.poly(_window(at, start + index * 0.032, row), "#3d6377")
    for deck in (-0.15, -0.20):
        canvas.line(at((0.03 if deck > -0.2 else 0.10, deck), (0.90 if deck > -0.2 else 0.80, deck)), "#b9c6c8", 0.004)


def _window(at: Callable[..., list[Point]], left: float, top: float) -> list[Point]:
    return at((left, top), (left + 0.018, top), (left + 0.018, top + 0.02), (left, top + 0.02))


def lighthouse(width: int) -> Image.Image:
    """Cape light before sunrise, its beam over a sea that is still dark."""
    canvas = Canvas(width, seed=37)
    canvas.sky([(0, "#0f1f38"), (0.5, "#2c4766"), (0.85, "#8796a0"), (1, "#e8c9a0")], bottom=0.70)
    for _ in range(150):
        spot = (canvas.random.uniform(0, RATIO), canvas.random.uniform(0, 0.42))
        canvas.ellipse(spot, 0.0011, 0.0011, "#ffffff", canvas.random.uniform(0.15, 0.8))
    canvas.glow((0.2, 0.71), 0.6, "#f3c793", 0.7, flat=0.35)
    canvas.land(canvas.ridge(0.70, 0.05, rough=0.5), "#5b6d80", 0.70, 0.8)
    canvas.sky([(0, "#93989a"), (0.3, "#3d566e"), (1, "#101f33")], top=0.70)
    canvas.glints(0.71, 1.0, ("#e0c09a", "#7c8b98", "#0f1d31"), 500, 0.3)
    lamp = (1.06, 0.235)
    for half, alpha, blur in ((0.12, 0.26, 0.035), (0.05, 0.30, 0.015)):
        canvas.soft([lamp, (-0.2, 0.20 - half), (-0.2, 0.20 + half)], "#fff0c4", alpha, blur)
        canvas.soft([lamp, (1.7, 0.25 - half * 0.5), (1.7, 0.25 + half * 0.5)], "#fff0c4", alpha, blur)
    cape = [(0.62, 1.0), (0.66, 0.86), (0.74, 0.80), (0.83, 0.70), (0.92, 0.645), (1.0, 0.62), (1.16, 0.61)]
    cape += [(1.3, 0.63), (1.5, 0.60), (1.5, 1.0)]
    canvas.poly(cape, "#0c1728")
    canvas.poly([(0.95, 0.64), (1.16, 0.61), (1.3, 0.63), (1.5, 0.60), (1.5, 0.66), (1.2, 0.70)], "#1a2a3c")
    _tower(canvas, lamp)
    canvas.poly([(1.17, 0.62), (1.17, 0.56), (1.225, 0.515), (1.28, 0.56), (1.28, 0.63)], "#28384a")
    canvas.box(1.20, 0.58, 0.016, 0.022, "#ffd58c")
    canvas.box(1.24, 0.58, 0.016, 0.022, "#ffd58c")
    return canvas.finish()


def _tower(canvas: Canvas, lamp: Point) -> None:
    x, y = lamp
    for band in range(6):
        top, bottom = 0.28 + band * 0.058, 0.28 + (band + 1) * 0.058
        left, right = 0.030 + (top - 0.28) * 0.07, 0.030 + (bottom - 0.28) * 0.07
        colour, dark = ("#dfdcd2", "#b5b7b6") if band % 2 == 0 else ("#b5573a", "#8d452f")
        canvas.poly([(x - left, top), (x + left, top), (x + right, bottom), (x - right, bottom)], colour)
        canvas.poly([(x + left * 0.3, top), (x + left, top), (x + right, bottom), (x + right * 0.3, bottom)], dark)
    canvas.box(x - 0.045, 0.272, 0.09, 0.011, "#1a2738")
    canvas.box(x - 0.024, 0.205, 0.048, 0.067, "#ffe9b0")
    for offset in (-0.024, -0.008, 0.008, 0.022):
        canvas.box(x + offset, 0.205, 0.003, 0.067, "#1a2738")
    canvas.poly([(x - 0.032, 0.207), (x, 0.165), (x + 0.032, 0.207)], "#1a2738")
    canvas.glow((x, y), 0.16, "#fff3cf", 0.85)


def storm_waves(width: int) -> Image.Image:
    """Five trains of waves, the nearest steepest, under a low sky."""
    canvas = Canvas(width, seed=41)
    canvas.sky([(0, "#4e606e"), (0.55, "#93a3aa"), (1, "#dcd9cc")], bottom=0.5)
    for index in range(26):
        x, y = canvas.random.uniform(-0.2, 1.7), canvas.random.uniform(-0.02, 0.27)
        colour = "#3d4e5c" if index % 3 else "#a9b5b8"
        canvas.glow((x, y), canvas.random.uniform(0.2, 0.5), colour, 0.4, flat=0.2)
    canvas.glow((1.12, 0.40), 0.5, "#f4e9cf", 0.7, flat=0.35)
    trains = (
        (0.445, 0.010, 0.15, "#8b9fa5"), (0.495, 0.018, 0.23, "#69868f"), (0.565, 0.030, 0.34, "#48707f"),
        (0.675, 0.046, 0.50, "#2d596b"), (0.825, 0.064, 0.72, "#1a4154"),
    )  # fmt: skip
    for index, (base, high, long, colour) in enumerate(trains):
        crest = _crest(base, high, long, 0.37 * index)
        canvas.land(crest, colour)
        for depth in (0.35, 0.8, 1.4):
            fold = [(x + 0.03 * long * depth, y + high * (0.25 + depth)) for x, y in crest]
            canvas.line(fold, mix(colour, "#e9f0ee", 0.35), 0.0008 + high * 0.02, 0.35)
        canvas.line(crest, "#f1f4f0", 0.001 + high * 0.03, 0.55)
        _foam(canvas, crest, high)
    return canvas.finish()


def _crest(base: float, high: float, long: float, shift: float) -> list[Point]:
    """A trochoid leaning with the wind: sharp crests and wide troughs, as wind waves have."""
    points = []
    for step in range(-60, 460):
        angle = step / 400 * RATIO / long * 2 * math.pi + shift * 2 * math.pi
        swell = 0.75 + 0.25 * math.sin(angle * 0.37 + shift * 5)
        x = step / 400 * RATIO - 0.14 * long * swell * math.sin(angle) + 0.03 * long * math.cos(angle)
        points.append((x, base - high * swell * math.cos(angle)))
    return points


def _foam(canvas: Canvas, crest: list[Point], high: float) -> None:
    """Spray blown off the tops only, and the white that slides down the lee."""
    top = min(y for _, y in crest)
    for x, y in crest:
        share = max(0.0, 1 - (y - top) / (high * 0.9))
        for _ in range(round(share * 9)):
            drift = abs(canvas.random.gauss(0, high * 0.35))
            spot = (x + canvas.random.gauss(0.2, 0.5) * high, y - high * 0.06 + drift)
            size = canvas.random.uniform(0.15, 1.0) * high * 0.05
            canvas.ellipse(spot, size * 2.4, size, "#ffffff", canvas.random.uniform(0.1, 0.55))
