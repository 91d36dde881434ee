"""The feed of replies holds what readers of the page see, in a form that reader programs understand, and nothing else."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import etree, html

from comments import cleaning
from comments.actions import answer, answered_in_text, edit, pin
from comments.addresses import feed_url
from comments.feeds import REPLIES_A_PAGE
from comments.models import Comment
from comments.rendering import as_html
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import WRITTEN, edition_of, moved, said, shown
from tests.comments.test_hostile import ALLOWED, accepted, payloads

pytestmark = pytest.mark.django_db

ATOM, THREAD = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/thread/1.0}"
LATER = [scenes.NOW + timedelta(minutes=minute) for minute in range(200)]
SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def clock(time_machine, settings):
    """Long after all that is said here."""
    settings.SITE_URL = SITE
    time_machine.move_to(LATER[199], tick=False)


@pytest.fixture
def release():
    return scenes.published(at=scenes.NOW, headline="Ferry & <quay>")


def fetched(address):
    """A page of the feed, as a program reads it."""
    response = Client().get(address.removeprefix(SITE))
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return valid(etree.fromstring(response.content))


def valid(feed):
    """The feed, after the rules of RFC 4287 that it has to keep."""
    assert feed.tag == f"{ATOM}feed"
    assert_once(feed, "id", "title", "updated")
    related = [(link.get("rel"), link.get("type")) for link in feed.findall(f"{ATOM}link")]
    assert len(related) == len(set(related)), "4.1.1: no two alternates of one type"
    assert ("self", "application/atom+xml") in related
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        assert_once(entry, "id", "title", "updated", "published", "content")
        assert entry.findall(f"{ATOM}author/{ATOM}name"), "4.1.2: an author"
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert entry.find(f"{ATOM}content").get("type") == "html"
        assert not len(entry.find(f"{ATOM}content")), "4.1.3.3: html is text, without child elements"
        assert entry.findtext(f"{ATOM}published") <= entry.findtext(f"{ATOM}updated")
    ids = [element.text for element in (feed, *entries) for element in element.findall(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    for each in ids:
        assert urlsplit(each).scheme, "4.2.6: an absolute IRI"
    for moment in [*feed.iter(f"{ATOM}updated"), *feed.iter(f"{ATOM}published")]:
        assert datetime.fromisoformat(moment.text).tzinfo is not None, "3.3: a date of RFC 3339"
    for link in feed.iter(f"{ATOM}link"):
        assert urlsplit(link.get("href")).netloc, "absolute, for nothing says what it would be relative to"
    return feed


def assert_once(element, *names):
    for name in names:
        assert len(element.findall(f"{ATOM}{name}")) == 1, name


def texts(feed):
    """The words of the entries, in the feed's order."""
    contents = [entry.findtext(f"{ATOM}content") for entry in feed.findall(f"{ATOM}entry")]
    return [html.fromstring(content).text_content() for content in contents]


def entry_of(feed, text):
    """The one entry with these words."""
    (entry,) = [each for each, words in zip(feed.findall(f"{ATOM}entry"), texts(feed), strict=True) if words == text]
    return entry


def link(element, relation):
    """Where a link of this relation leads, or nothing."""
    found = element.find(f"{ATOM}link[@rel='{relation}']")
    return None if found is None else found.get("href")


def test_approved_replies_newest_first_and_no_others(release):
    shown(release, text="first", at=LATER[1])
    shown(release, text="second", at=LATER[2], author="Noor & <b>Said</b>", url="https://noor.example/?a=1&b=2")
    said(release, text="waits", at=LATER[3])
    for state in (State.REJECTED, State.SPAM, State.TRASH):
        moved(said(release, text=f"set aside: {state}", at=LATER[4]), state)
    shown(scenes.published(at=scenes.NOW, slug="other"), text="elsewhere")
    feed = fetched(feed_url(edition_of(release)))
    assert texts(feed) == ["second", "first"]
    assert feed.findtext(f"{ATOM}title") == "Replies to: Ferry & <quay>"
    assert feed.findtext(f"{ATOM}updated") == "2026-03-06T14:32:00Z"
    entry = entry_of(feed, "second")
    assert entry.findtext(f"{ATOM}title") == "Reply by Noor & <b>Said</b>"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Noor & <b>Said</b>"
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == "https://noor.example/?a=1&b=2"
    assert entry_of(feed, "first").find(f"{ATOM}author/{ATOM}uri") is None
    assert "noor@example.org" not in etree.tostring(feed).decode()


