"""What a rendition shows: the right part, the right way up, in its colours, with its transparency and its credit."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageCms, ImageDraw, PngImagePlugin

from releases.media.encoding import render
from releases.media.specs import CONTENT_TYPES, Spec, card, pixel_size, social

XMP = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b"Photo: Ida Merrow</x:xmpmeta><?xpacket end='w'?>"
)
FORMAT = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def encoded(picture: Pillow.Image, kind: str = "PNG", **options: object) -> bytes:
    """The picture as an original."""
    sink = io.BytesIO()
    picture.save(sink, kind, **options)
    return sink.getvalue()


def opened(data: bytes) -> Pillow.Image:
    """The rendition, decoded."""
    picture = Pillow.open(io.BytesIO(data))
    picture.load()
    return picture


def near(picture: Pillow.Image, place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    """Whether the pixel has this colour, as nearly as lossy formats keep it."""
    found = picture.getpixel(place)
    return all(abs(a - b) <= 24 for a, b in zip(found, colour, strict=True))


def quarters(size: tuple[int, int], mode: str = "RGB") -> Pillow.Image:
    """Red, green, blue and white quarters: it shows which part of a picture is to be seen, and whether it is upright."""
    picture = Pillow.new(mode, size, "white")
    draw = ImageDraw.Draw(picture)
    x, y = size[0] // 2, size[1] // 2
    draw.rectangle((0, 0, x - 1, y - 1), "red")
    draw.rectangle((x, 0, size[0], y - 1), "lime")
    draw.rectangle((0, y, x - 1, size[1]), "blue")
    return picture


def noise(size: tuple[int, int]) -> Pillow.Image:
    """Something to compress."""
    return Pillow.frombytes("RGB", (64, 64), random.Random(4).randbytes(64 * 64 * 3)).resize(size)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_the_whole_picture_in_every_format(kind: str, extension: str) -> None:
    rendition = opened(render(encoded(quarters((1300, 900)), kind), Spec(320, extension)))
    assert rendition.format == FORMAT[extension]
    assert rendition.size == (320, 222)
    assert rendition.mode == "RGB"
    assert near(rendition, (10, 10), (255, 0, 0))
    assert near(rendition, (310, 10), (0, 255, 0))
    assert near(rendition, (10, 210), (0, 0, 255))
    assert near(rendition, (310, 210), (255, 255, 255))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(
    ("focal", "colour"),
    [((0, 0), (255, 0, 0)), ((100, 0), (0, 255, 0)), ((0, 100), (0, 0, 255)), ((100, 100), (255, 255, 255))],
)
def test_a_crop_keeps_its_focal_point_in_view(kind: str, focal: tuple[int, int], colour: tuple[int, int, int]) -> None:
    wide = opened(render(encoded(quarters((4000, 900)), kind), card(320, "jpg", focal)))
    assert wide.size == (320, 213)
    # Upper and lower half are both in view of a wide picture, left or right half only.
    assert near(wide, (160, 20 if focal[1] == 0 else 200), colour)
    tall = opened(render(encoded(quarters((700, 4000)), kind), social(focal)))
    assert tall.size == (700, 367)
    assert near(tall, (20 if focal[0] == 0 else 680, 180), colour)


def test_a_crop_is_cut_exactly_where_it_should_be() -> None:
    # A line one pixel wide at the left edge of the crop, another just outside of it.
    picture = Pillow.new("RGB", (1000, 200), "white")
    draw = ImageDraw.Draw(picture)
    draw.line((349, 0, 349, 200), "red")
    draw.line((350, 0, 350, 200), "black")
    crop = opened(render(encoded(picture), card(320, "webp", (50, 50))))
    assert crop.size == (300, 200)
    assert near(crop, (0, 100), (0, 0, 0))


@pytest.mark.parametrize("extension", ["avif", "webp"])
@pytest.mark.parametrize("size", [(300, 200), (1500, 1000), (4001, 2999)])
def test_transparency_is_kept_and_its_colour_does_not_bleed(extension: str, size: tuple[int, int]) -> None:
    # Red that can be seen beside green that cannot: mixed unweighted, the border would turn brown.
    picture = Pillow.new("RGBA", size, (0, 255, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, size[0] // 2, size[1]))
    rendition = opened(render(encoded(picture), Spec(320, extension)))
    assert rendition.mode == "RGBA"
    middle = rendition.height // 2
    assert near(rendition, (10, middle), (255, 0, 0, 255))
    assert rendition.getpixel((rendition.width - 10, middle))[3] < 10
    for x in range(rendition.width // 2 - 4, rendition.width // 2 + 4):
        red, green, _blue, alpha = rendition.getpixel((x, middle))
        assert alpha < 128 or (red > 200 and green < 60)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_jpeg_puts_what_is_transparent_on_white(mode: str) -> None:
    picture = Pillow.new("RGBA", (400, 300), (0, 0, 0, 0)).convert(mode)
    original = encoded(picture, transparency=0) if mode == "P" else encoded(picture)
    assert near(opened(render(original, Spec(320, "jpg"))), (100, 100), (255, 255, 255))


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 700), (700, 1), (3, 5000), (16, 16)])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_pictures_of_odd_shapes_have_renditions(size: tuple[int, int], mode: str, extension: str) -> None:
    original = encoded(Pillow.new(mode, size, 200 if mode == "L" else "teal"))
    for spec in (Spec(320, extension), card(320, extension, (100, 0)), social((0, 100))):
        assert opened(render(original, spec)).size == pixel_size(spec, *size)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 90), st.integers(1, 90), st.sampled_from(["RGB", "RGBA"]), st.integers(0, 100), st.integers(0, 100)
)
def test_every_picture_of_any_size_has_every_rendition(width: int, height: int, mode: str, x: int, y: int) -> None:
    original = encoded(Pillow.new(mode, (width, height), "teal"))
    for spec in (Spec(320, "webp"), card(320, "jpg", (x, y)), social((x, y))):
        assert opened(render(original, spec)).size == pixel_size(spec, width, height)


@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_the_same_original_gives_the_same_bytes(extension: str) -> None:
    original = encoded(noise((900, 700)), "JPEG", quality=92)
    assert render(original, Spec(640, extension)) == render(original, Spec(640, extension))


@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_credit_and_colour_profile_go_with_the_picture_and_nothing_else(extension: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Pillow.Exif()
    exif[0x9286] = "taken at home"
    original = encoded(noise((700, 500)), "JPEG", xmp=XMP, icc_profile=profile, exif=exif, comment=b"from a phone")
    data = render(original, Spec(320, extension))
    rendition = opened(data)
    assert rendition.info["xmp"].rstrip(b"\0") == XMP
    assert rendition.info["icc_profile"] == profile
    assert not rendition.getexif()
    assert b"from a phone" not in data
    assert b"taken at home" not in data


@pytest.mark.parametrize("extension", ["avif", "webp"])
def test_credit_goes_with_a_picture_that_has_transparency(extension: str) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    original = encoded(Pillow.new("RGBA", (400, 300), (255, 0, 0, 90)), pnginfo=text)
    assert opened(render(original, Spec(320, extension))).info["xmp"].rstrip(b"\0") == XMP


def test_avif_is_smaller_than_webp_and_webp_than_jpeg() -> None:
    original = encoded(noise((1600, 1200)), "JPEG", quality=92)
    avif, webp, jpeg = (len(render(original, Spec(960, extension))) for extension in ("avif", "webp", "jpg"))
    assert avif < webp < jpeg


def test_a_damaged_original_is_an_error_and_not_a_grey_picture() -> None:
    original = encoded(noise((900, 700)), "JPEG")
    with pytest.raises(OSError, match="truncated"):
        render(original[: len(original) // 2], Spec(320, "jpg"))


def test_other_formats_than_ours_are_not_even_looked_at() -> None:
    with pytest.raises(Pillow.UnidentifiedImageError):
        render(encoded(noise((90, 70)), "BMP"), Spec(320, "jpg"))
