"""A release for programs, beside its page: JSON of our own, and ninjs."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from jsonschema.validators import Draft202012Validator

from releases.actions.correct import correct
from releases.api import examples
from releases.models import Edition, Release
from releases.ninjs import ninjs_of
from releases.representation.document import document_of
from releases.representation.model import Release as Shape
from releases.snapshot import Contact, Fact, Link, Quote
from releases.workflow import Change
from tests import cast
from tests.releases.ninjs_schema import NINJS
from tests.releases.shapes import faults_as, faults_of
from tests.scenes import (
    ALONE,
    NOW,
    attached,
    corrected,
    document,
    lead,
    picture,
    published,
    rewritten,
    scheduled,
    withdrawn,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DAY = timedelta(days=1)
PAGE = f"/releases/{NOW:%Y/%m/%d}/ferry"
SITE = "http://testserver"
HOSTILE = "</script><b>“Ünï”</b> & 'more' \\ \u202e \U0001f6a2 {{ x }} %s"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The office's Friday morning, standing still."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def full(**more: Any) -> Release:
    """A release that has something of everything."""
    image = picture(size=(800, 450))
    usual: dict[str, Any] = {
        "at": NOW - DAY,
        "slug": "ferry",
        "headline": "Ferry returns",
        "dateline": "Port Ellery",
        "body": f'<p>It <strong>returns</strong>.</p><figure><img data-file="{image.key}" alt="A ferry"></figure>',
        "quotes": (
            Quote(text="At last.", speaker="Ines Roy", title="Harbour master"),
            Quote(text="Yes.", speaker="Sam"),
        ),
        "facts": (Fact(text="There are 96 crossings."),),
        "links": (Link(label="Timetable", url="https://example.org/timetable"),),
        "contacts": (Contact(name="Sam Ito", role="Press", email="sam@example.org", phone="+1 555 0100"),),
        "tags": ("Harbour", "Ferries"),
        "source_name": "The harbour",
        "source_url": "https://example.org/harbour",
        "lead_image": lead(image),
        "gallery": (lead(picture(colour="olive", size=(400, 225)), alt="The pier"),),
        "attachments": (attached(document()),),
    }
    return published(**usual | more)


def twin(path: str) -> Any:
    """What stands at an address, which must be there."""
    answer = Client().get(path)
    assert answer.status_code == 200, (answer.status_code, path)
    assert answer.headers["Content-Type"] == "application/json"
    return json.loads(answer.content)


def of(release: Release, end: str = ".json") -> str:
    """The address of a release's twin."""
    return Edition.objects.filter(release=release)[0].get_absolute_url().removesuffix("/") + end


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings_in(each)


# JSON of our own


def test_everything_that_readers_see_is_in_it_and_is_what_the_schema_says() -> None:
    release = full()
    corrected(release, at=NOW, headline="Ferry is back", note="It was Monday.")
    found = twin(of(release))
    assert faults_as(found, Shape) == []
    assert found["headline"] == "Ferry is back"
    assert found["url"] == f"{SITE}{of(release, '/')}"
    assert (found["kind"], found["kind_name"], found["language"]) == ("news_release", "News release", "en")
    assert found["publisher"] == {"name": "Test Office", "url": f"{SITE}/"}
    assert found["body"]["text"] == "It returns.\n\n[A ferry]"
    assert found["body"]["html"].startswith("<p>It <strong>returns</strong>.</p><figure><picture>")
    assert found["quotes"] == [
        {"text": "At last.", "speaker": "Ines Roy", "title": "Harbour master"},
        {"text": "Yes.", "speaker": "Sam", "title": None},
    ]
    assert found["facts"] == [{"text": "There are 96 crossings."}]
    assert found["links"] == [{"label": "Timetable", "url": "https://example.org/timetable"}]
    assert found["contacts"] == [
        {"name": "Sam Ito", "role": "Press", "email": "sam@example.org", "phone": "+1 555 0100"}
    ]
    assert found["source"] == {"name": "The harbour", "url": "https://example.org/harbour"}
    assert [tag["slug"] for tag in found["tags"]] == ["ferries", "harbour"]
    assert found["lead_image"]["alt"] == "The harbour at dawn"
    assert [image["alt"] for image in found["gallery"]] == ["The pier"]
    assert [(file["name"], file["type"]) for file in found["attachments"]] == [("crossings.csv", "text/csv")]
    assert (found["first_published"], found["updated"]) == ("2026-03-05T14:30:00Z", "2026-03-06T14:30:00Z")
    assert found["edition"] == 2
    assert found["corrections"] == [{"date": "2026-03-06T14:30:00Z", "note": "It was Monday."}]


