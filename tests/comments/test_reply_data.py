"""The replies as JSON: a shape that other people's programs rely on, with what readers of the page see and nothing else."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from comments import cleaning
from comments.actions import answer, answered_in_text, edit, pin
from comments.addresses import data_url
from comments.feeds import REPLIES_A_PAGE
from comments.models import Comment
from comments.rendering import CONTROLS, as_html
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import edition_of, moved, said, shown
from tests.comments.test_hostile import accepted, payloads

pytestmark = pytest.mark.django_db

LATER = [scenes.NOW + timedelta(minutes=minute) for minute in range(200)]
SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def clock(time_machine, settings):
    """Long after all that is said here."""
    settings.SITE_URL = SITE
    time_machine.move_to(LATER[199], tick=False)


@pytest.fixture
def release():
    return scenes.published(at=scenes.NOW, slug="ferry")


def fetched(release, **query):
    """What a program gets."""
    response = Client().get(data_url(edition_of(release)), query)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    return json.loads(response.content)


def test_this_is_the_shape(release):
    question = shown(release, text="When?\n\nSee https://ferry.example", at=LATER[1], url="https://noor.example/")
    guess = shown(release, text="At eleven.", at=LATER[2], parent=question, author="Ida Roy")
    moved(edit(comment=guess, text="At ten.", seen_version=1, at=LATER[5]), State.APPROVED)
    scenes.corrected(release, at=LATER[6], headline="Ferry at eleven")
    answered_in_text(comment=question, edition=edition_of(release), by=cast.edda())
    pin(comment=question, by=cast.mo(), at=LATER[7])
    official = answer(release=release, text="At nine.", by=cast.edda(), at=LATER[8])
    page = f"{SITE}/releases/2026/03/06/ferry/"
    assert fetched(release) == {
        "release": {"address": page, "headline": "Ferry at eleven", "language": "en"},
        "total": 3,
        "page": 1,
        "pages": 1,
        "first": f"{page}replies.json",
        "previous": None,
        "next": None,
        "last": f"{page}replies.json",
        "replies": [
            {
                "key": official.key,
                "address": f"{page}replies/{official.key}/",
                "in_reply_to": None,
                "name": "Test Office",
                "website": None,
                "text": "At nine.",
                "html": "<p>At nine.</p>",
                "written": "2026-03-06T14:38:00Z",
                "edited": None,
                "official": True,
                "pinned": False,
                "answered_in": None,
            },
            {
                "key": guess.key,
                "address": f"{page}replies/{guess.key}/",
                "in_reply_to": question.key,
                "name": "Ida Roy",
                "website": None,
                "text": "At ten.",
                "html": "<p>At ten.</p>",
                "written": "2026-03-06T14:32:00Z",
                "edited": "2026-03-06T14:35:00Z",
                "official": False,
                "pinned": False,
                "answered_in": None,
            },
            {
                "key": question.key,
                "address": f"{page}replies/{question.key}/",
                "in_reply_to": None,
                "name": "Noor Said",
                "website": "https://noor.example/",
                "text": "When?\n\nSee https://ferry.example",
                "html": '<p>When?</p>\n\n<p>See <a href="https://ferry.example" rel="nofollow ugc noopener noreferrer">'
                "https://ferry.example</a></p>",
                "written": "2026-03-06T14:31:00Z",
                "edited": None,
                "official": False,
                "pinned": True,
                "answered_in": 2,
            },
        ],
    }


def test_only_what_is_approved_is_there_or_counted(release):
    question = shown(release, text="question", at=LATER[1])
    shown(release, text="answer", at=LATER[2], parent=question)
    said(release, text="waits", at=LATER[3])
    for state in (State.REJECTED, State.SPAM, State.TRASH):
        moved(said(release, text=f"set aside: {state}", at=LATER[4]), state)
    moved(question, State.TRASH)
    found = fetched(release)
    assert [(reply["text"], reply["in_reply_to"]) for reply in found["replies"]] == [("answer", None)]
    assert found["total"] == 1
    assert question.key not in json.dumps(found)


def test_a_correction_under_embargo_is_not_told(release, time_machine):
    question = shown(release, text="question", at=LATER[1])
    scenes.corrected(release, at=LATER[50])
    answered_in_text(comment=question, edition=edition_of(release), by=cast.edda())
    time_machine.move_to(LATER[49], tick=False)
    assert fetched(release)["replies"][0]["answered_in"] is None
    time_machine.move_to(LATER[50], tick=False)
    assert fetched(release)["replies"][0]["answered_in"] == 2


def test_pages_hold_every_reply_once(release):
    for minute in range(2 * REPLIES_A_PAGE + 3):
        shown(release, text=f"number {minute}", at=LATER[minute])
    address, texts, pages = f"{SITE}{data_url(edition_of(release))}", [], []
    while address:
        found = json.loads(Client().get(address.removeprefix(SITE)).content)
        texts += [reply["text"] for reply in found["replies"]]
        pages.append((found["page"], found["previous"]))
        assert (found["total"], found["pages"]) == (103, 3)
        address = found["next"]
    assert texts == [f"number {minute}" for minute in reversed(range(103))]
    first = f"{SITE}{data_url(edition_of(release))}"
    assert pages == [(1, None), (2, first), (3, f"{first}?page=2")]
    assert Client().get(data_url(edition_of(release)), {"page": "4"}).status_code == 404


def test_no_script_of_another_site_may_read_it_and_no_browser_takes_it_for_a_page(release):
    shown(release, at=LATER[1], text="</script><script>alert(1)</script> & more")
    response = Client().get(data_url(edition_of(release)), headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in response.headers if name.lower().startswith("access-control-")]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["ETag"]
    assert not set(b"<>&") & set(response.content)
    assert json.loads(response.content)["replies"][0]["text"] == "</script><script>alert(1)</script> & more"


def test_it_can_only_be_read(release):
    assert Client().post(data_url(edition_of(release))).status_code == 405


def test_every_payload_of_the_corpora_comes_back_as_it_was_written(release, shared):
    fields = {"text": cleaning.text, "author": cleaning.author, "url": cleaning.website}
    kept = [said(release, **taken) for _name, payload in payloads(shared) if (taken := accepted(fields, payload))]
    assert len(kept) > 500
    Comment.objects.update(state=State.APPROVED)
    found = {
        reply["key"]: reply
        for number in range(1, -(-len(kept) // REPLIES_A_PAGE) + 1)
        for reply in fetched(release, page=number)["replies"]
    }
    assert len(found) == len(kept)
    for comment in kept:
        reply = found[comment.key]
        assert reply["text"] == CONTROLS.sub("\ufffd", comment.text)
        assert (reply["name"], reply["website"] or "") == (comment.author, comment.url)
        assert reply["html"] == as_html(comment.text)
