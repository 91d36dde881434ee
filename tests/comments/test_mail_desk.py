"""Moderators are told at once, then in one mail a quarter of an hour, in numbers, and of no spam."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.test import Client

from comments.actions import edit, report
from comments.mail import desk
from comments.mail.delivery import LEASE
from comments.mail.desk import APART, KEPT, SETTLED, moderators, tell_moderators
from comments.models import Comment, DeskMail
from comments.reasons import Complaint
from comments.senders import Sender
from comments.states import State
from tests import cast, scenes
from tests.at_once import at_once
from tests.comments.conversation import moved, said
from tests.comments.mailbox import markup, plain
from tests.postgres import free_port

NOW = scenes.NOW
LATER = NOW + SETTLED
"""When what was written at NOW is certainly stored."""
QUEUE = "http://testserver/admin/comments/comment/"
pytestmark = pytest.mark.django_db


def with_address(person):
    person.email = f"{person.username}@example.org"
    person.save()
    return person


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mo(clock):
    return with_address(cast.mo())


@pytest.fixture
def release(mo):
    return scenes.published(at=NOW - timedelta(hours=1))


def reported(comment, at, number=0):
    report(comment=comment, reason=Complaint.UNTRUE, sender=Sender(mark=f"{number:032x}"), at=at)


def test_the_first_is_told_at_once_and_then_one_mail_counts_a_quarter_of_an_hour(release, inbox):
    said(release, at=NOW, author="Noor <script>", text="Secret words")
    assert tell_moderators(LATER) == 1
    (mail,) = inbox.taken()
    assert mail["To"] == "mo@example.org"
    assert mail["Subject"] == "[Test Office] 1 new reply waits for a moderator"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert QUEUE in plain(mail)
    assert QUEUE in markup(mail).xpath("//a/@href")
    for minute in range(1, 15):
        said(release, at=NOW + timedelta(minutes=minute), text=f"Reply {minute}")
        assert tell_moderators(LATER + timedelta(minutes=minute)) == 0
    assert tell_moderators(LATER + APART) == 1
    (mail,) = inbox.taken()
    assert mail["Subject"] == "[Test Office] 14 new replies wait for a moderator"
    assert "New since the last mail: 14" in plain(mail)
    assert "Waiting in all: 15" in plain(mail)
    assert "The oldest has waited for: " in plain(mail)
    for hour in range(1, 5):
        assert tell_moderators(LATER + timedelta(hours=hour)) == 0


def test_a_mail_holds_no_word_of_a_reader_and_leads_to_a_page_behind_the_login(release, inbox):
    said(release, at=NOW, author="Hostile Name", text="Hostile words http://evil.example", email="secret@example.org")
    tell_moderators(LATER)
    (mail,) = inbox.taken()
    for part in (plain(mail), mail.get_body(("html",)).get_content(), mail["Subject"]):
        for word in ("Hostile", "evil", "secret", "Ferry"):
            assert word not in part
    assert Client().get(QUEUE).status_code == 302


def test_what_looks_like_spam_is_no_reason_for_a_mail(release, inbox):
    comment = said(release, at=NOW)
    Comment.objects.filter(pk=comment.pk).update(suspected=True)
    assert tell_moderators(LATER) == 0
    said(release, at=NOW, text="A person's")
    assert tell_moderators(LATER) == 1
    (mail,) = inbox.taken()
    assert "New since the last mail: 1" in plain(mail)
    assert "Of these, probably spam: 1" in plain(mail)


def test_what_was_decided_before_the_next_mail_is_no_news(release, inbox):
    said(release, at=NOW)
    tell_moderators(LATER)
    moved(said(release, at=NOW + timedelta(minutes=1), text="Another"), State.APPROVED)
    assert tell_moderators(LATER + APART) == 0
    assert len(inbox.taken()) == 1


def test_an_edited_reply_that_waits_again_is_news(release, inbox):
    comment = said(release, at=NOW)
    tell_moderators(LATER)
    moved(comment, State.APPROVED)
    edit(comment=comment, text="A new text", seen_version=1, at=NOW + timedelta(minutes=9))
    assert tell_moderators(LATER + APART) == 1
    assert "New since the last mail: 1" in plain(inbox.taken()[1])


def test_reports_of_approved_replies_are_news_and_counted_by_reply(release, inbox):
    comment = moved(said(release, at=NOW - timedelta(hours=1)), State.APPROVED)
    assert tell_moderators(LATER) == 0
    reported(comment, NOW)
    reported(comment, NOW, 1)
    assert tell_moderators(LATER) == 1
    (mail,) = inbox.taken()
    assert mail["Subject"] == "[Test Office] Readers reported 1 reply"
    assert "Reported by readers since then: 1" in plain(mail)
    assert "Waiting in all: 0" in plain(mail)
    assert tell_moderators(LATER + APART) == 0


def test_what_may_still_be_on_its_way_into_the_database_is_left_to_the_next_mail(release, inbox):
    said(release, at=NOW)
    assert tell_moderators(NOW + SETTLED / 2) == 0
    assert tell_moderators(NOW + SETTLED) == 1
    # Written before the first mail, stored after it.
    said(release, at=NOW + timedelta(seconds=1), text="Slow")
    assert tell_moderators(LATER + APART) == 1


def test_it_goes_to_active_staff_who_moderate():
    for person in (cast.edda(), cast.wren(), cast.mo(), cast.ada(), cast.otto()):
        with_address(person)
    gone = with_address(cast.person("gus", "Moderators"))
    gone.is_active = False
    gone.save()
    outside = with_address(cast.person("olly", "Moderators"))
    outside.is_staff = False
    outside.save()
    cast.person("nell", "Moderators")
    assert {person.username for person in moderators()} == {"mo", "ada"}


def test_without_anybody_to_tell_the_log_says_so_and_not_every_few_seconds(release, mo, inbox, caplog):
    mo.email = ""
    mo.save()
    said(release, at=NOW)
    for second in range(0, 600, 60):
        assert tell_moderators(LATER + timedelta(seconds=second)) == 0
    assert caplog.text.count("nobody can be told") == 1


def test_one_moderator_whose_mailbox_is_gone_stops_nobody_and_is_not_tried_for_ever(release, inbox):
    with_address(cast.ada())
    inbox.refusals["ada@example.org"] = "550 no such mailbox"
    said(release, at=NOW)
    assert tell_moderators(LATER) == 1
    assert len(inbox.taken()) == 1
    inbox.refusals["mo@example.org"] = "550 no such mailbox"
    said(release, at=NOW + timedelta(minutes=1), text="Another")
    assert tell_moderators(LATER + APART) == 0
    inbox.refusals.clear()
    assert tell_moderators(LATER + APART + LEASE) == 0
    assert not inbox.taken()


def test_a_mail_that_failed_is_made_anew_after_the_lease(release, inbox, settings):
    said(release, at=NOW)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    with pytest.raises(OSError, match="refused"):
        tell_moderators(LATER)
    settings.EMAIL_PORT = port
    said(release, at=NOW + timedelta(minutes=1), text="Another")
    assert tell_moderators(LATER + timedelta(minutes=2)) == 0
    assert tell_moderators(LATER + LEASE) == 1
    assert "New since the last mail: 2" in plain(inbox.taken()[0])
    assert DeskMail.objects.count() == 1


def test_whoever_is_killed_between_claim_and_mail_costs_a_lease(release, inbox, monkeypatch):
    class Killed(BaseException):
        """As SIGKILL: nothing after it is carried out."""

    def kill(*_args):
        raise Killed

    said(release, at=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(desk, "deliver", kill)
        with pytest.raises(Killed):
            tell_moderators(LATER)
    assert tell_moderators(LATER + LEASE - timedelta(seconds=1)) == 0
    assert tell_moderators(LATER + LEASE) == 1
    assert tell_moderators(LATER + LEASE) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("left_behind", [False, True])
def test_of_several_workers_one_tells(inbox, left_behind):
    with_address(cast.mo())
    said(scenes.published(at=NOW - timedelta(hours=1)), at=NOW)
    if left_behind:
        DeskMail.objects.create(turn=1, at=NOW - LEASE, up_to=0, count=1)
    assert sum(at_once(*[partial(tell_moderators, LATER)] * 4)) == 1
    assert len(inbox.taken()) == 1


def test_old_ones_are_not_kept(release, inbox):
    DeskMail.objects.bulk_create(
        DeskMail(turn=turn, at=NOW - timedelta(days=1), sent_at=NOW, up_to=0, count=1) for turn in range(1, KEPT + 20)
    )
    said(release, at=NOW)
    assert tell_moderators(LATER) == 1
    assert DeskMail.objects.count() == KEPT


def test_a_look_costs_the_same_for_many_replies(release, inbox, django_assert_max_num_queries):
    def cost(at):
        with django_assert_max_num_queries(20) as captured:
            assert tell_moderators(at) == 1
        return len(captured)

    said(release, at=NOW)
    one = cost(LATER)
    for number in range(20):
        said(release, at=NOW + timedelta(minutes=1), text=f"Reply {number}")
    assert cost(LATER + APART) <= one
