"""Releases as feeds: the whole text, names that stay, corrections that come again, and nothing that is not public."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import atoma
import fastfeedparser
import feedparser
import pytest
from django.test import Client
from lxml import html

from releases import paging
from releases.actions.correct import correct
from releases.actions.schedule import schedule
from releases.actions.withdraw import withdraw
from releases.feeds.characters import clean
from releases.feeds.documents import FORMATS
from releases.feeds.model import Correction, Enclosure, Entry, Feed, Picture, Topic
from releases.models import Edition, IdNamespace, Release
from releases.snapshot import Fact, Link, Quote
from releases.workflow import Change, Kind
from tests import cast
from tests.corpora import payloads
from tests.releases.feed_rules import ATOM, valid
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

SITE = "https://news.example.org"
FORMS = ("rss", "atom", "json")
LATER = NOW + timedelta(minutes=10)
MINUTE = timedelta(minutes=1)

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
    go(LATER)


def asked(path: str, **more: Any) -> Any:
    response = Client().get(path.removeprefix(SITE), **more)
    assert response.status_code == 200, path
    return response


def read(form: str = "json", which: str = "releases", prefix: str = "") -> Any:
    """A feed that keeps to the rules, as its program reads it."""
    return valid(form, asked(f"{prefix}/feeds/{which}.{form}").content)


def items(which: str = "releases", prefix: str = "") -> list[dict[str, Any]]:
    """The entries of a feed, in the form in which they are read most easily."""
    return list(read("json", which, prefix)["items"])


def titles(which: str = "releases", prefix: str = "") -> list[str]:
    return [item["title"] for item in items(which, prefix)]


def updated(release: Release, change: Change, note: str = "", at: datetime = LATER, **changes: Any) -> None:
    """The release after an update of this sort."""
    fresh = rewritten(release, at=at, **changes)
    correct(release=fresh, by=cast.edda(), version=fresh.version, change=change, note=note, parity_reason=ALONE, at=at)


def everything(**more: Any) -> dict[str, Any]:
    """A release with everything that an article can hold."""
    image = picture()
    return {
        "body": '<h2>Why</h2><p>Read <a href="https://example.org/plan">the plan</a>.</p>'
        f'<figure><img data-file="{image.key}" alt="The quay"><figcaption>At low tide</figcaption></figure>',
        "lead_image": lead(picture(colour="navy")),
        "gallery": (lead(image),),
        "quotes": (Quote(text="At last.", speaker="Mary Fell"),),
        "facts": (Fact(text="Four boats."),),
        "links": (Link(label="Timetable", url="https://example.org/times"),),
        "attachments": (attached(document(), "Crossings a day", language="fr"),),
        "tags": ("Ferries", "Éducation"),
    } | more


@database
def test_three_formats_say_the_same_by_the_rules_of_each() -> None:
    published(at=NOW, headline="Ferry & <quay>", summary='Crossings: "A < B" & more', **everything())
    published(at=NOW - MINUTE, slug="older", headline="Older")
    rss, atom, data = (read(form) for form in FORMS)
    items_of = {
        "rss": [(e.findtext("guid"), e.findtext("title"), e.findtext("link")) for e in rss.iter("item")],
        "atom": [
            (e.findtext(f"{ATOM}id"), e.findtext(f"{ATOM}title"), e.find(f"{ATOM}link[@rel='alternate']").get("href"))
            for e in atom.iter(f"{ATOM}entry")
        ],
        "json": [(item["id"], item["title"], item["url"]) for item in data["items"]],
    }
    assert items_of["rss"] == items_of["atom"] == items_of["json"]
    assert [title for _id, title, _link in items_of["json"]] == ["Ferry & <quay>", "Older"]
    assert items_of["json"][0][2] == f"{SITE}/releases/2026/03/06/ferry-quay/"
    texts = {
        rss.findtext("channel/item/{http://purl.org/rss/1.0/modules/content/}encoded"),
        atom.findtext(f"{ATOM}entry/{ATOM}content"),
        data["items"][0]["content_html"],
    }
    assert len(texts) == 1
    assert rss.findtext("channel/item/pubDate") == "Fri, 06 Mar 2026 14:30:00 +0000"
    assert data["items"][0]["date_published"] == "2026-03-06T14:30:00Z"
    assert data["items"][0]["authors"] == [{"name": "The Harbour Board"}]
    assert data["items"][0]["summary"] == 'Crossings: "A < B" & more'
    assert data["home_page_url"] == f"{SITE}/releases/"


@database
@pytest.mark.parametrize("form", FORMS)
def test_the_programs_of_others_read_it(form: str) -> None:
    published(at=NOW, headline="Ferry & quay", **everything())
    body = asked(f"/feeds/releases.{form}").content
    (item,) = items()
    if form != "json":
        # Its version 6 reads no JSON.
        found = feedparser.parse(body)
        assert not found.bozo, found.get("bozo_exception")
        (entry,) = found.entries
        assert (entry.id, entry.title, entry.link) == (item["id"], "Ferry & quay", item["url"])
        assert entry.published_parsed[:5] == NOW.timetuple()[:5]
        assert "Four boats." in entry.content[0].value
        assert {tag.label or tag.term for tag in entry.tags} == {"News release", "Ferries", "Éducation"}
        assert entry.author == "The Harbour Board"
        assert any(link.rel == "enclosure" for link in entry.links)
        assert found.feed.language == "en"
    fast = fastfeedparser.parse(body)
    assert [(entry.id, entry.title, entry.link) for entry in fast.entries] == [(item["id"], item["title"], item["url"])]
    assert "Four boats." in fast.entries[0].content[0]["value"]
    if form == "rss":
        (one,) = atoma.parse_rss_bytes(body).items
        assert (one.guid, one.title, one.link, one.pub_date) == (item["id"], item["title"], item["url"], NOW)
        assert "Four boats." in one.content_encoded
    elif form == "atom":
        (one,) = atoma.parse_atom_bytes(body).entries
        assert (one.id_, one.title.value, one.updated) == (item["id"], item["title"], NOW)
        assert "Four boats." in one.content.value
    else:
        (one,) = atoma.parse_json_feed_bytes(body.replace(b"version/1.1", b"version/1")).items
        assert (one.id_, one.title, one.url) == (item["id"], item["title"], item["url"])


@database
def test_the_whole_text_is_there_and_all_that_it_shows_can_be_had_from_elsewhere() -> None:
    published(at=NOW, **everything())
    (item,) = items()
    page = html.fragment_fromstring(item["content_html"], create_parent=True)
    said = page.text_content()
    for words in ("Why", "the plan", "At low tide", "At last.", "Four boats.", "Timetable", "Crossings a day"):
        assert words in said
    ours = [address for address in page.xpath("//a/@href | //img/@src") if address.startswith(SITE)]
    ours += [each.split()[0] for srcset in page.xpath("//@srcset") for each in srcset.split(",")]
    assert len(ours) > 10
    for address in {*ours, item["image"], *(file["url"] for file in item["attachments"])}:
        answer = asked(address)
        assert b"".join(answer) if answer.streaming else answer.content
        if "/images/" in address:
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin", "another site's page may show it"
    assert page.xpath("//a[contains(@href, '/files/')]") and page.xpath("//img[@alt='The harbour at dawn']")


@database
def test_the_picture_and_the_files_come_with_the_entry() -> None:
    published(at=NOW, **everything())
    (item,) = items()
    (file,) = item["attachments"]
    assert (file["mime_type"], file["title"], file["size_in_bytes"]) == ("text/csv", "Crossings a day", 21)
    atom = read("atom").find(f"{ATOM}entry")
    picture_link, file_link = (dict(link.attrib) for link in atom.findall(f"{ATOM}link[@rel='enclosure']"))
    assert (picture_link["href"], picture_link["type"], picture_link["title"]) == (
        item["image"],
        "image/jpeg",
        "The harbour at dawn",
    )
    assert (file_link["href"], file_link["length"], file_link["hreflang"]) == (file["url"], "21", "fr")
    rss = read("rss").find("channel/item")
    assert rss.find("enclosure").attrib == {"url": item["image"], "length": "0", "type": "image/jpeg"}
    shown = rss.find("{http://search.yahoo.com/mrss/}content")
    assert (shown.get("url"), shown.get("width"), shown.get("height")) == (item["image"], "800", "420")
    assert shown.findtext("{http://search.yahoo.com/mrss/}credit") == "Photograph: the office"
    assert [(each.get("term"), each.get("label")) for each in atom.findall(f"{ATOM}category")] == [
        ("news_release", "News release"),
        ("ferries", "Ferries"),
        ("éducation", "Éducation"),
    ]


# What changes, and what stays


@database
def test_a_correction_is_the_same_entry_again_with_its_note_at_the_head() -> None:
    release = published(at=NOW, headline="Ferry at ten")
    other = published(at=NOW + MINUTE, slug="other", headline="Other")
    before = items()
    corrected(release, at=LATER, headline="Ferry at eleven", note="It said ten <at first>.")
    after = items()
    assert [item["id"] for item in after] == [item["id"] for item in before]
    assert after[0] == before[0], f"{other} has nothing to do with it"
    assert (after[1]["title"], after[1]["date_modified"]) == ("Ferry at eleven", "2026-03-06T14:40:00Z")
    assert after[1]["date_published"] == before[1]["date_published"]
    assert after[1]["_pressroom"]["corrections"] == [
        {"date": "2026-03-06T14:40:00Z", "note": "It said ten <at first>."}
    ]
    page = html.fragment_fromstring(after[1]["content_html"], create_parent=True)
    head = " ".join(page.xpath("string(*[1])").split())
    assert head == "What changed in this release 6 March 2026, 09:40 EST It said ten <at first>."
    entry = read("atom").findall(f"{ATOM}entry")[1]
    assert entry.findtext(f"{ATOM}updated") == "2026-03-06T14:40:00+00:00"
    assert read("atom").findtext(f"{ATOM}updated") == "2026-03-06T14:40:00+00:00"
    assert read("rss").findtext("channel/lastBuildDate") == "Fri, 06 Mar 2026 14:40:00 +0000"


@database
def test_every_correction_is_said_newest_first() -> None:
    release = published(at=NOW)
    corrected(release, at=NOW + MINUTE, headline="Second", note="The first note.")
    corrected(release, at=NOW + 2 * MINUTE, headline="Third", note="The second note.")
    (item,) = items()
    assert [each["note"] for each in item["_pressroom"]["corrections"]] == ["The second note.", "The first note."]
    assert item["content_html"].index("The second note.") < item["content_html"].index("The first note.")


@database
@pytest.mark.parametrize("form", FORMS)
def test_a_minor_change_tells_nobody_anything(form: str) -> None:
    release = published(at=NOW, body="<p>The fery returns.</p>")
    corrected(release, at=NOW + MINUTE, headline="Said again", note="It had another name.")
    before = asked(f"/feeds/releases.{form}").content
    updated(release, Change.MINOR, body="<p>The ferry returns.</p>")
    after = asked(f"/feeds/releases.{form}").content
    assert valid(form, after) is not None
    assert b"The ferry returns." in after, "whoever reads it from now on reads it right"
    assert after.replace(b"The ferry returns.", b"The fery returns.") == before


@database
@pytest.mark.parametrize("gone", [False, True])
def test_what_is_withdrawn_is_gone_as_if_it_had_never_been(gone: bool) -> None:
    published(at=NOW - MINUTE, slug="stays", headline="Stays", tags=("Ferries",))
    before = {form: asked(f"/feeds/releases.{form}").content for form in FORMS}
    release = published(at=NOW, slug="goes", headline="Goes", tags=("Ferries", "Rumours"))
    assert titles() == titles("tags/ferries") == ["Goes", "Stays"]
    withdraw(release=release, by=cast.edda(), reason="The figures were wrong.", gone=gone, at=LATER)
    assert {form: asked(f"/feeds/releases.{form}").content for form in FORMS} == before
    assert titles("tags/ferries") == titles("kinds/news_release") == titles("all-languages") == ["Stays"]
    assert Client().get("/feeds/tags/rumours.rss").status_code == 404


@database
def test_what_comes_back_after_an_error_comes_back_as_itself_without_what_was_wrong() -> None:
    release = published(at=NOW, headline="The first text")
    (before,) = items()
    corrected(release, at=NOW + MINUTE, headline="The secret text", note="The secret note.")
    withdraw(release=release, by=cast.edda(), reason="It named somebody.", gone=True, at=NOW + 2 * MINUTE)
    assert items() == []
    corrected(release, at=NOW + 3 * MINUTE, headline="The new text", note="It is back.")
    (after,) = items()
    assert after["id"] == before["id"]
    assert "secret" not in str(after) and "somebody" not in str(after)
    assert [each["note"] for each in after["_pressroom"]["corrections"]] == ["It is back."]


@database
def test_names_stay_when_the_site_moves_and_are_nobody_elses(settings: Any) -> None:
    published(at=NOW)

    def names() -> list[str]:
        settings.ALLOWED_HOSTS = ["*"]
        feed = valid("atom", Client().get("/feeds/releases.atom").content)
        return [each.text for each in feed.iter(f"{ATOM}id")]

    before = names()
    assert len(before) == 2 and all(name.startswith("urn:uuid:") for name in before)
    settings.SITE_URL, settings.SITE_NAME = "https://moved.example.com", "Another name"
    assert names() == before
    assert b"news.example.org" not in Client().get("/feeds/releases.atom").content
    # Another office, where something happens to have the same address.
    IdNamespace.objects.all().delete()
    IdNamespace.objects.create(value=uuid4())
    assert not set(names()) & set(before)


@database
def test_every_newsroom_has_a_namespace_of_its_own_from_the_start() -> None:
    assert IdNamespace.objects.count() == 1
    assert IdNamespace.objects.get().value.version == 4


# When


@database
@pytest.mark.parametrize("form", FORMS)
def test_an_embargo_lifts_at_its_second_and_not_before(form: str, go: Go) -> None:
    lifts = NOW + timedelta(hours=1)
    published(at=NOW - MINUTE, slug="old", headline="Old")
    paths = [f"/feeds/{which}.{form}" for which in ("releases", "kinds/speech", "tags/secret", "all-languages")]
    before = [Client().get(path).content for path in paths]
    scheduled(
        at=NOW, visible_from=lifts, slug="new", headline="New", summary="Unheard.", kind=Kind.SPEECH, tags=("Secret",)
    )
    go(lifts - timedelta(microseconds=1))
    answers = [Client().get(path) for path in paths]
    assert [answer.content for answer in answers] == before
    assert answers[2].status_code == 404
    go(lifts)
    for path in paths:
        assert b"Unheard." in asked(path).content


@database
def test_a_correction_is_not_told_before_its_moment(go: Go) -> None:
    release = published(at=NOW, headline="Now")
    before = items()
    fresh = rewritten(release, at=LATER, headline="Then")
    schedule(
        release=fresh,
        by=cast.edda(),
        version=fresh.version,
        visible_from=LATER + 10 * MINUTE,
        change=Change.MAJOR,
        note="What will be said.",
        parity_reason=ALONE,
        at=LATER,
    )
    assert items() == before
    go(LATER + 10 * MINUTE)
    assert titles() == ["Then"]


# Asked again


@database
@pytest.mark.parametrize("form", FORMS)
def test_who_has_it_already_gets_no_body_until_it_changes(form: str) -> None:
    release = published(at=NOW)
    path = f"/feeds/releases.{form}"
    first = asked(path)
    assert first.headers["Cache-Control"] == "no-cache"
    etag = {"If-None-Match": first.headers["ETag"]}
    again = Client().get(path, headers=etag)
    assert (again.status_code, again.content) == (304, b"")
    updated(release, Change.MINOR, body="<p>Other words.</p>")
    assert b"Other words." in asked(path, headers=etag).content


@database
def test_no_date_hides_that_something_was_withdrawn() -> None:
    """A Last-Modified would have to move with every withdrawal, and so to tell of it; or lie to whoever asks by it."""
    withdrawn(published_at=NOW, at=NOW + MINUTE, slug="goes")
    answer = asked("/feeds/releases.rss", headers={"If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"})
    assert "Last-Modified" not in answer.headers
    assert b"<item>" not in answer.content


# Which feeds there are


@database
def test_each_feed_holds_what_its_page_holds() -> None:
    published(at=NOW, slug="a", headline="A speech", kind=Kind.SPEECH, tags=("Ferries",))
    published(at=NOW - MINUTE, slug="b", headline="A statement", kind=Kind.STATEMENT)
    published(at=NOW - 2 * MINUTE, slug="c", headline="Un discours", kind=Kind.SPEECH, language="fr", tags=("Ferries",))
    assert titles() == ["A speech", "A statement"]
    assert titles("kinds/speech") == titles("tags/ferries") == ["A speech"]
    assert titles("kinds/readout") == []
    assert titles(prefix="/fr") == titles("kinds/speech", "/fr") == titles("tags/ferries", "/fr") == ["Un discours"]
    assert titles("all-languages") == ["A speech", "A statement", "Un discours"]
    assert [item["language"] for item in items("all-languages")] == ["en", "en", "fr"]
    for form in FORMS:
        for which in ("releases", "kinds/speech", "kinds/readout", "tags/ferries", "all-languages"):
            read(form, which)
    ids = {
        read("atom", which).findtext(f"{ATOM}id")
        for which in ("releases", "kinds/speech", "tags/ferries", "all-languages")
    }
    assert len(ids) == 4


@database
@pytest.mark.parametrize(
    "path",
    [
        "/feeds/kinds/nothing.rss",
        "/feeds/tags/nothing.atom",
        "/feeds/releases.xml",
        "/feeds/releases.rss?before=nonsense",
        "/feeds/releases.rss?before=20260306T143000000000-ferry&after=20260306T143000000000-ferry",
        "/fr/feeds/all-languages.rss",
    ],
)
def test_what_does_not_exist_is_not_found(path: str) -> None:
    published(at=NOW, tags=("Ferries",))
    assert Client().get(path).status_code == 404


@database
def test_an_empty_feed_is_a_feed_that_stays_as_it_is(go: Go) -> None:
    before = {form: asked(f"/feeds/releases.{form}").content for form in FORMS}
    for form, body in before.items():
        valid(form, body)
    go(LATER + timedelta(days=3))
    assert {form: asked(f"/feeds/releases.{form}").content for form in FORMS} == before


@database
def test_a_french_feed_is_french() -> None:
    release = published(
        at=NOW, language="fr", slug="traversier", headline="Le traversier", kind=Kind.SPEECH, **everything()
    )
    corrected(release, at=LATER, note="L’heure a changé.", headline="Le traversier revient")
    atom = read("atom", prefix="/fr")
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert atom.findtext(f"{ATOM}title") == "The Harbour Board – Toutes les publications"
    entry = atom.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}category").get("label") == "Discours"
    content = entry.findtext(f"{ATOM}content")
    assert "6 mars 2026" in content and "L’heure a changé." in content and "What changed" not in content
    (link,) = atom.xpath("a:link[@rel='self']/@href", namespaces={"a": ATOM.strip("{}")})
    assert link == f"{SITE}/fr/feeds/releases.atom"
    assert items(prefix="/fr")[0]["url"] == f"{SITE}/fr/releases/2026/03/06/traversier/"
    # The same entry, under the same name and in its own language, in the feed of all.
    assert items("all-languages") == items(prefix="/fr")


@database
def test_a_topic_in_another_script_has_a_feed() -> None:
    published(at=NOW, tags=("港湾",))
    slug = Edition.objects.get().tags.get().slug
    assert titles(f"tags/{slug}") == ["Ferry returns to the north shore"]
    assert read("rss", f"tags/{slug}").findtext("channel/title") == "The Harbour Board – 港湾"


@database
@pytest.mark.parametrize("form", ["rss", "atom"])
@pytest.mark.parametrize("which", ["releases", "tags/common"])
def test_older_releases_are_found_page_by_page(form: str, which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)
    for number in range(8):
        published(at=NOW - number * MINUTE, slug=f"r{number}", headline=f"Release {number}", tags=("Common",))
    seen: list[str] = []
    address: str | None = f"{SITE}/feeds/{which}.{form}"
    names, before = set(), None
    while address:
        body = asked(address).content
        feed = valid(form, body)
        found = feedparser.parse(body)
        relations = {link.rel: link.href for link in found.feed.links}
        assert relations["self"] == address
        assert relations.get("previous") == before or before is None or "after=" in relations["previous"]
        assert (relations.get("first") is None) == (not seen)
        names.add(feed.findtext(f"{ATOM}id"))
        seen += [entry.title for entry in found.entries]
        before, address = address, relations.get("next")
    assert seen == [f"Release {number}" for number in range(8)]
    assert len(names) == 1, "all pages are one feed"


@database
def test_a_json_feed_leads_on_to_older_releases_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)
    for number in range(4):
        published(at=NOW - number * MINUTE, slug=f"r{number}", headline=f"Release {number}")
    first = read("json")
    second = valid("json", asked(first["next_url"]).content)
    assert [item["title"] for item in second["items"]] == ["Release 3"]
    assert "next_url" not in second and second["feed_url"] == first["next_url"]
    assert len(items("all-languages")) == 3


# Hubs, and how feeds are found


@database
def test_a_hub_is_named_in_every_document_and_in_its_header(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 1)
    published(at=NOW)
    published(at=NOW - MINUTE, slug="older")
    for form in FORMS:
        answer = asked(f"/feeds/releases.{form}")
        assert "Link" not in answer.headers and b"hub" not in answer.content
    settings.WEBSUB_HUB = "https://hub.example.net/?a=1&b=2"
    for form in FORMS:
        answer = asked(f"/feeds/releases.{form}")
        own = f"{SITE}/feeds/releases.{form}"
        assert answer.headers["Link"] == f'<https://hub.example.net/?a=1&b=2>; rel="hub", <{own}>; rel="self"'
        valid(form, answer.content)
    assert read("json")["hubs"] == [{"type": "WebSub", "url": settings.WEBSUB_HUB}]
    assert read("atom").find(f"{ATOM}link[@rel='hub']").get("href") == settings.WEBSUB_HUB
    assert read("rss").find(f"channel/{ATOM}link[@rel='hub']").get("href") == settings.WEBSUB_HUB
    older = asked(read("json")["next_url"])
    assert "Link" not in older.headers and b"hub" not in older.content, "nobody is told when that one changes"


@database
def test_programs_in_browsers_may_read_them() -> None:
    answer = asked("/feeds/releases.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"


@database
def test_every_feed_on_the_page_for_people_answers_and_nothing_else_is_on_it() -> None:
    published(at=NOW, tags=("Ferries",))
    published(at=NOW, slug="autre", language="fr", tags=("Traversiers",))
    scheduled(at=NOW, visible_from=LATER + MINUTE, slug="then", tags=("Secret",))
    page = html.fromstring(asked("/feeds/").content)
    found = page.xpath("//main//a/@href")
    assert len([path for path in found if path.startswith("/feeds/")]) == 3 * (2 + len(Kind) + 1)
    for path in found:
        answer = asked(path)
        if path.startswith("/feeds/"):
            valid(path.rpartition(".")[2], answer.content)
    text = page.text_content()
    assert "Ferries" in text and "Secret" not in text and "Traversiers" not in text


# Whatever is written


def _feed_of(text: str) -> Feed:
    """A feed in which somebody wrote this wherever they could."""
    entry = Entry(
        urn="urn:uuid:1",
        address=f"{SITE}/releases/2026/03/06/ferry/",
        language="en",
        title=text,
        author=text,
        published=NOW,
        updated=LATER,
        summary=text,
        html="<p>Clean.</p>",
        kind="speech",
        topics=(Topic(term="ferry", label=text, scheme=f"{SITE}/tags/"),),
        picture=Picture(
            address=f"{SITE}/images/a/b.jpg", content_type="image/jpeg", width=3, height=2, alt=text, credit=text
        ),
        enclosures=(Enclosure(address=f"{SITE}/files/a/b.csv", content_type="text/csv", size=3, title=text),),
        corrections=(Correction(since=LATER, note=text),),
    )
    return Feed(
        urn="urn:uuid:2",
        title=text,
        description=text,
        language="en",
        author=text,
        address=f"{SITE}/feeds/releases.rss",
        page=f"{SITE}/releases/",
        updated=LATER,
        entries=(entry,),
    )


def test_nothing_that_is_written_breaks_a_document(shared: Path) -> None:
    number = 0
    for name, payload in payloads(shared):
        # Characters that a database refuses, and lines in a headline, come from no form; here they all may.
        text = f"x{payload}\x00\x08\ud800\ufffe"
        feed = _feed_of(text)
        expected = clean(text)
        rss, atom, data = (valid(form, FORMATS[form].write(replace(feed))) for form in FORMS)
        assert rss.findtext("channel/item/title") == atom.findtext(f"{ATOM}entry/{ATOM}title") == expected, name
        assert data["items"][0]["title"] == expected, name
        assert rss.findtext("channel/item/category") == expected, name
        assert html.fromstring(f"<p>{atom.findtext(f'{ATOM}entry/{ATOM}summary')}</p>").text_content() == expected, name
        number += 1
    assert number > 500


@database
def test_hostile_releases_are_harmless_entries(shared: Path) -> None:
    found = [payload for _name, payload in payloads(shared)]
    bad = next(payload for payload in found if "<script" in payload and len(payload) < 150)
    release = published(
        at=NOW,
        headline=f"{bad}\x0b\ufffe",
        slug="bad",
        summary=bad,
        body="<p>Begin</p>" + "".join(found[:150]) + "<p>End</p>",
        tags=(bad.replace(",", " ")[:90],),
        quotes=(Quote(text=bad, speaker=bad),),
    )
    corrected(release, at=LATER, note=bad)
    for form in FORMS:
        body = asked(f"/feeds/releases.{form}").content
        valid(form, body)
        if form != "json":
            assert not feedparser.parse(io.BytesIO(body)).bozo
    assert items()[0]["title"].startswith(bad) and items()[0]["title"].endswith("\ufffd")
    assert items()[0]["_pressroom"]["corrections"][0]["note"] == bad


def test_the_rules_of_this_file_can_be_broken() -> None:
    """A grammar that takes everything would let all of the above pass."""
    feed = _feed_of("Words")
    broken = {
        "rss": [(b"<guid", b"<gid"), (b"</guid>", b"</gid>"), (b'version="2.0"', b'version="1.0"'), (b" +0000", b"")],
        "atom": [
            (b"urn:uuid:1", b"ferry"),
            (b"2026-03-06T14:40:00+00:00", b"yesterday"),
            (b'rel="self"', b'real="self"'),
        ],
        "json": [(b'"id"', b'"idea"'), (b"version/1.1", b"version/9"), (b'"items"', b'"things"')],
    }
    for form, changes in broken.items():
        body = FORMATS[form].write(feed)
        valid(form, body)
        for old, new in changes:
            assert old in body, old
            with pytest.raises((AssertionError, SyntaxError)):
                valid(form, body.replace(old, new))
    with pytest.raises(AssertionError):
        valid(
            "json", FORMATS["json"].write(replace(feed, entries=(replace(feed.entries[0], html='<a href="/x">x</a>'),)))
        )


@database
def test_pages_lead_programs_and_people_to_their_feeds() -> None:
    published(at=NOW, tags=("Ferries",), kind=Kind.SPEECH)
    published(at=NOW, slug="autre", language="fr")

    def offered(path: str) -> tuple[list[str], list[str]]:
        page = html.fromstring(asked(path).content)
        links = page.xpath("//head/link[@rel='alternate'][contains(@href, '/feeds/')]")
        assert all(link.get("title").startswith("The Harbour Board – ") for link in links)
        return [link.get("href") for link in links], page.xpath("//main//a[contains(@href, '/feeds/')]/@href")

    def three(which: str) -> list[str]:
        return [f"{which}.{form}" for form in ("rss", "atom", "json")]

    every, speeches, ferries = (three(f"/feeds/{which}") for which in ("releases", "kinds/speech", "tags/ferries"))
    assert offered("/") == (every, [])
    assert offered("/fr/") == (three("/fr/feeds/releases"), [])
    assert offered("/releases/") == (every, [*every, "/feeds/"])
    assert offered("/releases/?kind=speech") == (every + speeches, [*speeches, "/feeds/"])
    assert offered("/tags/ferries/") == (every + ferries, [*ferries, "/feeds/"])
    assert offered("/releases/2026/03/06/ferry-returns-to-the-north-shore/")[0] == every
    assert asked(every[0]).headers["Content-Type"].startswith("application/rss+xml")
