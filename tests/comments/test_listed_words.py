"""Administrators list words, and see first what each would have caught."""

from functools import partial

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from comments.actions.list_words import list_words, relist
from comments.models import Comment, ListedWord
from comments.screening import catching
from comments.screening.catching import caught_by
from comments.screening.lists import folded_word
from comments.states import State
from releases.errors import NotAllowed, Refused
from tests import cast, scenes
from tests.at_once import at_once
from tests.comments.conversation import moved, said, shown

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/listedword/"
ADD = f"{LIST}add/"
NOW = scenes.NOW


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def ada():
    return logged_in(cast.ada())


@pytest.fixture
def release():
    return scenes.published(at=NOW)


def listed(*words, to="block"):
    return list_words(words=words, to=to, by=cast.ada(), at=NOW)


def save(client, words, to="block", address=ADD, **more):
    return client.post(address, {"words": words, "list": to, "_save": "1"} | more, follow=True)


def look(client, words, address=ADD, name="words"):
    return client.post(address, {name: words, "list": "block", "_preview": "1"})


def tree(response):
    return html.fromstring(response.content.decode())


def told(response):
    return [str(message) for message in response.context["messages"]]


def errors(response):
    return [error.text_content() for error in tree(response).xpath("//ul[contains(@class, 'errorlist')]/li")]


def text_of(response, path):
    return [" ".join(element.text_content().split()) for element in tree(response).xpath(path)]


def test_a_word_is_added_with_its_folded_form_and_who_did_it(ada):
    assert told(save(ada, "  Best   Càsino ")) == ["1 word was added."]
    row = ListedWord.objects.get()
    assert (row.word, row.folded, row.list) == ("Best Càsino", "best casino", "block")
    assert (row.added_by, row.added_by_name) == (cast.ada(), "Ada Brook")
    assert LogEntry.objects.get().object_repr == "Best Càsino"
    assert "Best Càsino" in ada.get(LIST).content.decode()


def test_many_are_added_one_a_line_and_those_that_are_there_stay_as_they_are(ada):
    listed("refund", to="watch")
    answer = save(ada, "casino\n\n  \ncheap pills\nREFUND\nCasino\r\nviagra")
    assert set(ListedWord.objects.values_list("word", "list")) == {
        ("casino", "block"),
        ("cheap pills", "block"),
        ("viagra", "block"),
        ("refund", "watch"),
    }
    assert told(answer) == [
        "3 words were added.",
        "1 was listed already and stays as it is: “refund” (Watch list: look twice)",
    ]


@pytest.mark.parametrize("button", ["_save", "_preview"])
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "Enter a word or a phrase."),
        ("\n \t\n", "Enter a word or a phrase."),
        ("\u200b\u2060", "There is nothing to look for in that"),
        ("\u3164", "There is nothing to look for in that"),
        ("casino\n\u200b", "There is nothing to look for in that"),
        ("REFUND", "“refund” is listed already (Watch list: look twice)."),
        ("réfund\n\u200brefund", "“refund” is listed already (Watch list: look twice)."),
        ("x" * 101, "is too long for the list: 100 characters at most."),
        ("\ufdfa" * 20, "is too long for the list once its characters are written out."),
        ("a\0b", "Null characters are not allowed."),
        ("\n".join(map(str, range(501))), "These are 501 lines; list 500 at a time."),
    ],
)
def test_what_cannot_be_listed_is_refused_with_a_sentence(ada, words, why, button):
    listed("refund", to="watch")
    answer = ada.post(ADD, {"words": words, "list": "block", button: "1"})
    assert answer.status_code == 200
    assert any(why in error for error in errors(answer)), errors(answer)
    assert ListedWord.objects.count() == 1
    if "\0" not in words:
        assert tree(answer).get_element_by_id("id_words").text_content().strip() == words.strip()


def test_a_list_must_be_chosen(ada):
    assert errors(ada.post(ADD, {"words": "casino", "_save": "1"})) == ["Choose a list."]
    assert errors(ada.post(ADD, {"words": "casino", "list": "no such", "_save": "1"})) == ["Choose a list."]
    assert not ListedWord.objects.exists()


