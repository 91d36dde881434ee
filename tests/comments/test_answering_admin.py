"""The pages on which staff answer, pin, link and open or close: only who may, and what the screen said is what happens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from comments.actions import answer, set_door
from comments.errors import Duplicate
from comments.limits import TEXT_BYTES
from comments.models import Comment, Door
from comments.states import State
from releases.errors import NotAllowed, Refused
from tests import cast, scenes
from tests.comments.conversation import edition_of, moved, said, shown

pytestmark = pytest.mark.django_db
DESK = "/admin/comments/comment/"
SHORTLY = timedelta(hours=1)


@pytest.fixture(autouse=True)
def office(settings):
    settings.OFFICE_NAME = "Harbour Office"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def release(now):
    return scenes.published(at=now - SHORTLY)


def as_person(person):
    client = Client()
    client.force_login(person())
    return client


def under(release):
    return f"{DESK}under/{release.pk}/"


def tree_of(response):
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def words(element):
    return " ".join(" ".join(element.itertext()).split())


def pinned():
    return list(Comment.objects.filter(pinned_at__isnull=False))


def press_pin(client, release, comment):
    """The value that the button under this reply sends, as the page on the screen has it."""
    (button,) = tree_of(client.get(under(release))).xpath(f"//form[@action='{DESK}{comment.pk}/pin/']/button")
    return lambda: client.post(f"{DESK}{comment.pk}/pin/", {"pin": button.get("value")}, follow=True)


def test_what_is_previewed_is_not_posted_and_what_is_posted_is_on_the_page(release, now):
    question, edda = shown(release, at=now - SHORTLY), as_person(cast.edda)
    page = tree_of(edda.post(f"{DESK}{question.pk}/answer/", {"text": "  At <b>eight</b>.\r\n", "preview": ""}))
    (preview,) = page.xpath("//*[@aria-label='As it will look']")
    assert words(preview) == "Harbour Office Official answer At <b>eight</b>."
    assert not Comment.objects.filter(official=True).exists()
    edda.post(f"{DESK}{question.pk}/answer/", {"text": "  At <b>eight</b>.\r\n"})
    row = Comment.objects.get(official=True)
    assert (row.text, row.parent, row.state, row.by) == ("At <b>eight</b>.", question, State.APPROVED, cast.edda())
    public = tree_of(Client().get(edition_of(release).get_absolute_url()))
    assert "At <b>eight</b>." in words(public.get_element_by_id(row.fragment))


@pytest.mark.parametrize("button", [{"preview": ""}, {}])
def test_what_a_reader_could_not_send_comes_back_in_the_form(release, button):
    text = "a" * (TEXT_BYTES + 1)
    page = tree_of(as_person(cast.edda).post(f"{under(release)}answer/", {"text": text} | button))
    assert "too long" in words(page.xpath("//ul[contains(@class, 'errorlist')]")[0])
    assert page.get_element_by_id("id_text").text_content().strip() == text
    assert not page.xpath("//*[@aria-label='As it will look']")


def test_an_answer_to_what_was_removed_meanwhile_is_kept_in_the_form(release, now):
    question = shown(release, at=now - SHORTLY)
    moved(question, State.TRASH)
    page = tree_of(as_person(cast.edda).post(f"{DESK}{question.pk}/answer/", {"text": "At eight."}))
    assert "no longer on the page" in words(page.xpath("//ul[contains(@class, 'errorlist')]")[0])
    assert page.get_element_by_id("id_text").text_content().strip() == "At eight."
    assert not Comment.objects.filter(official=True).exists()


def test_a_double_click_posts_one_answer(release):
    edda = as_person(cast.edda)
    for _ in range(2):
        response = edda.post(f"{under(release)}answer/", {"text": "At eight."})
    assert "This answer is there already." in response.content.decode()
    assert Comment.objects.filter(official=True).count() == 1


def test_an_answer_that_was_taken_down_is_said_to_be_in_the_trash(release, now):
    moved(answer(release=release, text="At eight.", by=cast.edda(), at=now), State.TRASH)
    with pytest.raises(Duplicate, match="in “Trash” now"):
        answer(release=release, text="At eight.", by=cast.edda(), at=now)


def test_staff_answer_where_readers_no_longer_can(release, now):
    set_door(release=release, opens=Door.Opens.CLOSED, by=cast.mo(), at=now - SHORTLY)
    as_person(cast.edda).post(f"{under(release)}answer/", {"text": "One more thing."})
    assert Comment.objects.get(official=True).text == "One more thing."


@pytest.mark.parametrize("person", [cast.wren, cast.otto])
def test_who_has_nothing_to_do_with_replies_gets_no_page(release, now, person):
    client, comment = as_person(person), shown(release, at=now - SHORTLY)
    for address in (under(release), f"{DESK}{comment.pk}/answer/", f"{under(release)}answer/"):
        assert client.get(address).status_code == 403
    for address in (f"{under(release)}door/", f"{DESK}{comment.pk}/pin/", f"{DESK}{comment.pk}/in-text/"):
        assert client.post(address, {"opens": "closed", "pin": "here"}).status_code == 403
    assert not Door.objects.exists()
    assert not pinned()


def test_each_role_finds_its_own_buttons_and_no_others(release, now):
    comment = shown(release, at=now - SHORTLY)
    mo, edda = as_person(cast.mo), as_person(cast.edda)
    assert tree_of(mo.get(under(release))).xpath("//button[@name='opens']")
    assert not tree_of(edda.get(under(release))).xpath("//button[@name='opens']|//button[@name='pin']")
    assert edda.post(f"{under(release)}door/", {"opens": "closed"}).status_code == 403
    assert edda.post(f"{DESK}{comment.pk}/pin/", {"pin": "here"}).status_code == 403
    assert mo.post(f"{under(release)}answer/", {"text": "Ours."}).status_code == 403
    assert mo.post(f"{DESK}{comment.pk}/in-text/", {"edition": ""}).status_code == 403


def test_a_double_click_on_pin_pins_and_on_its_end_unpins(release, now):
    comment, mo = shown(release, at=now - SHORTLY), as_person(cast.mo)
    press = press_pin(mo, release, comment)
    press()
    press()
    assert pinned() == [comment]
    press = press_pin(mo, release, comment)
    press()
    press()
    assert pinned() == []


def test_a_pin_on_what_is_not_on_the_page_is_refused_in_words(release, now):
    waiting = said(release, at=now - SHORTLY)
    response = as_person(cast.mo).post(f"{DESK}{waiting.pk}/pin/", {"pin": "here"}, follow=True)
    assert "Only a reply that is on the page can be pinned." in response.content.decode()
    assert not pinned()


def test_the_pinned_reply_comes_first_and_any_other_can_be_reached(monkeypatch, release, now):
    monkeypatch.setattr("comments.admin.answering.SHOWN", 2)
    replies = [shown(release, text=f"Number {n}", at=now - SHORTLY + timedelta(minutes=n)) for n in range(4)]
    mo = as_person(cast.mo)
    mo.post(f"{DESK}{replies[0].pk}/pin/", {"pin": "here"})
    texts = tree_of(mo.get(under(release))).xpath("//*[contains(@class, 'desk-text')]/text()")
    assert texts == ["Number 0", "Number 3"]
    (link,) = tree_of(mo.get(f"{DESK}{replies[1].pk}/change/")).xpath("//p[@class='desk-links']/a/@href")
    assert tree_of(mo.get(link)).xpath("//*[contains(@class, 'desk-text')]/text()") == ["Number 1"]
    for odd in ("x", "²", "9" * 30, "-1", str(replies[1].pk + 1000)):
        assert mo.get(under(release), {"reply": odd}).status_code == 200


def test_a_correction_is_linked_and_unlinked_from_the_page(release, now):
    question, edda = shown(release, at=now - SHORTLY), as_person(cast.edda)
    edition = edition_of(scenes.corrected(release, at=now, note="It is Tuesday."))
    page = tree_of(edda.get(under(release)))
    assert page.xpath("//select/option/@value") == ["", str(edition.pk)]
    edda.post(f"{DESK}{question.pk}/in-text/", {"edition": edition.pk})
    assert Comment.objects.get(pk=question.pk).answered_in == edition
    for odd in ("x", "²", "9" * 30, "0"):
        assert edda.post(f"{DESK}{question.pk}/in-text/", {"edition": odd}).status_code == 404
    assert Comment.objects.get(pk=question.pk).answered_in == edition
    edda.post(f"{DESK}{question.pk}/in-text/", {"edition": ""})
    assert Comment.objects.get(pk=question.pk).answered_in is None


def standing_words(client, release):
    return words(tree_of(client.get(under(release))).xpath("//section[@aria-labelledby='under-door']/p")[0])


def test_the_page_says_how_the_door_stands_and_why(release, settings):
    mo = as_person(cast.mo)
    assert standing_words(mo, release) == "Open, as everywhere."
    settings.REPLIES_CLOSE_AFTER_DAYS = 14
    assert standing_words(mo, release).startswith("Open; the clock closes it on")
    mo.post(f"{under(release)}door/", {"opens": "closed"})
    assert standing_words(mo, release).startswith("Closed, as Mo Haddad decided on")
    mo.post(f"{under(release)}door/", {"opens": "open"})
    assert standing_words(mo, release).startswith("Open, as Mo Haddad decided on")
    mo.post(f"{under(release)}door/", {"opens": "default"})
    assert standing_words(mo, release).startswith("Open; the clock closes it on")
    assert [door.opens for door in Door.objects.order_by("pk")] == ["closed", "open", "default"]


def test_the_clock_that_closed_it_and_a_hidden_release_are_said_too(settings, now):
    settings.REPLIES_CLOSE_AFTER_DAYS = 1
    mo, old = as_person(cast.mo), scenes.published(at=now - timedelta(days=3), headline="Old")
    assert standing_words(mo, old).startswith("Closed by the clock on")
    hidden = scenes.scheduled(visible_from=now + timedelta(days=1), at=now, headline="Hidden")
    assert standing_words(mo, hidden) == "The release is not public, so it takes no replies."


def test_a_door_is_set_only_by_moderators_and_only_to_what_there_is(release):
    with pytest.raises(NotAllowed):
        set_door(release=release, opens=Door.Opens.CLOSED, by=cast.edda())
    with pytest.raises(Refused):
        set_door(release=release, opens="ajar", by=cast.mo())
    assert not Door.objects.exists()


def test_editors_find_the_door_from_the_release_itself_though_nobody_replied(release):
    page = tree_of(as_person(cast.ada).get(f"/admin/releases/release/{release.pk}/change/"))
    assert page.xpath(f"//a[@href='{under(release)}']")
    assert not tree_of(as_person(cast.wren).get(f"/admin/releases/release/{release.pk}/change/")).xpath(
        f"//a[@href='{under(release)}']"
    )


def test_two_replies_cost_as_many_queries_as_twenty(release, now):
    mo, counts = as_person(cast.mo), []
    for number in (2, 18):
        for minute in range(number):
            shown(release, at=now - SHORTLY + timedelta(seconds=minute))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            mo.get(under(release))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14
