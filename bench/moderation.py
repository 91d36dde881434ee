"""A hundred decisions in a real browser without the mouse: how long they take, and what they ask of the server.

    python -m bench.moderation

Prints a table; bench/MODERATION.md keeps the last one.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, expect, sync_playwright

PORT = 8187
SITE = f"http://127.0.0.1:{PORT}"
DECISIONS = 100
KEYS = ("a", "a", "s", "a", "r6", "a", "d", "a", "r1", "a")
"""Out of ten: six approved, two rejected with a reason, one spam, one trash."""
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
MAKE = """
from datetime import timedelta
from django.contrib.auth.models import Group, User
from django.utils import timezone
from comments.actions import submit
from tests import scenes
now = timezone.now()
release = scenes.published(at=now - timedelta(hours=1))
for number in range({decisions}):
    submit(release=release, at=now + timedelta(microseconds=number), author=f"Reader {{number}}",
           email=f"r{{number}}@example.org", url="", text=f"Question {{number}}: when is the last crossing? " * 4)
user = User.objects.create_user("mo", password="a long enough word", is_staff=True, first_name="Mo", last_name="Haddad")
user.groups.set(Group.objects.filter(name="Moderators"))
"""
COUNT = """
from comments.models import Comment, Decision
print(Decision.objects.count(), Comment.objects.pending().count(), Decision.objects.values("comment").distinct().count())
"""
ASK = """
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from comments.models import Comment
mo = Client(headers={"host": "127.0.0.1", "X-Requested-With": "desk"})
mo.force_login(User.objects.get(username="mo"))
row = Comment.objects.approved().order_by("pk")[0]
desk = "/admin/comments/comment/"
mo.get(desk)
for address, fields in (
    (f"{desk}claims/", {"current": row.pk, "shown": row.pk}),
    (f"{desk}{row.pk}/decide/", {"decision": f"{row.state}.{row.version}.spam"}),
):
    with CaptureQueriesContext(connection) as queries:
        assert mo.post(address, fields).status_code == 200
    print(len(queries))
"""
"""The same two requests once more, through Django's test client: how many queries each takes."""


def main() -> None:
    """Make a site with a hundred waiting replies, decide on them, and say what it took."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "SECRET_KEY": "bench",
            "SITE_URL": SITE,
            "DEBUG": "0",
            "REVIEWERS": "0",
        }
        _manage(environment, "migrate", "--verbosity", "0")
        _manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        _manage(environment, "shell", "--verbosity", "0", "--command", MAKE.format(decisions=DECISIONS))
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--workers", "2", "--no-control-socket",
             "--log-level", "warning", "pressroom.wsgi:application"],
            env=environment,
        )  # fmt: skip
        try:
            took, requests = _decide()
        finally:
            server.terminate()
            server.wait()
        counted, asked = (
            _manage(environment, "shell", "--verbosity", "0", "--command", each).split() for each in (COUNT, ASK)
        )
        print(_table(took, requests, counted[-3:], asked[-2:]))


def _decide() -> tuple[list[float], int]:
    """Seconds from each key to the moment at which its outcome is told; and how many requests there were in all."""
    took: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        page = browser.new_page()
        _arrive(page)
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        for number in range(DECISIONS):
            if number and number % 50 == 0:
                # The link to the next ones has the focus.
                with page.expect_navigation(wait_until="networkidle"):
                    page.keyboard.press("Enter")
            began = time.perf_counter()
            for key in KEYS[number % len(KEYS)]:
                page.keyboard.press(key)
            expect(page.get_by_role("status").filter(has_text=f"Reader {number},")).to_be_visible()
            took.append(time.perf_counter() - began)
        browser.close()
    return took, len(requests)


def _arrive(page: Page) -> None:
    for _try in range(100):
        try:
            page.goto(f"{SITE}/admin/login/?next=/admin/comments/comment/")
            break
        except Exception:
            time.sleep(0.1)
    page.keyboard.type("mo")
    page.keyboard.press("Tab")
    page.keyboard.type("a long enough word")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/comment/")
    page.wait_for_load_state("networkidle")


def _table(took: list[float], requests: int, counted: list[str], asked: list[str]) -> str:
    decided, left, different = counted
    claim, decision = asked
    slow = sorted(took)[len(took) * 9 // 10]
    rows = [
        ("decisions, and different replies decided on", f"{decided}, {different}"),
        ("left waiting", left),
        ("key to outcome told, median", f"{median(took) * 1000:.0f} ms"),
        ("key to outcome told, nine in ten within", f"{slow * 1000:.0f} ms"),
        ("all of them, with one page loaded between", f"{sum(took):.1f} s"),
        ("requests a decision (decision, claim, a page in fifty)", f"{requests / DECISIONS:.1f}"),
        ("queries of the request that decides, session and transaction included", decision),
        ("queries of the request that claims the next one", claim),
    ]
    return "\n".join(["| what | measured |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def _manage(environment: dict[str, str], *words: str) -> str:
    manage = Path(__file__).resolve().parent.parent / "manage.py"
    done = subprocess.run([sys.executable, str(manage), *words], env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"manage.py {words[0]} failed; its words are above.")
    return done.stdout


if __name__ == "__main__":
    main()
