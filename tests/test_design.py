"""The design system, measured: contrast of every pair of colours that is used, and style sheets that fit every script."""

import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.colour import Colour, contrast, mixed, nearest
from releases.palette import DARK, LIGHT, OUTLINE, TEXT, Palette, Scheme

ROOT = Path(__file__).resolve().parent.parent
CSS = ROOT / "static" / "css"
OTHERS = {"comments.css", "pdf.css"}
"""The desk for replies, and paper."""
OF_READERS = sorted(path for path in CSS.glob("*.css") if path.name not in OTHERS and not path.name.startswith("admin"))
"""What readers get; the style of the back office has a scheme of its own."""
TOKENS = (CSS / "tokens.css").read_text()

LIGHT_MORE, DARK_MORE = "light, more contrast", "dark, more contrast"
SCHEMES = ("light", "dark", LIGHT_MORE, DARK_MORE)

# What stands on what: text, which needs 4.5, and edges, marks and focus rings, which need 3.
GROUNDS = ("paper", "surface", "surface-strong")
TEXTS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-hover") for ground in GROUNDS),
    *((ink, "wait-surface") for ink in ("ink", "accent")),
    *((ink, "seal-surface") for ink in ("ink", "seal", "accent")),
    ("seal", "paper"),
    ("seal", "surface"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-hover"),
    ("band-ink", "band"),
    ("band-soft", "band"),
    ("banner-ink", "banner"),
]
EDGES = [
    *((edge, ground) for edge in ("control-edge", "focus", "rule-strong") for ground in ("paper", "surface")),
    ("seal", "paper"),
    ("accent", "seal-surface"),
    # A ring around what lies on the band, and around a button.
    ("band-ink", "band"),
    ("focus", "wait-surface"),
    ("focus", "seal-surface"),
]

PHYSICAL = re.compile(
    r"(?<![-\w])(?:margin|padding|border)-(?:left|right|top|bottom)(?![-\w])|(?<![-\w])(?:left|right|top|bottom)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)|(?<![-\w])(?:min-|max-)?(?:width|height)\s*:"
    r"|border-(?:top|bottom)-(?:left|right)-radius|(?<![-\w])inset\s*:"
)
"""Properties that name a side of the screen, and not of the text: they stand on the wrong one in a script from the right."""
LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(")


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def declared(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def colours(scheme: str) -> dict[str, Colour]:
    """The colours of a scheme, with what it takes over from the others, in the order of the cascade."""
    parts = re.split(r"@media ([^{]+)\{", without_comments(TOKENS))
    blocks = {"": parts[0]} | {
        condition.strip(): block for condition, block in zip(parts[1::2], parts[2::2], strict=True)
    }
    dark, more = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"
    wanted = {
        "light": [""],
        "dark": ["", dark],
        LIGHT_MORE: ["", more],
        DARK_MORE: ["", dark, more, f"{more} and {dark}"],
    }
    assert set(chain(*wanted.values())) == set(blocks), "a scheme that is not measured"
    values: dict[str, str] = {}
    for condition in wanted[scheme]:
        values |= declared(blocks[condition])
    resolved = {name: values[value[6:-1]] if value.startswith("var(--") else value for name, value in values.items()}
    return {name: Colour.parse(value) for name, value in resolved.items() if value.startswith("#")}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_can_be_read_on_what_it_stands_on(scheme: str) -> None:
    found = colours(scheme)
    weak = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in TEXTS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_edge_and_every_ring_around_the_focus_can_be_seen(scheme: str) -> None:
    found = colours(scheme)
    weak = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in EDGES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < OUTLINE} == {}


def test_every_colour_of_the_tokens_is_measured() -> None:
    named = set(chain(*TEXTS, *EDGES))
    assert set(colours("light")) - named == {"rule"}, "a hairline between two rows says nothing that the rows do not"


@pytest.mark.parametrize(("scheme", "house"), [("light", LIGHT), ("dark", DARK)])
def test_what_an_office_s_colours_are_checked_against_is_what_the_pages_have(scheme: str, house: Scheme) -> None:
    found = colours(scheme)
    assert {field.name: getattr(house, field.name) for field in fields(Scheme)} == {
        field.name: found[field.name.replace("_", "-")] for field in fields(Scheme)
    }


@pytest.mark.parametrize("path", OF_READERS, ids=lambda path: path.name)
def test_a_style_sheet_names_sides_of_the_text_and_not_of_the_screen(path: Path) -> None:
    css = re.sub(r"@media[^{]+|@page[^}]+\}", "", without_comments(path.read_text()))
    assert PHYSICAL.findall(css) == []


@pytest.mark.parametrize("path", OF_READERS, ids=lambda path: path.name)
def test_only_the_tokens_and_paper_name_colours(path: Path) -> None:
    if path.name not in ("tokens.css", "print.css"):
        assert LITERAL.findall(without_comments(path.read_text())) == []


def test_every_token_that_is_used_is_there_and_every_one_that_is_there_is_used() -> None:
    sheets = {path.name: without_comments(path.read_text()) for path in CSS.glob("*.css")}
    of_readers = "".join(sheets[path.name] for path in OF_READERS)
    there = set(declared(sheets["tokens.css"]))
    # With something to fall back on, a name may be that of the back office.
    needed = set(re.findall(r"var\(--([\w-]+)\)", of_readers))
    assert needed - there - set(declared(of_readers)) == set()
    assert there - set(re.findall(r"var\(--([\w-]+)", "".join(sheets.values()))) == set()


def _classes() -> Iterator[tuple[str, str]]:
    for path in OF_READERS:
        for selector in re.findall(r"([^{}]+)\{", without_comments(path.read_text())):
            for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector):
                yield path.name, name


