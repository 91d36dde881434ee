"""The office answers under its own name, pins one reply, and says which correction answers a reply."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, transaction
from lxml import html

from comments.actions import answer, answered_in_text, decide, pin, unpin
from comments.errors import Duplicate
from comments.models import Comment, Decision
from comments.states import State
from comments.threads import thread_page
from releases.errors import Conflict, NotAllowed, Refused
from tests import cast, scenes
from tests.at_once import at_once
from tests.comments.conversation import edition_of, moved, said, shown

NOW = scenes.NOW
HOUR = timedelta(hours=1)


@pytest.fixture
def release(db):
    return scenes.published(at=NOW)


@pytest.fixture(autouse=True)
def office(settings):
    settings.OFFICE_NAME = "Harbour Office"


def page(client, release, at=NOW + HOUR):
    with time_machine.travel(at, tick=False):
        return html.fromstring(client.get(edition_of(release).get_absolute_url()).content.decode())


def test_an_answer_is_on_the_page_with_a_badge_and_without_the_persons_name(client, release):
    question = shown(release)
    row = answer(release=release, parent=question, text="At eight.", by=cast.edda(), at=NOW)
    assert (row.author, row.official, row.by_name, row.email, row.depth) == ("Harbour Office", True, "Edda Lind", "", 1)
    decision = Decision.objects.get(comment=row)
    assert (decision.from_state, decision.to_state, decision.by_name) == ("pending", "approved", "Edda Lind")
    tree = page(client, release)
    words = " ".join(tree.get_element_by_id(row.fragment).text_content().split())
    assert "Harbour Office Official answer" in words
    assert "At eight." in words
    assert "Edda" not in tree.text_content()


def test_the_same_answer_twice_is_one(release):
    question = shown(release)
    answer(release=release, parent=question, text="At eight.", by=cast.edda(), at=NOW)
    with pytest.raises(Duplicate):
        answer(release=release, parent=question, text="At eight.", by=cast.edda(), at=NOW + timedelta(days=9))


@pytest.mark.parametrize("person", [cast.wren, cast.mo])
def test_who_may_not_speak_for_the_office_does_not(release, person):
    with pytest.raises(NotAllowed):
        answer(release=release, text="Ours.", by=person(), at=NOW)
    with pytest.raises(NotAllowed):
        answered_in_text(comment=shown(release), edition=None, by=person())
    assert not Comment.objects.filter(official=True).exists()


def test_only_what_readers_see_is_answered(release):
    waiting, gone = said(release), moved(shown(release), State.TRASH)
    elsewhere = shown(scenes.published(at=NOW, headline="Elsewhere"))
    for parent in (waiting, gone, elsewhere):
        with pytest.raises(Refused):
            answer(release=release, parent=parent, text="Ours.", by=cast.edda(), at=NOW)
    hidden = scenes.scheduled(visible_from=NOW + timedelta(days=1), at=NOW, headline="Secret")
    with pytest.raises(Refused):
        answer(release=hidden, text="Ours.", by=cast.edda(), at=NOW)


def test_a_moderator_can_take_an_answer_down_like_any_reply(release):
    row = answer(release=release, text="Wrong.", by=cast.edda(), at=NOW)
    decide(comment=row, to=State.TRASH, by=cast.mo(), seen_state=State.APPROVED)
    assert thread_page(release.pk, NOW).nodes == []


def test_staff_names_no_reader_claims(release):
    with pytest.raises(Refused, match="office's own"):
        said(release, author="Harbour Office")
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=shown(release).pk).update(official=True)


def test_the_pinned_reply_stands_above_the_others_and_in_its_place(client, release):
    first, second = shown(release, text="The first"), shown(release, text="The second", at=NOW + timedelta(minutes=1))
    assert pin(comment=second, by=cast.mo(), at=NOW) is None
    tree = page(client, release)
    (pinned,) = tree.xpath("//aside[contains(@class, 'reply--pinned')]")
    assert "The second" in pinned.text_content()
    ids = tree.xpath("//*[@id]/@id")
    assert len(ids) == len(set(ids))
    assert pin(comment=first, by=cast.mo(), at=NOW) == second
    assert list(Comment.objects.filter(pinned_at__isnull=False)) == [first]
    unpin(comment=first, by=cast.mo())
    assert not page(client, release).xpath("//aside[contains(@class, 'reply--pinned')]")


def test_a_pinned_reply_of_another_page_is_shown_on_the_first_only(monkeypatch, release):
    monkeypatch.setattr("comments.threads.THREADS_A_PAGE", 2)
    replies = [shown(release, at=NOW + timedelta(minutes=number)) for number in range(5)]
    pin(comment=replies[4], by=cast.mo(), at=NOW)
    assert thread_page(release.pk, NOW).pinned.comment == replies[4]
    assert thread_page(release.pk, NOW, 2).pinned is None


def test_a_pin_on_what_was_removed_shows_nothing(release):
    comment = shown(release)
    shown(release, text="Another")
    pin(comment=comment, by=cast.mo(), at=NOW)
    moved(comment, State.SPAM)
    assert thread_page(release.pk, NOW).pinned is None
    with pytest.raises(Conflict):
        pin(comment=comment, by=cast.mo(), at=NOW)
    with pytest.raises(NotAllowed):
        pin(comment=comment, by=cast.edda(), at=NOW)


def test_two_who_pin_at_once_leave_one_pin(transactional_db):
    release = scenes.published(at=NOW)
    replies, mo = [shown(release), shown(release)], cast.mo()
    at_once(*(partial(pin, comment=comment, by=mo, at=NOW) for comment in replies))
    assert Comment.objects.filter(pinned_at__isnull=False).count() == 1


def test_a_correction_that_answers_is_linked_while_readers_may_read_it(client, release):
    question = shown(release)
    corrected = scenes.corrected(release, at=NOW + HOUR, note="It is Tuesday.")
    edition = edition_of(corrected)
    answered_in_text(comment=question, edition=edition, by=cast.edda())
    before = thread_page(release.pk, edition.visible_from - timedelta(microseconds=1))
    after = thread_page(release.pk, edition.visible_from)
    assert [node.answered_in for node in before.nodes] == [None]
    assert [node.answered_in for node in after.nodes] == [2]
    (link,) = page(client, release, at=NOW + 2 * HOUR).xpath("//*[contains(@class, 'reply__in-text')]/a/@href")
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        assert client.get(link).status_code == 200
    answered_in_text(comment=question, edition=None, by=cast.edda())
    assert [node.answered_in for node in thread_page(release.pk, edition.visible_from).nodes] == [None]


def test_only_a_correction_of_the_same_release_answers(release):
    question = shown(release)
    other = scenes.corrected(scenes.published(at=NOW, headline="Elsewhere"), at=NOW + HOUR, note="Other.")
    for edition in (edition_of(release), edition_of(other)):
        with pytest.raises(Refused):
            answered_in_text(comment=question, edition=edition, by=cast.edda())
    assert Comment.objects.get(pk=question.pk).answered_in is None
