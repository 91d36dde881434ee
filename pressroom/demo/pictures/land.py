"""Pictures of the country: the sea cliffs and the river's plain."""

import math
from itertools import pairwise

from PIL import Image

from pressroom.demo.pictures.canvas import RATIO, Canvas, Point, mix


def gannet_cliffs(width: int) -> Image.Image:
    """Sea cliffs going back into the haze, and the birds above them."""
    canvas = Canvas(width, seed=101)
    canvas.sky([(0, "#9cc3d1"), (0.7, "#dbe6e0"), (1, "#f6ecd6")], bottom=0.72)
    canvas.glow((0.28, 0.5), 0.7, "#fff8e6", 0.8)
    canvas.sky([(0, "#dbe4dc"), (0.3, "#8fb7bd"), (1, "#2f6a7d")], top=0.70)
    canvas.glints(0.705, 1.0, ("#f8f3e2", "#d3e4e0", "#2b6274"), 700, 0.3)
    shelves = (
        (0.50, 0.52, "#bccac8", "#a8b9b9", 0.71),
        (0.72, 0.40, "#93a7a6", "#7b9192", 0.74),
        (0.98, 0.24, "#5f7574", "#465b5d", 0.84),
    )
    for left, top, face, shade, floor in shelves:
        _cliff(canvas, left, top, floor, (face, shade))
    for _ in range(70):
        distance = canvas.random.random()
        spot = (canvas.random.uniform(0.05, 1.4), canvas.random.uniform(0.06, 0.58))
        _gannet(canvas, spot, 0.006 + 0.022 * distance**4)
    for spot, size in (((0.30, 0.30), 0.085), ((0.56, 0.17), 0.055), ((0.16, 0.52), 0.045)):
        _gannet(canvas, spot, size)
    return canvas.finish()


def _cliff(canvas: Canvas, left: float, top: float, floor: float, paints: tuple[str, str]) -> None:
    face, shade = paints
    edge = canvas.crooked((left - 0.02, floor), (left + 0.10, top), 0.012)
    brow = canvas.crooked((left + 0.10, top), (1.56, top - 0.06), 0.012)
    canvas.poly([*edge, *brow, (1.56, floor)], face)
    x = left + 0.03
    while x < RATIO:
        wide = canvas.random.uniform(0.015, 0.05)
        start = top + canvas.random.uniform(0.03, 0.12)
        canvas.poly(
            [(x + 0.05, start), (x + 0.05 + wide, start + 0.04), (x + wide * 0.8, floor), (x, floor)], shade, 0.55
        )
        x += wide + canvas.random.uniform(0.02, 0.07)
    for _ in range(round(260 * (1.5 - left))):
        spot = (canvas.random.uniform(left + 0.08, RATIO), canvas.random.uniform(top + 0.04, floor - 0.08))
        canvas.ellipse(spot, 0.004, 0.0016, "#f8f7ef", canvas.random.uniform(0.3, 0.9))
    grass = [(x, y + 0.02 + 0.01 * math.sin(x * 30)) for x, y in brow]
    canvas.poly([*brow, *reversed(grass)], mix(face, "#6f8552", 0.65))
    for step in range(40):
        canvas.ellipse(
            (left - 0.02 + step * 0.04, floor + 0.002), 0.03, 0.004, "#ffffff", canvas.random.uniform(0.2, 0.7)
        )


def _gannet(canvas: Canvas, spot: Point, span: float) -> None:
    """Long white wings with black tips, seen as it turns."""
    x, y = spot
    lift = canvas.random.uniform(0.15, 0.4)

    def at(*points: Point) -> list[Point]:
        return [(x + dx * span, y - dy * span) for dx, dy in points]

    for side in (-1, 1):
        wing = at(
            (side * 0.08, 0.05),
            (side * 0.5, lift),
            (side * 1.0, lift * 0.9),
            (side * 0.5, lift - 0.13),
            (side * 0.08, -0.07),
        )
        tip = at((side * 0.72, lift * 0.96 + 0.0), (side * 1.0, lift * 0.9), (side * 0.72, lift * 0.94 - 0.075))
        canvas.poly(wing, "#fbfaf5" if span > 0.02 else "#eef0ea")
        canvas.poly(tip, "#22313d")
    canvas.poly(at((-0.14, -0.10), (0.02, 0.07), (0.22, 0.05), (0.30, 0.01), (0.20, -0.03), (0.0, -0.07)), "#f1efe4")
    canvas.ellipse(at((0.18, 0.02))[0], 0.05 * span, 0.045 * span, "#e8c87c")