def test_no_rule_is_left_of_what_no_page_has_any_more() -> None:
    sources = [*ROOT.glob("templates/**/*"), *ROOT.glob("static/js/**/*.js")]
    sources += [path for app in ("releases", "comments", "pressroom") for path in (ROOT / app).glob("**/*.py")]
    text = "\n".join(path.read_text() for path in sources if path.is_file())
    words = set(re.findall(r"[a-zA-Z][\w-]*", text))
    # Some are put together where they are used: difference__field--{{ field.name }}.
    stems = set(re.findall(r"([a-zA-Z][\w-]*--)[{'\"]", text))
    dead = {(where, name) for where, name in _classes() if name not in words and not any(map(name.startswith, stems))}
    assert dead == set()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        # The examples of W3C's own Understanding documents and techniques.
        ("#000", "#fff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#949494", "#ffffff", 3.03),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(Colour.parse(one), Colour.parse(other)) == pytest.approx(ratio, abs=0.006)
    assert contrast(Colour.parse(other), Colour.parse(one)) == contrast(Colour.parse(one), Colour.parse(other))


CHANNEL = st.integers(0, 255)
COLOUR = st.builds(Colour, CHANNEL, CHANNEL, CHANNEL)


@settings(deadline=None)
@given(COLOUR, COLOUR)
def test_the_nearest_colour_always_passes(wanted: Colour, ground: Colour) -> None:
    """Against one ground there always is one: black or white has 4.5 with every colour."""
    assert contrast(nearest(wanted, [ground], TEXT), ground) >= TEXT


@settings(deadline=None)
@given(COLOUR)
def test_a_colour_that_passes_is_left_alone_and_one_that_does_not_keeps_its_hue(wanted: Colour) -> None:
    found = nearest(wanted, [LIGHT.paper], TEXT)
    if contrast(wanted, LIGHT.paper) >= TEXT:
        assert found == wanted
    else:
        assert found.luminance() < wanted.luminance(), "darker on a light page"
        assert contrast(found, LIGHT.paper) < TEXT + 0.35, "and no darker than it must be"
        # Which of the channels is the strongest is what the eye calls its hue.
        spread = max(wanted.red, wanted.green, wanted.blue) - min(wanted.red, wanted.green, wanted.blue)
        if spread > 120:
            assert _order(found)[-1] in _order(wanted)[1:]


def _order(colour: Colour) -> list[str]:
    return sorted(("red", "green", "blue"), key=lambda name: getattr(colour, name))


@settings(deadline=None)
@given(COLOUR, COLOUR)
def test_whatever_an_office_chooses_what_is_derived_can_be_read(band: Colour, link: Colour) -> None:
    palette = Palette(band=band, link=nearest(link, [LIGHT.paper, LIGHT.surface], TEXT))
    assert all(check.passes for check in palette.checks())
    for scheme in (palette.light, palette.dark):
        assert contrast(scheme.band_ink, scheme.band) >= TEXT
        assert contrast(scheme.band_soft, scheme.band) >= TEXT
    hover = Colour.parse(re.search(r"--accent-hover:(#\w+)", palette.style_sheet())[1])  # type: ignore[index]
    assert contrast(hover, LIGHT.paper) >= TEXT


def test_colours_are_read_as_people_write_them_and_nothing_else_is() -> None:
    assert {str(Colour.parse(text)) for text in ("#0B5A4B", "0b5a4b", " #0b5a4b ")} == {"#0b5a4b"}
    assert str(Colour.parse("#abc")) == "#aabbcc"
    for wrong in ("", "#", "#12", "#1234", "red", "#12345g", "#0b5a4bff", "#٠٠٠"):
        with pytest.raises(ValueError, match=f"^{re.escape(wrong)}$"):
            Colour.parse(wrong)


def test_a_mixture_lies_between_its_two_colours() -> None:
    black, white = Colour(0, 0, 0), Colour(255, 255, 255)
    assert (mixed(black, white, 0), mixed(black, white, 1)) == (black, white)
    assert str(mixed(black, white, 0.5)) == "#808080"
