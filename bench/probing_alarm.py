"""What the probing alarm adds to a request that finds nothing, and what one look at the queue takes.

    DATA_DIR=$(mktemp -d) SECRET_KEY=bench REVIEWERS=0 python -m bench.probing_alarm

The processor's time of the one thread, not the clock's: machines are shared. The newsroom is 300 releases on their way, the
most that are looked after, and 100 that readers know. bench/PROBING_ALARM.md has what it measured.
"""

import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402

from pressroom import probing  # noqa: E402
from pressroom.start import build_static  # noqa: E402
from releases.actions.publish import publish  # noqa: E402
from releases.actions.save_draft import save_draft  # noqa: E402
from releases.probing import watchlist  # noqa: E402
from releases.probing.asked import Asked  # noqa: E402
from releases.probing.recorder import Missed, Recorder  # noqa: E402
from releases.probing.resembling import match  # noqa: E402
from releases.snapshot import Snapshot  # noqa: E402

HIDDEN_PATH = "/releases/2026/11/26/harbour-outlook-7-may-2026/"
OTHER_PATH = "/releases/2026/11/26/somewhere-else-7-february-2031/"


def fill() -> None:
    """The newsroom."""
    boss = User.objects.create_superuser("boss")
    for number in range(400):
        content = Snapshot(
            kind="news_release",
            language="en",
            slug=f"harbour-outlook-{number}-{'march' if number % 2 else 'may'}-2026",
            headline=f"Outlook of pier {number} and its boats",
            summary="Boats.",
            body="<p>Boats.</p>",
        )
        release = save_draft(release=None, content=content, by=boss, version=None)
        if number >= 300:
            publish(release=release, by=boss, version=release.version, parity_reason="Bench.")


def timed(run: Callable[[], object], rounds: int = 1) -> float:
    """Median microseconds of processor time of one call."""
    took = []
    for _ in range(rounds):
        began = time.thread_time_ns()
        run()
        took.append((time.thread_time_ns() - began) / 1000)
    return statistics.median(took)


def answer(handler: WSGIHandler, path: str) -> None:
    """One request through everything that a server would run."""
    response = handler(RequestFactory(SERVER_NAME="127.0.0.1").get(path).environ, lambda *args: None)
    assert response.status_code == 404
    response.close()


def main() -> None:
    """Measure and print."""
    call_command("migrate", verbosity=0)
    build_static()
    settings.PROBING_IN_BACKGROUND = False
    fill()
    with_alarm = WSGIHandler()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "ProbingMiddleware" not in name]
    without = WSGIHandler()
    for path in (HIDDEN_PATH, OTHER_PATH, "/wp-login.php"):
        off, on = [], []
        for _ in range(600):
            off.append(timed(lambda path=path: answer(without, path)))
            on.append(timed(lambda path=path: answer(with_alarm, path)))
        before, after = statistics.median(off), statistics.median(on)
        print(f"404 {path}: {before:.0f} µs without, {after:.0f} µs with, ratio {after / before:.3f}")
    missed = Missed(HIDDEN_PATH, "203.0.113.5", timezone.now())
    print(f"noting one request: {timed(lambda: probing.RECORDER.note(missed), 5000):.1f} µs")
    index, today = watchlist.build(timezone.now()), timezone.localdate()
    print(f"watch list: {timed(lambda: watchlist.build(timezone.now()), 5) / 1000:.0f} ms, every 30 s at most")
    for path in (HIDDEN_PATH, OTHER_PATH, "/wp-login.php", "/" + "harbour-boats-pier-" * 60):
        print(f"matching {path[:60]}: {timed(lambda path=path: match(index, Asked(path), today), 2000):.0f} µs")
    for path in (HIDDEN_PATH, OTHER_PATH):
        look(path)


def look(path: str) -> None:
    """A look at one request, and one at a full queue."""
    recorder, at = Recorder(), timezone.now()
    recorder.note(Missed(path, "203.0.113.5", at))
    recorder.look()
    for full in (1, 2000):
        took = []
        for number in range(5):
            for part in range(full):
                address = f"203.0.{part % 250}.{number}"
                recorder.note(Missed(f"{path}{part % 50}", address, at + timedelta(seconds=number)))
            took.append(timed(recorder.look) / 1000)
        print(f"a look at {full} requests like {path}: {statistics.median(took):.1f} ms")


if __name__ == "__main__":
    main()