def test_a_word_is_changed_moved_and_deleted(ada):
    (row,) = listed("casino")
    address = f"{LIST}{row.pk}/change/"
    page = tree(ada.get(address))
    assert page.get_element_by_id("id_word").get("value") == "casino"
    assert page.xpath("//input[@name='list' and @checked]/@value") == ["block"]
    answer = ada.post(address, {"word": "Casinos", "list": "watch", "_save": "1"}, follow=True)
    assert told(answer) == ["“Casinos” was changed."]
    row.refresh_from_db()
    assert (row.word, row.folded, row.list, row.added_by) == ("Casinos", "casinos", "watch", cast.ada())
    # The same word again is no duplicate of itself.
    ada.post(address, {"word": "CASINOS", "list": "watch", "_save": "1"})
    assert ListedWord.objects.get().word == "CASINOS"
    ada.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert not ListedWord.objects.exists()


def test_a_word_cannot_be_changed_into_another_that_is_listed(ada):
    row, _other = listed("casino", "refund")
    answer = ada.post(f"{LIST}{row.pk}/change/", {"word": "REFUND", "list": "watch", "_save": "1"})
    assert errors(answer) == ["“refund” is listed already (Block list: probably spam)."]
    assert set(ListedWord.objects.values_list("word", flat=True)) == {"casino", "refund"}


def test_somebody_elses_duplicate_at_the_same_moment_is_told_too(ada):
    """The look beforehand has seen nothing yet; the unique index has the last word."""
    row, _other = listed("casino", "refund")
    with pytest.raises(Refused, match="“refund” is listed already"):
        relist(listed=row, word="refund", to="block", by=cast.ada())
    row.refresh_from_db()
    assert row.word == "casino"
    assert list_words(words=["CASINO"], to="watch", by=cast.ada(), at=NOW) == []


def test_of_two_who_add_the_same_word_at_once_one_adds_it(transactional_db):
    by = cast.ada()
    added = at_once(*[partial(list_words, words=["casino"], to="block", by=by, at=NOW)] * 4)
    assert sorted(map(len, added)) == [0, 0, 0, 1]
    assert ListedWord.objects.count() == 1


