"""Sitemaps: every public address once, in its file, with its languages, and nothing of what is not public."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from releases.actions.correct import correct
from releases.actions.schedule import schedule
from releases.actions.set_office import set_office
from releases.actions.withdraw import withdraw
from releases.models import Edition
from releases.office_content import OfficeContent
from releases.sitemaps import model
from releases.sitemaps import parts as parts_module
from releases.sitemaps.documents import address_list, news_language
from releases.sitemaps.model import Day, Place
from releases.sitemaps.places import Paths
from releases.views import sitemaps as views
from releases.workflow import Change
from tests import cast
from tests.scenes import ALONE, NOW, corrected, draft, published, rewritten, scheduled, withdrawn

SITE = "https://news.example.org"
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "data" / "sitemap.rng"))
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
IN_EVERY_LANGUAGE = [
    language + path
    for path in ("/", "/releases/", "/releases/archive/", "/tags/", "/calendar/", "/feeds/")
    for language in ("", "/fr")
]
FERRY = "/releases/2026/03/06/ferry/"

Go = Callable[[datetime], None]
database = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    settings.SITE_NAME = "The Harbour Board"


@pytest.fixture
def go(time_machine: Any) -> Go:
    """Stop the clock at a moment."""

    def to(moment: datetime) -> None:
        time_machine.move_to(moment, tick=False)

    return to


@pytest.fixture(autouse=True)
def still(go: Go) -> None:
    go(NOW + HOUR)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three addresses are as many as a file may hold."""
    monkeypatch.setattr(model, "MOST", 3)


def read(path: str = "/sitemap.xml") -> Any:
    """A document that keeps to the protocol."""
    response = Client().get(path)
    assert response.status_code == 200, path
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    document = etree.fromstring(b"".join(response.streaming_content) if response.streaming else response.content)
    GRAMMAR.assertValid(document)
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    assert all(each.text <= now for each in document.iter(f"{MAP}lastmod")), "nothing changed in the future"
    where = locations(document)
    assert len(where) == len(set(where)), "each address once"
    return document


def locations(document: Any) -> list[str]:
    return [each.text.removeprefix(SITE) for each in document.iter(f"{MAP}loc")]


def paths(path: str = "/sitemap.xml") -> list[str]:
    return locations(read(path))


def releases(path: str = "/sitemap.xml") -> list[str]:
    """The releases that a document names: what comes after their dates."""
    return [each.rstrip("/").rpartition("/")[2] for each in paths(path) if each.removeprefix("/fr").count("/") == 6]


def entry(document: Any, path: str) -> Any:
    return next(each for each in document if each.findtext(f"{MAP}loc") == SITE + path)


def changed(path: str = FERRY) -> str | None:
    found: str | None = entry(read(), path).findtext(f"{MAP}lastmod")
    return found


def alternates(document: Any, path: str) -> dict[str, str]:
    return {each.get("hreflang"): each.get("href").removeprefix(SITE) for each in entry(document, path).iter(LINK)}


@database
def test_it_names_the_pages_and_the_releases_of_every_language() -> None:
    published(at=NOW, slug="ferry", tags=("Ferries", "Éducation"))
    published(at=NOW - 400 * DAY, slug="traversier", language="fr", tags=("Ferries",))
    assert paths() == [
        *IN_EVERY_LANGUAGE,
        "/releases/2026/",
        "/tags/ferries/",
        quote("/tags/éducation/"),
        "/fr/releases/2025/",
        "/fr/tags/ferries/",
        "/fr/releases/2025/01/30/traversier/",
        FERRY,
    ]


@database
def test_every_address_in_it_answers_and_says_that_it_is_the_one_to_use() -> None:
    first = published(at=NOW, slug="ferry", tags=("Ferries", "Éducation", "Häfen & Küste", "日本", "!!!"))
    published(at=NOW, slug="traversier", language="fr", translation_of=first.pk)
    for path in paths():
        assert Client().get(path).status_code == 200, path


@database
@pytest.mark.parametrize("languages", [["en", "fr"], ["fr", "en"], ["en"]])
def test_addresses_are_those_of_the_releases_whatever_the_languages(languages: list[str], settings: Any) -> None:
    published(at=NOW - 70 * DAY, slug="ferry")
    published(at=NOW, slug="traversier", language="fr")
    settings.LANGUAGES = [(code, code) for code in languages]
    settings.LANGUAGE_CODE = languages[0]
    written = Paths.of_this_site()
    for edition in Edition.objects.filter(language__in=languages):
        assert written.to(edition.language, edition.published_on, edition.slug) == edition.get_absolute_url()


