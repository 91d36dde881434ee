"""A wish for mail is confirmed from the mailbox first, and the question is no use to whoever wants to annoy somebody."""

from datetime import timedelta
from functools import partial
from smtplib import SMTPException

import pytest
import time_machine
from django.test import Client

from comments.actions import erase, take_back
from comments.mail import asking
from comments.mail.asking import ASKED_WITHIN, QUESTIONS_A_DAY, ask, questions_due
from comments.mail.delivery import LEASE
from comments.models import Comment, Subscription
from comments.reasons import Rule
from comments.retention import purge
from comments.states import State
from tests import scenes
from tests.at_once import at_once
from tests.comments.conversation import moved, post, said
from tests.comments.mailbox import markup, path_in, plain
from tests.postgres import free_port

NOW = scenes.NOW
BOTH = tuple(Subscription.About.values)
OURS = {"Sec-Fetch-Site": "same-origin"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def release(db):
    return scenes.published(at=NOW - timedelta(hours=1))


def test_one_question_is_mailed_for_both_wishes_and_once(release, inbox):
    with time_machine.travel(NOW, tick=False):
        post(Client(), release, tell_approved="on", tell_answers="on")
    assert Subscription.objects.count() == 2
    assert ask(NOW) == 1
    assert ask(NOW) == ask(NOW + timedelta(hours=2)) == 0
    (mail,) = inbox.taken()
    assert mail["To"] == "noor@example.org"
    assert mail["Subject"] == "[Test Office] Do you want mail about a reply to: Ferry returns to the north shore"
    for part in (plain(mail), markup(mail).text_content()):
        assert "when the reply is approved" in part
        assert "when somebody answers" in part
        assert "by March 13, 2026, 10:30 a.m." in part


def test_it_holds_nothing_that_the_sender_could_choose(release, inbox):
    said(release, author="BUY GOLD http://a.example", text="BUY GOLD http://b.example", tell=BOTH)
    said(release, author="Noor", text="Hello", email="other@example.org", tell=BOTH)
    assert ask(NOW) == 2
    one, other = inbox.taken()
    assert "GOLD" not in one.as_string()
    assert "a.example" not in one.as_string()

    def common(mail):
        bare = plain(mail)
        for ending in ("", "never/"):
            bare = bare.replace(path_in(mail, ending), "")
        return mail["Subject"], bare

    assert common(one) == common(other)


def test_its_headers_say_that_a_machine_sent_it_and_where_to_end_it(inbox, settings):
    settings.SITE_URL = "https://press.example.org"
    said(scenes.published(at=NOW, headline="Ferry\r\nBcc: all@example.org\r\n\r\nreturns"), tell=BOTH)
    assert ask(NOW) == 1
    (mail,) = inbox.taken()
    wish = Subscription.objects.order_by("pk")[0]
    assert mail["List-Unsubscribe"] == f"<https://press.example.org/replies/wishes/{wish.key}/end/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@press.example.org>")
    assert mail["From"] == settings.DEFAULT_FROM_EMAIL
    assert mail["Bcc"] is None
    assert mail["Subject"].endswith("reply to: Ferry Bcc: all@example.org returns")


def test_it_speaks_the_language_of_the_release(inbox):
    said(scenes.published(at=NOW, language="fr", headline="Un quai"), tell=BOTH)
    assert ask(NOW) == 1
    (mail,) = inbox.taken()
    assert markup(mail).get("lang") == "fr"
    assert path_in(mail).startswith("/fr/replies/wishes/")


def test_a_mailbox_gets_few_questions_a_day_in_whatever_case_it_is_written(release, inbox):
    for number in range(QUESTIONS_A_DAY + 2):
        said(release, email="Noor@example.org" if number % 2 else "noor@EXAMPLE.org", tell=BOTH)
    said(release, email="other@example.org", tell=BOTH)
    assert ask(NOW) == QUESTIONS_A_DAY + 1
    assert ask(NOW + timedelta(hours=2)) == 0
    assert ask(NOW + timedelta(hours=25)) == 2
    assert len(inbox.taken()) == QUESTIONS_A_DAY + 3


def test_whoever_says_yes_is_asked_about_the_next_reply_however_many_there_are(release, inbox):
    for number in range(QUESTIONS_A_DAY + 2):
        said(release, tell=BOTH)
        assert ask(NOW + timedelta(minutes=number)) == 1
        (mail,) = inbox.taken()
        with time_machine.travel(NOW + timedelta(minutes=number), tick=False):
            Client().post(path_in(mail), headers=OURS)


