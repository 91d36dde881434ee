"""For ten minutes writers change and take back what they wrote; every version is on record, and a person reads it again."""

from datetime import timedelta

import pytest
import time_machine
from lxml import html

from comments.actions import decide, edit, take_back
from comments.addresses import edit_url, take_back_url, waiting_url
from comments.models import Comment, Decision, EarlierText
from comments.own import OWN_FOR
from comments.reasons import Rule
from comments.states import State
from comments.waiting import token_for
from releases.errors import Conflict, Refused
from tests import cast, scenes
from tests.at_once import at_once
from tests.comments.conversation import edition_of, moved, said, shown

NOW = scenes.NOW
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def comment(db):
    return said(scenes.published(at=NOW), at=NOW)


@pytest.fixture
def clock():
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False) as traveller:
        yield traveller


def addresses(comment):
    token, edition = token_for(comment), edition_of(comment.release)
    return waiting_url(edition, token), edit_url(edition, token), take_back_url(edition, token)


def test_an_edit_is_the_next_version_and_the_earlier_one_is_kept(comment):
    edit(comment=comment, text="When is the first one?", seen_version=1, at=NOW + timedelta(minutes=1))
    comment = Comment.objects.get()
    assert (comment.version, comment.text, comment.state) == (2, "When is the first one?", State.PENDING)
    earlier = EarlierText.objects.get()
    assert (earlier.version, earlier.text) == (1, "When is the last crossing?")
    assert not Decision.objects.exists()


def test_an_approved_reply_waits_again_and_the_record_says_why(comment):
    moved(comment, State.APPROVED)
    edit(comment=comment, text="Buy now", seen_version=1, at=NOW + timedelta(minutes=1))
    assert Comment.objects.get().state == State.PENDING
    row = Decision.objects.latest("pk")
    assert (row.rule, row.by_name, row.from_state, row.to_state, row.version) == (
        Rule.WRITER_EDITED, "", State.APPROVED, State.PENDING, 2,
    )  # fmt: skip


def test_what_the_moderator_read_is_not_what_is_there_now(comment):
    screen = Comment.objects.get()
    edit(comment=comment, text="Buy now", seen_version=1, at=NOW + timedelta(minutes=1))
    with pytest.raises(Conflict):
        decide(comment=screen, to=State.APPROVED, by=cast.mo(), seen_state=State.PENDING, seen_version=1)
    assert Comment.objects.get().state == State.PENDING


def test_of_two_tabs_the_second_is_told(comment):
    tab = Comment.objects.get()
    edit(comment=comment, text="From one tab", seen_version=1, at=NOW)
    with pytest.raises(Conflict):
        edit(comment=tab, text="From the other", seen_version=1, at=NOW)
    assert Comment.objects.get().text == "From one tab"


@pytest.mark.parametrize("state", [State.REJECTED, State.SPAM, State.TRASH])
def test_what_a_moderator_set_aside_is_not_changed(comment, state):
    moved(comment, state)
    with pytest.raises(Refused):
        edit(comment=comment, text="Again", seen_version=1, at=NOW)
    assert Comment.objects.get().version == 1


def test_the_ten_minutes_end(comment):
    edit(comment=comment, text="In time", seen_version=1, at=NOW + OWN_FOR)
    with pytest.raises(Refused):
        edit(comment=comment, text="Too late", seen_version=2, at=NOW + OWN_FOR + timedelta(seconds=1))
    with pytest.raises(Refused):
        take_back(comment=comment, at=NOW + OWN_FOR + timedelta(seconds=1))
    assert Comment.objects.get().text == "In time"


def test_what_was_taken_back_is_brought_back_by_nobody(comment):
    answer = shown(comment.release, parent=moved(comment, State.APPROVED))
    take_back(comment=comment, at=NOW)
    assert Comment.objects.get(pk=comment.pk).state == State.TRASH
    assert Comment.objects.get(pk=answer.pk).state == State.APPROVED
    assert Decision.objects.filter(comment=comment).latest("pk").rule == Rule.WRITER_WITHDREW
    with pytest.raises(Refused):
        decide(comment=comment, to=State.PENDING, by=cast.mo(), seen_state=State.TRASH)
    assert Comment.objects.get(pk=comment.pk).state == State.TRASH


def test_a_decision_and_an_edit_at_once_leave_one_consistent_row(transactional_db):
    comment = said(scenes.published(at=NOW), at=NOW)
    mine, moderators = Comment.objects.get(), Comment.objects.get()
    mo = cast.mo()
    outcomes = at_once(
        lambda: edit(comment=mine, text="Other words", seen_version=1, at=NOW),
        lambda: decide(comment=moderators, to=State.APPROVED, by=mo, seen_state=State.PENDING),
        but=Refused,
    )
    comment.refresh_from_db()
    assert [isinstance(outcome, Refused) for outcome in outcomes].count(True) == 1
    assert (comment.state, comment.version) in {(State.APPROVED, 1), (State.PENDING, 2)}


def test_from_the_page_it_is_changed_and_taken_back(client, comment, clock):
    page, change, back = addresses(comment)
    tree = html.fromstring(client.get(page).content.decode())
    assert change in tree.xpath("//a/@href")
    form = html.fromstring(client.get(change).content.decode()).get_element_by_id("id_comment")
    assert form.text_content().strip() == comment.text
    answer = client.post(change, {"comment": "Better said", "version": 1}, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert Comment.objects.get().text == "Better said"
    assert "new text is held" in client.get(page).content.decode()
    answer = client.post(back, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert "took your reply back" in client.get(page).content.decode()
    assert Comment.objects.get().withdrawn_at is not None


def test_an_unfit_text_comes_back_with_its_error(client, comment, clock):
    _page, change, _back = addresses(comment)
    answer = client.post(change, {"comment": "  ", "version": 1}, headers=OURS)
    assert answer.status_code == 422
    answer = client.post(change, {"comment": "Newer", "version": 7}, headers=OURS)
    assert answer.status_code == 409
    assert "Newer" in html.fromstring(answer.content.decode()).get_element_by_id("id_comment").text_content()
    assert Comment.objects.get().version == 1


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_changes_nothing(client, comment, clock, headers):
    _page, change, back = addresses(comment)
    assert client.post(change, {"comment": "Theirs", "version": 1}, headers=headers).status_code == 403
    assert client.post(back, headers=headers).status_code == 403
    comment.refresh_from_db()
    assert (comment.version, comment.withdrawn_at) == (1, None)


def test_nothing_of_it_can_be_done_without_the_address_or_after_its_time(client, comment, clock):
    _page, change, back = addresses(comment)
    assert client.get(back).status_code == 405
    clock.shift(timedelta(minutes=10))
    assert client.get(change).status_code == client.post(change, headers=OURS).status_code == 404
    assert client.post(back, headers=OURS).status_code == 404
    assert client.post("/replies/x/take-back/", headers=OURS).status_code == 404