def test_what_has_nothing_says_so_under_the_same_names() -> None:
    found = twin(of(published(slug="ferry")))
    assert faults_as(found, Shape) == []
    nothing = ("dateline", "lead_image", "source", "updated")
    assert {name: found[name] for name in nothing} == dict.fromkeys(nothing)
    none = ("quotes", "facts", "links", "contacts", "gallery", "attachments", "tags", "translations", "corrections")
    assert {name: found[name] for name in none} == {name: [] for name in none}


def test_every_address_of_ours_in_it_answers() -> None:
    release = full(tags=("Harbour", "Été à Québec", "船"))
    found = twin(of(release))
    texts = "\n".join(strings_in(found))
    addresses = set(re.findall(rf"{SITE}(/[^\s\"<>]*)", texts))
    assert len(addresses) >= 20
    # What is on paper takes a process of its own: tests/releases/test_pdf.py.
    for path in sorted(path for path in addresses if not path.endswith(".pdf")):
        assert Client().get(path).status_code == 200, path


def test_no_address_in_it_depends_on_where_it_is_read() -> None:
    found = twin(of(full()))
    attributes = re.findall(r'(?:src|href|srcset)="([^"]*)"', found["body"]["html"])
    assert attributes and all(part.strip().startswith("http") for each in attributes for part in each.split(","))


def test_the_pictures_have_the_sizes_that_their_files_have() -> None:
    found = twin(of(full()))
    sizes = [(each["width"], each["height"]) for each in found["lead_image"]["renditions"]]
    assert sizes == [(320, 180), (320, 180), (640, 360), (640, 360), (800, 420)]


def test_it_is_the_same_document_in_the_api() -> None:
    release = full()
    found = twin(of(release))
    assert Client().get(found["api_url"]).content == Client().get(of(release)).content


def test_the_id_outlives_corrections_and_is_that_of_the_feeds() -> None:
    release = full()
    before = twin(of(release))["id"]
    corrected(release, at=NOW, headline="Other words")
    assert twin(of(release))["id"] == before
    feed = json.loads(Client().get(reverse("releases:feed", args=["json"])).content)
    assert feed["items"][0]["id"] == before


def test_a_small_change_moves_no_date_and_leaves_no_note() -> None:
    release = published(at=NOW - DAY, slug="ferry")
    fresh = rewritten(release, at=NOW, summary="A comma was missing.")
    correct(
        release=fresh, by=cast.edda(), version=fresh.version, change=Change.MINOR, note="", parity_reason=ALONE, at=NOW
    )
    found = twin(of(release))
    assert (found["summary"], found["updated"], found["corrections"]) == ("A comma was missing.", None, [])


def test_translations_are_named_from_their_second_on(clock: time_machine.Traveller) -> None:
    release = published(at=NOW - DAY, slug="ferry")
    scheduled(
        at=NOW - DAY,
        visible_from=NOW + timedelta(seconds=1),
        language="fr",
        slug="traversier",
        headline="Le traversier",
        translation_of=release.pk,
    )
    assert twin(of(release))["translations"] == []
    clock.move_to(NOW + timedelta(seconds=1))
    (found,) = twin(of(release))["translations"]
    assert (found["language"], found["headline"]) == ("fr", "Le traversier")
    other = twin(found["json_url"])
    assert other["kind_name"] == "Communiqué"
    assert [each["language"] for each in other["translations"]] == ["en"]


@pytest.mark.parametrize("end", [".json", ".ninjs.json"])
def test_it_is_there_from_its_second_on_and_gone_with_the_page(end: str, clock: time_machine.Traveller) -> None:
    moment = NOW + timedelta(hours=1)
    scheduled(at=NOW, visible_from=moment, slug="ferry")
    clock.move_to(moment - timedelta(microseconds=1))
    assert Client().get(f"{PAGE}{end}").status_code == 404
    clock.move_to(moment)
    assert Client().get(f"{PAGE}{end}").status_code == 200


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("end", [".json", ".ninjs.json"])
def test_what_was_withdrawn_answers_as_its_other_twins_do(end: str, gone: bool) -> None:
    release = withdrawn(published_at=NOW - DAY, at=NOW, slug="ferry", gone=gone)
    one, other = (Client().get(of(release, each)) for each in (end, ".txt"))
    assert (one.status_code, one.content) == (other.status_code, other.content)
    assert one.status_code == 404


