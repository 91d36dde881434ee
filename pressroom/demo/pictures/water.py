"""Pictures of what moves in fresh water: the salmon run and the rings of a sample bottle."""

import math

from PIL import Image

from pressroom.demo.pictures.canvas import RATIO, Canvas, Point, mix, ramp


def salmon_run(width: int) -> Image.Image:
    """The run from above: fish holding against the current, their shadows on the gravel."""
    canvas = Canvas(width, seed=137)
    canvas.sky([(0, "#2d6a72"), (0.5, "#3f8588"), (1, "#2a6069")])
    for _ in range(900):
        spot, size = (canvas.random.uniform(0, RATIO), canvas.random.uniform(0, 1)), canvas.random.uniform(0.003, 0.014)
        canvas.ellipse(spot, size * 1.3, size, canvas.random.choice(("#6fa39a", "#22555f", "#8fb5a3", "#35737a")), 0.22)
    canvas.tint(canvas.cloud(4).point([max(0, round((level - 120) * 0.8)) for level in range(256)]), "#1d4f5c")
    places = []
    for row in range(6):
        for column in range(5):
            jitter = (canvas.random.uniform(-0.07, 0.07), canvas.random.uniform(-0.045, 0.045))
            places.append((0.12 + column * 0.32 + 0.14 * (row % 2) + jitter[0], 0.10 + row * 0.165 + jitter[1]))
    for spot in places:
        size = canvas.random.uniform(0.15, 0.21)
        lean = canvas.random.uniform(-9, 9)
        bend = canvas.random.uniform(-0.6, 0.6)
        _salmon(canvas, (spot[0] + 0.018, spot[1] + 0.028), (size, lean, bend), None)
        _salmon(
            canvas,
            spot,
            (size, lean, bend),
            canvas.random.choice(("#c8573c", "#d0714c", "#b5482f", "#a9603f", "#8d5a45")),
        )
    for _ in range(46):
        y, x = canvas.random.uniform(0, 1), canvas.random.uniform(-0.3, 1.2)
        long = canvas.random.uniform(0.2, 0.6)
        line = [(x + long * step / 40, y + 0.012 * math.sin(step / 40 * 9 + y * 20)) for step in range(41)]
        canvas.line(line, "#e9f4ea", canvas.random.uniform(0.0012, 0.0035), 0.28)
    return canvas.finish()


def _salmon(canvas: Canvas, spot: Point, pose: tuple[float, float, float], paint: str | None) -> None:
    """One fish heading right, bent by its swimming; without paint it is its own shadow."""
    size, lean, bend = pose
    tilt = math.radians(lean)

    def at(along: float, across: float) -> Point:
        side = across + bend * 0.08 * math.sin(along * 4.0) * (1 - along)
        dx, dy = along * size, side * size
        return (
            spot[0] + dx * math.cos(tilt) - dy * math.sin(tilt),
            spot[1] + dx * math.sin(tilt) + dy * math.cos(tilt),
        )

    girth = [
        (-0.5, 0.02),
        (-0.4, 0.035),
        (-0.25, 0.07),
        (0.0, 0.105),
        (0.2, 0.105),
        (0.36, 0.08),
        (0.46, 0.045),
        (0.5, 0.0),
    ]
    outline = [at(x, -w) for x, w in girth] + [at(x, w) for x, w in reversed(girth)]
    tail = [at(-0.46, 0.0), at(-0.66, -0.085), at(-0.61, 0.0), at(-0.66, 0.085)]
    fins = [[at(0.22, s * 0.09), at(0.06, s * 0.2), at(0.10, s * 0.09)] for s in (-1, 1)]
    fins += [[at(-0.16, s * 0.07), at(-0.28, s * 0.13), at(-0.24, s * 0.06)] for s in (-1, 1)]
    if paint is None:
        for shape in (outline, tail, *fins):
            canvas.poly(shape, "#123842", 0.4)
        return
    for fin in fins:
        canvas.poly(fin, mix(paint, "#2d4a3c", 0.45))
    canvas.poly(tail, mix(paint, "#2d4a3c", 0.35))
    canvas.poly(outline, paint)
    ridge = [at(x, -w * 0.34) for x, w in girth] + [at(x, w * 0.34) for x, w in reversed(girth)]
    canvas.poly(ridge, mix(paint, "#2d4a3c", 0.42))
    canvas.poly(
        [at(0.34, -0.08), at(0.46, -0.045), at(0.5, 0.0), at(0.46, 0.045), at(0.34, 0.08), at(0.37, 0.0)], "#54684a"
    )


def rings_on_water(width: int) -> Image.Image:
    """A sample bottle has just gone in: rings spread over a still lake."""
    canvas = Canvas(width, seed=139)
    canvas.image.paste(ramp([(0, "#c7d9d4"), (0.45, "#7fa9ae"), (1, "#1f5163")], canvas.size[1]).resize(canvas.size))
    for _ in range(30):
        spot = (canvas.random.uniform(-0.1, 1.6), canvas.random.uniform(0, 0.4))
        canvas.glow(
            spot,
            canvas.random.uniform(0.2, 0.45),
            canvas.random.choice(("#f1efe0", "#9fc0be", "#5f939d")),
            0.4,
            flat=0.12,
        )
    for centre, reach, rings in (((0.62, 0.60), 0.58, 11), ((1.22, 0.34), 0.2, 6), ((0.16, 0.30), 0.13, 5)):
        for ring in range(rings, 0, -1):
            size = reach * ring / rings
            fade = 0.75 * (1 - ring / (rings + 1)) + 0.08
            canvas.ring((centre[0], centre[1] + 0.006), size, size * 0.36, "#12404f", 0.007, fade * 0.6)
            canvas.ring(centre, size, size * 0.36, "#f2f5ea", 0.0045, fade)
        canvas.ellipse(centre, reach * 0.03, reach * 0.012, "#f7f7ee")
    canvas.glints(0.0, 1.0, ("#f4f4e8", "#174858"), 160, 0.14)
    return canvas.finish()
