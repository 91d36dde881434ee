"""What a release weighs on its way to a reader who has never been here: every byte that the browser fetches, as sent."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import sync_playwright

from tests.audit.results import Finding, Result
from tests.audit.serve import Site
from tests.audit.tools import CHROMIUM, CHROMIUM_ARGS

MOST_BYTES = 40_000
WEIGHED = ("release", "release-plain", "corrected", "release-french")


def check(site: Site, kinds: Mapping[str, str]) -> Result:
    """The bytes of each release without its pictures, against the most that they may be."""
    findings, lines = [], []
    for name in WEIGHED:
        if name not in kinds:
            continue
        parts = weigh(site.url + kinds[name])
        total = sum(size for kind, size in parts.items() if kind != "Image")
        lines.append(f"{name} {total / 1000:.1f}")
        if total > MOST_BYTES:
            said = ", ".join(f"{kind} {size}" for kind, size in parts.most_common())
            findings.append(Finding(f"{name} ({kinds[name]})", f"{total} bytes of at most {MOST_BYTES}: {said}"))
    return Result("weight", f"kB without pictures: {', '.join(lines)}", findings)


def weigh(url: str) -> Counter[str]:
    """Bytes on the wire (bodies as encoded, and headers) by kind of resource, in a browser with nothing in its cache.

    The whole page is scrolled through first: what loads only when it comes into view is weighed too.
    """
    kinds: dict[str, str] = {}
    parts: Counter[str] = Counter()

    def finished(event: dict[str, Any]) -> None:
        parts[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        network = page.context.new_cdp_session(page)
        network.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
        network.on("Network.loadingFinished", finished)
        network.send("Network.enable")
        page.goto(url, wait_until="networkidle")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        browser.close()
    return parts
