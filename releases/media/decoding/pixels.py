"""From the bytes of an upload to a picture that was written anew. Runs in a process of its own: see ``child``.

Knows neither Django nor the rest of Pressroom, so that the process starts quickly and has nothing that is worth stealing.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from releases.media.decoding.metadata import Metadata, iim_segment, metadata_of, xmp_packet
from releases.media.decoding.polyglots import foreign

PLUGINS = (AvifImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Named, so that Pillow knows these five formats and does not load forty others to find out what a file is not."""
JPEG_QUALITY = 92
"""High enough that the renditions made from it show no second-generation loss."""
MAX_ENCODED = 150 * 1024 * 1024
"""The largest picture with transparency that is stored; 50 megapixels of noise have 200 MB."""
_TEXT = frozenset(b"\t\n\r\x0c ")


class Bad(Exception):
    """The upload is refused. The argument says why, in one word that the parent has a sentence for."""


@dataclass(frozen=True, slots=True)
class Written:
    """The picture as it will be stored."""

    data: bytes
    format: str
    width: int
    height: int
    colour: str
    metadata: Metadata


def written_anew(data: bytes, max_pixels: int) -> Written:
    """Decode an upload and encode what is to be seen of it. Raises ``Bad``, and whatever a decoder may die of."""
    kind = format_of(data)
    if foreign(data):
        raise Bad("polyglot")
    picture, metadata = _opened(data, kind, max_pixels)
    picture = _flat(ImageOps.exif_transpose(picture))
    encoded, written_as = _encoded(picture, metadata)
    return Written(encoded, written_as, picture.width, picture.height, _dominant(picture), metadata)


def format_of(data: bytes) -> str:
    """The format by the first bytes; names lie. Raises ``Bad``."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis", b"mif1", b"msf1") and b"avif" in data[8:64]:
        return "AVIF"
    start = data[:4096].lstrip(bytes(_TEXT) + b"\xef\xbb\xbf").lower()
    raise Bad("svg" if start.startswith(b"<") and b"<svg" in start else "unknown")


def _opened(data: bytes, kind: str, max_pixels: int) -> tuple[Image.Image, Metadata]:
    """The first frame. The size in the header is read before any pixel is: bombs stop here."""
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        with warnings.catch_warnings():
            # Between its two limits Pillow only warns of a decompression bomb.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=(kind,))
            if picture.width * picture.height > max_pixels:
                raise Bad("pixels")
            picture.load()
            return picture, metadata_of(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Bad("pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, RuntimeError) as error:
        # Pillow raises any of these for truncated or malformed files, depending on the decoder; so would a struct.error,
        # which is a ValueError's cousin that it wraps.
        raise Bad("damaged") from error


def _flat(picture: Image.Image) -> Image.Image:
    """In sRGB with eight bits a colour, with transparency only if there is any to be seen."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        # Sixteen bits of grey: the upper eight. Pillow would cut off everything above 255.
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
        if alpha.getextrema() != (255, 255):
            flat = _in_srgb(picture.convert("RGB"), profile)
            flat.putalpha(alpha)
            return flat
    if picture.mode not in ("RGB", "CMYK", "L"):
        picture = picture.convert("RGB")
    return _in_srgb(picture, profile)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Through its profile if it has one that can be used; without, colours are taken for sRGB, as browsers take them."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return picture.convert("RGB")


def _encoded(picture: Image.Image, metadata: Metadata) -> tuple[bytes, str]:
    """The pixels, and whose they are: whatever else the file held (GPS, a device, a script, a second file) is gone."""
    sink = io.BytesIO()
    picture.info = {}
    xmp = xmp_packet(metadata)
    if picture.mode == "RGBA":
        text = PngImagePlugin.PngInfo()
        if xmp:
            text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        picture.save(sink, "PNG", pnginfo=text)
        kind = "PNG"
    else:
        more = {"xmp": xmp, "extra": iim_segment(metadata)} if xmp else {}
        picture.save(sink, "JPEG", quality=JPEG_QUALITY, subsampling=0, **more)
        kind = "JPEG"
    if sink.tell() > MAX_ENCODED:
        raise Bad("encoded")
    return sink.getvalue(), kind


def _dominant(picture: Image.Image) -> str:
    """The colour that most of the picture has: the fullest of eight boxes of a small copy, as ``#rrggbb``.

    The plain average of a red flag on a green field is a brown that is nowhere in it.
    """
    small = picture.copy() if picture.width * picture.height < 10_000 else picture.resize((64, 64), reducing_gap=2)
    if small.mode == "RGBA":
        paper = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(paper, small)
    boxes = small.convert("RGB").quantize(8, Image.Quantize.MEDIANCUT)
    counts = boxes.getcolors(256) or [(1, 0)]
    fullest = max(counts)[1]
    red, green, blue = (boxes.getpalette() or [0, 0, 0])[int(fullest) * 3 : int(fullest) * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
