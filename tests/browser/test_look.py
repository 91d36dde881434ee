"""The look as readers ask for it: large text, large screens, no motion, forced colours, a script from the right."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from releases.models import Edition
from releases.snapshot import Contact, Fact, Quote
from tests import scenes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUT_OFF = """[...document.querySelectorAll("body *")]
    .filter((each) => !each.closest(".visually-hidden, .skip, .field--aside, svg, table, select"))
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
    .filter((each) => ["hidden", "clip"].includes(getComputedStyle(each).overflowX))
    .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def pages(transactional_db: None) -> list[str]:
    """A page of each layout."""
    now = timezone.now()
    release = scenes.published(
        at=now - timedelta(days=2),
        headline="Statement on the winter timetable and its consequences for everybody who crosses",
        lead_image=scenes.lead(scenes.picture(size=(1600, 900))),
        quotes=(Quote(text="We kept our word.", speaker="Mary Fell", title="Chair"),),
        facts=(Fact(text="Four crossings a day."),),
        contacts=(Contact(name="Press desk", email="press@ferries.example.org", phone="+1 902 555 0100"),),
        tags=("Ferries",),
    )
    scenes.published(at=now - timedelta(days=3), headline="Ferries of the winter", tags=("Ferries",))
    way = Edition.objects.get(release=release).get_absolute_url()
    return ["/", "/fr/", "/releases/", "/tags/ferries/", "/releases/?q=ferries", way, f"{way}replies/", "/nothing/"]


@pytest.fixture
def opened(chromium: Browser, live_server: Any) -> Iterator[Any]:
    """A browser with these wishes; tests may put styles of their own into its pages, as readers may."""
    contexts = []

    def with_wishes(**wishes: Any) -> Page:
        contexts.append(chromium.new_context(base_url=live_server.url, bypass_csp=True, **wishes))
        return contexts[-1].new_page()

    yield with_wishes
    for context in contexts:
        context.close()


def test_text_twice_as_large_loses_nothing(opened: Any, pages: list[str]) -> None:
    """WCAG 2.2, 1.4.4; and 1.4.12, more space between letters, words and lines."""
    page = opened(viewport={"width": 1280, "height": 900})
    for way in pages:
        page.goto(way)
        page.add_style_tag(content="html { font-size: 200% !important; }")
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 34, way
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, way
        assert page.evaluate(CUT_OFF) == [], way
        page.add_style_tag(
            content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, way
        assert page.evaluate(CUT_OFF) == [], way


def test_the_narrowest_screen_needs_no_scrolling_sideways(opened: Any, pages: list[str]) -> None:
    """WCAG 2.2, 1.4.10: 320 pixels are 1280 at 400 %."""
    page = opened(viewport={"width": 320, "height": 700})
    for way in pages:
        page.goto(way)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, way
        assert page.evaluate(CUT_OFF) == [], way


def test_the_page_grows_with_a_screen_of_4k_and_its_lines_stay_as_long(opened: Any, pages: list[str]) -> None:
    sizes = {}
    for width in (1280, 3840):
        page = opened(viewport={"width": width, "height": 1200})
        page.goto(pages[5])
        sizes[width] = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.article__body p')).fontSize)"
        )
        per_line = page.evaluate(
            """() => {
                const body = document.querySelector(".article__body p");
                body.textContent = "The ferry returns to the north shore on Monday, and with it the mail. ".repeat(40);
                const lines = body.getBoundingClientRect().height / parseFloat(getComputedStyle(body).lineHeight);
                return body.textContent.length / Math.round(lines);
            }"""
        )
        assert 60 <= per_line <= 75, width
    assert sizes[3840] > 1.5 * sizes[1280]


def test_nothing_moves_for_those_who_want_no_motion(opened: Any, pages: list[str]) -> None:
    moving = """[...document.querySelectorAll("body *")].filter((each) => {
        const style = getComputedStyle(each);
        return Math.max(...[style.transitionDuration, style.animationDuration].join().split(",").map(parseFloat)) > 0.01;
    }).length"""
    page = opened(reduced_motion="no-preference")
    page.goto("/")
    assert page.evaluate(moving) > 0, "the test sees what moves"
    page = opened(reduced_motion="reduce")
    for way in pages:
        page.goto(way)
        assert page.evaluate(moving) == 0, way


@pytest.mark.parametrize("wishes", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}])
def test_the_focus_can_be_seen_wherever_it_goes(opened: Any, pages: list[str], wishes: dict[str, Any]) -> None:
    """WCAG 2.2, 2.4.7, 2.4.11 and 2.4.13: a ring of two pixels at least, and nothing lies over what has it."""
    page = opened(viewport={"width": 1280, "height": 900}, **wishes)
    page.goto(pages[5])
    seen = set()
    for _press in range(25):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
                const element = document.activeElement, style = getComputedStyle(element);
                const box = element.getBoundingClientRect();
                const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return {
                    what: element.outerHTML.slice(0, 100),
                    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                    colour: style.outlineColor,
                    uncovered: !!above && (element.contains(above) || above.contains(element)),
                };
            }"""
        )
        assert told["ring"], told
        assert told["uncovered"], told
        seen.add(told["what"])
    assert len(seen) > 20, "the focus went on"


def test_a_script_from_the_right_has_everything_on_its_own_side(opened: Any, pages: list[str]) -> None:
    page = opened(viewport={"width": 1280, "height": 900})
    sides = (
        "(name) => { const box = document.querySelector(name).getBoundingClientRect(); return [box.left, box.right]; }"
    )
    for way in pages:
        page.goto(way)
        left, _right = page.evaluate(sides, ".nameplate")
        _left, right = page.evaluate(sides, ".languages")
        assert (left < 200, right > 1000) == (True, True), way
        page.evaluate("document.documentElement.dir = 'rtl'")
        _left, right = page.evaluate(sides, ".nameplate")
        left, _right = page.evaluate(sides, ".languages")
        assert (right > 1000, left < 300) == (True, True), way
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, way
        assert page.evaluate(CUT_OFF) == [], way