def test_a_mailbox_that_wants_no_questions_is_never_asked_again_even_after_erasure(release, inbox):
    first = said(release, tell=BOTH)
    ask(NOW)
    (mail,) = inbox.taken()
    with time_machine.travel(NOW, tick=False):
        assert Client().post(path_in(mail, "never/"), headers=OURS).status_code == 200
    assert not Subscription.objects.filter(email__contains="noor").exists()
    erase(comment=first, at=NOW, rule=Rule.ERASURE)
    said(release, email="NOOR@example.org", text="Again", tell=BOTH)
    said(release, email="other@example.org", text="Another", tell=BOTH)
    assert ask(NOW + timedelta(days=3)) == 1
    assert [mail["To"] for mail in inbox.taken()] == ["other@example.org"]
    purge(NOW + timedelta(days=40))
    said(release, text="After everything was purged", at=NOW + timedelta(days=41), tell=BOTH)
    assert ask(NOW + timedelta(days=41)) == 0


def test_no_question_is_mailed_for_what_looks_like_spam_was_set_aside_or_taken_back(release, inbox):
    suspected = said(release, email="a@example.org", tell=BOTH)
    Comment.objects.filter(pk=suspected.pk).update(suspected=True)
    for number, state in enumerate((State.SPAM, State.REJECTED, State.TRASH)):
        moved(said(release, email=f"b{number}@example.org", tell=BOTH), state)
    take_back(comment=said(release, email="c@example.org", tell=BOTH), at=NOW)
    assert ask(NOW) == questions_due() == 0
    moved(suspected, State.APPROVED)
    assert ask(NOW) == 1
    assert [mail["To"] for mail in inbox.taken()] == ["a@example.org"]


def test_no_question_names_a_release_that_is_not_public(inbox):
    release = scenes.published(at=NOW - timedelta(hours=1))
    said(release, tell=BOTH, at=NOW - timedelta(minutes=30))
    scenes.withdraw(release=release, by=scenes.cast.edda(), reason="Wrong.", gone=False, at=NOW)
    assert ask(NOW) == 0
    assert inbox.taken() == []


def test_an_old_wish_is_not_asked_about(release, inbox):
    said(release, tell=BOTH)
    assert ask(NOW + ASKED_WITHIN) == 0
    assert inbox.taken() == []


def test_a_mailbox_that_is_refused_ends_its_wish_and_stops_nobody(release, inbox):
    said(release, email="gone@example.org", tell=BOTH)
    said(release, email="noor@example.org", tell=BOTH)
    inbox.refusals["gone@example.org"] = "550 5.1.1 no such mailbox"
    assert ask(NOW) == 1
    assert [mail["To"] for mail in inbox.taken()] == ["noor@example.org"]
    inbox.refusals.clear()
    assert ask(NOW + timedelta(days=1)) == 0
    assert Subscription.objects.filter(email="gone@example.org", ended_at=NOW, asked_at=None).count() == 2


def test_a_mailbox_that_takes_nothing_yet_is_tried_again_ever_more_rarely_and_not_for_ever(release, inbox):
    said(release, tell=BOTH)
    inbox.refusals["noor@example.org"] = "451 4.7.1 greylisted"
    tries, at = 0, NOW
    while at < NOW + timedelta(days=10):
        before = Subscription.objects.order_by("pk")[0].mail_after
        assert ask(at) == 0
        tries += Subscription.objects.order_by("pk")[0].mail_after != before
        at += timedelta(minutes=40)
    assert 5 <= tries <= 12
    said(release, text="Later", at=at, tell=BOTH)
    assert ask(at) == 0
    inbox.refusals.clear()
    assert ask(at + LEASE) == 1


def test_a_mail_server_that_is_not_there_loses_no_question(release, inbox, settings):
    said(release, tell=BOTH)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    with pytest.raises(OSError, match="refused"):
        ask(NOW)
    settings.EMAIL_PORT = port
    assert ask(NOW) == 0
    assert ask(NOW + LEASE) == 1


def test_whoever_is_killed_between_claim_and_mail_is_followed_after_the_lease(release, inbox, monkeypatch):
    said(release, tell=BOTH)

    class Killed(BaseException):
        """As SIGKILL: nothing after it is carried out."""

    def kill(*_args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(asking, "deliver", kill)
        with pytest.raises(Killed):
            ask(NOW)
    assert ask(NOW + LEASE - timedelta(seconds=1)) == 0
    assert ask(NOW + LEASE) == 1
    assert len(inbox.taken()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_once_and_never_too_much(inbox):
    release = scenes.published(at=NOW - timedelta(hours=1))
    for number in range(4):
        said(release, email=f"reader{number}@example.org", tell=BOTH)
    for _number in range(QUESTIONS_A_DAY + 2):
        said(release, email="noor@example.org", tell=BOTH)
    sent = sum(at_once(*[partial(ask, NOW)] * 4))
    to = sorted(mail["To"] for mail in inbox.taken())
    assert sent == len(to)
    assert [each for each in to if each != "noor@example.org"] == [f"reader{number}@example.org" for number in range(4)]
    assert to.count("noor@example.org") <= QUESTIONS_A_DAY


def test_an_error_of_the_server_itself_is_raised(release, inbox, settings):
    said(release, tell=BOTH)
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "press", "wrong"
    with pytest.raises(SMTPException):
        ask(NOW)
    assert Subscription.objects.filter(ended_at=None).count() == 2
