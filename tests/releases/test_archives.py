"""Archives: every year and month with its number, which tells of nothing before its second."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html

from releases import archives
from releases.archives import HEIGHT, Number
from releases.models import Edition
from tests.markup import find
from tests.scenes import NOW, corrected, draft, published, scheduled, withdrawn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def reader(client: Client, time_machine: Any) -> Client:
    time_machine.move_to(NOW, tick=False)
    return client


def page(reader: Client, address: str) -> html.HtmlElement:
    return html.fromstring(reader.get(address).content.decode())


def counted(at: datetime = NOW, language: str = "en") -> dict[str, int]:
    """The months that have any, by their name."""
    every = Edition.objects.public(at).in_language(language)
    years = archives.counted_years(every, archives.years_of(every, at))
    return {f"{row.first:%Y-%m}": row.number.value for year in years for row in year.months if row.number.value}


def test_every_month_of_every_year_has_its_number(reader: Client) -> None:
    for number in range(3):
        published(at=NOW - number * SECOND, slug=f"march-{number}")
    published(at=NOW - 50 * DAY, slug="january")
    published(at=NOW - 400 * DAY, slug="a-year-ago")
    document = page(reader, "/releases/archive/")
    assert [" ".join(row.text_content().split()) for row in find(document, ".year__name")] == [
        "2026 4 releases",
        "2025 1 release",
    ]
    months = [link.text_content() for link in find(document, ".bars a .visually-hidden")]
    assert months == ["January 2026: 1 release", "March 2026: 3 releases", "January 2025: 1 release"]
    assert [link.get("href") for link in find(document, ".bars a")] == [
        "/releases/2026/01/",
        "/releases/2026/03/",
        "/releases/2025/01/",
    ]


def test_a_bar_is_as_high_as_its_month_is_full() -> None:
    for number in range(4):
        published(at=NOW - number * SECOND, slug=f"march-{number}")
    published(at=NOW - 50 * DAY, slug="january")
    every = Edition.objects.public(NOW)
    (year,) = archives.counted_years(every, [2026])
    assert [(month.height, month.top) for month in year.months[:3]] == [
        (HEIGHT // 4, HEIGHT * 3 // 4),
        (0, HEIGHT),
        (HEIGHT, 0),
    ]


def test_a_number_moves_in_the_second_in_which_the_site_does() -> None:
    scheduled(at=NOW - DAY, visible_from=NOW, slug="ahead")
    draft(at=NOW - DAY, slug="draft")
    release = published(at=NOW - 40 * DAY, slug="corrected")
    corrected(release, at=NOW - 3 * DAY)
    withdrawn(published_at=NOW - 70 * DAY, at=NOW, slug="withdrawn")
    published(at=NOW - DAY, slug="francais", language="fr")
    assert counted(NOW - SECOND) == {"2026-01": 1, "2025-12": 1}
    assert counted(NOW) == {"2026-03": 1, "2026-01": 1}
    assert counted(NOW, "fr") == {"2026-03": 1}


def test_months_begin_by_the_offices_clock() -> None:
    # Half an hour before midnight in Toronto.
    published(at=datetime(2026, 3, 1, 4, 30, tzinfo=UTC), slug="eve")
    published(at=datetime(2026, 1, 1, 4, 30, tzinfo=UTC), slug="year")
    assert counted() == {"2026-02": 1, "2025-12": 1}


def test_a_month_is_counted_only_so_far(monkeypatch: pytest.MonkeyPatch, reader: Client) -> None:
    for number in range(4):
        published(at=NOW - number * SECOND, slug=f"of-{number}")
    monkeypatch.setattr(archives, "COUNTED", 3)
    (year,) = archives.counted_years(Edition.objects.public(NOW), [2026])
    assert year.number == Number(3, is_more=True)
    assert "March 2026: more than 3 releases" in reader.get("/releases/archive/").content.decode()


def test_there_may_be_more_years_than_one_statement_joins(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    published(at=NOW, slug="now")
    published(at=NOW - 700 * DAY, slug="then")
    monkeypatch.setattr(archives, "AT_ONCE", 5)
    with django_assert_num_queries(8):
        years = archives.counted_years(Edition.objects.public(NOW), [2026, 2025, 2024])
    assert [year.number.value for year in years] == [1, 0, 1]


def test_the_pages_of_a_year_and_a_month_say_how_many_there_are_and_which_month_it_is(reader: Client) -> None:
    published(at=NOW, slug="march")
    published(at=NOW - 50 * DAY, slug="january")
    assert find(page(reader, "/releases/2026/"), ".page__count")[0].text_content() == "2 releases"
    (current,) = find(page(reader, "/releases/2026/03/"), ".bars [aria-current]")
    assert current.get("href") == "/releases/2026/03/"


def test_an_office_that_has_published_nothing_has_an_archive_that_says_so(reader: Client) -> None:
    assert "Nothing has been published here yet." in reader.get("/releases/archive/").content.decode()


def test_each_language_has_its_own(reader: Client) -> None:
    published(at=NOW, slug="francais", language="fr")
    assert "mars 2026" in reader.get("/fr/releases/archive/").content.decode()
    assert not find(page(reader, "/releases/archive/"), ".year")
