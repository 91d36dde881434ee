"""What pages say in the words of schema.org: read by a JSON-LD processor, and by browsers that look for a way out of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import html
from playwright.sync_api import Browser, Page
from pyld import jsonld as processor

from releases import jsonld
from releases.actions.correct import correct
from releases.actions.set_office import set_office
from releases.models import Edition
from releases.office_content import Logo, MediaLine, OfficeContent
from releases.snapshot import Link
from releases.workflow import Change
from tests import cast
from tests.corpora import payloads
from tests.markup import find
from tests.scenes import NOW, attached, corrected, document, lead, picture, published, rewritten, scheduled

SITE = settings.SITE_URL
FERRY = f"/releases/{NOW:%Y/%m/%d}/ferry/"
TRAVERSIER = f"/fr/releases/{NOW:%Y/%m/%d}/traversier/"
LATER = NOW + timedelta(minutes=10)
SCHEMA = "https://schema.org/"
ADDRESSES = ("url", "contentUrl", "item", "usageInfo")
"""Whose values are addresses by schema.org's own context, of those that we use."""
DATES = ("datePublished", "dateModified")

BREAKING_OUT = [
    "</script><script>alert(1)</script>",
    "</SCRIPT\t><img src=x onerror=alert(1)>",
    "<!--<script>",
    "<!-- --!></script>",
    "]]></script>",
    '","@type":"Person","name":"',
    "\\u003c/script\\u003e \\\\ \\",
    "a\u2028b\u2029c",
    "&lt;/script&gt; &amp; & &#x3c;",
    "\ud800 alone \udfff",
    "\x00\x01\x1f\x7f",
    "\u202eelpoep\u202c 👩\u200d👩\u200d👧 e\u0301",
]


