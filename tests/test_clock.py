"""Nothing leaves late: with nothing running but the site itself, a release is public at its second, wherever it is listed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from releases.actions.schedule import schedule
from releases.models import Edition, Release
from releases.workflow import Change, Kind
from tests import cast
from tests.scenes import NOW, corrected, lead, picture, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

EMBARGO = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WORDS = "Bridge opens at noon"
AT = f"/releases/{EMBARGO:%Y/%m/%d}/bridge-opens/"


@pytest.fixture
def go(time_machine: Any) -> Callable[[datetime], Client]:
    """Stop the clock at a moment, and be a reader there and then."""

    def to(moment: datetime) -> Client:
        time_machine.move_to(moment, tick=False)
        return Client()

    return to


def bridge(**fields: Any) -> Release:
    """The release that everybody waits for, with a neighbour that is public and shares its tag."""
    published(at=NOW - timedelta(days=400), headline="Old news", tags=("Bridges",), slug="old-news")
    return scheduled(
        at=NOW,
        visible_from=EMBARGO,
        **{
            "slug": "bridge-opens",
            "headline": WORDS,
            "kind": Kind.SPEECH,
            "tags": ("Bridges", "Openings"),
            "lead_image": lead(picture(size=(400, 225))),
        }
        | fields,
    )


# Every page that lists releases, and the neighbour on which it is related and was missed.
LISTED_AT = [
    "/",
    "/releases/",
    "/releases/?kind=speech",
    "/releases/?tag=openings",
    "/releases/?tag=bridges&year=2026",
    "/releases/?year=2026",
    "/releases/2026/",
    "/releases/2026/03/",
    "/tags/bridges/",
    "/tags/openings/",
    f"/releases/{NOW - timedelta(days=400):%Y/%m/%d}/old-news/",
    AT,
]


@pytest.mark.parametrize("path", LISTED_AT)
def test_a_second_before_its_time_there_is_no_word_of_it_and_at_its_time_there_is(
    path: str, go: Callable[[datetime], Client]
) -> None:
    bridge()
    before = go(EMBARGO - SECOND).get(path)
    assert WORDS.encode() not in before.content
    assert b"bridge-opens" not in before.content
    on_time = go(EMBARGO).get(path)
    assert on_time.status_code == 200
    assert WORDS.encode() in on_time.content


@pytest.mark.parametrize("rest", ["", "replies/"])
def test_its_address_is_404_a_second_before_its_time_and_200_at_its_time(
    rest: str, go: Callable[[datetime], Client]
) -> None:
    bridge()
    for moment, status in (
        (EMBARGO - SECOND, 404),
        (EMBARGO - timedelta(microseconds=1), 404),
        (EMBARGO, 200),
        (EMBARGO + timedelta(days=999), 200),
    ):
        client = go(moment)
        assert client.get(AT + rest).status_code == status
        assert client.head(AT + rest).status_code == status


def test_its_picture_comes_with_it(go: Callable[[datetime], Client]) -> None:
    address = f"/images/{bridge().lead_image.key}/w320.webp"
    assert go(EMBARGO - SECOND).get(address).status_code == 404
    assert go(EMBARGO).get(address).status_code == 200


def test_it_is_among_what_a_reader_missed(go: Callable[[datetime], Client]) -> None:
    bridge(tags=("Nothing in common",))
    neighbour = f"/releases/{NOW - timedelta(days=400):%Y/%m/%d}/old-news/"
    assert WORDS.encode() not in go(EMBARGO - SECOND).get(neighbour).content
    assert WORDS.encode() in go(EMBARGO).get(neighbour).content


def test_replies_open_with_it(go: Callable[[datetime], Client]) -> None:
    bridge()
    sent = {"comment": "At last.", "author": "Ann", "email": "ann@example.org"}
    assert go(EMBARGO - SECOND).post(f"{AT}replies/", sent).status_code == 404
    assert go(EMBARGO).post(f"{AT}replies/", sent).status_code == 303


def test_a_copy_that_a_cache_kept_is_not_confirmed_a_second_too_long(go: Callable[[datetime], Client]) -> None:
    bridge()
    kept = go(EMBARGO - SECOND).get("/").headers
    assert kept["Cache-Control"] == "no-cache"
    asked_again = {"If-None-Match": kept["ETag"]}
    assert go(EMBARGO - timedelta(microseconds=1)).get("/", headers=asked_again).status_code == 304
    assert go(EMBARGO).get("/", headers=asked_again).status_code == 200


def test_those_that_share_a_moment_appear_together(go: Callable[[datetime], Client]) -> None:
    budget = scheduled(at=NOW, visible_from=EMBARGO, headline="Budget", slug="budget")
    for number in range(3):
        scheduled(at=NOW, visible_from=EMBARGO, headline=f"Annex {number}", slug=f"annex-{number}")
    scheduled(
        at=NOW, visible_from=EMBARGO, headline="Budget, en français", slug="budget-fr", language="fr",
        translation_of=budget.pk,
    )  # fmt: skip
    before = go(EMBARGO - SECOND)
    assert before.get("/releases/2026/").status_code == 404
    assert before.get("/fr/releases/2026/").status_code == 404
    at_once = go(EMBARGO)
    page = at_once.get("/releases/").content.decode()
    assert all(name in page for name in ("Budget", "Annex 0", "Annex 1", "Annex 2"))
    assert "en français" in at_once.get("/fr/releases/").content.decode()
    assert "/fr/releases/2026/03/10/budget-fr/" in at_once.get("/releases/2026/03/10/budget/").content.decode()


def test_a_scheduled_update_takes_over_at_its_instant_and_the_first_words_stay_readable(
    go: Callable[[datetime], Client],
) -> None:
    release = rewritten(published(at=NOW, slug="ferry"), at=NOW, headline="Ferry returns on Tuesday", tags=("Boats",))
    schedule(
        release=release, by=cast.edda(), version=2, visible_from=EMBARGO, change=Change.MAJOR, note="Not Monday.",
        at=NOW + SECOND,
    )  # fmt: skip
    address = f"/releases/{NOW:%Y/%m/%d}/ferry/"
    before = go(EMBARGO - SECOND)
    assert "Ferry returns to the north shore" in before.get(address).content.decode()
    assert before.get(f"{address}editions/2/").status_code == 404
    assert before.get("/tags/boats/").status_code == 404
    after = go(EMBARGO)
    page = after.get(address).content.decode()
    assert "Ferry returns on Tuesday" in page
    assert "Not Monday." in page
    assert "Ferry returns to the north shore" in after.get(f"{address}editions/1/").content.decode()
    assert after.get("/tags/boats/").status_code == 200


def test_a_scheduled_return_ends_a_withdrawal_at_its_instant(go: Callable[[datetime], Client]) -> None:
    release = withdrawn(published_at=NOW, at=NOW + SECOND, slug="ferry", gone=True)
    schedule(
        release=release, by=cast.edda(), version=1, visible_from=EMBARGO, change=Change.MAJOR, note="It was right.",
        at=NOW + 2 * SECOND,
    )  # fmt: skip
    address = f"/releases/{NOW:%Y/%m/%d}/ferry/"
    assert go(EMBARGO - SECOND).get(address).status_code == 410
    assert go(EMBARGO).get(address).status_code == 200


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # The last second of a day in the office's zone, which is already the next one in UTC, and the first of the next.
        (datetime(2026, 3, 7, 4, 59, 59, tzinfo=UTC), "2026/03/06"),
        (datetime(2026, 3, 7, 5, 0, 0, tzinfo=UTC), "2026/03/07"),
        # After the clocks went forward, midnight is an hour earlier; the day itself has 23 hours.
        (datetime(2026, 3, 8, 5, 0, 0, tzinfo=UTC), "2026/03/08"),
        (datetime(2026, 3, 9, 3, 59, 59, tzinfo=UTC), "2026/03/08"),
        (datetime(2026, 3, 9, 4, 0, 0, tzinfo=UTC), "2026/03/09"),
        # And the day with 25.
        (datetime(2026, 11, 2, 4, 59, 59, tzinfo=UTC), "2026/11/01"),
        # The turn of the year.
        (datetime(2027, 1, 1, 4, 59, 59, tzinfo=UTC), "2026/12/31"),
        (datetime(2027, 1, 1, 5, 0, 0, tzinfo=UTC), "2027/01/01"),
    ],
)
def test_the_day_is_that_of_the_office_in_the_address_and_in_the_archives(
    instant: datetime, day: str, go: Callable[[datetime], Client]
) -> None:
    scheduled(at=NOW, visible_from=instant, slug="ferry")
    client = go(instant)
    year, month, _day = day.split("/")
    assert client.get(f"/releases/{day}/ferry/").status_code == 200
    for archive in (f"/releases/{year}/", f"/releases/{year}/{month}/"):
        assert f"/releases/{day}/ferry/" in client.get(archive).content.decode()
    assert go(instant - SECOND).get(f"/releases/{day}/ferry/").status_code == 404


def test_what_the_site_said_at_a_past_moment_is_one_query() -> None:
    release = corrected(published(at=NOW, headline="First words"), at=NOW + SECOND, headline="Second words")
    corrected(release, at=NOW + 2 * SECOND, headline="Third words")
    said = [Edition.objects.public(NOW + number * SECOND).get().headline for number in range(4)]
    assert said == ["First words", "Second words", "Third words", "Third words"]
