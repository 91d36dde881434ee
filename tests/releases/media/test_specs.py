"""Which renditions there are, how large each is, and that nobody can ask for another."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from releases.media.specs import (
    CARD_WIDTHS,
    CONTENT_TYPES,
    WIDTHS,
    Shape,
    Spec,
    card,
    crop_box,
    parse,
    pixel_size,
    social,
    specs_for,
    widths_for,
)

ALL = [
    *(Spec(width, extension) for width in WIDTHS for extension in CONTENT_TYPES),
    *(card(width, extension, (0, 100)) for width in CARD_WIDTHS for extension in CONTENT_TYPES),
    social((33, 7)),
]
sides = st.integers(1, 60_000)
per_cent = st.integers(0, 100)


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """Any spec that there is."""
    focal = (draw(per_cent), draw(per_cent))
    extension = draw(st.sampled_from(sorted(CONTENT_TYPES)))
    return draw(
        st.sampled_from([Spec(width, extension) for width in WIDTHS])
        | st.sampled_from([card(width, extension, focal) for width in CARD_WIDTHS])
        | st.just(social(focal))
    )


@pytest.mark.parametrize("spec", ALL, ids=str)
def test_a_spec_is_found_by_its_text(spec: Spec) -> None:
    assert parse(str(spec)) == spec


def test_specs_read_as_addresses_do() -> None:
    assert str(Spec(640, "avif")) == "w640.avif"
    assert str(card(640, "webp", (50, 33))) == "card640-f50-33.webp"
    assert str(social((0, 100))) == "social-f0-100.jpg"
    assert social((0, 100)).content_type == "image/jpeg"
    assert Spec(640, "avif").content_type == "image/avif"
    assert Spec(640, "webp").focal is None


@pytest.mark.parametrize(
    "text",
    [
        "", "w", "w320", "w320.", ".jpg", "w321.jpg", "w0320.jpg", "w+320.jpg", "w320.jpeg", "w320.png", "w320.JPG",
        "W320.jpg", " w320.jpg", "w320.jpg ", "w320.jpg\n", "\nw320.jpg", "w320.jpg\0", "w320.jpg.webp", "w٣٢٠.jpg",
        "w３２０.jpg", "w320.jpg/../../original", "../w320.jpg", "w99999.jpg", "w320-f50-50.jpg", "card640.webp",
        "card1280-f50-50.webp", "card1920-f1-1.avif", "card640-f50.webp", "card640-f50-101.webp", "card640-f050-50.webp",
        "card640-f00-50.webp", "card640-f-1-50.webp", "card640-f50-50-50.webp", "card640-f50-50", "card-f50-50.jpg",
        "social.jpg", "social-f50-50.webp", "social-f50-50.avif", "social1200-f50-50.jpg", "social-f5٠-50.jpg",
        "cardd640-f50-50.webp", "original", "w1e3.jpg", "w320%2ejpg", "w320.jpg?x", "w320.jpg#", "социал-f50-50.jpg",
    ],
)  # fmt: skip
def test_no_other_spec_exists(text: str) -> None:
    assert parse(text) is None


HOSTILE = st.text(st.sampled_from("wcardsocial-f.0123456789jpgwebpavif/\\%\0\n٣３"), max_size=30)


@given(
    HOSTILE | st.text(max_size=40) | st.from_regex(r"(w|card|social)[0-9]{0,4}(-f[0-9]{1,3}-[0-9]{1,3})?\.[a-z]{3,4}")
)
@example("w320.jpg\n")
def test_whatever_is_asked_for_is_one_of_ours_or_nothing(text: str) -> None:
    spec = parse(text)
    assert spec is None or (str(spec) == text and spec.width in {*WIDTHS, 1200} and spec.extension in CONTENT_TYPES)


def test_all_specs_of_a_picture_are_few() -> None:
    assert len(specs_for(8000, 6000, (50, 50))) == len(set(specs_for(8000, 6000, (50, 50)))) == 5 * 3 + 3 * 3 + 1
    assert all(parse(str(spec)) == spec for spec in specs_for(8000, 6000, (50, 50)))
    assert [str(spec) for spec in specs_for(100, 100, None)] == ["w320.avif", "w320.webp", "w320.jpg"]


@pytest.mark.parametrize(("original", "offered"), [(5000, 5), (1920, 5), (1919, 4), (640, 2), (639, 1), (10, 1)])
def test_widths_that_would_need_more_than_there_is_are_not_offered(original: int, offered: int) -> None:
    assert widths_for(original) == list(WIDTHS[:offered])


@pytest.mark.parametrize(
    ("text", "original", "size"),
    [
        ("w640.avif", (1600, 1200), (640, 480)),
        ("w1920.avif", (1600, 1200), (1600, 1200)),
        ("w320.jpg", (1, 1), (1, 1)),
        ("w320.jpg", (50_000, 1), (320, 1)),
        ("w320.jpg", (300, 49_152), (50, 8192)),
        ("card640-f50-50.webp", (1600, 1200), (640, 427)),
        ("card960-f50-50.webp", (600, 1200), (600, 400)),
        ("card960-f50-50.webp", (1200, 300), (450, 300)),
        ("card320-f50-50.webp", (101, 101), (101, 67)),
        ("card320-f0-0.webp", (9, 1), (1, 1)),
        ("social-f50-50.jpg", (4000, 3000), (1200, 630)),
        ("social-f50-50.jpg", (800, 800), (800, 420)),
    ],
)
def test_a_rendition_is_never_larger_than_what_there_is(
    text: str, original: tuple[int, int], size: tuple[int, int]
) -> None:
    spec = parse(text)
    assert spec is not None
    assert pixel_size(spec, *original) == size


@pytest.mark.parametrize(
    ("focal", "left"),
    [((0, 50), 0), ((10, 50), 0), ((50, 50), 150), ((70, 50), 270), ((80, 50), 300), ((100, 50), 300)],
)
def test_a_crop_is_centred_on_the_focal_point_as_far_as_the_edges_allow(focal: tuple[int, int], left: int) -> None:
    # 600 × 200 to 3:2 is 300 wide.
    assert crop_box(card(320, "jpg", focal), 600, 200) == (left, 0, left + 300, 200)


@given(specs(), sides, sides)
def test_every_crop_lies_inside_and_nothing_is_enlarged(spec: Spec, width: int, height: int) -> None:
    left, top, right, bottom = crop_box(spec, width, height)
    assert 0 <= left < right <= width + 1e-6
    assert 0 <= top < bottom <= height + 1e-6
    across, down = pixel_size(spec, width, height)
    assert 1 <= across <= min(spec.width, width)
    assert 1 <= down <= min(8192, height)
    if spec.shape is not Shape.WHOLE and down > 50:
        assert across / down == pytest.approx((3 / 2) if spec.shape is Shape.CARD else 40 / 21, rel=0.02)
