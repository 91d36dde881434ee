"""What other sites are told to show in place of a link (oembed.com, 1.0)."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client
from lxml import etree, html

from tests.markup import find
from tests.scenes import NOW, draft, lead, picture, published, scheduled, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SITE = settings.SITE_URL
FERRY = f"/releases/{NOW:%Y/%m/%d}/ferry/"
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _still(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def ask(url: str = SITE + FERRY, **more: Any) -> HttpResponseBase:
    return Client().get("/oembed", {"url": url, **more})


def told(url: str = SITE + FERRY, **more: Any) -> dict[str, Any]:
    answer = ask(url, **more)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_a_release_is_a_quotation_with_its_source() -> None:
    published(at=NOW, slug="ferry")
    answer = told()
    markup = answer.pop("html")
    assert answer.pop("thumbnail_url").startswith(f"{SITE}{FERRY}card.png?v=")
    assert answer == {
        "type": "rich",
        "version": "1.0",
        "title": "Ferry returns to the north shore",
        "author_name": settings.SITE_NAME,
        "author_url": f"{SITE}/",
        "provider_name": settings.SITE_NAME,
        "provider_url": f"{SITE}/",
        "width": 600,
        "height": 200,
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    quotation = html.fragment_fromstring(markup)
    assert quotation.tag == "blockquote"
    assert quotation.xpath("string(.//a/@href)") == quotation.get("cite") == SITE + FERRY
    assert quotation.text_content() == (
        f"Ferry returns to the north shoreCrossings begin again on Monday.{settings.SITE_NAME}, 6 March 2026"
    )


def test_xml_says_the_same() -> None:
    published(at=NOW, slug="ferry", headline="Ferry & <quay>", lead_image=lead(picture()))
    answer = ask(format="xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == "oembed"
    assert {element.tag: element.text for element in root} == {name: str(value) for name, value in told().items()}


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "<img src=x onerror=alert(1)>", "]]>"]
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_nothing_that_somebody_wrote_becomes_markup(text: str, form: str) -> None:
    published(at=NOW, slug="ferry", headline=text, summary=text)
    answer = ask(format=form)
    markup = json.loads(answer.content)["html"] if form == "json" else etree.fromstring(answer.content).findtext("html")
    quotation = html.fragment_fromstring(markup)
    assert {element.tag for element in quotation.iter()} == {"blockquote", "p", "a", "footer", "time"}
    assert {name for element in quotation.iter() for name in element.attrib} == {
        "class",
        "lang",
        "dir",
        "cite",
        "href",
        "datetime",
    }
    assert [paragraph.text_content() for paragraph in quotation.findall("p")] == [text, text]


def test_it_speaks_the_language_of_the_release() -> None:
    published(at=NOW, slug="traversier", language="fr", headline="Le traversier revient")
    answer = told(f"{SITE}/fr/releases/{NOW:%Y/%m/%d}/traversier/")
    assert 'lang="fr"' in answer["html"]
    assert "6 mars 2026" in answer["html"]
    assert answer["provider_url"] == f"{SITE}/fr/"


@pytest.mark.parametrize(("width", "height"), [(320, None), (None, 150), (320, 150), (200, 120), (9999, 9999)])
def test_it_takes_no_more_room_than_there_is(width: int | None, height: int | None) -> None:
    published(at=NOW, slug="ferry", lead_image=lead(picture(size=(1400, 900))))
    room = {"maxwidth": width, "maxheight": height}
    answer = told(**{name: pixels for name, pixels in room.items() if pixels})
    assert answer["type"] == "rich"
    assert answer["width"] <= (width or 600)
    assert answer["height"] <= (height or 200)
    assert answer.get("thumbnail_width", 0) <= (width or 1200)
    assert answer.get("thumbnail_height", 0) <= (height or 1200)


def test_where_the_words_do_not_fit_there_is_the_link_alone() -> None:
    published(at=NOW, slug="ferry")
    answer = told(maxwidth=150)
    assert answer["type"] == "link"
    assert not {"html", "width", "height", "thumbnail_url"} & answer.keys()


def test_its_picture_is_the_largest_that_fits_and_is_there() -> None:
    published(at=NOW, slug="ferry", lead_image=lead(picture(size=(1400, 900))))
    for room, size in ((2000, (1200, 630)), (1000, (960, 640)), (700, (640, 427)), (400, (320, 213))):
        answer = told(maxwidth=room)
        assert (answer["thumbnail_width"], answer["thumbnail_height"]) == size
        assert Client().get(answer["thumbnail_url"].removeprefix(SITE)).status_code == 200


def test_the_page_says_where_to_ask() -> None:
    published(at=NOW, slug="ferry")
    page = html.fromstring(Client().get(FERRY).content.decode())
    (link,) = find(page, "link[type=application/json+oembed]")
    assert json.loads(Client().get(link.get("href").removeprefix(SITE)).content) == told()


def test_an_address_with_a_query_or_a_fragment_is_the_same_release() -> None:
    published(at=NOW, slug="ferry")
    assert told(f"{SITE}{FERRY}?utm_source=mail#replies") == told()


def test_what_is_not_public_is_answered_as_what_never_was() -> None:
    scheduled(at=NOW, visible_from=LATER, slug="ferry")
    draft(slug="quay")
    withdrawn(published_at=NOW - timedelta(hours=2), at=NOW, slug="pier")
    never = ask(f"{SITE}/releases/{NOW:%Y/%m/%d}/never-was/")
    assert never.status_code == 404
    for slug in ("ferry", "quay", "pier"):
        answer = ask(f"{SITE}/releases/{NOW:%Y/%m/%d}/{slug}/")
        assert (answer.status_code, answer.content, answer.headers) == (404, never.content, never.headers)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/releases/2026/03/06/ferry/",
        f"{SITE}.example.org{FERRY}",
        f"{SITE}@example.org{FERRY}",
        f"{SITE.replace('http', 'ftp')}{FERRY}",
        f"//{SITE.partition('//')[2]}{FERRY}",
        FERRY,
        SITE,
        f"{SITE}/",
        f"{SITE}/releases/",
        f"{SITE}{FERRY}card.png",
        f"{SITE}{FERRY}editions/1/",
        f"{SITE}{FERRY}../ferry/",
        f"{SITE}/{FERRY}",
        f"{SITE}/fr{FERRY}",
        f"{SITE}/admin/",
        f"{SITE}/oembed?url={quote(SITE + FERRY)}",
        f"{SITE}/releases/2026/02/30/ferry/",
        "javascript:alert(1)",
        "\x00",
        "\ud83d",
        "é" * 5000,
    ],
)
def test_only_the_address_of_a_release_of_ours_is_answered(url: str) -> None:
    published(at=NOW, slug="ferry")
    assert ask(url.encode("utf-8", "replace").decode()).status_code == 404


def test_without_an_address_it_is_a_bad_request_and_another_format_is_not_implemented() -> None:
    published(at=NOW, slug="ferry")
    assert Client().get("/oembed").status_code == 400
    assert Client().get("/oembed?url=").status_code == 400
    assert ask(format="yaml").status_code == 501
    assert ask(format="").status_code == 501
    assert ask("https://example.org/", format="yaml").status_code == 501


@pytest.mark.parametrize("pixels", ["-1", "0", "wide", "1e3", "١٢", "9" * 400])
def test_what_is_no_number_of_pixels_is_a_bad_request(pixels: str) -> None:
    published(at=NOW, slug="ferry")
    assert ask(maxwidth=pixels).status_code == 400
    assert ask(maxheight=pixels).status_code == 400


def test_pages_of_other_sites_may_ask_and_nobody_is_known() -> None:
    published(at=NOW, slug="ferry")
    answer = ask()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert not answer.cookies
    again = Client().get("/oembed", {"url": SITE + FERRY}, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert Client().post("/oembed", {"url": SITE + FERRY}).status_code == 405
