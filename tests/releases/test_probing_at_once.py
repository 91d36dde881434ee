"""Several processes count at once and lose nothing; the thread of a process does it while its readers are answered."""

import http.client
import time
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from releases.models import ProbeAlert, Probed, ProbeTally, ProbeVisitor
from releases.probing.counting import Tries, count
from releases.probing.recorder import Recorder
from releases.probing.resembling import Likeness, Match
from tests import scenes
from tests.at_once import at_once

pytestmark = pytest.mark.usefixtures("transactional_db")
TOGETHER, ROUNDS = 6, 5


def test_hosts_that_count_at_once_lose_nothing_and_raise_one_alert():
    release = scenes.draft(slug="plan")
    # Noon: five minutes later is still the same day, on which a visitor is counted once.
    now = timezone.localtime().replace(hour=12)

    def host(number):
        raised = 0
        for turn in range(ROUNDS):
            # Every host starts in a five minutes of its own, so that nothing but the one lock keeps them apart.
            at = now + timedelta(seconds=turn, minutes=5 * (number % 2))
            marks = frozenset({f"{number:032x}", "f" * 32})
            wordings = {(f"/plan-{number}", Likeness.NAME): 2, ("/plan", Likeness.NAME): 1}
            raised += count(Tries(Match(Likeness.NAME, release.pk), 3, wordings, marks, at)) is not None
        return raised

    raised = sum(at_once(*(partial(host, number) for number in range(TOGETHER))))
    alert = ProbeAlert.objects.get()
    assert alert.count == sum(tally.count for tally in ProbeTally.objects.all()) == 3 * TOGETHER * ROUNDS
    assert {row["asked"]: row["count"] for row in alert.asked} == {"/plan": 30} | {
        f"/plan-{number}": 10 for number in range(TOGETHER)
    }
    assert alert.visitors == ProbeVisitor.objects.count() == TOGETHER + 1
    assert Probed.objects.count() == 1
    # At its start; and once more where it grew tenfold.
    assert raised == 2


def test_the_thread_looks_while_readers_are_answered(live_server, settings, monkeypatch):
    settings.PROBING_IN_BACKGROUND = True
    recorder = Recorder()
    monkeypatch.setattr("pressroom.probing.RECORDER", recorder)
    release = scenes.scheduled(visible_from=timezone.now() + timedelta(days=1), slug="harbour-plan-2026")
    reader = http.client.HTTPConnection("127.0.0.1", live_server.thread.port)
    for _ in range(7):
        reader.request("GET", "/releases/2026/11/26/harbour-plan-2026/")
        answer = reader.getresponse()
        answer.read()
        assert answer.status == 404
    reader.close()
    settings.PROBING_IN_BACKGROUND = False
    until = time.monotonic() + 30
    while not ProbeAlert.objects.filter(count=7).exists() and time.monotonic() < until:
        time.sleep(0.05)
    alert = ProbeAlert.objects.get()
    assert (alert.probed.release, alert.count, alert.visitors) == (release, 7, 1)
    # What it does last; then the database is nobody's again.
    while recorder._pruned_at is None and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.2)
