"""Odd but honest pictures come out upright, in sRGB, and as a picture alone."""

from collections.abc import Iterator

import pytest
from PIL import Image

from releases.media.decoding.pixels import Written, written_anew
from tests.releases.media.pictures import (
    GPS,
    KINDS,
    MAKE,
    ORIENTATION,
    animated,
    chunk,
    encoded,
    exif,
    opened,
    png,
    sample,
    scene,
    segment,
    swapped,
)

RED, GREEN = (220, 30, 40), (20, 160, 60)


@pytest.fixture(autouse=True)
def pillows_own_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What runs in the child sets a limit for its whole process, which here is ours."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    yield


def taken(data: bytes) -> Written:
    return written_anew(data, 50_000_000)


def near(pixel: tuple[int, ...], wanted: tuple[int, ...], by: int = 16) -> bool:
    return all(abs(have - want) <= by for have, want in zip(pixel[:3], wanted[:3], strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_taken_and_written_anew_as_jpeg(kind: str) -> None:
    written = taken(sample(kind))
    assert (written.format, written.width, written.height) == ("JPEG", 48, 32)
    picture = opened(written.data)
    assert picture.format == "JPEG"
    assert picture.mode == "RGB"
    assert near(picture.getpixel((5, 5)), RED)
    assert near(picture.getpixel((40, 5)), GREEN)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright_whatever_way_the_camera_was_held(orientation: int) -> None:
    upright = scene()
    # What the sensor saw, so that turning it as the tag says gives the scene: the inverse of the turn.
    undo = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    seen = upright if undo is None else upright.transpose(Image.Transpose(undo))
    written = taken(encoded(seen, "JPEG", quality=95, exif=exif({ORIENTATION: orientation})))
    assert (written.width, written.height) == (48, 32)
    picture = opened(written.data)
    assert near(picture.getpixel((5, 5)), RED)
    assert near(picture.getpixel((40, 5)), GREEN)
    assert near(picture.getpixel((5, 20)), GREEN)
    assert picture.getexif().get(ORIENTATION, 1) == 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_png_becomes_eight_bits_a_colour(mode: str) -> None:
    picture = (
        scene(mode=mode) if mode != "I;16" else scene(mode="L").convert("I").point(lambda v: v * 257).convert("I;16")
    )
    written = taken(encoded(picture, "PNG"))
    assert written.format == "JPEG"  # nothing of it is see-through
    assert opened(written.data).mode == "RGB"
    if mode == "I;16":
        assert near(opened(written.data).getpixel((5, 5)), (scene(mode="L").getpixel((5, 5)),) * 3, by=4)


@pytest.mark.parametrize(("depth", "colour", "pixels"), [(16, 2, b"\0" + b"\xff\xff\x80\0\0\0" * 4), (16, 6, b"")])
def test_sixteen_bits_of_colour(depth: int, colour: int, pixels: bytes) -> None:
    row = pixels or b"\0" + b"\xff\xff\x80\0\0\0\xff\xff" * 4
    written = taken(png(4, 4, depth=depth, colour=colour, pixels=row * 4))
    assert near(opened(written.data).getpixel((1, 1)), (255, 128, 0))


def test_sixteen_bits_of_grey_with_a_shade_that_is_see_through() -> None:
    row = b"\0" + b"\x80\x01\x80\x02" * 2
    written = taken(png(4, 4, depth=16, before=chunk(b"tRNS", b"\x80\x01"), pixels=row * 4))
    assert written.format == "PNG"
    assert [pixel[3] for pixel in list(opened(written.data).get_flattened_data())[:2]] == [0, 255]


def test_transparency_stays_and_what_it_hides_goes() -> None:
    picture = scene(mode="RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size).point(lambda v: 0 if v < 128 else v))
    written = taken(encoded(picture, "PNG"))
    assert written.format == "PNG"
    result = opened(written.data)
    assert result.mode == "RGBA"
    assert result.getpixel((2, 2)) == (0, 0, 0, 0)
    assert result.getpixel((2, 31))[3] > 200


def test_a_palette_with_a_colour_that_is_see_through_stays_so() -> None:
    picture = Image.new("P", (8, 8), 1)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.putpixel((0, 0), 0)
    result = opened(taken(encoded(picture, "GIF", transparency=0)).data)
    assert result.getpixel((0, 0))[3] == 0
    assert result.getpixel((5, 5)) == (0, 0, 255, 255)


def test_cmyk_with_adobes_inverted_inks_comes_out_in_its_colours() -> None:
    data = encoded(scene(mode="CMYK"), "JPEG", quality=95)
    assert b"Adobe" in data
    assert opened(data).mode == "CMYK"
    picture = opened(taken(data).data)
    assert near(picture.getpixel((5, 5)), RED, by=24)
    assert near(picture.getpixel((40, 5)), GREEN, by=24)


def test_a_profile_is_applied_and_goes() -> None:
    written = taken(encoded(scene(), "PNG", icc_profile=swapped()))
    picture = opened(written.data)
    assert "icc_profile" not in picture.info
    red, green, _blue = picture.getpixel((5, 5))
    assert green > 200
    assert red < 60


def test_transparency_with_a_profile() -> None:
    picture = scene(mode="RGBA")
    picture.putpixel((0, 0), (0, 0, 0, 0))
    result = opened(taken(encoded(picture, "PNG", icc_profile=swapped())).data)
    assert result.getpixel((5, 5))[1] > 200
    assert result.getpixel((5, 5))[3] == 255


@pytest.mark.parametrize("profile", [b"", b"x" * 200, swapped()[:140], swapped()[:-90]])
def test_a_broken_profile_is_left_aside(profile: bytes) -> None:
    assert near(opened(taken(encoded(scene(), "JPEG", icc_profile=profile)).data).getpixel((40, 5)), GREEN)


def test_a_profile_for_another_kind_of_colour_is_left_aside() -> None:
    assert near(
        opened(taken(encoded(scene(mode="CMYK"), "JPEG", icc_profile=swapped())).data).getpixel((5, 5)), RED, by=24
    )


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_picture_is_taken(kind: str) -> None:
    written = taken(animated(kind))
    picture = opened(written.data)
    assert getattr(picture, "n_frames", 1) == 1
    assert near(picture.getpixel((8, 8)), (255, 0, 0))


def test_one_pixel_is_a_picture() -> None:
    written = taken(encoded(Image.new("RGB", (1, 1), "navy"), "PNG"))
    assert (written.width, written.height, written.colour) == (1, 1, "#000080")


def test_where_it_was_taken_and_with_what_goes() -> None:
    data = segment(encoded(scene(), "JPEG", exif=exif({MAKE: "Lighthouse 3"}, gps=True)), 0xFE, b"Taken at home")
    assert b"Lighthouse" in data
    assert opened(data).getexif().get_ifd(GPS)
    written = taken(data)
    assert not opened(written.data).getexif()
    assert b"Exif" not in written.data
    assert b"Lighthouse" not in written.data
    assert b"at home" not in written.data


def test_padding_and_a_phones_film_behind_the_picture_are_let_be_and_go() -> None:
    film = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + b"\x11" * 500
    for behind in (b"\0" * 2000, b"\xff" * 9, film, sample("JPEG")):
        assert b"ftypmp42" not in taken(sample("JPEG") + behind).data


def test_the_colour_is_one_that_most_of_the_picture_has() -> None:
    picture = Image.new("RGB", (90, 60), (20, 160, 60))
    picture.paste((220, 30, 40), (0, 0, 40, 60))
    colour = taken(encoded(picture, "PNG")).colour
    assert near(tuple(bytes.fromhex(colour[1:])), GREEN, by=3)
    see_through = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    see_through.putpixel((3, 3), (0, 0, 0, 255))
    assert taken(encoded(see_through, "PNG")).colour == "#ffffff"
