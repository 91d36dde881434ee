"""Pictures from the map room and the reading room: a chart, the year's figures, the vaults."""

import math
from itertools import pairwise

from PIL import Image, ImageChops, ImageColor, ImageFilter, ImageOps

from pressroom.demo.pictures.canvas import Canvas, Point, circle_points, mix


def depth_contours(width: int) -> Image.Image:
    """A chart of the sound: depths in tints, contour lines between them, a track across."""
    canvas = Canvas(width, seed=113)
    field = ImageChops.blend(canvas.cloud(4), canvas.cloud(9), 0.28).filter(ImageFilter.GaussianBlur(canvas.px(0.012)))
    stretched = ImageOps.autocontrast(field)
    tints = (
        "#e7dcc0",
        "#efe8d3",
        "#d6e6e2",
        "#b9d6d8",
        "#98c1c9",
        "#76a8b6",
        "#558c9f",
        "#3a7187",
        "#26586f",
        "#173f57",
    )
    band = [min(len(tints) - 1, (255 - level) * len(tints) // 256) for level in range(256)]
    canvas.image = _banded(stretched, [ImageColor.getrgb(tints[index]) for index in band])
    lines = (
        stretched.point([index * 12 for index in band]).filter(ImageFilter.FIND_EDGES).filter(ImageFilter.MaxFilter(3))
    )
    canvas.tint(lines.point([0] + [90] * 255), "#12324a")
    shore = (
        stretched.point([255 * (index > 1) for index in band])
        .filter(ImageFilter.FIND_EDGES)
        .filter(ImageFilter.MaxFilter(5))
    )
    canvas.tint(shore.point([round(level * 0.75) for level in range(256)]), "#12324a")
    for x in range(1, 10):
        canvas.line([(x * 0.15, 0), (x * 0.15, 1)], "#12324a", 0.0008, 0.25)
    for y in range(1, 7):
        canvas.line([(0, y * 0.15), (1.5, y * 0.15)], "#12324a", 0.0008, 0.25)
    _track(canvas)
    _compass(canvas, (1.30, 0.80), 0.115)
    return canvas.finish()


def _banded(field: Image.Image, colours: list[tuple[int, ...]]) -> Image.Image:
    """The field with every grey level replaced by its colour."""
    return Image.merge("RGB", [field.point([colour[channel] for colour in colours]) for channel in range(3)])


def _track(canvas: Canvas) -> None:
    stops = [(0.06, 0.60), (0.27, 0.55), (0.50, 0.41), (0.68, 0.37), (0.93, 0.27), (1.10, 0.12)]
    for (ax, ay), (bx, by) in pairwise(stops):
        dashes = round(math.hypot(bx - ax, by - ay) / 0.022)
        for dash in range(dashes):
            start, end = dash / dashes, (dash + 0.6) / dashes
            canvas.line(
                [(ax + (bx - ax) * start, ay + (by - ay) * start), (ax + (bx - ax) * end, ay + (by - ay) * end)],
                "#b5482f",
                0.0042,
            )
    for spot in stops:
        canvas.ellipse(spot, 0.013, 0.013, "#f7f2e4")
        canvas.ring(spot, 0.013, 0.013, "#b5482f", 0.004)


def _compass(canvas: Canvas, centre: Point, radius: float) -> None:
    x, y = centre
    canvas.ellipse(centre, radius * 1.18, radius * 1.18, "#f7f2e4", 0.82)
    for share, thick in ((1.0, 0.002), (0.9, 0.0012), (0.45, 0.001)):
        canvas.ring(centre, radius * share, radius * share, "#12324a", thick)
    for tick in range(72):
        angle = math.radians(tick * 5)
        inner = 0.9 if tick % 2 else 0.86
        canvas.line(
            [
                (x + radius * inner * math.cos(angle), y + radius * inner * math.sin(angle)),
                (x + radius * math.cos(angle), y + radius * math.sin(angle)),
            ],
            "#12324a",
            0.001,
        )
    for step in range(8):
        long = 0.84 if step % 2 == 0 else 0.5
        angle = math.radians(step * 45 - 90)
        tip = (x + radius * long * math.cos(angle), y + radius * long * math.sin(angle))
        for side, paint in ((-1, "#12324a"), (1, "#d8cfb4" if step else "#b5482f")):
            waist = angle + side * math.radians(45)
            canvas.poly(
                [centre, tip, (x + radius * 0.14 * math.cos(waist), y + radius * 0.14 * math.sin(waist))], paint
            )


def budget_streams(width: int) -> Image.Image:
    """Spending by programme as layered areas over the years, on ruled paper."""
    canvas = Canvas(width, seed=127)
    canvas.sky([(0, "#f7f3e8"), (1, "#ece5d3")])
    for step in range(16):
        canvas.line([(0.08, 0.12 + step * 0.05), (1.42, 0.12 + step * 0.05)], "#17324a", 0.0008, 0.16)
    paints = ("#17324a", "#2c5b72", "#4f8799", "#8db5b8", "#d9c58f", "#d98e4f", "#b5573a")
    floor = [(0.08 + 1.34 * step / 120, 0.87) for step in range(121)]
    for index, paint in enumerate(paints):
        crest = [(x, y - _share(index, x)) for x, y in floor]
        canvas.poly([*floor, *reversed(crest)], paint)
        canvas.line(crest, "#f7f3e8", 0.0028)
        floor = crest
    total = [(x, y - 0.05 - 0.014 * math.sin(x * 6)) for x, y in floor]
    canvas.line(total, "#17324a", 0.003)
    for x, y in total[::12]:
        canvas.ellipse((x, y), 0.009, 0.009, "#f7f3e8")
        canvas.ring((x, y), 0.009, 0.009, "#17324a", 0.003)
    for step in range(11):
        x = 0.08 + 0.134 * step
        canvas.line([(x, 0.87), (x, 0.885)], "#17324a", 0.002)
    canvas.line([(0.08, 0.87), (1.42, 0.87)], "#17324a", 0.003)
    return canvas.finish()


def _share(index: int, x: float) -> float:
    """How thick a programme's layer is at that place: always a little more to the right, each with its own swing."""
    return (0.052 + 0.028 * x) * (1 + 0.38 * math.sin(x * (2.1 + index * 0.7) + index * 1.9))


def reading_room(width: int) -> Image.Image:
    """Down the length of the reading room: vault behind vault, the shelves, the lamps."""
    canvas = Canvas(width, seed=131)
    vanish = (0.75, 0.47)
    canvas.sky([(0, "#2b1f1c"), (1, "#1d1616")])
    bays = 11
    for bay in range(bays):
        near = 1.18 * 0.80**bay
        light = bay / (bays - 1)
        wall, rib = mix("#4a342a", "#f3d9a4", light**1.1), mix("#6d4c39", "#fdeecb", light**1.1)
        canvas.poly(_vault(vanish, near), rib)
        canvas.poly(_vault(vanish, near * 0.95), wall)
        _shelves(canvas, vanish, near * 0.95, light)
        _floor(canvas, vanish, near * 0.95, light)
    canvas.poly(_vault(vanish, 0.105), "#fff6dc")
    canvas.line([(0.75, 0.36), (0.75, 0.54)], "#c9a878", 0.002)
    canvas.line([(0.69, 0.46), (0.81, 0.46)], "#c9a878", 0.002)
    canvas.glow(vanish, 0.5, "#fff1cf", 0.75)
    for bay in reversed(range(6)):
        near = 1.02 * 0.76**bay
        for side in (-1, 1):
            _lamp(canvas, (0.75 + side * 0.30 * near, 0.47 + 0.30 * near), 0.09 * near)
    return canvas.finish()


def _vault(vanish: Point, near: float) -> list[Point]:
    """A round-headed opening around the vanishing point; `near` is its half width."""
    x, y = vanish
    half = near * 0.62
    spring = y - near * 0.15
    return [(x - half, y + near * 0.62), *circle_points((x, spring), half, 180, 360), (x + half, y + near * 0.62)]


def _shelves(canvas: Canvas, vanish: Point, near: float, light: float) -> None:
    """Both walls between this vault and the next, as slanting shelves of books."""
    x, y = vanish
    spines = ("#7b3b2a", "#2c4a52", "#8a6a35", "#4e5a3c", "#5a2f33", "#a3825a", "#31404f")
    further = near * 0.842
    for side in (-1, 1):
        for shelf in range(7):
            high, low = 0.10 + shelf * 0.07 - 0.16, 0.16 + shelf * 0.07 - 0.16
            for book in range(12):
                start, end = near + (further - near) * book / 12, near + (further - near) * (book + 0.85) / 12
                short = canvas.random.uniform(0.0, 0.014)
                quad = [
                    (x + side * 0.62 * size, y + size * level)
                    for size, level in ((start, high + short), (end, high + short), (end, low), (start, low))
                ]
                colour = mix(canvas.random.choice(spines), "#f3d9a4", min(0.85, 0.06 + light * 0.8))
                canvas.poly(quad, colour)


def _floor(canvas: Canvas, vanish: Point, near: float, light: float) -> None:
    x, y = vanish
    further = near * 0.842
    for tile in range(8):
        left, right = -0.62 + tile * 0.155, -0.62 + (tile + 1) * 0.155
        colour = mix("#3a2720" if tile % 2 else "#5d4231", "#fbe6b8", light**1.2 * 0.9)
        canvas.poly(
            [
                (x + left * near, y + 0.62 * near),
                (x + right * near, y + 0.62 * near),
                (x + right * further, y + 0.62 * further),
                (x + left * further, y + 0.62 * further),
            ],
            colour,
        )


def _lamp(canvas: Canvas, spot: Point, size: float) -> None:
    """A green-shaded reading lamp on the end of a desk."""
    x, y = spot
    canvas.box(x - size * 1.1, y + size * 0.9, size * 2.2, size * 0.14, "#2a1b15")
    canvas.box(x - size * 1.0, y + size * 1.04, size * 2.0, size * 1.0, "#1f1410")
    canvas.glow((x, y + size * 0.5), size * 2.2, "#ffdf94", 0.8, flat=0.6)
    canvas.line([(x, y), (x, y + size * 0.9)], "#b08d4c", size * 0.07)
    canvas.poly(
        [
            (x - size * 0.5, y + size * 0.16),
            (x - size * 0.32, y - size * 0.16),
            (x + size * 0.32, y - size * 0.16),
            (x + size * 0.5, y + size * 0.16),
        ],
        "#2f6b55",
    )
    canvas.box(x - size * 0.5, y + size * 0.13, size, size * 0.05, "#fff0b8")
