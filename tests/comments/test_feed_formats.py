"""The replies as RSS and as a JSON Feed: the same entries as in Atom, by the rules of each format."""

from datetime import datetime, timedelta
from typing import Any

import atoma
import fastfeedparser
import feedparser
import pytest
from django.test import Client
from lxml import html

from comments.actions import answer, edit, pin
from comments.addresses import feed_url, json_feed_url, rss_url
from comments.feeds import REPLIES_A_PAGE
from comments.models import Comment
from comments.states import State
from releases.models import Release
from tests import cast, scenes
from tests.comments.conversation import WRITTEN, edition_of, moved, said, shown
from tests.releases.feed_rules import ATOM, valid

pytestmark = pytest.mark.django_db

LATER = [scenes.NOW + timedelta(minutes=minute) for minute in range(200)]
SITE = "http://127.0.0.1:8000"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture(autouse=True)
def clock(time_machine: Any, settings: Any) -> None:
    """Long after all that is said here."""
    settings.SITE_URL = SITE
    time_machine.move_to(LATER[199], tick=False)


@pytest.fixture
def release() -> Release:
    return scenes.published(at=scenes.NOW, headline="Ferry & <quay>")


def fetched(address: str) -> bytes:
    response = Client().get(address.removeprefix(SITE))
    assert response.status_code == 200, address
    return response.content


def read(release: Release) -> tuple[Any, Any, Any]:
    """The feed in its three formats, each by its rules."""
    edition = edition_of(release)
    addresses = {"rss": rss_url(edition), "atom": feed_url(edition), "json": json_feed_url(edition)}
    rss, atom, data = (valid(form, fetched(address)) for form, address in addresses.items())
    return rss, atom, data


def seconds(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def test_three_formats_hold_the_same_replies(release: Release) -> None:
    first = shown(release, text="first <b>\n\nhttps://ferry.example/", at=LATER[1], author="Noor & Said")
    moved(edit(comment=first, text="first again", seen_version=1, at=LATER[5]), State.APPROVED)
    pin(comment=shown(release, text="second", at=LATER[2]), by=cast.mo(), at=LATER[7])
    answer(release=release, text="third", by=cast.edda(), at=LATER[8])
    said(release, text="waits", at=LATER[3])
    rss, atom, data = read(release)
    in_rss = [(item.findtext("guid"), item.findtext("title"), item.findtext("link")) for item in rss.iter("item")]
    in_atom = [
        (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}link").get("href"))
        for entry in atom.iter(f"{ATOM}entry")
    ]
    in_json = [(item["id"], item["title"], item["url"]) for item in data["items"]]
    assert in_rss == in_atom == in_json
    assert [title for _id, title, _url in in_json][-1] == "Reply by Noor & Said"
    texts = [item.findtext(ENCODED) for item in rss.iter("item")]
    assert texts == [entry.findtext(f"{ATOM}content") for entry in atom.iter(f"{ATOM}entry")]
    assert texts == [item["content_html"] for item in data["items"]]
    assert [html.fromstring(text).text_content() for text in texts] == ["third", "second", "first again"]
    assert [item["date_published"] for item in data["items"]] == [seconds(LATER[n]) for n in (8, 2, 1)]
    assert [item.get("date_modified") for item in data["items"]] == [None, None, seconds(LATER[5])]
    assert [item.get("tags") for item in data["items"]] == [["Official answer"], ["Pinned"], None]
    assert rss.findtext("channel/title") == data["title"] == "Replies to: Ferry & <quay>"
    assert "noor@example.org" not in str(data)


def test_the_programs_of_others_read_them(release: Release) -> None:
    shown(release, text="first", at=LATER[1])
    edition = edition_of(release)
    rss, data = fetched(rss_url(edition)), fetched(json_feed_url(edition))
    found = feedparser.parse(rss)
    assert not found.bozo
    assert [entry.title for entry in found.entries] == ["Reply by Noor Said"]
    assert [item.title for item in atoma.parse_rss_bytes(rss).items] == ["Reply by Noor Said"]
    assert [entry.title for entry in fastfeedparser.parse(data).entries] == ["Reply by Noor Said"]


def test_all_replies_are_found_page_by_page(release: Release) -> None:
    Comment.objects.bulk_create(
        Comment(release=release, state=State.APPROVED, **WRITTEN | {"text": f"number {number}"})
        for number in range(REPLIES_A_PAGE + 1)
    )
    edition = edition_of(release)
    first = valid("json", fetched(json_feed_url(edition)))
    second = valid("json", fetched(first["next_url"]))
    assert (len(first["items"]), len(second["items"]), "next_url" in second) == (REPLIES_A_PAGE, 1, False)
    links = {link.rel: link.href for link in feedparser.parse(fetched(f"{rss_url(edition)}?page=2")).feed.links}
    own = f"{SITE}{rss_url(edition)}"
    assert (links["self"], links["first"], links["previous"]) == (f"{own}?page=2", own, own)


def test_before_the_first_reply_they_are_empty_and_valid(release: Release) -> None:
    rss, _atom, data = read(release)
    assert rss.findtext("channel/lastBuildDate") == "Fri, 06 Mar 2026 14:30:00 +0000"
    assert data["items"] == []


def test_what_is_not_public_has_none(release: Release) -> None:
    hidden = scenes.scheduled(at=scenes.NOW, visible_from=LATER[199] + timedelta(seconds=1), slug="hidden")
    gone = scenes.withdrawn(published_at=scenes.NOW, at=LATER[1], slug="gone")
    for address in (rss_url, json_feed_url):
        assert Client().get(address(edition_of(hidden))).status_code == 404
        assert Client().get(address(edition_of(gone))).status_code in (404, 410)


def test_the_page_of_the_release_leads_to_them(release: Release) -> None:
    edition = edition_of(release)
    page = html.fromstring(Client().get(edition.get_absolute_url()).content)
    offered = dict(
        zip(page.xpath("//link[@rel='alternate']/@href"), page.xpath("//link[@rel='alternate']/@type"), strict=False)
    )
    assert offered[rss_url(edition)] == "application/rss+xml"
    assert offered[json_feed_url(edition)] == "application/feed+json"
