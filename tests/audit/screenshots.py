"""``make pictures``: every kind of page on every screen, in every light and on paper, into var/screenshots/ to be looked at.

Nothing compares them: a person looks, and mends what a designer would send back.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.audit.serve import ROOT, Site, served
from tests.audit.tools import CHROMIUM, CHROMIUM_ARGS
from tests.browser.axe import SETTLED

FOLDER = ROOT / "var" / "screenshots"
TALLEST = 12_000
"""Pixels: a page that goes on below is cut there."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One way to look at a page."""

    name: str
    width: int = 1280
    height: int = 900
    media: dict[str, Any] = field(default_factory=dict)
    script: str = ""


SCREENS = (
    Screen("desktop-light", media={"color_scheme": "light"}),
    Screen("desktop-dark", media={"color_scheme": "dark"}),
    Screen("phone-light", 390, 844, {"color_scheme": "light"}),
    Screen("phone-dark", 390, 844, {"color_scheme": "dark"}),
    Screen("narrow-320", 320, 640),
    Screen("wide-4k", 3840, 2160),
    # WCAG 2.2, 1.4.4: as somebody does who sets the browser's text to twice its size.
    Screen("text-200", script="document.documentElement.style.fontSize = '200%'"),
    Screen("phone-text-200", 390, 844, script="document.documentElement.style.fontSize = '200%'"),
    Screen("forced-colors", media={"forced_colors": "active", "color_scheme": "dark"}),
    Screen("right-to-left", script="document.documentElement.dir = 'rtl'"),
    Screen("print", 794, 1123, {"media": "print"}),
)
ALL_PICTURES = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => {});
}))"""
"""Pictures come when they are scrolled to, and nobody scrolls here."""

PLAIN: dict[str, Any] = {
    "color_scheme": "light",
    "media": "screen",
    "forced_colors": "none",
    "reduced_motion": "reduce",
}


def shoot(site: Site, kinds: Mapping[str, str], screens: tuple[Screen, ...]) -> Iterator[Path]:
    """Take the pictures; each file is named for the kind of page and the screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        page = browser.new_page(base_url=site.url)
        for kind, path in kinds.items():
            for screen in screens:
                open_page(page, path, screen)
                yield _picture(page, FOLDER / f"{kind}-{screen.name}.png")
            yield _paper(page, FOLDER / f"{kind}.pdf")
        for screen in screens:
            yield from _answers(browser, site, kinds, screen)
        browser.close()


def open_page(page: Page, path: str, screen: Screen) -> None:
    """Go there, and wait until it looks as it will."""
    page.emulate_media(**{**PLAIN, **screen.media})
    page.set_viewport_size({"width": screen.width, "height": screen.height})
    page.goto(path, wait_until="networkidle")
    _adjust(page, screen)


def _adjust(page: Page, screen: Screen) -> None:
    if screen.script:
        page.evaluate(screen.script)
    page.evaluate(ALL_PICTURES)
    page.evaluate(SETTLED)


def _picture(page: Page, file: Path) -> Path:
    size = page.viewport_size or {"width": 1280, "height": 900}
    tall = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
    clip = {"x": 0, "y": 0, "width": size["width"], "height": max(tall, size["height"])}
    page.screenshot(path=file, full_page=True, clip=clip)  # type: ignore[arg-type]  # a FloatRect is a dict of these
    return file


def _paper(page: Page, file: Path) -> Path:
    """The sheets that a printer would get."""
    page.emulate_media(**{**PLAIN, "media": "print"})
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    return file


def _answers(browser: Browser, site: Site, kinds: Mapping[str, str], screen: Screen) -> Iterator[Path]:
    """What only somebody gets who leaves a reply: the form with what is wrong in it, then the page where it waits."""
    page = browser.new_page(base_url=site.url)
    open_page(page, kinds["reply-form"], screen)
    page.get_by_role("button", name="Post Comment").click()
    page.wait_for_load_state("networkidle")
    _adjust(page, screen)
    yield _picture(page, FOLDER / f"reply-wrong-{screen.name}.png")
    page.fill("[name=comment]", f"Does the first boat still meet the 07:10 train? I ask for {screen.name}.")
    page.fill("[name=author]", "Ines Calder")
    page.fill("[name=email]", "ines.calder@example.org")
    page.get_by_role("button", name="Post Comment").click()
    page.wait_for_url("**/replies/**")
    page.wait_for_load_state("networkidle")
    _adjust(page, screen)
    yield _picture(page, FOLDER / f"reply-waiting-{screen.name}.png")
    page.close()


def main() -> int:
    """Serve the demo and take every picture, or those that were asked for."""
    parser = argparse.ArgumentParser(prog="make pictures", description=__doc__)
    parser.add_argument("--kinds", help="kinds of page, with commas between them")
    parser.add_argument("--screens", help="screens, with commas between them")
    parser.add_argument("--keep", type=Path, help="leave the demo newsroom in this folder, and take it from there")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    screens = tuple(each for each in SCREENS if not options.screens or each.name in options.screens.split(","))
    with served(options.keep) as site:
        every = site.kinds()
        wanted = options.kinds.split(",") if options.kinds else every
        for file in shoot(site, {kind: every[kind] for kind in every if kind in (*wanted, "reply-form")}, screens):
            print(file.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