def river_from_above(width: int) -> Image.Image:
    """The lower Hallow from the survey aircraft: fields, hedges, the river's bends."""
    canvas = Canvas(width, seed=109)
    canvas.sky([(0, "#7f955f"), (1, "#9aa867")])
    greens = ("#6f8a55", "#8ba05f", "#a9ac68", "#c9b878", "#7d9863", "#5f7c50", "#b9b475", "#94a86c")
    for row in range(-1, 9):
        for column in range(-1, 11):
            _field(canvas, (column, row), canvas.random.choice(greens))
    course = _course()
    for spread, colour, alpha in (
        (0.115, "#5e7f57", 0.55),
        (0.085, "#4f7454", 0.8),
        (0.060, "#d8cfa6", 1.0),
        (0.052, "#4b8494", 1.0),
        (0.036, "#3d7488", 1.0),
    ):
        _ribbon(canvas, course, spread, colour, alpha)
    for _ in range(640):
        x, y = canvas.random.choice(course)
        side = canvas.random.choice((-1, 1)) * canvas.random.uniform(0.064, 0.1)
        size = canvas.random.uniform(0.004, 0.009)
        spot = (x + side * 0.6 + canvas.random.uniform(-0.02, 0.02), y + side)
        if min(math.hypot(spot[0] - px, spot[1] - py) for px, py in course) < 0.062:
            continue  # in a bend this bank is the other one's water
        canvas.ellipse((spot[0] + size * 0.5, spot[1] + size * 0.5), size, size, "#233a2c", 0.45)
        canvas.ellipse(spot, size, size, canvas.random.choice(("#3f6141", "#4d7048", "#35563c")))
    road = [(x / 20, 0.16 + 0.012 * math.sin(x * 0.5) + x * 0.003) for x in range(-1, 32)]
    canvas.line(road, "#e9e1c9", 0.010)
    canvas.glow((0.3, 0.1), 0.9, "#fff3cf", 0.25)
    return canvas.finish()


def _field(canvas: Canvas, cell: tuple[int, int], colour: str) -> None:
    """One parcel of a slanting grid, with its furrows and hedge."""
    column, row = cell

    def corner(c: float, r: float) -> Point:
        sway = 0.018 * math.sin(c * 3.1 + r * 1.7)
        return (c * 0.165 + r * 0.035 + sway - 0.1, r * 0.135 - c * 0.018 + sway * 0.7 + 0.06)

    a, b, c, d = corner(column, row), corner(column + 1, row), corner(column + 1, row + 1), corner(column, row + 1)
    canvas.poly([a, b, c, d], colour)
    lengthwise = canvas.random.random() < 0.5
    for step in range(1, 14):
        share = step / 14
        ends = ((a, b), (d, c)) if lengthwise else ((a, d), (b, c))
        line = [(p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share) for p, q in ends]
        canvas.line(line, mix(colour, "#3c5137", 0.5), 0.0012, 0.35)
    canvas.line([a, b, c, d, a], "#4a6546", 0.004, 0.85)


def _course() -> list[Point]:
    return [
        (x / 100, 0.60 + 0.17 * math.sin(x / 100 * 5.2) + 0.06 * math.sin(x / 100 * 9.1 + 1)) for x in range(-12, 164)
    ]


def _ribbon(canvas: Canvas, course: list[Point], spread: float, colour: str, alpha: float) -> None:
    """A band of even width along the course: offset both ways along the normal."""
    left, right = [], []
    for (ax, ay), (bx, by) in pairwise(course):
        length = math.hypot(bx - ax, by - ay)
        nx, ny = -(by - ay) / length * spread, (bx - ax) / length * spread
        left.append((ax + nx, ay + ny))
        right.append((ax - nx, ay - ny))
    canvas.poly([*left, *reversed(right)], colour, alpha)
