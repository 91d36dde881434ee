"""Pictures of what the Authority builds and runs: bridge, viaduct, turbines, cranes."""

import math

from PIL import Image

from pressroom.demo.pictures.canvas import RATIO, Canvas, Point, circle_points, mix


def cable_stayed_bridge(width: int) -> Image.Image:
    """The geometry of a bridge: two towers and a fan of stays over a misty river."""
    canvas = Canvas(width, seed=53)
    canvas.sky([(0, "#c3d3d6"), (0.55, "#e9e6da"), (1, "#f6e9d2")], bottom=0.68)
    for base, high, colour in ((0.66, 0.22, "#c3cccb"), (0.675, 0.13, "#a3b4b6"), (0.68, 0.06, "#7f979c")):
        canvas.land(canvas.ridge(base, high, rough=0.5), colour, 0.68)
        canvas.mist("#f3ede0", 0.52, 0.68, 0.0, 0.7)
    canvas.sky([(0, "#e9e3d3"), (0.4, "#b3c3c4"), (1, "#6d8d97")], top=0.68)
    for tower in (0.34, 1.10):
        canvas.soft(
            [(tower - 0.02, 0.7), (tower + 0.02, 0.7), (tower + 0.03, 1.0), (tower - 0.03, 1.0)], "#3c5663", 0.4, 0.01
        )
    canvas.glints(0.69, 1.0, ("#f8f2e4", "#8fa9af", "#587a86"), 600, 0.3)
    for tower in (0.34, 1.10):
        for index in range(1, 19):
            for side in (-1, 1):
                anchor = (tower + side * index * 0.0215, _deck(tower + side * index * 0.0215))
                head = (tower, 0.125 + 0.0085 * (18 - index))
                canvas.line([head, anchor], "#33495a", 0.0016, 0.85)
    span = [(x / 100, _deck(x / 100)) for x in range(-5, 156)]
    canvas.poly([*span, *[(x, y + 0.018) for x, y in reversed(span)]], "#22384a")
    canvas.line([(x, y - 0.012) for x, y in span], "#22384a", 0.0018)
    canvas.line([(x, y + 0.019) for x, y in span], "#c8643a", 0.003)
    for tower in (0.34, 1.10):
        canvas.poly(
            [(tower - 0.012, 0.10), (tower + 0.012, 0.10), (tower + 0.024, 0.745), (tower - 0.024, 0.745)], "#2b4356"
        )
        canvas.poly(
            [(tower + 0.003, 0.10), (tower + 0.012, 0.10), (tower + 0.024, 0.745), (tower + 0.006, 0.745)], "#172a3a"
        )
        canvas.box(tower - 0.045, 0.735, 0.09, 0.02, "#1b2f40")
    for index, x in enumerate((0.52, 0.56, 0.71, 0.93)):
        canvas.box(
            x,
            _deck(x) - 0.013 - 0.006 * (index % 2),
            0.03 + 0.012 * (index % 2),
            0.013 + 0.006 * (index % 2),
            "#1b2f40",
        )
    return canvas.finish()


def _deck(x: float) -> float:
    """The roadway rises a little towards the middle of the crossing."""
    return 0.585 - 0.03 * math.cos((x - 0.72) * 1.6)


def viaduct_at_sunset(width: int) -> Image.Image:
    """The coast train on its stone arches, the sun behind."""
    canvas = Canvas(width, seed=67)
    canvas.sky([(0, "#33486a"), (0.4, "#8c7f95"), (0.75, "#e2a27c"), (1, "#f8d49c")], bottom=0.76)
    canvas.glow((0.98, 0.60), 0.65, "#fff0c0", 0.85)
    canvas.ellipse((0.98, 0.60), 0.062, 0.062, "#fff4d2")
    canvas.land(canvas.ridge(0.70, 0.18, rough=0.5), "#b08a8d", 0.76, 0.9)
    canvas.land(canvas.ridge(0.74, 0.13, rough=0.5), "#7f6c80", 0.76)
    canvas.sky([(0, "#f1c593"), (0.35, "#9a7c86"), (1, "#2c3d58")], top=0.76)
    canvas.glow((0.98, 0.78), 0.5, "#fff0c0", 0.6, flat=0.4)
    canvas.glints(0.77, 1.0, ("#ffe6b4", "#c59a8c", "#24344e"), 500, 0.4)
    _arches(canvas, 0.445, 0.82)
    _train(canvas, 0.36, 0.428)
    canvas.poly([(0, 0.40), (0.10, 0.43), (0.17, 0.50), (0.23, 0.70), (0.33, 0.86), (0.36, 1), (0, 1)], "#17243a")
    canvas.poly([(1.5, 0.37), (1.42, 0.42), (1.36, 0.55), (1.33, 0.74), (1.22, 0.88), (1.18, 1), (1.5, 1)], "#131f33")
    return canvas.finish()


