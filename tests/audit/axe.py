"""axe-core over every kind of page: in light and dark, on a telephone and on a desk."""

from collections.abc import Mapping

from playwright.sync_api import sync_playwright

from tests.audit.results import Finding, Result
from tests.audit.serve import Site
from tests.audit.tools import CHROMIUM, CHROMIUM_ARGS
from tests.browser.axe import SCREENS, SETTLED, violations


def check(site: Site, kinds: Mapping[str, str]) -> Result:
    """Violations of any rule of WCAG 2.0 to 2.2, A and AA, and of axe's own best practice."""
    findings = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        page = browser.new_page(base_url=site.url)
        page.on("pageerror", lambda error: findings.append(Finding(page.url, f"script: {error}")))
        page.on("console", lambda said: _overheard(page.url, said.type, said.text, findings))
        for name, path in kinds.items():
            page.goto(path, wait_until="networkidle")
            for scheme, width in SCREENS:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.set_viewport_size({"width": width, "height": 900})
                page.evaluate(SETTLED)
                findings += [Finding(f"{name} ({path}) {scheme} {width} px", each) for each in violations(page)]
        browser.close()
    return Result("axe", f"{len(kinds)} kinds of page on {len(SCREENS)} screens with axe-core", findings)


def _overheard(url: str, kind: str, text: str, findings: list[Finding]) -> None:
    """What the browser complains of is a finding too; that a page is not there is what some kinds are about."""
    if kind in ("error", "warning") and "the server responded with a status of 4" not in text:
        findings.append(Finding(url, f"console: {text}"))