def test_hostile_text_comes_back_as_it_was_written() -> None:
    release = published(
        slug="ferry",
        headline=HOSTILE,
        summary=HOSTILE,
        quotes=(Quote(text=HOSTILE, speaker=HOSTILE),),
        tags=('Q&A <b> "x"',),
        links=(Link(label=HOSTILE, url='https://example.org/é?a=b&c="d"#ü'),),
    )
    found = twin(of(release))
    assert faults_as(found, Shape) == []
    assert found["headline"] == found["summary"] == found["quotes"][0]["text"] == HOSTILE
    assert found["tags"][0]["name"] == 'Q&A <b> "x"'
    assert re.fullmatch(r"[\x21-\x7e]+", found["links"][0]["url"])
    ninjs = twin(of(release, ".ninjs.json"))
    assert faults_of(ninjs, NINJS) == []
    assert ninjs["headlines"][0]["value"] == HOSTILE


def test_programs_in_a_browser_may_read_it_and_find_the_page_and_the_schema() -> None:
    release = full()
    for end, schema in (
        (".json", f"{SITE}/api/v1/release.schema.json"),
        (".ninjs.json", "https://iptc.org/std/ninjs/"),
    ):
        headers = Client().get(of(release, end)).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert headers["Link"].startswith(f'<{SITE}{of(release, "/")}>; rel="canonical", <{schema}')


def test_the_schema_of_its_own_address_describes_it() -> None:
    schema = twin("/api/v1/release.schema.json")
    assert schema["$id"] == f"{SITE}/api/v1/release.schema.json"
    found = twin(of(full()))
    assert faults_of(found, schema) == []
    assert faults_of(found | {"edition": 0}, schema) == ["$.edition: 0 is less than the minimum of 1"]
    assert faults_of({}, schema)


# ninjs


def test_ninjs_is_what_its_specification_says() -> None:
    release = full()
    corrected(release, at=NOW, headline="Ferry is back", note="It was Monday.")
    published(at=NOW, language="fr", slug="traversier", headline="Le traversier", translation_of=release.pk)
    found = twin(of(release, ".ninjs.json"))
    assert faults_of(found, NINJS) == []
    assert found["standard"]["version"] == "2.1"
    assert (found["type"], found["pubstatus"], found["version"]) == ("composite", "usable", "2")
    assert (found["firstcreated"], found["versioncreated"]) == ("2026-03-05T14:30:00Z", "2026-03-06T14:30:00Z")
    assert found["located"] == "Port Ellery"
    assert found["ednote"] == "2026-03-06T14:30:00Z It was Monday."
    roles = [(body["role"], body["contenttype"]) for body in found["bodies"]]
    assert roles[:2] == [("main", "text/html"), ("main", "text/plain")]
    assert [role for role, _type in roles[2:]] == ["quote", "quote", "fact", "link"]
    assert found["bodies"][2]["value"] == "At last.\n– Ines Roy, Harbour master"
    assert [each["name"] for each in found["associations"]] == ["lead image", "gallery", "attachment", "translation"]
    assert {each["value"] for each in found["people"][0]["contactinfo"]} == {"sam@example.org", "+1 555 0100"}


def test_ninjs_says_no_less_than_our_own_json() -> None:
    release = full()
    ours, theirs = twin(of(release)), "\n".join(strings_in(twin(of(release, ".ninjs.json"))))
    # What only tells of our own addresses: where the API has it, and the same page in a list of topics.
    left_out = {ours["api_url"]}
    missing = [text for text in strings_in(ours) if text not in theirs and text not in left_out]
    assert missing == []


def test_a_plain_release_is_a_text() -> None:
    found = twin(of(published(slug="ferry"), ".ninjs.json"))
    assert faults_of(found, NINJS) == []
    assert found["type"] == "text"
    assert not {"associations", "people", "located", "ednote"} & set(found)


def test_the_schema_of_ninjs_refuses_what_is_no_ninjs() -> None:
    """Its own control."""
    Draft202012Validator.check_schema(NINJS)
    good = document_of(ninjs_of(examples.release()))
    assert faults_of(good, NINJS) == []
    for wrong in (
        {"headline": "A name of 1.x"},
        {"type": "release"},
        {"versioncreated": "yesterday"},
        {"bodies": [{"role": "main"}]},
        {"associations": [{"name": "without a uri"}]},
        {"people": [{"name": "Ines", "contactinfo": [{"type": "email"}]}]},
    ):
        assert faults_of(good | wrong, NINJS), wrong


def test_no_name_of_a_row_is_a_name_of_the_shape() -> None:
    """What tells of unpublished content, or of whoever wrote it, has no place in it."""
    inner = {
        "pk",
        "release_id",
        "content_hash",
        "sha256",
        "created_by",
        "visible_until",
        "visible_from",
        "revision",
        "picks",
    }

    def names(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
            yield from names(each)

    assert not inner & set(names(asdict(examples.release())))