@pytest.fixture
def still(db: None, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def offline(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """What schema.org would answer, as far as our pages need it. Nothing else is ever asked for."""
    assert url == "https://schema.org"
    terms: dict[str, Any] = {name: {"@type": "@id"} for name in ADDRESSES}
    terms |= {name: {"@type": f"{SCHEMA}DateTime"} for name in DATES}
    context = {"@context": {"@vocab": SCHEMA, **terms}}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}


def blocks(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    found = find(html.fromstring(answer.content.decode()), "script[type=application/ld+json]")
    return [block.text for block in found]


def said(path: str) -> dict[str, Any]:
    (block,) = blocks(path)
    found: dict[str, Any] = json.loads(block)
    return found


def expanded(path: str) -> dict[str, dict[str, Any]]:
    """The nodes at the top of the graph by type, as a processor understands them."""
    nodes = processor.expand(said(path), {"documentLoader": offline})
    return {node["@type"][0].removeprefix(SCHEMA): node for node in nodes}


def values(node: dict[str, Any], name: str) -> list[Any]:
    return [each.get("@value", each.get("@id", each)) for each in node.get(SCHEMA + name, [])]


def value(node: dict[str, Any], name: str) -> Any:
    (only,) = values(node, name)
    return only


def test_a_release_is_an_article_with_everything_that_its_page_says(still: None, time_machine: Any) -> None:
    ferry = published(
        at=NOW,
        slug="ferry",
        tags=("Harbour", "Transport"),
        dateline="Northshore",
        lead_image=lead(picture(size=(1400, 900))),
        attachments=(attached(document(), language="fr"),),
        links=(Link(label="Timetable", url="https://example.org/é?a=1&b=2"),),
    )
    corrected(ferry, at=LATER, note="The day was wrong.")
    time_machine.move_to(LATER, tick=False)
    nodes = expanded(FERRY)
    article = nodes["NewsArticle"]
    assert article["@id"] == f"{SITE}{FERRY}#release"
    assert {name: value(article, name) for name in ("headline", "description", "inLanguage", "dateline")} == {
        "headline": "Ferry returns to the north shore",
        "description": "Crossings begin again on Monday.",
        "inLanguage": "en",
        "dateline": "Northshore",
    }
    assert article[SCHEMA + "datePublished"] == [{"@type": f"{SCHEMA}DateTime", "@value": "2026-03-06T14:30:00Z"}]
    assert value(article, "dateModified") == "2026-03-06T14:40:00Z"
    assert value(article, "url") == SITE + FERRY
    assert value(article, "mainEntityOfPage") == SITE + FERRY
    assert value(article, "articleSection") == "News release"
    assert values(article, "keywords") == ["Harbour", "Transport"]
    assert value(article, "isAccessibleForFree") is True
    assert value(article, "publisher") == value(article, "author") == nodes["Organization"]["@id"]
    (correction,) = article[SCHEMA + "correction"]
    assert correction["@type"] == [f"{SCHEMA}CorrectionComment"]
    assert (value(correction, "text"), value(correction, "datePublished")) == (
        "The day was wrong.",
        "2026-03-06T14:40:00Z",
    )
    (citation,) = article[SCHEMA + "citation"]
    assert (value(citation, "name"), value(citation, "url")) == ("Timetable", "https://example.org/%C3%A9?a=1&b=2")
    (file,) = article[SCHEMA + "associatedMedia"]
    assert (value(file, "encodingFormat"), value(file, "inLanguage")) == ("text/csv", "fr")
    for node in (file, *article[SCHEMA + "image"]):
        assert Client().get(value(node, "contentUrl").removeprefix(SITE)).status_code == 200
    sizes = [(value(node, "width"), value(node, "height")) for node in article[SCHEMA + "image"]]
    assert sizes == [(1280, 823), (960, 640), (1200, 630)]


def test_its_name_for_good_is_that_of_the_feed_and_of_its_twin(still: None) -> None:
    published(at=NOW, slug="ferry")
    urn = value(expanded(FERRY)["NewsArticle"], "identifier")
    assert urn == json.loads(Client().get(f"{FERRY[:-1]}.json").content)["id"]
    assert urn.encode() in Client().get("/feeds/releases.atom").content


def test_a_small_change_moves_no_date(still: None, time_machine: Any) -> None:
    ferry = rewritten(published(at=NOW, slug="ferry"), at=NOW, summary="Crossings begin on Monday.")
    correct(release=ferry, by=cast.edda(), version=ferry.version, change=Change.MINOR, note="", at=LATER)
    time_machine.move_to(LATER, tick=False)
    article = expanded(FERRY)["NewsArticle"]
    assert value(article, "description") == "Crossings begin on Monday."
    assert value(article, "dateModified") == value(article, "datePublished") == "2026-03-06T14:30:00Z"
    assert not values(article, "correction")


def test_without_a_picture_the_one_made_of_its_words_is_named(still: None) -> None:
    published(at=NOW, slug="ferry")
    (image,) = expanded(FERRY)["NewsArticle"][SCHEMA + "image"]
    assert (value(image, "width"), value(image, "height")) == (1200, 630)
    answer = Client().get(value(image, "contentUrl").removeprefix(SITE))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")


def test_of_two_languages_one_is_the_translation_of_the_other(still: None) -> None:
    ferry = published(at=NOW, slug="ferry")
    published(at=NOW, slug="traversier", language="fr", headline="Le traversier revient", translation_of=ferry.pk)
    english, french = expanded(FERRY)["NewsArticle"], expanded(TRAVERSIER)["NewsArticle"]
    (translation,) = english[SCHEMA + "workTranslation"]
    assert translation["@id"] == french["@id"]
    assert value(translation, "headline") == "Le traversier revient"
    assert values(english, "translationOfWork") == []
    assert value(french, "translationOfWork") == english["@id"]
    assert values(french, "workTranslation") == []
    assert value(french, "inLanguage") == "fr"


def test_a_twin_that_is_still_to_come_is_not_told_of(still: None) -> None:
    ferry = published(at=NOW, slug="ferry")
    alone = blocks(FERRY)
    scheduled(at=NOW, visible_from=LATER, slug="traversier", language="fr", translation_of=ferry.pk)
    assert blocks(FERRY) == alone


def test_the_way_to_a_release_leads_over_its_kind(still: None) -> None:
    published(at=NOW, slug="ferry")
    way = expanded(FERRY)["BreadcrumbList"][SCHEMA + "itemListElement"]
    assert [value(step, "position") for step in way] == [1, 2, 3]
    assert [value(step, "item") for step in way] == [
        f"{SITE}/releases/",
        f"{SITE}/releases/?kind=news_release",
        f"{SITE}{FERRY}",
    ]
    for step in way:
        assert Client().get(value(step, "item").removeprefix(SITE)).status_code == 200


def test_the_office_is_who_it_says_it_is(still: None, settings: Any) -> None:
    settings.ORGANIZATION_TYPE = "GovernmentOrganization"
    published(at=NOW, slug="ferry", lead_image=lead(picture()))
    image = Edition.objects.get(slug="ferry").lead_image
    office = OfficeContent(
        name={"en": "Port Authority"},
        logo=Logo(key=image.key, width=800, height=450),
        contact=MediaLine(name={"en": "Desk"}, email="media@example.org", telephone="+1 416 555 0100"),
    )
    set_office(content=office, by=cast.ada(), seen=0, at=NOW)
    node = expanded(FERRY)["GovernmentOrganization"]
    assert value(node, "name") == "Port Authority"
    (contact,) = node[SCHEMA + "contactPoint"]
    assert (value(contact, "email"), value(contact, "contactType")) == ("media@example.org", "media relations")
    (logo,) = node[SCHEMA + "logo"]
    assert value(logo, "url") == f"{SITE}/office/{image.key}.png"
    assert (value(logo, "width"), value(logo, "height")) == (228, 128)


def test_the_front_page_says_how_the_site_is_searched(still: None) -> None:
    published(at=NOW, slug="ferry")
    nodes = expanded("/")
    (action,) = nodes["WebSite"][SCHEMA + "potentialAction"]
    assert value(action, "query-input") == "required name=search_term_string"
    (target,) = action[SCHEMA + "target"]
    template = value(target, "urlTemplate")
    assert template == f"{SITE}/releases/?q={{search_term_string}}"
    found = Client().get(template.removeprefix(SITE).format(search_term_string="ferry"))
    assert FERRY.encode() in found.content
    assert value(nodes["WebSite"], "publisher") == nodes["Organization"]["@id"]


def test_a_list_names_what_stands_on_it_in_its_order(still: None) -> None:
    published(at=NOW - timedelta(hours=1), slug="quay", headline="The quay opens")
    published(at=NOW, slug="ferry")
    (items,) = expanded("/releases/")["CollectionPage"][SCHEMA + "mainEntity"]
    rows = items[SCHEMA + "itemListElement"]
    assert [(value(row, "position"), value(row, "name")) for row in rows] == [
        (1, "Ferry returns to the north shore"),
        (2, "The quay opens"),
    ]


@pytest.mark.parametrize("text", BREAKING_OUT)
def test_no_text_leaves_its_block_and_all_of_it_comes_back(text: str) -> None:
    written = jsonld.script({"a": text, text.encode("utf-8", "replace").decode(): [text]})
    page = html.fromstring(f"<html><body>{written}<p>after</p></body></html>".encode().decode())
    (block,) = page.xpath("//script")
    assert json.loads(block.text)["a"] == text
    assert page.xpath("string(//p)") == "after"
    assert not set("<>&\u2028\u2029") & set(
        str(written)[len('<script type="application/ld+json">') : -len("</script>")]
    )


def test_no_payload_of_the_corpora_leaves_its_block_in_a_browser(shared: Any, chromium: Browser) -> None:
    texts = [text for _name, text in payloads(shared)] + BREAKING_OUT
    page = "<!doctype html><meta charset=utf-8>" + "".join(str(jsonld.script({"text": text})) for text in texts)
    tab = chromium.new_page()
    tab.route("**/*", lambda route: route.fulfill(body=page.encode(), content_type="text/html; charset=utf-8"))
    tab.goto("http://127.0.0.1:9/")
    read = """() => [...document.querySelectorAll("*")].filter(e => !"HTML HEAD BODY META".includes(e.tagName)).map(
        e => e.tagName === "SCRIPT" ? JSON.parse(e.textContent).text : e.tagName)"""
    # A half of a pair stays one for JavaScript too; on its way here it is replaced, as in any UTF-8.
    expected = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
    assert tab.evaluate(f"() => ({read})().map(text => text.toWellFormed())") == expected
    tab.close()


@pytest.mark.parametrize("text", [text for text in BREAKING_OUT if text.isprintable()])
def test_a_hostile_headline_is_only_a_headline(still: None, text: str) -> None:
    published(at=NOW, slug="ferry", headline=text, summary=text, tags=("Harbour",), dateline=text)
    edition = Edition.objects.get(slug="ferry")
    assert edition.headline == text
    (article,) = (node for node in said(FERRY)["@graph"] if node["@type"] == "NewsArticle")
    assert (article["headline"], article["description"], article["dateline"]) == (text, edition.summary, text)
    page = html.fromstring(Client().get(FERRY).content.decode())
    (title,) = find(page, "meta[property=og:title]")
    assert title.get("content") == text


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_the_security_policy_has_nothing_against_it(page: Page) -> None:
    published(slug="ferry", headline=BREAKING_OUT[0])
    path = Edition.objects.get(slug="ferry").get_absolute_url()
    page.goto(path)
    graph = page.evaluate("() => JSON.parse(document.querySelector('script[type$=json]').textContent)['@graph']")
    assert graph[0]["headline"] == BREAKING_OUT[0]
    page.goto("/")
    assert page.locator("script[type='application/ld+json']").count() == 1
