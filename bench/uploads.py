"""What taking in a picture costs: time and peak memory of the process that decodes, by kind and size.

    .venv/bin/python bench/uploads.py        # about three minutes; writes to standard output only

Two pictures that the program makes itself: noise over a gradient, which compresses badly, as a photograph of leaves does, and
a plain one. ``address space`` is what RLIMIT_AS counts, ``resident`` what the machine really gives.
"""

import io
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageCms

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from releases.media.decoding.decode import SECONDS  # noqa: E402

SIZES = {"12 MP": (4000, 3000), "50 MP": (8660, 5773)}
PROGRAM = """
import resource, sys
sys.path.insert(0, {root!r})
from releases.media.decoding import child
confine = child.confine
child.confine = lambda memory, seconds: confine(1 << 40, seconds)
child.main(["0", "{seconds}", "50000000"])
# Not ru_maxrss: that begins with what the parent had when it forked.
peaks = dict(line.split()[:2] for line in open("/proc/self/status") if line.startswith(("VmPeak", "VmHWM")))
use = resource.getrusage(resource.RUSAGE_SELF)
print(use.ru_utime + use.ru_stime, peaks["VmHWM:"], peaks["VmPeak:"], file=sys.stderr)
"""


def photograph(size: tuple[int, int]) -> Image.Image:
    """Noise of a few shades over a gradient, the same in every band but turned."""
    grain = Image.effect_noise((size[0] // 2, size[1] // 2), 24).resize(size)
    slope = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (Image.blend(grain, slope, 0.5), slope, Image.blend(slope, grain, 0.3)))


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    sink = io.BytesIO()
    picture.save(sink, kind, **options)
    return sink.getvalue()


def uploads() -> Iterator[tuple[str, bytes]]:
    """Names and bytes, one at a time: fifty megapixels are 200 MB here as well."""
    for name, size in SIZES.items():
        picture = photograph(size)
        yield f"{name} JPEG", encoded(picture, "JPEG", quality=90)
        yield f"{name} JPEG, progressive, turned", encoded(picture, "JPEG", progressive=True, exif=turned())
        yield f"{name} JPEG, CMYK", encoded(picture.convert("CMYK"), "JPEG", quality=85)
        yield f"{name} JPEG with a profile", encoded(picture, "JPEG", quality=85, icc_profile=profile())
        yield f"{name} PNG", encoded(picture, "PNG", compress_level=1)
        yield f"{name} WebP", encoded(picture, "WEBP", quality=80, method=0)
        yield f"{name} AVIF", encoded(picture, "AVIF", quality=60, speed=10)
        yield f"{name} GIF", encoded(picture.convert("P"), "GIF")
        yield f"{name} PNG, 16 bits of grey", encoded(picture.convert("I;16"), "PNG", compress_level=1)
        picture.putalpha(Image.radial_gradient("L").resize(size))
        yield f"{name} PNG with transparency", encoded(picture, "PNG", compress_level=1, icc_profile=profile())
        yield f"{name} WebP with transparency", encoded(picture, "WEBP", quality=80, method=0)
    Image.MAX_IMAGE_PIXELS = None
    yield "bomb: 400 MP PNG", encoded(Image.new("1", (20_000, 20_000)), "PNG")
    yield "bomb: 49 MP PNG in 150 KB, turned", encoded(Image.new("RGBA", (7000, 7000)), "PNG", exif=turned())
    yield "bomb: 268 MP WebP", b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0" + b"\xfe\x3f\0" * 2


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


def profile() -> bytes:
    """sRGB, which costs as much as any other."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def main() -> None:
    print(f"{'':40} {'in MB':>7} {'out MB':>7} {'wall s':>7} {'CPU s':>7} {'resident MB':>12} {'address space MB':>17}")
    for name, data in uploads():
        program = PROGRAM.format(root=str(ROOT), seconds=SECONDS * 10)
        begun = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, "-I", "-c", program], input=data, capture_output=True, check=False, env={}
        )
        wall = time.perf_counter() - begun
        if ran.returncode:
            print(f"{name:40} died: {ran.stderr[-300:].decode(errors='replace')}")
            continue
        cpu, resident, space = map(float, ran.stderr.split()[-3:])
        sizes = f"{len(data) / 1e6:7.1f} {len(ran.stdout) / 1e6:7.1f}"
        print(f"{name:40} {sizes} {wall:7.1f} {cpu:7.1f} {resident / 1024:12.0f} {space / 1024:17.0f}", flush=True)


if __name__ == "__main__":
    main()
