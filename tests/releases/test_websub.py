"""A WebSub hub is told what readers learned: soon, once, and nothing else. The hub is a real one, on this machine."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pressroom.chores import CHORES
from releases.actions.correct import correct
from releases.actions.stop import Pull, stop
from releases.actions.unschedule import unschedule
from releases.actions.withdraw import withdraw
from releases.feeds.owed import SETTLE, WINDOW, owed
from releases.feeds.telling import LEASE, LONGEST_PAUSE, PAUSE, hub_due, tell_hub
from releases.models import HubTopic, Release
from releases.workflow import Change, Kind
from tests import cast
from tests.scenes import ALONE, NOW, corrected, published, rewritten, scheduled

pytestmark = pytest.mark.django_db

SITE = "https://news.example.org"
MINUTE = timedelta(minutes=1)
SOON = NOW + SETTLE
LIFTS = NOW + timedelta(hours=1)

Go = Callable[[datetime], None]


class Hub:
    """What it was told, and how it answers."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.asked = 0
        self.answers: dict[str, int] = {}
        self.status = 204
        self.address = ""

    def take(self) -> list[str]:
        """What it was told since the last time, without the site's name."""
        told, self.told = [address.removeprefix(SITE) for address in self.told], []
        return told


@pytest.fixture
def hub(settings: Any) -> Iterator[Hub]:
    found = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
            said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            (address,) = said["hub.url"]
            found.asked += 1
            status = found.answers.get(address.removeprefix(SITE), found.status)
            if said == {"hub.mode": ["publish"], "hub.url": [address], "hub.topic": [address]} and status == 204:
                found.told.append(address)
            self.send_response(status)
            if status == 307:
                self.send_header("Location", f"{found.address}elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is said of it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_address[1]}/"
    settings.WEBSUB_HUB = found.address
    settings.SITE_URL = SITE
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def go(time_machine: Any) -> Go:
    """Stop the clock at a moment."""

    def to(moment: datetime) -> None:
        time_machine.move_to(moment, tick=False)

    return to


@pytest.fixture(autouse=True)
def still(go: Go) -> None:
    go(SOON)


def work() -> int:
    """What a worker does when it comes by."""
    total = 0
    while done := tell_hub():
        total += done
    return total


def feeds(*which: str, prefix: str = "") -> list[str]:
    return sorted(f"{prefix}/feeds/{name}.{form}" for name in which for form in ("rss", "atom", "json"))


def told(hub: Hub) -> list[str]:
    """What a worker that comes by tells it."""
    work()
    return sorted(hub.take())


def test_every_feed_in_which_a_release_stands_is_told_once(hub: Hub) -> None:
    published(at=NOW, tags=("Ferries",), kind=Kind.STATEMENT)
    expected = feeds("releases", "kinds/statement", "tags/ferries", "all-languages")
    assert hub_due() == 12
    assert told(hub) == expected
    assert told(hub) == []
    assert hub_due() == 0


def test_what_it_is_told_is_where_the_feed_is(hub: Hub, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    published(at=NOW, tags=("港湾",))
    published(at=NOW, slug="traversier", language="fr")
    for path in told(hub):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert answer.headers["Link"] == f'<{hub.address}>; rel="hub", <{SITE}{path}>; rel="self"'
        assert answer.content.count(f"{SITE}{path}".encode()) >= 1


def test_several_at_once_are_told_as_one(hub: Hub) -> None:
    for number in range(4):
        published(at=NOW + timedelta(seconds=number), slug=f"r{number}")
    hub_at = NOW + timedelta(seconds=3) + SETTLE
    assert tell_hub(hub_at) == 9
    assert sorted(hub.take()) == feeds("releases", "kinds/news_release", "all-languages")


def test_without_a_hub_nothing_is_said_to_anybody(settings: Any) -> None:
    published(at=NOW)
    settings.WEBSUB_HUB = ""
    assert tell_hub() == hub_due() == 0
    assert not HubTopic.objects.exists()


def test_it_is_a_chore(hub: Hub) -> None:
    published(at=NOW)
    (chore,) = [chore for chore in CHORES if chore.do is tell_hub]
    assert chore.due is not None and chore.due() == 9
    assert chore.do() == 9 and chore.due() == 0


# When


def test_nothing_is_said_before_an_embargo_lifts(hub: Hub, go: Go) -> None:
    scheduled(at=NOW, visible_from=LIFTS, tags=("Secret",))
    for moment in (NOW, LIFTS - MINUTE, LIFTS - timedelta(microseconds=1), LIFTS, LIFTS + SETTLE / 2):
        go(moment)
        assert told(hub) == []
    assert not HubTopic.objects.exists(), "nor is it noted anywhere"
    go(LIFTS + SETTLE)
    assert told(hub) == feeds("releases", "kinds/news_release", "tags/secret", "all-languages")


@pytest.mark.parametrize("act", ["unschedule", "stop"])
def test_what_was_stopped_before_its_moment_is_never_told(hub: Hub, go: Go, act: str) -> None:
    release = scheduled(at=NOW, visible_from=LIFTS)
    go(LIFTS - timedelta(minutes=2))
    fresh = Release.objects.get(pk=release.pk)
    if act == "stop":
        stop(release=fresh, by=cast.edda(), reason="Wrong figures.", pull=Pull.KEEP)
    else:
        unschedule(release=fresh, by=cast.edda())
    for moment in (LIFTS, LIFTS + SETTLE, LIFTS + timedelta(hours=3)):
        go(moment)
        assert told(hub) == []


def test_what_was_pulled_before_the_hub_knew_of_it_is_never_told(hub: Hub, go: Go) -> None:
    release = published(at=NOW)
    stop(release=release, by=cast.edda(), reason="Wrong figures.", pull=Pull.GONE, at=NOW + SETTLE / 2)
    for moment in (SOON, NOW + MINUTE, NOW + timedelta(hours=1)):
        go(moment)
        assert told(hub) == []


@pytest.mark.parametrize("gone", [False, True])
def test_a_withdrawal_is_told_to_a_hub_that_knew_of_it(hub: Hub, go: Go, gone: bool) -> None:
    release = published(at=NOW, tags=("Ferries",))
    every = told(hub)
    go(NOW + MINUTE)
    withdraw(release=release, by=cast.edda(), reason="Wrong figures.", gone=gone)
    go(NOW + MINUTE + SETTLE)
    assert told(hub) == every
    assert told(hub) == []


def test_a_correction_is_told_and_a_minor_change_is_not(hub: Hub, go: Go) -> None:
    release = published(at=NOW)
    every = told(hub)
    go(NOW + MINUTE)
    minor = rewritten(release, body="<p>Other words.</p>")
    correct(release=minor, by=cast.edda(), version=minor.version, change=Change.MINOR, note="", parity_reason=ALONE)
    go(NOW + 2 * MINUTE)
    assert told(hub) == []
    corrected(release, headline="Other")
    go(NOW + 3 * MINUTE)
    assert told(hub) == every


def test_a_minor_change_right_after_a_correction_does_not_hide_it(hub: Hub, go: Go) -> None:
    release = published(at=NOW)
    every = told(hub)
    corrected(release, at=NOW + MINUTE, headline="Other")
    minor = rewritten(release, at=NOW + MINUTE * 1.01, body="<p>Other words.</p>")
    correct(
        release=minor,
        by=cast.edda(),
        version=minor.version,
        change=Change.MINOR,
        note="",
        parity_reason=ALONE,
        at=NOW + MINUTE * 1.02,
    )
    go(NOW + 2 * MINUTE)
    assert told(hub) == every


def test_an_old_archive_is_no_news(hub: Hub, go: Go) -> None:
    release = published(at=NOW - WINDOW)
    assert told(hub) == []
    # Nor does a minor change of it make it news.
    minor = rewritten(release, at=NOW - MINUTE, body="<p>Other words.</p>")
    correct(
        release=minor,
        by=cast.edda(),
        version=minor.version,
        change=Change.MINOR,
        note="",
        parity_reason=ALONE,
        at=NOW - MINUTE,
    )
    assert told(hub) == []


# When it goes wrong


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_hub_that_is_down_is_tried_again_and_again_more_and_more_rarely(hub: Hub, go: Go, status: int) -> None:
    published(at=NOW)
    hub.status = status
    at, pauses = SOON, []
    for _try in range(9):
        go(at)
        assert work() == 0
        # It is left alone after the first refusal, and all feeds wait.
        assert hub_due() == 0
        (again,) = set(HubTopic.objects.values_list("try_after", flat=True))
        pauses.append(again - at)
        at = again
    assert hub.asked == 9
    assert pauses[:4] == [PAUSE, 2 * PAUSE, 4 * PAUSE, 8 * PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    hub.status = 204
    go(at)
    assert told(hub) == feeds("releases", "kinds/news_release", "all-languages")
    assert set(HubTopic.objects.values_list("failures", flat=True)) == {0}


def test_a_hub_that_is_not_there_is_one_that_is_down(hub: Hub, go: Go, settings: Any) -> None:
    published(at=NOW)
    settings.WEBSUB_HUB = "http://127.0.0.1:9/"
    assert work() == 0
    settings.WEBSUB_HUB = hub.address
    go(SOON + PAUSE)
    assert len(told(hub)) == 9


def test_it_is_given_up_when_it_is_no_news_any_more(hub: Hub, go: Go) -> None:
    published(at=NOW)
    hub.status = 500
    work()
    hub.status = 204
    go(NOW + WINDOW)
    assert told(hub) == []


@pytest.mark.parametrize("status", [400, 403, 404, 307])
def test_a_feed_that_it_does_not_want_does_not_keep_it_from_the_others(hub: Hub, go: Go, status: int) -> None:
    published(at=NOW)
    hub.answers = {"/feeds/releases.json": status}
    every = feeds("releases", "kinds/news_release", "all-languages")
    assert told(hub) == [path for path in every if path != "/feeds/releases.json"]
    assert hub.asked == 9, "nor is it followed to another address"
    hub.answers = {}
    go(SOON + PAUSE)
    assert told(hub) == ["/feeds/releases.json"]


def test_a_killed_worker_costs_nothing_but_a_second_word(hub: Hub, go: Go) -> None:
    published(at=NOW)

    class Killed(BaseException):
        """Nothing is done after it."""

    def kill(*_args: object) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        # After the hub was told, and before it was noted.
        patch.setattr("releases.feeds.telling.publish", kill)
        tell_hub()
    assert len(told(hub)) == 8, "the others are told by whoever comes by next"
    go(SOON + LEASE)
    assert len(told(hub)) == 1
    go(SOON + 2 * LEASE)
    assert told(hub) == []


def test_two_workers_tell_nothing_twice(hub: Hub) -> None:
    published(at=NOW)
    due = owed(SOON)
    assert tell_hub() == len(due)
    with pytest.MonkeyPatch.context() as patch:
        # What the second read before the first began.
        patch.setattr("releases.feeds.telling.owed", lambda _at: due)
        assert tell_hub() == 0
    assert len(hub.take()) == 9


def test_looking_costs_the_same_however_much_there_is(hub: Hub, go: Go) -> None:
    counts = []
    for begin, end in ((0, 2), (2, 20)):
        for number in range(begin, end):
            published(at=NOW, slug=f"r{number}", tags=("Common", f"Tag {number}"))
        with CaptureQueriesContext(connection) as captured:
            assert owed(SOON)
        counts.append(len(captured))
    assert counts == [3, 3]
