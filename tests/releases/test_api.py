"""The API: what can be asked, what is answered, and what it refuses, in words."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, get_resolver
from lxml import html

from releases import paging
from releases.api import examples, listing, urls
from releases.api.operations import BASE, OPERATIONS
from releases.api.problems import SORTS, Problem
from releases.api.shapes import Index, KindList, ReleaseList, TagList
from releases.representation.document import document_of
from releases.representation.model import Release
from releases.workflow import Kind
from tests.releases.shapes import faults_as, faults_of
from tests.scenes import NOW, corrected, lead, picture, published, scheduled, withdrawn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SITE = "http://testserver"
LIST = "/api/v1/releases/"
SEARCH = "/api/v1/search/"
PREFLIGHT = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The office's Friday morning, standing still."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def asked(path: str, shape: type = ReleaseList, **query: Any) -> Any:
    """The answer to a question, which must be what it should be."""
    answer = Client().get(f"{path}?{urlencode(query)}" if query else path)
    assert answer.status_code == 200, (answer.status_code, path, query, answer.content)
    assert answer.headers["Content-Type"] == "application/json"
    found = json.loads(answer.content)
    assert faults_as(found, shape) == []
    return found


def refused(path: str, status: int, **query: Any) -> Any:
    """The problem that a question is answered with."""
    answer = Client().get(f"{path}?{urlencode(query, doseq=True)}" if query else path)
    assert answer.status_code == status, (answer.status_code, path, query)
    assert answer.headers["Content-Type"] == "application/problem+json"
    found = json.loads(answer.content)
    assert faults_as(found, Problem) == []
    assert found["status"] == status
    return found


def slugs(found: Any) -> list[str]:
    """Of the releases of a list, in order."""
    return [row["url"].rstrip("/").rpartition("/")[2] for row in found["releases"]]


def some(number: int, **more: Any) -> None:
    """Releases, a day apart, the first one the newest."""
    for each in range(number):
        published(at=NOW - each * DAY, **{"slug": f"r{each}", "headline": f"Release {each}"} | more)


# Lists


def test_releases_come_newest_first_with_what_a_list_shows() -> None:
    some(2)
    image = lead(picture(size=(400, 225)))
    corrected(
        published(at=NOW - 5 * DAY, slug="ferry", headline="Ferry", tags=("Harbour",), lead_image=image),
        at=NOW - DAY,
        headline="The ferry",
    )
    found = asked(LIST)
    assert slugs(found) == ["r0", "r1", "ferry"]
    ferry = found["releases"][2]
    assert (ferry["headline"], ferry["updated"]) == ("The ferry", "2026-03-05T14:30:00Z")
    assert [tag["name"] for tag in ferry["tags"]] == ["Harbour"]
    assert (ferry["lead_image"]["width"], ferry["lead_image"]["credit"]) == (400, "Photograph: the office")
    whole = asked(ferry["api_url"].removeprefix(SITE), Release)
    assert {name: whole[name] for name in ("id", "headline", "lead_image", "tags", "updated")} == {
        name: ferry[name] for name in ("id", "headline", "lead_image", "tags", "updated")
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["today", "speech", "old"]),
        ({"language": "en"}, ["today", "speech", "old"]),
        ({"language": "fr"}, ["discours"]),
        ({"kind": "speech"}, ["speech"]),
        ({"kind": "readout"}, []),
        ({"tag": "harbour"}, ["today", "old"]),
        ({"tag": "harbour", "kind": "speech"}, []),
        ({"tag": "never-was"}, []),
        ({"tag": "no slug\x00 at all"}, []),
        ({"year": 2026}, ["today", "speech"]),
        ({"year": 2024}, ["old"]),
        ({"year": 1000}, []),
        ({"year": 9998}, []),
        ({"from": "2026-03-06"}, ["today"]),
        ({"until": "2026-03-05"}, ["speech", "old"]),
        ({"from": "2026-03-05", "until": "2026-03-05"}, ["speech"]),
        ({"from": "2026-03-06", "until": "2026-03-05"}, []),
        ({"from": "0001-01-01", "until": "9999-12-31"}, ["today", "speech", "old"]),
        ({"from": "9999-12-31"}, []),
        ({"until": "0001-01-01"}, []),
        ({"tag": "harbour", "from": "2024-01-01", "until": "2024-12-31"}, ["old"]),
    ],
)
def test_a_list_is_narrowed_by_what_the_question_says(query: dict[str, Any], expected: list[str]) -> None:
    published(at=NOW, slug="today", tags=("Harbour",))
    published(at=NOW - DAY, slug="speech", kind=Kind.SPEECH)
    published(at=NOW - timedelta(days=700), slug="old", tags=("Harbour",))
    published(at=NOW, slug="discours", language="fr", kind=Kind.SPEECH)
    assert slugs(asked(LIST, **query)) == expected


def test_days_are_those_of_the_office_s_clock() -> None:
    """Half past three at night in Greenwich is the evening before in Toronto."""
    published(at=datetime(2026, 3, 5, 3, 30, tzinfo=UTC), slug="evening")
    assert slugs(asked(LIST, until="2026-03-04")) == ["evening"]
    assert slugs(asked(LIST, **{"from": "2026-03-05"})) == []


@pytest.mark.parametrize("query", [{}, {"tag": "harbour"}, {"kind": "news_release", "year": 2026}])
def test_the_pages_lead_through_every_release_once_and_back(query: dict[str, Any], monkeypatch: Any) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)
    some(8, tags=("Harbour",))
    pages, path = [], f"{LIST}?{urlencode(query)}"
    while path:
        answer = Client().get(path)
        found = json.loads(answer.content)
        pages.append(slugs(found))
        links = dict(re.findall(r'<([^>]*)>; rel="(next|prev)"', answer.headers.get("Link", "")))
        said = {found["next"]: "next", found["previous"]: "prev"}
        assert links == {address: relation for address, relation in said.items() if address}
        path, last = (found["next"] or "").removeprefix(SITE), found
    assert pages == [["r0", "r1", "r2"], ["r3", "r4", "r5"], ["r6", "r7"]]
    back = json.loads(Client().get(last["previous"].removeprefix(SITE)).content)
    assert slugs(back) == ["r3", "r4", "r5"]


def test_a_page_stays_what_it_was_while_newer_releases_arrive(monkeypatch: Any, clock: time_machine.Traveller) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    some(5)
    second = asked(LIST)["next"].removeprefix(SITE)
    before = slugs(asked(second))
    clock.move_to(NOW + DAY)
    published(at=NOW + DAY, slug="newer")
    assert slugs(asked(second)) == before


def test_a_release_is_listed_found_and_whole_from_its_second_on(clock: time_machine.Traveller) -> None:
    moment = NOW + timedelta(hours=1)
    scheduled(at=NOW, visible_from=moment, slug="ferry", headline="Ferry", tags=("Harbour",))
    ways = [(LIST, {}), (LIST, {"tag": "harbour"}), (SEARCH, {"q": "ferry"})]
    one = f"{LIST}{moment:%Y-%m-%d}/ferry/"
    clock.move_to(moment - timedelta(microseconds=1))
    assert [slugs(asked(path, **query)) for path, query in ways] == [[], [], []]
    assert asked("/api/v1/tags/", TagList)["tags"] == []
    refused(one, 404)
    clock.move_to(moment)
    assert [slugs(asked(path, **query)) for path, query in ways] == [["ferry"], ["ferry"], ["ferry"]]
    assert [tag["slug"] for tag in asked("/api/v1/tags/", TagList)["tags"]] == ["harbour"]
    assert asked(one, Release)["headline"] == "Ferry"


def test_what_was_withdrawn_is_what_never_was() -> None:
    withdrawn(published_at=NOW - DAY, at=NOW, slug="wrong", tags=("Harbour",))
    gone = Client().get(f"{LIST}{NOW - DAY:%Y-%m-%d}/wrong/")
    never = Client().get(f"{LIST}{NOW - DAY:%Y-%m-%d}/never-was/")
    assert (gone.status_code, gone.content) == (never.status_code, never.content)
    assert gone.status_code == 404
    assert slugs(asked(LIST)) == slugs(asked(LIST, tag="harbour")) == slugs(asked(SEARCH, q="wrong")) == []


# Search


def test_search_puts_the_best_match_first_and_knows_the_filters() -> None:
    published(at=NOW, slug="aside", headline="The budget", body="<p>It has a word on the ferry.</p>")
    published(at=NOW - DAY, slug="ferry", headline="The ferry returns", kind=Kind.STATEMENT, tags=("Harbour",))
    published(at=NOW, slug="traversier", headline="Le ferry", language="fr")
    assert slugs(asked(SEARCH, q="ferries")) == ["ferry", "aside"]
    assert slugs(asked(SEARCH, q="ferry", kind="statement")) == ["ferry"]
    assert slugs(asked(SEARCH, q="ferry", tag="harbour", year=2026)) == ["ferry"]
    assert slugs(asked(SEARCH, q="ferry -returns")) == ["aside"]
    assert slugs(asked(SEARCH, q="ferry", language="fr")) == ["traversier"]
    for nothing in ("never-was", "?!", " ", "\x00", '"'):
        assert slugs(asked(SEARCH, q=nothing)) == []


def test_the_pages_of_search_have_numbers(monkeypatch: Any) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    some(5, headline="Ferry")
    first = asked(SEARCH, q="ferry")
    second = asked(first["next"].removeprefix(SITE))
    third = asked(second["next"].removeprefix(SITE))
    assert slugs(first) + slugs(second) + slugs(third) == [f"r{number}" for number in range(5)]
    assert (first["previous"], third["next"]) == (None, None)
    assert third["previous"] == first["next"]
    refused(SEARCH, 404, q="ferry", page=4)


# Topics, kinds, the beginning


def test_topics_are_those_of_public_releases_in_the_language(monkeypatch: Any) -> None:
    monkeypatch.setattr(listing, "TAGS", 2)
    published(at=NOW, slug="a", tags=("Harbour", "Été", "Boats"))
    published(at=NOW, slug="b", tags=("Bateaux",), language="fr")
    scheduled(at=NOW, visible_from=NOW + DAY, slug="c", tags=("Secret",))
    first = asked("/api/v1/tags/", TagList)
    second = asked(first["next"].removeprefix(SITE), TagList)
    # Where a letter with an accent stands in the order is each database's own.
    assert [len(page["tags"]) for page in (first, second)] == [2, 1]
    assert {tag["name"] for tag in first["tags"] + second["tags"]} == {"Harbour", "Été", "Boats"}
    assert second["next"] is None
    assert [tag["name"] for tag in asked("/api/v1/tags/", TagList, language="fr")["tags"]] == ["Bateaux"]
    refused("/api/v1/tags/", 404, after="no slug\x00")


def test_kinds_are_called_what_they_are_in_the_language() -> None:
    found = asked("/api/v1/kinds/", KindList, language="fr")["kinds"]
    assert [each["kind"] for each in found] == [str(kind) for kind in Kind]
    assert (found[0]["name"], found[0]["plural"]) == ("Communiqué", "Communiqués")
    assert found[0]["url"] == f"{SITE}/fr/releases/?kind=news_release"
    published(at=NOW, slug="un", language="fr")
    assert slugs(asked(found[0]["releases_url"].removeprefix(SITE))) == ["un"]


def test_the_beginning_leads_to_everything() -> None:
    found = asked("/api/v1/", Index)
    assert (found["name"], found["languages"]) == ("Test Office", ["en", "fr"])
    for name, address in found.items():
        if name.endswith("_url") and name != "search_url":
            assert Client().get(address.removeprefix(SITE)).status_code == 200, name


# What is refused


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"language": "de"}, "language"),
        ({"lang": "fr"}, "lang"),
        ({"kind": ""}, "kind"),
        ({"kind": "Speech"}, "kind"),
        ({"kind": ["speech", "readout"]}, "kind"),
        ({"tag": ""}, "tag"),
        ({"tag": "x" * 101}, "tag"),
        ({"year": "99999"}, "year"),
        ({"year": "٢٠٢٦"}, "year"),
        ({"year": "02026"}, "year"),
        ({"from": "20260306"}, "from"),
        ({"until": "2026-02-30"}, "until"),
        ({"cursor": "before-1"}, "cursor"),
        ({"cursor": "20260306T143000000000-x"}, "cursor"),
        ({"q": "ferry"}, "q"),
        ({"page": 2}, "page"),
        ({"\x00" * 200: "x"}, "\x00" * 100),
    ],
)
def test_a_wrong_parameter_is_named(query: dict[str, Any], parameter: str) -> None:
    found = refused(LIST, 400, **query)
    assert found["parameter"] == parameter
    assert found["type"] == f"{SITE}/api/#parameter"


def test_search_needs_words() -> None:
    assert refused(SEARCH, 400)["detail"] == "This parameter is missing."
    assert refused(SEARCH, 400, q="")["parameter"] == "q"
    assert refused(SEARCH, 400, q="x" * 201)["parameter"] == "q"
    assert refused(SEARCH, 400, q="x", page=11)["parameter"] == "page"


def test_thousands_of_parameters_are_a_wrong_question() -> None:
    refused(LIST, 400, x=list(range(2001)))


@pytest.mark.parametrize(
    "path",
    [
        f"{LIST}2026-03-06/never-was/",
        f"{LIST}2026-02-30/ferry/",
        f"{LIST}0000-00-00/ferry/",
        f"{LIST}never/was/",
        f"{LIST}?cursor=before-99999999T999999999999-x",
        f"{LIST}?cursor=before-20200101T000000000000-x",
        "/api/v1/releases",
        "/api/v1/drafts/",
        "/api/v1",
        "/api/v1/%0a/",
    ],
)
def test_what_is_not_there_is_told_in_json(path: str) -> None:
    found = refused(path, 404)
    assert found == refused(f"{LIST}2026-03-06/x/", 404), "each is told of in the same words"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_what_would_write_is_refused_before_anything_is_looked_at(method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(LIST)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert json.loads(answer.content)["type"] == f"{SITE}/api/#method"


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/xml;q=0.9", "application/ld+json"])
def test_who_takes_no_json_is_told_that_there_is_nothing_else(accept: str) -> None:
    answer = Client().get(LIST, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("accept", ["", "*/*", "application/*", "text/html, application/json;q=0.1"])
def test_who_takes_json_gets_it(accept: str) -> None:
    assert Client().get(LIST, headers={"Accept": accept} if accept else {}).status_code == 200


# How it is asked


def test_a_script_of_any_site_may_ask_and_brings_nobody_s_cookies() -> None:
    some(1)
    paths = (LIST, f"{LIST}{NOW:%Y-%m-%d}/r0/", f"{LIST}{NOW:%Y-%m-%d}/never-was/", f"{LIST}?kind=no")
    for path in paths:
        headers = Client().get(path, headers={"Origin": "https://elsewhere.example"}).headers
        assert headers["Access-Control-Allow-Origin"] == "*", path
        assert "Access-Control-Allow-Credentials" not in headers
        assert {"ETag", "Link"} == set(headers["Access-Control-Expose-Headers"].split(", "))
        before = Client().options(path, headers=PREFLIGHT | {"Access-Control-Request-Headers": "if-none-match"})
        assert (before.status_code, before.content) == (200, b"")
        assert before.headers["Access-Control-Allow-Origin"] == "*"
        assert "GET" in before.headers["Access-Control-Allow-Methods"]
        assert "if-none-match" in before.headers["Access-Control-Allow-Headers"].lower()
        assert before.headers["Content-Length"] == "0"


def test_what_has_not_changed_is_not_sent_again(clock: time_machine.Traveller) -> None:
    some(1)
    scheduled(at=NOW, visible_from=NOW + DAY, slug="ferry")
    etag = Client().get(LIST).headers["ETag"]
    again = Client().get(LIST, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    clock.move_to(NOW + DAY)
    assert Client().get(LIST, headers={"If-None-Match": etag}).status_code == 200


def test_head_says_what_get_would() -> None:
    some(1)
    for path in (LIST, f"{LIST}{NOW:%Y-%m-%d}/r0/", f"{LIST}?kind=no", "/api/v1/openapi.json"):
        one, other = Client().get(path), Client().head(path)
        assert (other.status_code, other.content) == (one.status_code, b""), path
        assert other.headers["Content-Length"] == str(len(one.content)), path
        assert other.headers["Content-Type"] == one.headers["Content-Type"], path


def test_the_language_of_an_answer_stands_in_its_head() -> None:
    assert Client().get(f"{LIST}?language=fr").headers["Content-Language"] == "fr"
    assert Client().get(LIST).headers["Content-Language"] == "en"


# The description


@pytest.mark.one_database
def test_every_address_of_the_api_is_described_and_each_description_has_its_address() -> None:
    described = json.loads(Client().get("/api/v1/openapi.json").content)["paths"]
    # Of people's page and of whatever else is asked there is nothing to describe.
    routes = {row.name: row for row in urls.urlpatterns if row.name not in ("guide", "nothing")}
    assert {f"/api/{_template(row)}" for row in routes.values()} == set(described)
    assert {each["get"]["operationId"] for each in described.values()} == set(routes)
    assert {BASE + operation.path for operation in OPERATIONS} == set(described)
    assert get_resolver().namespace_dict["api"][0] == "api/"


def _template(row: URLPattern) -> str:
    """A route as OpenAPI writes it."""
    return re.sub(r"<[^:>]*:?([^>]*)>", r"{\1}", str(row.pattern))


@pytest.mark.one_database
def test_the_examples_of_the_description_are_what_it_describes() -> None:
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    schemas = {"components": document["components"]}
    count = 0
    for answer in _answers(document):
        for media in answer["content"].values():
            for example in media.get("examples", {}).values():
                assert faults_of(example["value"], media["schema"] | schemas) == []
                count += 1
    assert count == 7, "six questions have an example, and the problems have one"


def _answers(document: Any) -> Iterator[Any]:
    for path in document["paths"].values():
        yield from (each for each in path["get"]["responses"].values() if "content" in each)
    yield from document["components"]["responses"].values()


@pytest.mark.one_database
def test_every_reference_of_the_description_leads_somewhere() -> None:
    text = Client().get("/api/v1/openapi.json").content.decode()
    document = json.loads(text)
    references = set(re.findall(r'"\$ref": ?"#/([^"]*)"', text))
    assert len(references) > 15
    for reference in references:
        place = document
        for part in reference.split("/"):
            place = place[part]


@pytest.mark.one_database
def test_the_example_of_a_release_has_something_of_nearly_everything() -> None:
    whole = document_of(examples.release())
    assert [name for name, value in whole.items() if not value] == ["gallery", "source"]


def test_people_find_every_question_and_every_problem_on_a_page() -> None:
    page = html.fromstring(Client().get("/api/").content.decode())
    text = page.text_content()
    for operation in OPERATIONS:
        assert f"GET {BASE}{operation.path}" in text
        assert page.get_element_by_id(operation.name) is not None
    for key in SORTS:
        assert page.get_element_by_id(key) is not None
    assert not [script for script in page.iter("script") if script.get("src", "").startswith("http")]
