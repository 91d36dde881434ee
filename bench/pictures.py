"""What a page with twelve pictures costs a reader: bytes over the wire and layout shift, in a real Chromium.

    .venv/bin/python bench/pictures.py [WIDTH …]

A release with a lead image, three pictures in its text and eight in its gallery is published in a newsroom of its own, served
by gunicorn, and read at two widths: as it opens, and scrolled to its end. Renditions are made before, so that what is measured
is the page. Cumulative layout shift is what the browser's own Layout Instability API reports. Writes to standard output.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
WATCH = """
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) { window.shifted = (window.shifted || 0) + entry.value; }
}).observe({ type: "layout-shift", buffered: true });
"""
PUBLISH = """
from django.contrib.auth.models import User
from pressroom.demo import artwork
from pressroom.demo.content import Illustration
from pressroom.demo.pictures.catalogue import PICTURES
from releases.actions.publish import publish
from releases.actions.save_draft import save_draft
from releases.models import Edition
from releases.snapshot import Snapshot
from releases.working_copy import lead_image_of
by = User.objects.create_superuser("bench", password="bench")
names = list(PICTURES)[:12]
shown = [Illustration(picture=name, alt=name, caption="As drawn.") for name in names]
images = artwork.hang(shown, by=by, width=1920, report=lambda name: None)
lead, *rest = [lead_image_of(images[name], name, "The office", caption="As drawn.") for name in names]
figures = "".join(
    f'<p>{"Words about it. " * 40}</p><figure><img data-file="{image.key}" alt="{image.alt}"></figure>' for image in rest[:3]
)
content = Snapshot(
    kind="news_release", language="en", slug="twelve", headline="Twelve pictures", summary="All at once.",
    body=figures + "<p>The end.</p>", lead_image=lead, gallery=tuple(rest[3:]),
)
release = save_draft(release=None, content=content, by=by, version=None)
publish(release=release, by=by, version=release.version)
print(Edition.objects.get(release=release).get_absolute_url())
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def read(page: Page, address: str) -> tuple[float, float, Counter[str], Counter[str]]:
    """Layout shift as it opened and after the end was reached, and bytes and number of answers by type."""
    sizes: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    kinds: dict[str, str] = {}

    def received(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["response"]["mimeType"]

    def finished(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "?")
        sizes[kind] += int(event["encodedDataLength"])
        numbers[kind] += 1

    network = page.context.new_cdp_session(page)
    network.on("Network.responseReceived", received)
    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    opened = float(page.evaluate("window.shifted || 0"))
    for _step in range(60):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(60)
    page.wait_for_load_state("networkidle")
    return opened, float(page.evaluate("window.shifted || 0")), sizes, numbers


def main(widths: list[int]) -> None:
    """Publish, serve, look."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment: dict[str, Any] = {
            **os.environ, "DATA_DIR": folder, "SECRET_KEY": "bench" * 12, "DEBUG": "0", "REVIEWERS": "0",
            "SITE_URL": f"http://127.0.0.1:{port}", "PORT": str(port), "WEB_CONCURRENCY": "1",
        }  # fmt: skip
        manage = [sys.executable, str(ROOT / "manage.py")]

        def run(*command: str) -> str:
            done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
            return done.stdout

        run(*manage, "migrate", "-v0")
        run(*manage, "collectstatic", "-v0", "--noinput")
        path = run(*manage, "shell", "-v0", "-c", PUBLISH).splitlines()[-1]
        run(*manage, "work", "--once")
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"], cwd=ROOT, env=environment
        )
        try:
            time.sleep(3)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM.split())
                for width in widths:
                    # A context of its own has a cache of its own.
                    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
                    opened, ended, sizes, numbers = read(page, f"http://127.0.0.1:{port}{path}")
                    told = ", ".join(
                        f"{numbers[kind]} {kind} {size / 1000:.0f} kB" for kind, size in sizes.most_common()
                    )
                    print(f"{width} px: layout shift {opened:.4f} as it opened, {ended:.4f} at the end; {told}")
                    page.close()
                browser.close()
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    main([int(width) for width in sys.argv[1:]] or [390, 1280])
