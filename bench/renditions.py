"""What each format of a rendition costs and gives: bytes, likeness to the original, time, and memory for the largest originals.

    .venv/bin/python bench/renditions.py       # writes bench/RENDITIONS.md; about two minutes

Three pictures that the program makes itself, the same each time: one like a photograph with grain, one like a soft portrait
without, and one like a chart with lines and letters. Likeness is SSIM of the brightness over blocks of 8 x 8 pixels.
"""

import io
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageMath

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from releases.media.encoding import render  # noqa: E402
from releases.media.specs import parse  # noqa: E402

SIZE = (1280, 853)
LARGEST = (8660, 5773)
"""Fifty megapixels, which is as much as is let in."""
SPECS = ("w320.jpg", "w1920.jpg", "w1920.webp", "w1920.avif", "card640-f50-50.avif", "social-f50-50.jpg")


def choices() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What to compare: a name, Pillow's format, its options. The ones with a star are those that we use."""
    yield "JPEG 82", "JPEG", {"quality": 82}
    yield "JPEG 82 progressive *", "JPEG", {"quality": 82, "progressive": True, "optimize": True}
    yield "WebP 80 *", "WEBP", {"quality": 80, "method": 4}
    yield "WebP 80, method 6", "WEBP", {"quality": 80, "method": 6}
    for speed in (4, 6, 8, 9, 10):
        star = " *" if speed == 8 else ""
        yield f"AVIF 50, speed {speed}{star}", "AVIF", avif(50, speed)
    for quality in (40, 60):
        yield f"AVIF {quality}, speed 8", "AVIF", avif(quality, 8)
    yield "AVIF 50, speed 8, full colour", "AVIF", avif(50, 8) | {"subsampling": "4:4:4"}


def avif(quality: int, speed: int) -> dict[str, Any]:
    """In one thread, as we do."""
    return {"quality": quality, "speed": speed, "subsampling": "4:2:0", "max_threads": 1}


def layered(size: tuple[int, int], layers: list[tuple[int, int]], seed: int) -> Image.Image:
    """Colour noise in several sizes on top of each other, which is how the sizes of things in photographs are spread."""
    dice, picture = random.Random(seed), Image.new("RGB", size, (128, 128, 128))
    for cells, weight in layers:
        rows = cells * size[1] // size[0] + 2
        patch = Image.frombytes("RGB", (cells, rows), dice.randbytes(cells * rows * 3)).resize(size, Image.BICUBIC)
        faint = Image.blend(Image.new("RGB", size, (128, 128, 128)), patch, weight / 128)
        picture = ImageChops.add(picture, faint, 1, -128)
    return picture