@pytest.mark.parametrize("person", [cast.mo, cast.edda, cast.wren, cast.otto])
def test_nobody_but_administrators_sees_or_touches_the_lists(person):
    (row,) = listed("casino")
    client = logged_in(person())
    for address in (LIST, ADD, f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/delete/"):
        assert client.get(address).status_code == 403, address
        sent = {"words": "x", "word": "x", "list": "block", "post": "yes", "_save": "1"}
        assert client.post(address, sent).status_code == 403, address
    assert client.post(ADD, {"words": "x", "list": "block", "_preview": "1"}).status_code == 403
    assert ListedWord.objects.get().word == "casino"
    with pytest.raises(NotAllowed):
        list_words(words=["x"], to="block", by=person(), at=NOW)
    with pytest.raises(NotAllowed):
        relist(listed=row, word="x", to="block", by=person())


def test_whoever_may_only_look_gets_no_form():
    (row,) = listed("casino")
    mo = cast.mo()
    mo.user_permissions.add(Permission.objects.get(codename="view_listedword"))
    client = logged_in(cast.mo())
    page = client.get(f"{LIST}{row.pk}/change/")
    assert page.status_code == 200
    assert not tree(page).xpath("//input[@name='word'] | //button[@name='_save']")
    assert client.post(f"{LIST}{row.pk}/change/", {"word": "x", "list": "block", "_save": "1"}).status_code == 403


def test_it_is_shown_what_a_word_would_have_caught_and_nothing_is_saved(ada, release):
    shown(release, text="We met at the Cásino <b>yesterday</b>.", author="Noor")
    moved(said(release, text="CASINO!!!", author="Spammer"), State.SPAM)
    said(release, text="Hello", email="casino@example.org", author="Waiter")
    said(release, text="Casinos are another word.")
    answer = look(ada, "casino")
    assert text_of(answer, "//section[@id='preview']//h2") == ["It would have caught 3 replies"]
    assert "The newest 4 replies were looked at." in text_of(answer, "//section[@id='preview']")[0]
    assert text_of(answer, "//ul[@class='words-states']/li") == ["Waiting 1", "Approved 1", "Spam 1"]
    assert text_of(answer, "//*[@class='words-warn']") == ["1 of them was approved."]
    assert text_of(answer, "//ul[@class='words-examples']//mark") == ["Cásino", "casino", "CASINO"]
    # What was approved comes first: it is what the word does wrong.
    assert text_of(answer, "//ul[@class='words-examples']//p[@dir]") == [
        "We met at the Cásino <b>yesterday</b>.",
        "casino@example.org",
        "CASINO!!!",
    ]
    assert "<b>yesterday" not in answer.content.decode()
    page = tree(answer)
    assert page.get_element_by_id("id_words").text_content().strip() == "casino"
    assert page.xpath("//input[@name='list' and @checked]/@value") == ["block"]
    assert not ListedWord.objects.exists()


def test_what_a_changed_word_would_have_caught(ada, release):
    (row,) = listed("casino")
    said(release, text="A refund")
    answer = look(ada, "refund", f"{LIST}{row.pk}/change/", "word")
    assert text_of(answer, "//section[@id='preview']//h2") == ["It would have caught 1 reply"]
    assert ListedWord.objects.get().word == "casino"


def test_of_many_words_each_is_shown_with_what_it_does_wrong(ada, release):
    shown(release, text="The ferry is late")
    said(release, text="ferry, ferry, casino")
    answer = look(ada, "casino\nferry\nviagra")
    assert text_of(answer, "//section[@id='preview']//tbody/tr/*") == ["ferry", "2", "1", "casino", "1", "0"]


def test_nothing_caught_is_said_as_well(ada, release):
    said(release)
    answer = look(ada, "casino")
    assert text_of(answer, "//section[@id='preview']//h2") == ["It would have caught 0 replies"]
    assert not text_of(answer, "//*[@class='words-warn'] | //ul[@class='words-examples']")


def test_without_the_permission_to_read_replies_there_are_only_numbers(release):
    said(release, text="Casino")
    mo = cast.otto()
    mo.user_permissions.add(Permission.objects.get(codename="add_listedword"))
    answer = look(logged_in(cast.otto()), "casino")
    assert text_of(answer, "//section[@id='preview']//h2") == ["It would have caught 1 reply"]
    assert not text_of(answer, "//ul[@class='words-examples']")


def test_only_the_newest_are_looked_at_and_no_more_than_can_be_read_soon(release, monkeypatch):
    for number in range(5):
        said(release, text=f"casino {number}")
    monkeypatch.setattr(catching, "NEWEST", 3)
    assert caught_by(["casino"]).looked_at == 3
    monkeypatch.setattr(catching, "CHARACTERS", 10)
    assert caught_by(["casino"]).looked_at == 2


def test_twenty_examples_are_kept_and_the_approved_ones_before_the_others(release, monkeypatch):
    monkeypatch.setattr(catching, "EXAMPLES", 3)
    order = [State.APPROVED, State.APPROVED, None, State.SPAM, None, State.APPROVED, None]
    for number, to in enumerate(order):
        comment = said(release, text=f"casino {number}")
        if to:
            moved(comment, to)
    texts = [each.comment.text for each in caught_by(["casino"]).examples]
    assert texts == ["casino 5", "casino 1", "casino 0"]
    monkeypatch.setattr(catching, "EXAMPLES", 5)
    texts = [each.comment.text for each in caught_by(["casino"]).examples]
    assert texts == ["casino 5", "casino 1", "casino 0", "casino 6", "casino 4"]


def test_what_was_erased_is_not_looked_at(release):
    comment = said(release, text="casino")
    Comment.objects.filter(pk=comment.pk).update(state=State.ERASED, author="", email="", text="", fingerprint=None)
    assert caught_by(["casino"]).looked_at == 0


def test_the_pages_ask_the_same_of_the_database_however_much_there_is(ada, release):
    asked = []
    for rows in (2, 20):
        listed(*(f"{folded_word('word')} {rows} {number}" for number in range(rows)))
        for number in range(rows):
            said(release, text=f"casino {rows} {number}")
        numbers = []
        for ask in (lambda: ada.get(LIST), lambda: look(ada, "casino\npills"), lambda: ada.get(ADD)):
            with CaptureQueriesContext(connection) as captured:
                assert ask().status_code == 200
            numbers.append(len(captured.captured_queries))
        asked.append(numbers)
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 8
