"""axe-core in a page: every rule of WCAG 2.0 to 2.2, A and AA, and its own best practice."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Without ``preload``, for which axe would put style sheets into the page that its security policy refuses.
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations"], "preload": False}
SCREENS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]

SETTLED = """async () => {
  const frame = () => new Promise((seen) => requestAnimationFrame(seen));
  await frame();
  await frame();
  await Promise.all(document.getAnimations().map((each) => each.finished));
}"""
"""A colour half way through a transition, or of the scheme before, is nobody's choice."""


def violations(page: Page) -> list[str]:
    """What axe finds wrong in the page as it stands, each in a line: the rule, the element, and what to do."""
    found: dict[str, Any] = Axe().run(page, options=OPTIONS).response
    assert "color-contrast" in {rule["id"] for rule in (*found["passes"], *found["violations"])}, (
        "axe looked at nothing"
    )
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]} ({' / '.join(_advice(node))})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _advice(node: dict[str, Any]) -> list[str]:
    return [check["message"] for kind in ("any", "all", "none") for check in node[kind]]


def assert_none_on_any_screen(page: Page) -> None:
    """No violation in light and dark, on a desk and on a telephone."""
    wrong = []
    for scheme, width in SCREENS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SETTLED)
        wrong += [f"{scheme}, {width} px: {each}" for each in violations(page)]
    assert not wrong, "\n" + "\n".join(wrong)
