"""Nothing scrolls sideways: every kind of page on telephones, at 320 px, in large letters, from right to left, on 4K."""

from collections.abc import Mapping

from playwright.sync_api import sync_playwright

from tests.audit.results import Finding, Result
from tests.audit.screenshots import SCREENS, open_page
from tests.audit.serve import Site
from tests.audit.tools import CHROMIUM, CHROMIUM_ARGS

OF_ANOTHER_KIND = {"desktop-dark", "phone-dark", "forced-colors", "print"}
"""Screens that differ from one that is looked at in colours alone, and paper."""

BEYOND = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const beyond = [...document.body.querySelectorAll("*")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1);
  });
  const named = beyond.slice(0, 3).map((each) => each.className || each.tagName);
  return [`${document.documentElement.scrollWidth} px of ${width}`, ...named];
}"""


def check(site: Site, kinds: Mapping[str, str]) -> Result:
    """Pages that are wider than their screen (WCAG 2.2, 1.4.4 and 1.4.10), with what stands beyond its edge."""
    screens = [screen for screen in SCREENS if screen.name not in OF_ANOTHER_KIND]
    findings = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        page = browser.new_page(base_url=site.url)
        for name, path in kinds.items():
            for screen in screens:
                open_page(page, path, screen)
                if said := page.evaluate(BEYOND):
                    findings.append(Finding(f"{name} ({path}) {screen.name}", f"is wider than the screen: {said}"))
        browser.close()
    return Result("width", f"{len(kinds)} kinds of page on {len(screens)} screens", findings)