def _arches(canvas: Canvas, top: float, foot: float) -> None:
    """A wall with round-headed openings, drawn pier by pier so that the sky shows through."""
    pitch, pier = 0.132, 0.026
    crown, stone, shade = top + 0.045, "#4a4660", "#2c2f49"
    canvas.box(-0.05, top, 1.65, crown - top, stone)
    canvas.box(-0.05, top - 0.014, 1.65, 0.007, stone)
    canvas.box(-0.05, top, 1.65, 0.010, shade)
    radius = (pitch - pier) / 2
    for index in range(13):
        left = -0.05 + index * pitch
        spring = crown + radius
        canvas.box(left, crown, pier, foot - crown, stone)
        canvas.box(left, crown, pier * 0.35, foot - crown, shade)
        canvas.box(left - 0.005, foot - 0.05, pier + 0.01, 0.05, shade)
        middle = left + pier + radius
        bow = circle_points((middle, spring), radius, 180, 360)
        canvas.poly([(left + pier, crown - 0.002), *bow, (left + pitch, crown - 0.002)], stone)
        canvas.line(bow, shade, 0.004)
        canvas.poly(
            [(left, foot), (left + pier, foot), (left + pier * 1.4, 0.95), (left - pier * 0.4, 0.95)], shade, 0.35
        )


def _train(canvas: Canvas, left: float, rail: float) -> None:
    for car in range(4):
        x = left + car * 0.166
        nose = 0.03 if car == 3 else 0.0
        body = [
            (x, rail),
            (x, rail - 0.05),
            (x + 0.162 - nose, rail - 0.05),
            (x + 0.162, rail - nose * 0.4),
            (x + 0.162, rail),
        ]
        canvas.poly(body, "#1d2d45")
        canvas.box(x, rail - 0.014, 0.162, 0.004, "#c8643a")
        for window in range(7):
            if window * 0.021 + 0.026 < 0.162 - nose:
                canvas.box(x + 0.008 + window * 0.021, rail - 0.040, 0.014, 0.016, "#ffdf9e")
        for wheel in (0.025, 0.05, 0.115, 0.14):
            canvas.ellipse((x + wheel, rail + 0.001), 0.007, 0.007, "#101b2b")


def wind_turbines(width: int) -> Image.Image:
    """An offshore wind farm in the haze, row behind row."""
    canvas = Canvas(width, seed=71)
    canvas.sky([(0, "#6fa0ad"), (0.6, "#bcd5d2"), (1, "#f5ead2")], bottom=0.64)
    canvas.glow((0.3, 0.60), 0.7, "#fff5dc", 0.8, flat=0.5)
    canvas.sky([(0, "#e6e6d6"), (0.25, "#9fc0c0"), (1, "#2f6273")], top=0.64)
    canvas.glints(0.645, 1.0, ("#fbf4e2", "#c4d9d4", "#2b5c6d"), 800, 0.3)
    rows = ((0.655, 0.10, 9, "#cfdcd6"), (0.67, 0.17, 6, "#b5cac8"), (0.70, 0.30, 4, "#8eadb0"))
    for row, (base, tall, count, colour) in enumerate(rows):
        for index in range(count):
            x = (index + 0.5 + 0.27 * (row % 2)) * RATIO / count + canvas.random.uniform(-0.03, 0.03)
            _turbine(canvas, (x, base), tall, colour, canvas.random.uniform(0, 120))
    _turbine(canvas, (0.34, 0.80), 0.56, "#f5f5ee", 12)
    _turbine(canvas, (1.16, 0.755), 0.43, "#e6ece8", 47)
    return canvas.finish()


def _turbine(canvas: Canvas, foot: Point, tall: float, colour: str, turn: float) -> None:
    x, y = foot
    hub = (x, y - tall)
    shade = mix(colour, "#3e6470", 0.28)
    canvas.ellipse((x, y + 0.003), tall * 0.06, tall * 0.008, "#2b5c6d", 0.35)
    canvas.poly(
        [(x - tall * 0.011, hub[1]), (x + tall * 0.011, hub[1]), (x + tall * 0.022, y), (x - tall * 0.022, y)], colour
    )
    canvas.poly(
        [(x + tall * 0.003, hub[1]), (x + tall * 0.011, hub[1]), (x + tall * 0.022, y), (x + tall * 0.006, y)], shade
    )
    canvas.box(x - tall * 0.024, y - tall * 0.09, tall * 0.048, tall * 0.09, "#d9a13c" if tall > 0.4 else shade)
    for blade in range(3):
        angle = math.radians(turn + blade * 120)
        along, across = (math.sin(angle), -math.cos(angle)), (math.cos(angle), math.sin(angle))

        def at(out: float, aside: float, a: Point = along, b: Point = across) -> Point:
            return (hub[0] + tall * (a[0] * out + b[0] * aside), hub[1] + tall * (a[1] * out + b[1] * aside))

        canvas.poly([at(0, -0.012), at(0.10, -0.022), at(0.62, 0.0), at(0.10, 0.016), at(0, 0.012)], colour)
        canvas.poly([at(0, 0.0), at(0.62, 0.0), at(0.10, 0.016), at(0, 0.012)], shade)
    canvas.ellipse(hub, tall * 0.024, tall * 0.024, shade)


