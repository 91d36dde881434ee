"""Subscribers are told once what they wished to know, while it is true, and of nothing that readers may not see."""

import re
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.test import Client

from comments import cleaning
from comments.actions import answer, erase
from comments.actions.confirm_wishes import confirm_wishes
from comments.mail import telling
from comments.mail.asking import ask
from comments.mail.delivery import LEASE
from comments.mail.owing import WINDOW
from comments.mail.telling import GIVEN_UP_AFTER, mail_for, notices_due, tell_readers
from comments.models import Notice, Subscription
from comments.reasons import Rule
from comments.states import State
from pressroom.chores import CHORES, once
from releases.errors import Refused
from tests import cast, scenes
from tests.at_once import at_once
from tests.comments.conversation import edition_of, moved, said
from tests.comments.mailbox import markup, path_in, plain
from tests.corpora import payloads

NOW = scenes.NOW
BOTH = tuple(Subscription.About.values)
OURS = {"Sec-Fetch-Site": "same-origin"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def release(clock):
    return scenes.published(at=NOW - timedelta(hours=1))


def wished(comment, *about):
    """The reply, whose writer wished for mail and said yes to the question. Nothing stays in the inbox of that."""
    for each in about or BOTH:
        Subscription.objects.create(comment=comment, about=each, email=comment.email, created_at=NOW, asked_at=NOW)
    assert confirm_wishes(wish=comment.subscriptions.first(), at=NOW)
    return comment


def told_all(at=NOW):
    """How many mails a worker sends until nothing is left to do."""
    before, rounds = Notice.objects.filter(sent_at__isnull=False).count(), 0
    while tell_readers(at):
        rounds += 1
        assert rounds < 50
    return Notice.objects.filter(sent_at__isnull=False).count() - before


def test_a_writer_who_wishes_it_is_asked_and_then_told_that_the_reply_was_approved(release, inbox):
    comment = said(release, tell=["approved"])
    ask(NOW)
    Client().post(path_in(inbox.taken()[0]), headers=OURS)
    assert told_all() == 0
    moved(comment, State.APPROVED)
    assert told_all() == 1
    (mail,) = inbox.taken()
    assert mail["To"] == "noor@example.org"
    assert mail["Subject"] == "[Test Office] Your reply was approved: Ferry returns to the north shore"
    place = f"http://testserver{edition_of(release).get_absolute_url()}#comment-{comment.key}"
    assert place in plain(mail)
    assert place in markup(mail).xpath("//a/@href")
    assert mail["List-Unsubscribe"] == f"<http://testserver{path_in(mail, 'end/')}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_each_answer_is_told_once_with_name_and_text(release, inbox):
    mine = wished(moved(said(release), State.APPROVED), "answers")
    assert told_all() == 0
    first = said(
        release, parent=mine, author="Ines", email="ines@example.org", text="At nine.\nOn <b>Sundays</b>:\n\neight"
    )
    said(release, parent=mine, author="Ned", email="ned@example.org", text="Not approved")
    moved(said(release, parent=moved(first, State.APPROVED), email="deep@example.org", text="Deeper"), State.APPROVED)
    assert told_all() == 1
    (mail,) = inbox.taken()
    assert mail["Subject"] == "[Test Office] Somebody answered your reply to: Ferry returns to the north shore"
    assert "Ines answered your reply" in plain(mail)
    assert "> At nine.\r\n> On <b>Sundays</b>:\r\n>\r\n> eight" in plain(mail).replace("\n", "\r\n").replace(
        "\r\r", "\r"
    )
    assert "<b>" not in mail.get_body(("html",)).get_content()
    assert f"#comment-{first.key}" in plain(mail)
    # The office's own answer is told, too.
    answer(release=release, text="It is nine.", by=cast.edda(), parent=mine)
    assert told_all() == 1
    assert "Test Office answered" in plain(inbox.taken()[0])


def test_nobody_is_told_of_their_own_answer_or_without_having_said_yes(release, inbox):
    mine = wished(moved(said(release, email="Noor@example.org"), State.APPROVED))
    told_all()
    inbox.taken()
    moved(said(release, parent=mine, email="noor@EXAMPLE.org", text="I add"), State.APPROVED)
    unconfirmed = moved(said(release, tell=BOTH, text="Another", email="ned@example.org"), State.APPROVED)
    moved(said(release, parent=unconfirmed, email="ines@example.org", text="Yes"), State.APPROVED)
    assert told_all() == notices_due() == 0


def test_what_moves_and_is_approved_again_is_not_told_again(release, inbox, clock):
    comment = wished(moved(said(release), State.APPROVED))
    assert told_all() == 1
    for state in (State.PENDING, State.APPROVED, State.REJECTED, State.PENDING, State.APPROVED):
        clock.shift(timedelta(minutes=1))
        moved(comment, state)
    assert told_all(NOW + timedelta(minutes=10)) == 0
    assert len(inbox.taken()) == 1


def test_what_was_answered_before_the_wish_was_confirmed_is_told_then(release, inbox):
    mine = moved(said(release, tell=BOTH), State.APPROVED)
    moved(said(release, parent=mine, email="ines@example.org", text="Nine"), State.APPROVED)
    late = NOW + timedelta(days=6)
    ask(NOW)
    assert told_all(late) == 0
    inbox.taken()
    assert late - NOW > WINDOW
    assert confirm_wishes(wish=mine.subscriptions.first(), at=late)
    assert confirm_wishes(wish=mine.subscriptions.last(), at=late)
    assert told_all(late) == 2
    assert len(inbox.taken()) == 2


def test_nothing_is_told_that_is_no_longer_so_when_it_would_be_sent(release, inbox):
    mine = wished(moved(said(release), State.APPROVED))
    answered = moved(said(release, parent=mine, email="ines@example.org", text="Nine"), State.APPROVED)
    # Noted, and then somebody decides otherwise before it is mailed.
    telling.owe_recent(NOW)
    assert notices_due() == 2
    moved(answered, State.SPAM)
    moved(mine, State.PENDING)
    assert told_all() == 0
    assert not inbox.taken()
    moved(mine, State.APPROVED)
    assert told_all() == 1


def test_a_withdrawn_release_sends_nothing(release, inbox):
    mine = wished(moved(said(release), State.APPROVED))
    telling.owe_recent(NOW)
    scenes.withdraw(release=release, by=cast.edda(), reason="Wrong.", gone=False, at=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    assert told_all(later) == 0
    assert not Notice.objects.filter(subscription__comment=mine).exists()
    assert not inbox.taken()


def test_an_erased_reply_sends_nothing(release, inbox):
    mine = wished(moved(said(release), State.APPROVED))
    moved(said(release, parent=mine, email="ines@example.org", text="Nine"), State.APPROVED)
    telling.owe_recent(NOW)
    erase(comment=mine, at=NOW, rule=Rule.ERASURE)
    assert told_all() == 0
    assert not inbox.taken()


def test_it_speaks_the_language_of_the_release(inbox):
    release = scenes.published(at=NOW - timedelta(hours=1), language="fr", headline="Un quai")
    wished(moved(said(release), State.APPROVED))
    assert told_all() == 1
    (mail,) = inbox.taken()
    assert markup(mail).get("lang") == "fr"
    assert path_in(mail, "end/").startswith("/fr/")


def test_a_mailbox_that_is_refused_ends_its_subscription_and_stops_nobody(release, inbox):
    wished(moved(said(release, email="gone@example.org"), State.APPROVED), "approved")
    wished(moved(said(release, email="noor@example.org"), State.APPROVED), "approved")
    inbox.refusals["gone@example.org"] = "550 5.1.1 no such mailbox"
    assert told_all() == 1
    inbox.refusals.clear()
    assert told_all(NOW + timedelta(days=1)) == 0
    assert Subscription.objects.get(email="gone@example.org").ended_at == NOW
    assert [mail["To"] for mail in inbox.taken()] == ["noor@example.org"]


def test_a_full_mailbox_is_tried_again_ever_more_rarely_and_not_for_ever(release, inbox, monkeypatch):
    wished(moved(said(release), State.APPROVED), "approved")
    tries, deliver = [], telling.deliver
    monkeypatch.setattr(telling, "deliver", lambda mail: (tries.append(at), deliver(mail))[1])
    inbox.refusals["noor@example.org"] = "452 4.2.2 full"
    at = NOW
    while at < NOW + GIVEN_UP_AFTER + timedelta(days=4):
        told_all(at)
        at += timedelta(minutes=30)
    assert 5 <= len(tries) <= 12
    assert Subscription.objects.get().ended_at is not None


def test_a_full_mailbox_that_is_emptied_gets_its_mail(release, inbox):
    wished(moved(said(release), State.APPROVED), "approved")
    inbox.shut = "451 try again later"
    assert told_all() == 0
    inbox.shut = ""
    assert told_all() == 0
    assert told_all(NOW + LEASE) == 1


def test_whoever_is_killed_between_claim_and_mail_is_followed_after_the_lease(release, inbox, monkeypatch):
    wished(moved(said(release), State.APPROVED), "approved")

    class Killed(BaseException):
        """As SIGKILL: nothing after it is carried out."""

    def kill(*_args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(telling, "deliver", kill)
        with pytest.raises(Killed):
            told_all()
    assert told_all(NOW + LEASE - timedelta(seconds=1)) == 0
    assert told_all(NOW + LEASE) == 1
    assert len(inbox.taken()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once(inbox):
    release = scenes.published(at=NOW - timedelta(hours=1))
    for number in range(6):
        mine = wished(moved(said(release, email=f"reader{number}@example.org"), State.APPROVED))
        moved(said(release, parent=mine, email="ines@example.org", text="Nine"), State.APPROVED)
    at_once(*[lambda: [tell_readers(NOW) for _round in range(3)]] * 4)
    told_all()
    seen = [(mail["To"], mail["Subject"]) for mail in inbox.taken()]
    assert len(seen) == len(set(seen)) == 12


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_it_all(inbox):
    release = scenes.published(at=NOW - timedelta(hours=1))
    wished(moved(said(release), State.APPROVED))
    chores = [chore for chore in CHORES if chore.name == "readers' mail"]
    result = once(chores, lambda chore, done: None, lambda: False)
    assert (result.done, result.failed) == (1, 0)
    assert len(inbox.taken()) == 1


def test_what_readers_write_can_forge_no_header_no_markup_and_no_line_of_ours(shared, release, inbox):
    mine = wished(moved(said(release), State.APPROVED), "answers")
    comment = moved(said(release, parent=mine, email="ines@example.org", text=HOSTILE), State.APPROVED)
    assert told_all() == 1
    assert_only_ours(inbox.taken()[0])
    # Not each through the mail server: the bytes that it would get are read as it and a mail program read them.
    wish, edition, seen = mine.subscriptions.get(), edition_of(release), 0
    for _name, payload in payloads(shared):
        for field, value in taken(payload).items():
            setattr(comment, field, value)
            seen += 1
        mail = mail_for(wish, comment, edition).message().as_bytes(linesep="\r\n")
        assert_only_ours(message_from_bytes(mail, policy=policy.default))
    assert seen > 1000


HOSTILE = "Bye\r\nBcc: all@example.org\r\n\r\nEnd all mail about this reply:\u2028http://evil.example/\x85x\x0cy"


def taken(payload):
    """What of a payload is taken in as name and as text, as it is stored."""
    fields = {}
    for name, clean in {"text": cleaning.text, "author": cleaning.author}.items():
        with suppress(Refused):
            fields[name] = clean(payload)
    return fields


HEADERS = {
    "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe",
    "List-Unsubscribe-Post",
}  # fmt: skip


def assert_only_ours(mail):
    assert set(mail.keys()) == HEADERS
    assert not mail.defects
    assert mail["To"] == "noor@example.org"
    assert mail["Subject"] == "[Test Office] Somebody answered your reply to: Ferry returns to the north shore"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    body = markup(mail).body
    assert [each.tag for each in body] == ["p", "p", "blockquote", "p", "p"]
    (quote,) = body.xpath("blockquote")
    for element in quote.iterdescendants():
        assert element.tag in ("p", "br", "a")
        assert set(element.attrib) <= ({"href", "rel"} if element.tag == "a" else set())
    outside = [each for each in body.iterdescendants() if quote not in [each, *each.iterancestors()]]
    assert [each.tag for each in outside] == ["p", "strong", "p", "bdi", "p", "a", "p", "a"]
    assert not [each for each in body.xpath("//a[not(ancestor::blockquote)]/@href") if "testserver" not in each]
    # What is not quoted is the greeting with the name, and our own lines.
    lines = plain(mail).splitlines()
    assert lines[0] == "Ferry returns to the north shore"
    assert lines[2].endswith(" answered your reply to this release:")
    ours = [line for line in lines[3:] if line and not line.startswith(">")]
    assert len(ours) == 4, ours
    assert ours[0] == "Read it on the page:"
    assert re.fullmatch(r"http://testserver/\S+", ours[1])
    assert ours[2].endswith("End all mail about this reply:")