@database
def test_a_newsroom_without_a_release_has_its_front_pages() -> None:
    assert paths() == IN_EVERY_LANGUAGE
    assert paths("/sitemaps/pages.xml") == paths()
    assert Client().get("/sitemaps/2026-03.xml").status_code == 404


@database
def test_a_release_is_in_it_from_its_second_until_it_is_withdrawn(go: Go) -> None:
    go(NOW - HOUR)
    release = scheduled(visible_from=NOW, slug="ferry", tags=("Ferries",))
    draft(slug="draft")
    go(NOW - SECOND)
    assert releases() == []
    assert "/tags/ferries/" not in paths()
    assert releases("/news-sitemap.xml") == []
    assert Client().get("/sitemaps/2026-03.xml").status_code == 404
    go(NOW)
    assert releases() == releases("/sitemaps/2026-03.xml") == releases("/news-sitemap.xml") == ["ferry"]
    assert "/tags/ferries/" in paths("/sitemaps/pages.xml")
    go(NOW + HOUR)
    withdraw(release=release, by=cast.edda(), reason="The figures were wrong.", at=NOW + HOUR)
    assert releases() == releases("/news-sitemap.xml") == []
    assert "/tags/ferries/" not in paths()
    assert Client().get("/sitemaps/2026-03.xml").status_code == 404


@database
def test_what_was_withdrawn_in_error_is_gone_as_well() -> None:
    withdrawn(published_at=NOW - DAY, at=NOW, slug="ferry", gone=True)
    assert releases() == releases("/news-sitemap.xml") == []


@database
def test_a_crawler_is_told_of_every_change_that_readers_see_and_of_no_other(go: Go) -> None:
    release = published(at=NOW, slug="ferry")
    assert changed() == "2026-03-06T14:30:00Z"
    release = rewritten(release, at=NOW + HOUR, headline="Not seen by anybody")
    assert changed() == "2026-03-06T14:30:00Z"
    go(NOW + 2 * HOUR)
    said: dict[str, Any] = {"change": Change.MINOR, "note": "", "parity_reason": ALONE, "at": NOW + 2 * HOUR}
    correct(release=release, by=cast.edda(), version=release.version, **said)
    assert changed() == "2026-03-06T16:30:00Z", "a minor change is fetched again as well"
    go(NOW + 3 * HOUR)
    corrected(release, at=NOW + 3 * HOUR, headline="The ferry sails")
    assert changed() == "2026-03-06T17:30:00Z"


@database
def test_an_update_to_come_moves_no_date_before_its_second(go: Go) -> None:
    release = published(at=NOW, slug="ferry")
    fresh = rewritten(release, at=NOW + HOUR, headline="The ferry sails")
    said: dict[str, Any] = {"change": Change.MAJOR, "note": "It sails.", "parity_reason": ALONE, "at": NOW + HOUR}
    schedule(release=fresh, by=cast.edda(), version=fresh.version, visible_from=NOW + 2 * HOUR, **said)
    go(NOW + 2 * HOUR - SECOND)
    assert changed() == "2026-03-06T14:30:00Z"
    go(NOW + 2 * HOUR)
    assert changed() == "2026-03-06T16:30:00Z"


@database
def test_a_moment_between_two_seconds_is_told_as_the_one_before(go: Go) -> None:
    published(at=NOW + timedelta(microseconds=999_999), slug="ferry")
    go(NOW + timedelta(microseconds=999_999))
    assert changed() == "2026-03-06T14:30:00Z"


@database
def test_versions_in_other_languages_name_each_other_wherever_they_stand(few: None) -> None:
    first = published(at=NOW - 70 * DAY, slug="ferry")
    published(at=NOW, slug="traversier", language="fr", translation_of=first.pk)
    published(at=NOW, slug="alone")
    english, french = "/releases/2025/12/26/ferry/", "/fr/releases/2026/03/06/traversier/"
    said = {"en": english, "fr": french, "x-default": english}
    assert alternates(read("/sitemaps/2025-12.xml"), english) == said
    march = read("/sitemaps/2026-03.xml")
    assert alternates(march, french) == said
    assert alternates(march, "/releases/2026/03/06/alone/") == {}
    assert alternates(read("/sitemaps/pages.xml"), "/fr/feeds/") == {
        "en": "/feeds/",
        "fr": "/fr/feeds/",
        "x-default": "/feeds/",
    }


