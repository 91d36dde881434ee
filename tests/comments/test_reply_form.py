"""Leave a Reply: what the page offers, what it takes in, and what it gives back when something is wrong."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client
from lxml import html

from comments.addresses import reply_url
from comments.limits import REQUEST_BYTES
from comments.models import Comment
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import SENT, edition_of, moved, post, said, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(scenes.NOW + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def release():
    return scenes.published(at=scenes.NOW)


def form_of(response):
    return html.fromstring(response.content.decode()).get_element_by_id("commentform")


def test_the_release_page_offers_the_form_that_readers_know(client, release):
    edition = edition_of(release)
    page = html.fromstring(client.get(edition.get_absolute_url()).content.decode())
    section = page.get_element_by_id("respond")
    assert section.xpath("string(.//h2)") == "Leave a Reply"
    form = section.get_element_by_id("commentform")
    assert (form.get("action"), form.get("method")) == (reply_url(edition), "post")
    assert "Your email address will not be published. Required fields are marked *" in form.text_content()
    assert [field.get("name") for field in form.xpath(".//*[@name]")] == [
        *("comment", "author", "email", "url", "tell_approved", "tell_answers", "subject", "parent", "seconds")
    ]
    autocomplete = {field.get("name"): field.get("autocomplete") for field in form.xpath(".//input[@autocomplete]")}
    assert autocomplete == {"author": "name", "email": "email", "url": "url", "subject": "off"}
    assert [field.get("name") for field in form.xpath(".//*[@required]")] == ["comment", "author", "email"]
    assert not form.xpath(".//*[@maxlength]")


def test_a_reply_is_taken_in_and_the_reader_sent_to_where_it_waits(client, release):
    response = post(client, release, url="www.example.org")
    assert response.status_code == 303
    assert re.fullmatch(r"/replies/[^/]+/", response["Location"])
    assert response["Cache-Control"] == "no-store"
    comment = Comment.objects.get()
    assert (comment.state, comment.release_id, comment.created_at) == (
        State.PENDING,
        release.pk,
        scenes.NOW + timedelta(hours=1),
    )
    assert (comment.author, comment.email, comment.url) == ("Noor Said", "noor@example.org", "https://www.example.org")
    page = client.get(edition_of(release).get_absolute_url()).content.decode()
    assert comment.text not in page


def test_a_reply_to_a_translation_stays_in_its_language(client):
    release = scenes.published(at=scenes.NOW, language="fr", headline="Le traversier revient")
    response = post(client, release)
    assert response.status_code == 303
    assert response["Location"].startswith("/fr/replies/")
    assert client.get(response["Location"]).status_code == 200
    assert client.get(response["Location"].removeprefix("/fr")).status_code == 404


def test_everything_comes_back_filled_with_each_error_at_its_field(client, release):
    sent = {
        "comment": "A long & <considered> text\r\nin two lines",
        "author": "\u202eNoor",
        "email": "noor",
        "url": "javascript:x",
    }
    response = post(client, release, **sent)
    assert response.status_code == 422
    assert response["Cache-Control"] == "no-store"
    form = form_of(response)
    assert form.get_element_by_id("id_comment").text_content().lstrip("\n").replace("\r\n", "\n") == sent[
        "comment"
    ].replace("\r\n", "\n")
    summary = form.get_element_by_id("respond-errors")
    assert summary.get("tabindex") == "-1"
    assert [link.get("href") for link in summary.xpath(".//a")] == ["#id_author", "#id_email", "#id_url"]
    for name in ("author", "email", "url"):
        field = form.get_element_by_id(f"id_{name}")
        assert field.get("value") == sent[name]
        assert field.get("aria-invalid") == "true"
        error = form.get_element_by_id(field.get("aria-describedby"))
        assert error.text_content().strip()
    assert form.get_element_by_id("id_comment").get("aria-invalid") is None
    assert not Comment.objects.exists()


def test_an_empty_form_is_three_things_to_do(client, release):
    response = post(client, release, comment="", author=" ", email="")
    assert response.status_code == 422
    links = form_of(response).xpath(".//*[@id='respond-errors']//a/text()")
    assert links == ["Write your comment.", "Enter your name.", "Enter your email address. It will not be published."]


def test_a_text_that_is_too_long_comes_back_whole(client, release):
    text = "long " * 14_000
    response = post(client, release, comment=text)
    assert response.status_code == 422
    assert form_of(response).get_element_by_id("id_comment").text_content().lstrip("\n") == text


def test_a_reply_can_be_answered_without_script(client, release):
    parent = shown(release, text="When is the last crossing?")
    page = html.fromstring(client.get(edition_of(release).get_absolute_url()).content.decode())
    (link,) = page.xpath(f"//*[@id='comment-{parent.key}']//a[starts-with(normalize-space(), 'Reply')]/@href")
    response = client.get(link)
    form = form_of(response)
    assert form.xpath(".//*[@name='parent']/@value") == [parent.key]
    quoted = html.fromstring(response.content.decode()).xpath("string(//blockquote)")
    assert "When is the last crossing?" in quoted
    assert post(client, release, parent=parent.key, comment="At eleven.").status_code == 303
    answer = Comment.objects.latest("pk")
    assert (answer.parent, answer.thread, answer.depth) == (parent, parent, 1)


@pytest.mark.parametrize("which", ["pending", "elsewhere", "none", "huge", "odd"])
def test_only_what_is_shown_can_be_answered_and_the_rest_all_looks_alike(client, release, which):
    other = shown(scenes.published(at=scenes.NOW, headline="Another ferry"))
    parents = {
        "pending": said(release).key,
        "elsewhere": other.key,
        "none": 999_999,
        "huge": "9" * 40,
        "odd": "1 OR 1=1",
    }
    before = Comment.objects.count()
    response = post(client, release, parent=parents[which])
    assert response.status_code == 422
    form = form_of(response)
    assert "no longer here" in form.get_element_by_id("respond-errors").text_content()
    assert form.get_element_by_id("id_comment").text_content().strip() == SENT["comment"]
    # Sent once more, it stands by itself.
    assert form.xpath(".//*[@name='parent']/@value") in ([], [""])
    assert Comment.objects.count() == before
    assert client.get(reply_url(edition_of(release)), {"parent": parents[which]}).status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_what_is_not_public_cannot_be_answered_and_does_not_exist(client, method):
    hidden = [
        scenes.scheduled(visible_from=scenes.NOW + timedelta(days=1), at=scenes.NOW, headline="Secret"),
        scenes.withdrawn(published_at=scenes.NOW, at=scenes.NOW + timedelta(minutes=1), headline="Withdrawn"),
    ]
    nothing = getattr(client, method)("/releases/2026/03/06/never-written/replies/", SENT)
    assert nothing.status_code == 404
    for release in hidden:
        answer = getattr(client, method)(reply_url(edition_of(release)), SENT)
        assert answer.status_code == 404
        assert answer.content.replace(release.slug.encode(), b"never-written") == nothing.content
        assert answer.headers == nothing.headers
    assert not Comment.objects.exists()


OURS, THEIRS = "http://testserver", "https://evil.example"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": OURS}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-site", "Origin": OURS}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": THEIRS}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OURS}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "same-origin, cross-site"}, 403),
        ({"Sec-Fetch-Site": ""}, 403),
        ({"Origin": OURS}, 303),
        ({"Origin": "http://testserver:80"}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": THEIRS}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({}, 303),
    ],
)
def test_it_takes_replies_from_our_own_page_only(client, release, headers, status):
    response = post(client, release, headers=headers)
    assert response.status_code == status
    assert Comment.objects.exists() == (status == 303)
    if status == 403:
        assert form_of(response).get_element_by_id("id_comment").text_content().strip() == SENT["comment"]
        assert form_of(response).get_element_by_id("id_email").get("value") == SENT["email"]


def test_it_ignores_the_session_of_whoever_posts(release):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.mo())
    assert client.session[SESSION_KEY]
    assert post(client, release).status_code == 303
    assert Comment.objects.get().state == State.PENDING


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", ""])
def test_it_reads_forms_and_nothing_else(client, release, content_type):
    response = client.post(reply_url(edition_of(release)), "comment=x", content_type=content_type)
    assert response.status_code == 415
    assert not Comment.objects.exists()


def test_it_does_not_read_what_is_far_too_large(client, release):
    response = post(client, release, comment="x" * REQUEST_BYTES)
    assert response.status_code == 413
    assert not Comment.objects.exists()


def test_no_page_sets_a_cookie_and_all_readers_get_the_same_bytes(release):
    parent = shown(release)
    edition = edition_of(release)
    moderator = Client()
    moderator.force_login(cast.mo())
    for address in (edition.get_absolute_url(), reply_url(edition), reply_url(edition, parent=parent.key)):
        first, second, third = (
            Client().get(address),
            Client(headers={"Accept-Language": "fr"}).get(address),
            moderator.get(address),
        )
        assert first.status_code == 200
        assert first.content == second.content == third.content
        assert not first.cookies
        assert "Cookie" not in first.get("Vary", "")
    for response in (
        post(Client(), release),
        post(Client(), release, comment=""),
        post(Client(), release, headers={"Origin": THEIRS}),
    ):
        assert not response.cookies


def test_the_empty_form_holds_nobodys_details(client, release):
    post(client, release)
    form = form_of(client.get(edition_of(release).get_absolute_url()))
    assert not [field for field in form.xpath(".//input[@name]") if field.get("value") or field.get("checked")]


def test_a_removed_parent_is_not_named_to_those_who_answered_it(client, release):
    parent = shown(release, author="Removed Person")
    response = post(client, release, parent=parent.key)
    moved(parent, State.TRASH)
    assert "Removed Person" not in client.get(response["Location"]).content.decode()
