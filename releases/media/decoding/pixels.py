"""From the bytes of an upload to a picture that was written anew. Runs in a process of its own: see ``child``.

Knows neither Django nor the rest of Pressroom, so that the process starts quickly and has nothing that is worth stealing.
"""

import io
import warnings
from typing import NamedTuple

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from releases.media.decoding.colour import dominant
from releases.media.decoding.formats import MAX_ENCODED, Bad, format_of
from releases.media.decoding.metadata import Metadata, iim_segment, metadata_of, xmp_packet
from releases.media.decoding.polyglots import foreign

PLUGINS = (AvifImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Named, so that Pillow knows these five formats and does not load forty others to find out what a file is not."""
JPEG_QUALITY = 92
"""High enough that the renditions made from it show no second-generation loss."""
PNG_LEVEL = 4
"""On a photograph a third of the time of zlib's usual 6, for a file that is a tenth larger; on charts both are the same."""
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# No threads: the process may start none, and their stacks would count as its memory.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


class Written(NamedTuple):
    """The picture as it will be stored."""

    data: bytes
    format: str
    width: int
    height: int
    colour: str
    metadata: Metadata


def written_anew(data: bytes, max_pixels: int) -> Written:
    """Decode an upload and encode what is to be seen of it. Raises ``Bad`` and nothing else, unless the process dies."""
    try:
        return _written(data, max_pixels)
    except Bad:
        raise
    except MemoryError as error:
        raise Bad("memory") from error
    except Image.DecompressionBombError as error:
        raise Bad("pixels") from error
    except Exception as error:
        # Pillow and its decoders raise whatever a malformed file leads them to: OSError, SyntaxError, ValueError,
        # struct.error, IndexError … None of it is about us.
        raise Bad("damaged") from error


def _written(data: bytes, max_pixels: int) -> Written:
    kind = format_of(data)
    if foreign(data, kind):
        raise Bad("polyglot")
    opened = _opened(data, kind, max_pixels)
    metadata = metadata_of(opened)
    # Handed over in a list and taken out of it: fifty megapixels have 200 MB, and each name would hold them.
    held = [opened]
    del opened
    held.append(_upright(held.pop()))
    held.append(_flat(held.pop()))
    picture = held.pop()
    encoded, written_as = _encoded(picture, metadata)
    return Written(encoded, written_as, picture.width, picture.height, dominant(picture), metadata)


def _opened(data: bytes, kind: str, max_pixels: int) -> Image.Image:
    """The first frame. The size in the header is read before any pixel is: bombs stop here."""
    # Pillow warns of a bomb from this number on and raises an error from twice as much: the error is what is wanted,
    # exactly at our limit.
    Image.MAX_IMAGE_PIXELS = max_pixels // 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(data), formats=(kind,))
        if picture.width * picture.height > max_pixels:
            raise Bad("pixels")
        picture.load()
    # A GIF's first frame may be larger than its header says.
    if picture.width * picture.height > max_pixels:
        raise Bad("pixels")
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """As EXIF says that the camera was held."""
    try:
        method = _UPRIGHT.get(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # Pillow raises whatever a malformed directory leads it to.
        return picture
    return picture.transpose(method) if method is not None else picture


def _flat(picture: Image.Image) -> Image.Image:
    """In sRGB with eight bits a colour, with transparency only if there is any to be seen."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):
        picture = _eight_bits(picture)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
        if alpha.getextrema() != (255, 255):
            flat = _in_srgb(picture.convert("RGB"), profile)
            flat.putalpha(alpha)
            # What cannot be seen may be what somebody meant to take out.
            flat.paste((0, 0, 0, 0), None, alpha.point([255] + [0] * 255))
            return flat
    if picture.mode not in ("RGB", "CMYK", "L"):
        picture = picture.convert("RGB")
    return _in_srgb(picture, profile)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Sixteen bits of grey: the upper eight. Pillow would cut off everything above 255."""
    key = picture.info.get("transparency")
    grey = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    grey.info = {}
    if isinstance(key, int):
        # The grey that is see-through is compared before it loses its lower half: others may fall together with it.
        exact = picture.convert("I").point(lambda value: value * 1 - key)
        unlike = exact.point(lambda value: value * 255).convert("L")
        below = exact.point(lambda value: value * -255).convert("L")
        alpha = Image.new("L", grey.size)
        alpha.paste(255, None, unlike)
        alpha.paste(255, None, below)
        grey.putalpha(alpha)
    return grey


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
        picture.save(sink, "PNG", pnginfo=text, compress_level=PNG_LEVEL)
        kind = "PNG"
    else:
        more = {"xmp": xmp, "extra": iim_segment(metadata)} if xmp else {}
        picture.save(sink, "JPEG", quality=JPEG_QUALITY, subsampling=0, **more)
        kind = "JPEG"
    if sink.tell() > MAX_ENCODED:
        raise Bad("encoded")
    return sink.getvalue(), kind
