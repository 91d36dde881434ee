"""What the head of a page tells machines: one address, its languages with their way back, its twins, and what networks show."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from releases import heads
from releases.actions.set_office import set_office
from releases.media.models.picture import MIDDLE
from releases.models import Edition
from releases.office_content import OfficeContent
from tests import cast
from tests.markup import find
from tests.scenes import NOW, corrected, lead, picture, published, scheduled, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SITE = settings.SITE_URL
LATER = NOW + timedelta(minutes=10)
FERRY = f"/releases/{NOW:%Y/%m/%d}/ferry/"
TRAVERSIER = f"/fr/releases/{NOW:%Y/%m/%d}/traversier/"
TWINS = ("en", "fr", "x-default")


@pytest.fixture(autouse=True)
def _still(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def page(path: str) -> html.HtmlElement:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return html.fromstring(answer.content.decode())


def properties(path: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in find(page(path), "head meta[property], head meta[name]"):
        found.setdefault(element.get("property") or element.get("name"), []).append(element.get("content"))
    return found


def canonical(path: str) -> str:
    (link,) = find(page(path), "head link[rel=canonical]")
    return str(link.get("href")).removeprefix(SITE)


def languages(path: str) -> dict[str, str]:
    links = find(page(path), "head link[rel=alternate][hreflang]")
    found = {link.get("hreflang"): link.get("href").removeprefix(SITE) for link in links}
    assert len(found) == len(links), "a language is named once"
    return found


def a_pair() -> None:
    ferry = published(at=NOW, slug="ferry")
    published(at=NOW, slug="traversier", language="fr", headline="Le traversier revient", translation_of=ferry.pk)


def test_a_release_names_its_one_address_whatever_was_asked_with_it() -> None:
    published(at=NOW, slug="ferry")
    assert canonical(f"{FERRY}?utm_source=mail") == FERRY


def test_both_languages_name_each_other_themselves_and_the_same_default() -> None:
    a_pair()
    expected = dict(zip(TWINS, (FERRY, TRAVERSIER, FERRY), strict=True))
    assert languages(FERRY) == expected
    assert languages(TRAVERSIER) == expected


def test_a_release_in_one_language_names_none_and_a_scheduled_twin_is_not_told_of() -> None:
    ferry = published(at=NOW, slug="ferry")
    assert languages(FERRY) == {}
    alone = Client().get(FERRY).content
    scheduled(at=NOW, visible_from=NOW.replace(hour=20), slug="traversier", language="fr", translation_of=ferry.pk)
    assert Client().get(FERRY).content == alone


@pytest.mark.parametrize("path", ["/", "/releases/", "/releases/?kind=speech", "/feeds/"])
def test_pages_that_every_language_has_name_each_other(path: str) -> None:
    a_pair()
    published(at=NOW, slug="talk", kind="speech")
    published(at=NOW, slug="discours", kind="speech", language="fr")
    expected = dict(zip(TWINS, (path, f"/fr{path}", path), strict=True))
    assert languages(path) == expected
    assert languages(f"/fr{path}") == expected


@pytest.mark.parametrize(
    ("path", "known_as", "is_indexed"),
    [
        ("/", "/", True),
        ("/?from=mail", "/", True),
        ("/releases/", "/releases/", True),
        ("/releases/?kind=&tag=&year=", "/releases/", True),
        ("/releases/?kind=news_release&unknown=1", "/releases/?kind=news_release", True),
        ("/releases/?tag=harbour", "/tags/harbour/", True),
        ("/releases/?year=2026", "/releases/2026/", True),
        ("/releases/?year=2026&kind=news_release", "/releases/?kind=news_release&year=2026", False),
        ("/releases/?kind=speech", "/releases/?kind=speech", False),
        ("/tags/harbour/?x=1", "/tags/harbour/", True),
        ("/releases/2026/", "/releases/2026/", True),
        ("/releases/2026/03/?x=1", "/releases/2026/03/", True),
        ("/feeds/", "/feeds/", True),
    ],
)
def test_every_list_has_an_address_under_which_it_should_be_known(path: str, known_as: str, is_indexed: bool) -> None:
    published(at=NOW, slug="ferry", tags=("Harbour",))
    assert canonical(path) == known_as
    assert ("robots" not in properties(path)) == is_indexed
    assert properties(path)["og:url"] == [SITE + known_as]


def test_each_page_of_a_long_list_has_its_own_address_and_no_twin_in_another_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("releases.paging.PAGE_SIZE", 1)
    published(at=NOW, slug="ferry")
    published(at=NOW, slug="quay")
    older = find(page("/releases/"), "a[href*=before]")[0].get("href")
    path = f"/releases/{older[older.index('?') :]}"
    assert canonical(path) == path
    assert languages(path) == {}
    newer = find(page(path), "a[href*=after]")[0].get("href")
    back = f"/releases/{newer[newer.index('?') :]}"
    assert properties(back)["robots"] == ["noindex, follow"]


@pytest.mark.parametrize("path", ["/releases/?q=ferry", "/releases/?q=nothing+at+all"])
def test_what_was_searched_for_is_not_indexed(path: str) -> None:
    published(at=NOW, slug="ferry")
    assert properties(path)["robots"] == ["noindex, follow"]


def test_a_release_is_shown_with_its_picture_its_dates_and_its_topics(time_machine: Any) -> None:
    ferry = published(at=NOW, slug="ferry", tags=("Harbour", "Transport"), lead_image=lead(picture()))
    corrected(ferry, at=LATER)
    time_machine.move_to(LATER, tick=False)
    said = properties(FERRY)
    image = Edition.objects.filter(lead_image__isnull=False).first().lead_image
    assert {name: values for name, values in said.items() if name.startswith(("og:", "article:", "twitter:"))} == {
        "og:type": ["article"],
        "og:site_name": [settings.SITE_NAME],
        "og:title": ["Ferry returns to the north shore"],
        "og:description": ["Crossings begin again on Monday."],
        "og:url": [SITE + FERRY],
        "og:locale": ["en_US"],
        "og:image": [f"{SITE}/images/{image.key}/social-f{MIDDLE}-{MIDDLE}.jpg"],
        "og:image:type": ["image/jpeg"],
        "og:image:width": ["800"],
        "og:image:height": ["420"],
        "og:image:alt": ["The harbour at dawn"],
        "article:published_time": ["2026-03-06T14:30:00Z"],
        "article:modified_time": ["2026-03-06T14:40:00Z"],
        "article:section": ["News release"],
        "article:tag": ["Harbour", "Transport"],
        "twitter:card": ["summary_large_image"],
    }


def test_without_a_picture_one_is_made_and_its_address_changes_with_the_words(time_machine: Any) -> None:
    ferry = published(at=NOW, slug="ferry")
    first = properties(FERRY)
    assert first["og:image"][0].startswith(f"{SITE}{FERRY}card.png?v=")
    assert (first["og:image:width"], first["og:image:height"]) == (["1200"], ["630"])
    assert first["og:image:type"] == ["image/png"]
    corrected(ferry, at=LATER, headline="Ferry returns on Tuesday")
    assert properties(FERRY) == first
    time_machine.move_to(LATER, tick=False)
    assert properties(FERRY)["og:image"] != first["og:image"]


def test_other_pages_are_shown_with_the_picture_of_the_site() -> None:
    published(at=NOW, slug="ferry", tags=("Harbour",))
    for path in ("/", "/releases/", "/tags/harbour/", "/releases/2026/", "/releases/2026/03/", "/feeds/"):
        said = properties(path)
        assert said["og:type"] == ["website"], path
        assert said["og:image"][0].startswith(f"{SITE}/card.png?v="), path
        assert len(said["description"]) == 1, path
    assert properties("/fr/")["og:image"][0].startswith(f"{SITE}/fr/card.png?v=")


def test_a_page_tells_of_its_language_and_of_the_others_as_networks_spell_them() -> None:
    a_pair()
    assert properties(TRAVERSIER)["og:locale"] == ["fr_FR"]
    assert properties(TRAVERSIER)["og:locale:alternate"] == ["en_US"]


@pytest.mark.parametrize(
    ("code", "locale"),
    [("en", "en_US"), ("fr-ca", "fr_CA"), ("fr", "fr_FR"), ("zh-hans", "zh_CN"), ("pt-br", "pt_BR"), ("ja", "ja_JP")],
)
def test_a_language_is_spelt_with_a_territory(code: str, locale: str) -> None:
    assert heads.locale_of(code) == locale


def test_the_office_is_named_as_it_names_itself() -> None:
    published(at=NOW, slug="ferry")
    set_office(content=OfficeContent(name={"en": "Port Authority", "fr": "Port"}), by=cast.ada(), seen=0, at=NOW)
    assert properties(FERRY)["og:site_name"] == ["Port Authority"]
    assert properties("/fr/")["og:title"] == ["Port"]


def test_every_twin_that_a_release_names_is_there_and_of_that_type() -> None:
    published(at=NOW, slug="ferry")
    twins = [link for link in find(page(FERRY), "head link[rel=alternate][type]") if SITE in link.get("href")]
    types = [link.get("type") for link in twins]
    assert {"text/plain", "application/json", "application/json+oembed", "text/xml+oembed"} <= set(types)
    for link in twins:
        answer = Client().get(link.get("href").removeprefix(SITE))
        assert answer.status_code == 200, link.get("href")
        assert answer.headers["Content-Type"].partition(";")[0] == link.get("type").replace("+oembed", "")


def test_what_is_withdrawn_or_never_was_tells_nothing() -> None:
    withdrawn(published_at=NOW - timedelta(hours=1), at=NOW, slug="ferry")
    notice = page(FERRY)
    assert not find(notice, "link[rel=canonical], meta[property=og:title], script[type=application/ld+json]")
    missing = html.fromstring(Client().get(f"{FERRY}never-was/").content.decode())
    assert not find(missing, "link[rel=canonical], meta[property=og:title], script[type=application/ld+json]")