def test_each_says_what_it_answers_unless_that_is_gone(release):
    question = shown(release, text="question", at=LATER[1])
    answer = shown(release, text="answer", at=LATER[2], parent=question)
    shown(release, text="thanks", at=LATER[3], parent=answer)
    moved(answer, State.TRASH)
    feed = fetched(feed_url(edition_of(release)))
    page = f"{SITE}{edition_of(release).get_absolute_url()}"
    assert answered(feed, "question") == {"ref": page, "href": page, "type": "text/html"}
    assert answered(feed, "thanks") == answered(feed, "question"), "as nobody is told what was removed"
    moved(answer, State.PENDING)
    moved(answer, State.APPROVED)
    feed = fetched(feed_url(edition_of(release)))
    for text, about in (("answer", "question"), ("thanks", "answer")):
        entry = entry_of(feed, about)
        reference = {"ref": entry.findtext(f"{ATOM}id"), "href": link(entry, "alternate"), "type": "text/html"}
        assert answered(feed, text) == reference


def answered(feed, text):
    (reference,) = entry_of(feed, text).findall(f"{THREAD}in-reply-to")
    return dict(reference.attrib)


def test_an_id_stays_whatever_the_site_is_called_and_an_edit_is_an_update(release, settings):
    comment = shown(release, text="first", at=LATER[1])
    before = entry_of(fetched(feed_url(edition_of(release))), "first")
    settings.SITE_URL = "https://moved.example"
    moved(edit(comment=comment, text="second", seen_version=1, at=LATER[5]), State.APPROVED)
    after = entry_of(fetched(feed_url(edition_of(release))), "second")
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}published") == before.findtext(f"{ATOM}published") == "2026-03-06T14:31:00Z"
    assert after.findtext(f"{ATOM}updated") == "2026-03-06T14:35:00Z"
    assert str(comment.pk) not in link(after, "alternate").rpartition("/replies/")[2]


def test_its_link_leads_to_the_reply_on_the_page(release):
    comment = shown(release, text="first", at=LATER[1])
    address = link(entry_of(fetched(feed_url(edition_of(release))), "first"), "alternate")
    page = Client().get(address.removeprefix(SITE), follow=True)
    assert page.redirect_chain == [(f"{edition_of(release).get_absolute_url()}#{comment.fragment}", 302)]
    assert html.fromstring(page.content).xpath(f"//*[@id='{comment.fragment}']")
    moved(comment, State.TRASH)
    gone = Client().get(address.removeprefix(SITE))
    never = Client().get(address.removeprefix(SITE).replace(comment.key, "never-was"))
    assert (gone.status_code, gone.content) == (404, never.content)


def test_official_pinned_and_answered_in_the_text_are_told(release):
    question = shown(release, text="question", at=LATER[1])
    scenes.corrected(release, at=LATER[3], headline="Ferry, corrected")
    edition = edition_of(release)
    answer(release=release, text="answer", by=cast.edda(), parent=question, at=LATER[4])
    pin(comment=question, by=cast.mo(), at=LATER[4])
    answered_in_text(comment=question, edition=edition, by=cast.edda())
    feed = fetched(feed_url(edition))
    first, second = entry_of(feed, "question"), entry_of(feed, "answer")
    assert [[each.get("term") for each in entry.findall(f"{ATOM}category")] for entry in (first, second)] == [
        ["pinned"],
        ["official"],
    ]
    assert second.findtext(f"{ATOM}author/{ATOM}name") == "Test Office"
    assert "Edda" not in etree.tostring(feed).decode(), "who wrote it is the office's business"
    text = link(first, "related").removeprefix(SITE)
    assert Client().get(text, follow=True).redirect_chain == [(edition.get_absolute_url(), 302)]


def test_an_office_that_asks_for_no_websites_shows_none(release, settings):
    shown(release, text="first", at=LATER[1], url="https://noor.example/")
    settings.REPLIES_ASK_WEBSITE = False
    assert entry_of(fetched(feed_url(edition_of(release))), "first").find(f"{ATOM}author/{ATOM}uri") is None


def test_a_correction_that_nobody_may_read_yet_is_not_told(release, time_machine):
    question = shown(release, text="question", at=LATER[1])
    scenes.corrected(release, at=LATER[50], headline="Ferry, corrected")
    answered_in_text(comment=question, edition=edition_of(release), by=cast.edda())
    time_machine.move_to(LATER[49], tick=False)
    assert link(entry_of(fetched(feed_url(edition_of(release))), "question"), "related") is None
    time_machine.move_to(LATER[50], tick=False)
    assert link(entry_of(fetched(feed_url(edition_of(release))), "question"), "related") is not None