@database
def test_a_translation_that_is_not_public_is_not_named(go: Go) -> None:
    go(NOW)
    first = published(at=NOW - HOUR, slug="ferry")
    scheduled(at=NOW, visible_from=NOW + HOUR, slug="traversier", language="fr", translation_of=first.pk)
    assert alternates(read(), FERRY) == {}
    go(NOW + HOUR)
    assert set(alternates(read(), FERRY)) == {"en", "fr", "x-default"}


@database
def test_a_language_that_the_site_has_no_more_is_left_out(settings: Any) -> None:
    first = published(at=NOW, slug="ferry")
    published(at=NOW, slug="traversier", language="fr", translation_of=first.pk)
    settings.LANGUAGES = [("en", "English")]
    assert releases() == ["ferry"]
    assert alternates(read(), FERRY) == {}
    assert releases("/news-sitemap.xml") == ["ferry"]


def of_months() -> None:
    """Two releases in each of three months."""
    for number, days in enumerate((0, 1, 40, 41, 70, 71)):
        published(at=NOW - days * DAY, slug=f"release-{number}", tags=("Ferries",))


@database
def test_more_than_fit_are_an_index_of_months(few: None) -> None:
    of_months()
    document = read()
    assert document.tag == f"{MAP}sitemapindex"
    assert locations(document) == [
        "/sitemaps/pages.xml",
        "/sitemaps/2025-12.xml",
        "/sitemaps/2026-01.xml",
        "/sitemaps/2026-03.xml",
    ]
    named = [path for file in locations(document) for path in paths(file)]
    assert len(named) == len(set(named))
    assert sum(path.count("/") == 6 for path in named) == 6
    last = entry(document, "/sitemaps/2026-03.xml").findtext(f"{MAP}lastmod")
    assert last == max(each.text for each in read("/sitemaps/2026-03.xml").iter(f"{MAP}lastmod"))


@database
def test_one_address_more_than_a_file_holds_makes_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    published(at=NOW, slug="ferry")
    there_are = len(paths())
    monkeypatch.setattr(model, "MOST", there_are)
    assert read().tag == f"{MAP}urlset"
    monkeypatch.setattr(model, "MOST", there_are - 1)
    assert read().tag == f"{MAP}sitemapindex"


@database
def test_publishing_changes_one_file_and_its_line_in_the_index(few: None) -> None:
    of_months()
    before = {path: Client().get(path).content for path in paths()}
    index = {each.findtext(f"{MAP}loc"): each.findtext(f"{MAP}lastmod") for each in read()}
    published(at=NOW + HOUR, slug="new", tags=("Ferries",))
    after = {path: Client().get(path).content for path in paths()}
    assert [path for path in after if after[path] != before[path]] == ["/sitemaps/2026-03.xml"]
    again = {each.findtext(f"{MAP}loc"): each.findtext(f"{MAP}lastmod") for each in read()}
    assert [where for where in again if again[where] != index[where]] == [f"{SITE}/sitemaps/2026-03.xml"]


@database
def test_a_month_that_is_too_large_has_files_of_days_and_a_day_numbered_ones(few: None) -> None:
    for number in range(7):
        published(at=NOW, slug=f"import-{number}")
    published(at=NOW - DAY, slug="eve")
    published(at=NOW - 40 * DAY, slug="earlier")
    files = paths()[1:]
    assert files == [
        f"/sitemaps/{name}.xml" for name in ("2026-01", "2026-03-05", "2026-03-06", "2026-03-06.2", "2026-03-06.3")
    ]
    found = [releases(file) for file in files]
    assert found == [
        ["earlier"],
        ["eve"],
        ["import-0", "import-1", "import-2"],
        ["import-3", "import-4", "import-5"],
        ["import-6"],
    ]
    for name in (
        "2026-03",
        "2026-01-25",
        "2026-03-06.1",
        "2026-03-06.4",
        "2026-03-07",
        "2026-02",
        "2026-03-99",
        "9999-12",
    ):
        assert Client().get(f"/sitemaps/{name}.xml").status_code == 404, name