def container_cranes(width: int) -> Image.Image:
    """Ship-to-shore cranes and stacked containers at the deep-water quay."""
    canvas = Canvas(width, seed=79)
    canvas.sky([(0, "#a8c3cc"), (0.7, "#e5e3d6"), (1, "#f4e4c8")], bottom=0.80)
    canvas.land(canvas.ridge(0.74, 0.14, rough=0.5), "#bcc9c8", 0.76)
    canvas.mist("#f4e9d5", 0.55, 0.76, 0.0, 0.75)
    canvas.sky([(0, "#b9c7c3"), (1, "#4d7682")], top=0.80)
    canvas.glints(0.81, 1.0, ("#eeeadb", "#7d9ca3", "#3c6472"), 350, 0.35)
    for x, size, colour in ((1.17, 0.62, "#8fa5ab"), (0.80, 0.80, "#5f7f8a"), (0.30, 1.0, "#234c60")):
        _crane(canvas, x, 0.775, size, colour)
    paints = ("#b5573a", "#2f5d70", "#d9a13c", "#7b8f8a", "#e1dccb", "#17324a", "#94493a")
    for column in range(16):
        rows = canvas.random.choice((1, 2, 3, 3, 4, 2))
        for row in range(rows):
            x, y = 0.02 + column * 0.095, 0.775 - 0.036 * (row + 1)
            paint = mix(canvas.random.choice(paints), "#cfd3c8", 0.15)
            canvas.box(x, y, 0.092, 0.0345, paint)
            for rib in range(1, 12):
                canvas.box(x + rib * 0.0077, y + 0.004, 0.0012, 0.027, "#0e2230", 0.22)
            canvas.box(x, y + 0.030, 0.092, 0.0045, "#0e2230", 0.25)
    canvas.box(-0.01, 0.775, 1.52, 0.05, "#25394a")
    canvas.box(-0.01, 0.775, 1.52, 0.006, "#d9cfb5")
    for x in range(15):
        canvas.box(0.03 + x * 0.105, 0.79, 0.03, 0.03, "#142635")
    return canvas.finish()


def _crane(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A portal frame, a long boom over the water side, ties from the apex."""

    def at(dx: float, dy: float) -> Point:
        return (x + dx * size, y - dy * size)

    thick = 0.013 * size
    for start, end in (
        ((-0.11, 0), (-0.09, 0.40)), ((0.11, 0), (0.09, 0.40)), ((-0.10, 0.18), (0.10, 0.18)),
        ((-0.105, 0.1), (0.1, 0.18)),
        ((-0.10, 0.18), (0.09, 0.40)), ((-0.24, 0.40), (0.46, 0.40)), ((-0.24, 0.425), (0.46, 0.425)),
        ((-0.09, 0.40), (0.04, 0.60)), ((0.09, 0.40), (0.04, 0.60)),
    ):  # fmt: skip
        canvas.line([at(*start), at(*end)], colour, thick)
    for reach in (-0.23, 0.26, 0.45):
        canvas.line([at(0.04, 0.60), at(reach, 0.425)], colour, thick * 0.35)
    for step in range(28):
        canvas.line([at(-0.24 + step * 0.025, 0.40), at(-0.2275 + step * 0.025, 0.425)], colour, thick * 0.25)
    canvas.poly([at(-0.20, 0.425), at(-0.20, 0.475), at(-0.10, 0.475), at(-0.10, 0.425)], colour)
    canvas.poly([at(0.27, 0.40), at(0.27, 0.375), at(0.31, 0.375), at(0.31, 0.40)], "#c8643a")
    for rope in (0.275, 0.305):
        canvas.line([at(rope, 0.375), at(rope, 0.22)], colour, thick * 0.2)
    canvas.poly([at(0.25, 0.22), at(0.33, 0.22), at(0.33, 0.185), at(0.25, 0.185)], "#d9a13c")