def test_pages_hold_every_reply_once_and_lead_to_one_another(release):
    for minute in range(2 * REPLIES_A_PAGE + 3):
        shown(release, text=f"number {minute}", at=LATER[minute])
    address = f"{SITE}{feed_url(edition_of(release))}"
    pages, following = [], address
    while following:
        page = fetched(following)
        pages.append(page)
        assert link(page, "self") == following
        assert link(page, "first") == address
        assert link(page, "last") == f"{address}?page=3"
        following = link(page, "next")
    assert [link(page, "previous") for page in pages] == [None, address, f"{address}?page=2"]
    assert {page.findtext(f"{ATOM}id") for page in pages} == {pages[0].findtext(f"{ATOM}id")}, "one feed (RFC 5005, 3)"
    found = [text for page in pages for text in texts(page)]
    assert found == [f"number {minute}" for minute in reversed(range(2 * REPLIES_A_PAGE + 3))]


@pytest.mark.parametrize("number", ["0", "-1", "2", "x", "", "01", "²", "٣", "99999999999999999999", "1.5"])
def test_a_page_that_nobody_wrote_is_not_found(release, number):
    shown(release, at=LATER[1])
    assert Client().get(feed_url(edition_of(release)), {"page": number}).status_code == 404


def test_before_the_first_reply_it_is_a_feed_without_entries(release):
    said(release)
    feed = fetched(feed_url(edition_of(release)))
    assert texts(feed) == []
    assert feed.findtext(f"{ATOM}updated") == "2026-03-06T14:30:00Z"


def test_it_changes_with_the_approved_set_alone(release):
    shown(release, text="first", at=LATER[1])
    address = feed_url(edition_of(release))
    kept = Client().get(address).headers["ETag"]
    waits = said(release, text="waits", at=LATER[2])
    moved(said(release, text="spam", at=LATER[2]), State.SPAM)
    assert Client().get(address, headers={"If-None-Match": kept}).status_code == 304
    moved(waits, State.APPROVED)
    response = Client().get(address, headers={"If-None-Match": kept})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"


def test_it_can_only_be_read(release):
    assert Client().post(feed_url(edition_of(release))).status_code == 405
    head = Client().head(feed_url(edition_of(release)))
    assert (head.status_code, head.content) == (200, b"")


def test_the_page_of_the_release_names_it(release):
    shown(release, at=LATER[1])
    page = html.fromstring(Client().get(edition_of(release).get_absolute_url()).content)
    named = page.xpath("//head/link[@rel='alternate'][@type='application/atom+xml']/@href")
    (found,) = (address for address in named if "/replies" in address)
    assert found == feed_url(edition_of(release))
    assert page.xpath("//section[@id='replies']//a[@type='application/atom+xml']/@href") == [found]


def test_a_french_release_has_its_feed_in_french():
    release = scenes.published(at=scenes.NOW, language="fr", slug="traversier", headline="Le traversier")
    shown(release, at=LATER[1])
    address = feed_url(edition_of(release))
    assert address.startswith("/fr/releases/")
    feed = fetched(address)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert Client().get(address.removeprefix("/fr")).status_code == 404


def test_every_payload_of_the_corpora_is_text_in_it(release, shared):
    fields = {"text": cleaning.text, "author": cleaning.author, "url": cleaning.website}
    kept = [said(release, **taken) for _name, payload in payloads(shared) if (taken := accepted(fields, payload))]
    assert len(kept) > 500
    assert min(sum(1 for comment in kept if getattr(comment, name) != WRITTEN[name]) for name in fields) > 10
    Comment.objects.update(state=State.APPROVED)
    address, contents, names = f"{SITE}{feed_url(edition_of(release))}", [], []
    while address:
        feed = fetched(address)
        contents += [element.text for element in feed.iter(f"{ATOM}content")]
        names += [element.text for element in feed.iter(f"{ATOM}name")]
        address = link(feed, "next")
        assert {element.tag.partition("}")[2] for element in feed.iter()} <= ELEMENTS
    assert sorted(names) == sorted(comment.author for comment in kept)
    # A parser of XML reads a carriage return as the end of a line (2.11); what it was is in the JSON.
    assert sorted(contents) == sorted(str(as_html(comment.text)) for comment in kept)
    for content in contents:
        for element in html.fragment_fromstring(content, create_parent="div").iterdescendants():
            assert element.tag in ALLOWED
            assert set(element.attrib) <= ALLOWED[element.tag]


ELEMENTS = {
    *("feed", "id", "title", "updated", "link", "generator", "entry", "published", "author", "name", "uri", "content"),
    "in-reply-to",
}


@pytest.mark.parametrize("code", [0x01, 0x08, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F, 0x85, 0xFDD0, 0xFFFE, 0xFFFF])
def test_a_character_that_xml_forbids_breaks_nothing(release, code):
    shown(release, text=f"before{chr(code)}after", at=LATER[1])
    assert texts(fetched(feed_url(edition_of(release)))) == ["before\ufffdafter"]