@database
@pytest.mark.parametrize("name", ["2026-13", "0000-01", "2026-3", "2026", "2026-03-06.0", "2026-03-06.99999999", "x"])
def test_names_that_no_file_can_have_are_not_looked_for(name: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):  # the office, for the page that says so
        assert Client().get(f"/sitemaps/{name}.xml").status_code == 404


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 9)), max_size=20, unique_by=lambda each: each[0]))
def test_files_hold_everything_once_within_the_limit(numbers: list[tuple[int, int]]) -> None:
    every = [Day(date(2026, 1, 1) + DAY * offset, number, NOW) for offset, number in sorted(numbers)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "MOST", 4)
        found = list(parts_module.parts(every))
    assert len({part.name for part in found}) == len(found)
    for part in found:
        within = sum(day.number for day in every if part.first <= day.date <= part.last)
        assert min(within - part.start, 4) >= 1, "no file is empty"
        assert within <= 4 or part.first == part.last, "only a day is divided"
    for one, other in pairwise(found):
        assert other.first > one.last or (other.first, other.start) == (one.first, one.start + 4)
    for day in every:
        of_day = [part for part in found if part.first <= day.date <= part.last]
        assert sum(1 for _part in of_day) == (1 if of_day[0].first != of_day[0].last else -(-day.number // 4))


@pytest.mark.parametrize("languages", [1, 2, 6, 24, 90])
def test_a_file_of_the_longest_addresses_keeps_to_fifty_megabytes(languages: int, settings: Any) -> None:
    settings.LANGUAGES = [(f"{'abcdefghijklmnopqrstuvwxyz'[n % 26]}{n // 26}-hans", "") for n in range(languages)]
    settings.LANGUAGE_CODE = settings.LANGUAGES[0][0]
    settings.SITE_URL = f"https://{'a' * 63}.{'b' * 63}.example.org"
    longest = {code: f"/{code}/releases/2026/03/06/{'s' * 100}/" for code, _name in settings.LANGUAGES}
    place = Place(longest[settings.LANGUAGE_CODE], NOW, longest)
    head, one, foot = (len(piece) for piece in address_list([place]))
    assert model.most_in_a_file() * one + head + foot <= model.MOST_BYTES
    assert model.most_in_a_file() <= model.MOST


def test_two_languages_leave_the_fifty_thousand_that_the_protocol_allows() -> None:
    assert model.most_in_a_file() == model.MOST == 50_000


@database
def test_a_large_file_comes_from_disk_with_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    of_months()
    small = Client().get("/sitemap.xml")
    monkeypatch.setattr(views, "IN_MEMORY", 100)
    large = Client().get("/sitemap.xml")
    assert large.streaming
    assert b"".join(large.streaming_content) == small.content
    assert int(large.headers["Content-Length"]) == len(small.content)
    assert large.headers["Cache-Control"] == "no-cache"
    again = Client().get("/sitemap.xml", headers={"If-None-Match": large.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = Client().head("/sitemap.xml")
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert head.headers["Content-Length"] == large.headers["Content-Length"]
    published(at=NOW, slug="new")
    changed = Client().get("/sitemap.xml", headers={"If-None-Match": large.headers["ETag"]})
    assert changed.status_code == 200
    changed.close()


@database
def test_a_small_file_is_sent_compressed_and_asked_again_for_nothing() -> None:
    of_months()
    response = Client().get("/sitemap.xml", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == Client().get("/sitemap.xml").content
    again = Client().get("/sitemap.xml", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@database
def test_an_error_on_the_way_sends_no_half_document(monkeypatch: pytest.MonkeyPatch) -> None:
    published(at=NOW, slug="ferry")

    def broken(*_arguments: Any) -> Any:
        yield from ()
        raise RuntimeError("The database is gone.")

    monkeypatch.setattr("releases.sitemaps.places._with_translations", broken)
    client = Client(raise_request_exception=False)
    assert client.get("/sitemap.xml").status_code == 500


@database
def test_what_is_hidden_changes_no_byte_of_any_file(few: None, go: Go) -> None:
    go(NOW)
    first = published(at=NOW - 70 * DAY, slug="ferry", tags=("Ferries",))
    of_months()

    def all_files() -> dict[str, bytes]:
        names = ["/sitemap.xml", *paths(), "/news-sitemap.xml", "/sitemaps/2026-03-06.xml", "/sitemaps/2026-04.xml"]
        return {name: Client().get(name).content for name in names}

    before = all_files()
    for number in range(4):
        scheduled(at=NOW - HOUR, visible_from=NOW + SECOND, slug=f"hidden-{number}", tags=("Secret plans",))
    hidden = {"language": "fr", "slug": "cache", "translation_of": first.pk}
    scheduled(at=NOW - HOUR, visible_from=NOW + SECOND, **hidden)
    draft(slug="draft", tags=("Ferries", "Secret plans"))
    withdrawn(published_at=NOW - HOUR, at=NOW, slug="wrong", tags=("Secret plans",))
    assert all_files() == before


@database
def test_news_is_of_the_last_two_days_newest_first(go: Go) -> None:
    published(at=NOW - 2 * DAY, slug="old")
    published(at=NOW - 2 * DAY + SECOND, slug="still-news")
    published(at=NOW - HOUR, slug="traversier", language="fr", headline="Le traversier & la rive <nord>")
    go(NOW)
    assert releases("/news-sitemap.xml") == ["traversier", "still-news"]
    go(NOW + SECOND)
    document = read("/news-sitemap.xml")
    (item,) = document.iter(f"{NEWS}news")
    said = {each.tag.removeprefix(NEWS): each.text for each in item.iter() if each.text and each.text.strip()}
    assert said == {
        "name": "The Harbour Board",
        "language": "fr",
        "publication_date": "2026-03-06T13:30:00Z",
        "title": "Le traversier & la rive <nord>",
    }


@database
def test_a_correction_does_not_make_an_old_release_news(go: Go) -> None:
    release = published(at=NOW - 3 * DAY, slug="ferry")
    corrected(release, at=NOW, headline="The ferry sails")
    assert paths("/news-sitemap.xml") == ["/"], (
        "a day without news names the front page: the protocol knows no empty file"
    )
    assert not list(read("/news-sitemap.xml").iter(f"{NEWS}news"))


@database
def test_news_has_the_headline_that_stands_and_the_date_of_the_first(go: Go) -> None:
    release = published(at=NOW, slug="ferry")
    corrected(release, at=NOW + HOUR, headline="The ferry sails")
    item = next(read("/news-sitemap.xml").iter(f"{NEWS}news"))
    assert item.findtext(f"{NEWS}title") == "The ferry sails"
    assert item.findtext(f"{NEWS}publication_date") == "2026-03-06T14:30:00Z"


@database
def test_the_publication_has_the_offices_name_in_the_language_of_the_release() -> None:
    set_office(content=OfficeContent(name={"en": "Harbour & Co", "fr": "Le Port"}), seen=0, by=cast.ada(), at=NOW)
    published(at=NOW, slug="ferry")
    published(at=NOW, slug="traversier", language="fr")
    names = {each.findtext(f"{NEWS}publication/{NEWS}name") for each in read("/news-sitemap.xml").iter(f"{NEWS}news")}
    assert names == {"Harbour & Co", "Le Port"}


@database
def test_news_names_at_most_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert model.MOST_NEWS == 1_000
    monkeypatch.setattr("releases.sitemaps.news.MOST_NEWS", 2)
    for number in range(3):
        published(at=NOW + number * SECOND, slug=f"release-{number}")
    assert releases("/news-sitemap.xml") == ["release-2", "release-1"]


@database
def test_characters_that_xml_cannot_hold_break_nothing() -> None:
    published(at=NOW, slug="ferry", headline="Ferry \x0b returns ]]> & more")
    title = next(read("/news-sitemap.xml").iter(f"{NEWS}title")).text
    assert title.endswith("]]> & more")


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "en"), ("pt-br", "pt"), ("zh-hans", "zh-cn"), ("zh-hant", "zh-tw"), ("ast", "ast"), ("es-419", "es")],
)
def test_languages_of_news_are_those_that_google_knows(code: str, said: str) -> None:
    assert news_language(code) == said


@database
def test_only_reading_is_possible() -> None:
    assert Client().post("/sitemap.xml").status_code == 405
