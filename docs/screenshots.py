"""Make the README's pictures again: a demo newsroom in a folder of its own, a real server, a real browser.

Run by ``make screenshots``. Leaves nothing behind but docs/images/.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"

CHROMIUM_ARGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
CHROMIUM_ARGS += "--disable-component-update --disable-sync"
VIEWPORT = {"width": 1280, "height": 960}


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    """Return once the address answers; give up after half a minute."""
    for _attempt in range(150):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"{address} did not answer")


def shoot(browser: Browser, site: str, username: str, password: str) -> None:
    """A release as a reader meets it, and the back office as an editor does after logging in."""
    page = browser.new_page(base_url=site, viewport=VIEWPORT)
    page.goto("/")
    page.locator("main h2 a, main h1 a").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "release.png")
    page.goto("/admin/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "back-office.png")


def main() -> None:
    """Load the demo, serve it, take the pictures, stop the server."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pressroom-screenshots-") as data:
        port = free_port()
        site = f"http://127.0.0.1:{port}"
        env = {**os.environ, "DATA_DIR": data, "SITE_URL": site, "SECRET_KEY": "screenshots" * 6, "PORT": str(port)}
        env["SITE_NAME"] = "Merrow Coast Authority"
        for name in ("DATABASE_URL", "DEBUG"):
            env.pop(name, None)
        for command in ("migrate", "collectstatic --noinput", "demo"):
            subprocess.run(
                [sys.executable, "manage.py", *command.split(), "--verbosity", "0"], cwd=ROOT, env=env, check=True
            )
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        server = subprocess.Popen(gunicorn, cwd=ROOT, env=env)
        try:
            wait_for(f"{site}/readyz")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_ARGS.split())
                shoot(browser, site, "ada", demo_password())
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=30)


def demo_password() -> str:
    """The password that the demo makes known, read from where it is defined."""
    source = (ROOT / "pressroom" / "demo" / "people.py").read_text(encoding="utf-8")
    return source.split('PASSWORD = "', 1)[1].split('"', 1)[0]


if __name__ == "__main__":
    main()