def photograph(size: tuple[int, int]) -> Image.Image:
    """Fine structure, hard edges, and the grain of a camera at dusk."""
    dice, large = random.Random(7), (size[0] * 2, size[1] * 2)
    picture = layered(large, [(4, 90), (12, 60), (40, 40), (130, 26), (420, 16)], 7)
    for _ in range(60):
        left, top = dice.randrange(large[0] - 40), dice.randrange(large[1] - 40)
        right, bottom = left + dice.randrange(20, large[0] // 6), top + dice.randrange(20, large[1] // 5)
        box = (left, top, min(right, large[0]), min(bottom, large[1]))
        part = picture.crop(box)
        tint = Image.new("RGB", part.size, tuple(dice.randrange(90) for _channel in range(3)))
        picture.paste(ImageChops.add(part, tint, 1, -45), box)
    # Not effect_noise: it cannot be told where to begin.
    grain = layered(large, [(large[0], 14)], 8)
    return ImageChops.add(picture, grain, 1, -128).resize(size, Image.LANCZOS)


def portrait(size: tuple[int, int]) -> Image.Image:
    """Soft light and a blurred background."""
    return layered(size, [(3, 90), (9, 50), (24, 18)], 11)


def chart(size: tuple[int, int]) -> Image.Image:
    """Lines, bars and letters on white."""
    dice, picture = random.Random(3), Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    for number in range(24):
        left, height = 40 + number * size[0] // 26, dice.randrange(60, size[1] - 120)
        colour = ["#1f5f8b", "#b8442f", "#3c7a4e"][number % 3]
        draw.rectangle((left, size[1] - 60 - height, left + 28, size[1] - 60), colour)
        draw.text((left, size[1] - 50), f"Q{number % 4 + 1}", "black", font_size=18)
        draw.line((30, 40 + number * 30, size[0] - 30, 40 + number * 30), "#dddddd")
    return picture


def likeness(first: Image.Image, second: Image.Image) -> float:
    """SSIM (Wang and others, 2004) of the brightness, averaged over blocks instead of a sliding window."""
    x, y = first.convert("L").convert("F"), second.convert("RGB").convert("L").convert("F")
    evaluate: Callable[..., Any] = ImageMath.lambda_eval

    def mean_of_product(a: Image.Image, b: Image.Image) -> Image.Image:
        product: Image.Image = evaluate(lambda v: v["a"] * v["b"], a=a, b=b)
        return product.reduce(8)

    parts = {"xx": mean_of_product(x, x), "yy": mean_of_product(y, y), "xy": mean_of_product(x, y)}
    result = evaluate(
        lambda v: (
            ((2 * v["x"] * v["y"] + 6.5) * (2 * (v["xy"] - v["x"] * v["y"]) + 58.5))
            / (
                (v["x"] * v["x"] + v["y"] * v["y"] + 6.5)
                * ((v["xx"] - v["x"] * v["x"]) + (v["yy"] - v["y"] * v["y"]) + 58.5)
            )
        ),
        x=x.reduce(8),
        y=y.reduce(8),
        **parts,
    )
    width, height = result.size
    return sum(result.getpixel((column, row)) for row in range(height) for column in range(width)) / (width * height)


def compared() -> Iterator[str]:
    """A table for each picture."""
    for make in (photograph, portrait, chart):
        picture = make(SIZE)
        yield f"\n**{make.__name__.capitalize()}**, {SIZE[0]} × {SIZE[1]}\n"
        yield "| format | kB | SSIM | ms |\n|---|---:|---:|---:|"
        for name, kind, options in choices():
            sink = io.BytesIO()
            began = time.process_time()
            picture.save(sink, kind, **options)
            spent = time.process_time() - began
            alike = likeness(picture, Image.open(io.BytesIO(sink.getvalue())))
            yield f"| {name} | {len(sink.getvalue()) / 1000:.0f} | {alike:.4f} | {spent * 1000:.0f} |"


def measured() -> Iterator[str]:
    """Time and peak memory of whole renditions of the largest originals, each in a process of its own."""
    yield "\n| original | rendition | kB | ms | peak MB beyond the start |\n|---|---|---:|---:|---:|"
    with tempfile.TemporaryDirectory() as folder:
        for name, kind in (("JPEG", "JPEG"), ("PNG with transparency", "PNG")):
            path = Path(folder, kind)
            picture = portrait((LARGEST[0] // 4, LARGEST[1] // 4)).resize(LARGEST)
            if kind == "PNG":
                picture.putalpha(Image.linear_gradient("L").resize(LARGEST))
            picture.save(path, kind, quality=92, subsampling=0, compress_level=1)
            size = f"{name}, 50 MP, {path.stat().st_size / 1e6:.0f} MB"
            for spec in SPECS:
                done = subprocess.run(
                    [sys.executable, __file__, str(path), spec], capture_output=True, text=True, check=True
                )
                yield f"| {size} | {spec} | {done.stdout.strip()} |"


def one(path: str, text: str) -> str:
    """Cells of the table: one rendition, in this process."""
    spec = parse(text)
    assert spec is not None
    sink = io.BytesIO()
    Image.new("RGB", (64, 64)).save(sink, "JPEG")
    render(sink.getvalue(), spec)
    before, began = peak(), time.process_time()
    size = len(render(Path(path).read_bytes(), spec))
    spent = time.process_time() - began
    return f"{size / 1000:.0f} | {spent * 1000:.0f} | {(peak() - before) / 1024:.0f}"


def peak() -> int:
    """The most memory that this process had, in kB. Not ``ru_maxrss``, which counts what its parent had, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def main() -> None:
    """Print the tables, and keep them."""
    versions = f"Pillow {Image.__version__}, Python {platform.python_version()}"
    lines = [
        "# Renditions\n",
        f"Made by `bench/renditions.py`, which says how. {versions}. A star marks what we use; times are of one core and of a",
        "shared machine: read them as ratios.",
    ]
    for line in (*compared(), *measured()):
        print(line, flush=True)
        lines.append(line)
    (ROOT / "bench" / "RENDITIONS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(one(*sys.argv[1:]))
    else:
        main()
