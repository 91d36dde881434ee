"""A person's copy and a person's erasure: confirmed first, complete, across all states, and nobody else is told anything."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from comments.actions import edit
from comments.actions.end_wishes import refuse_mail
from comments.actions.erase import erase
from comments.models import Comment, EarlierText, PrivacyRequest, Subscription
from comments.privacy import carrying_out
from comments.privacy.export import export
from comments.privacy.finding import replies_of
from comments.privacy.requests import CONFIRMED_WITHIN, token_for
from comments.senders import Sender
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import moved, said, shown

NOW = scenes.NOW
LIST = "/admin/comments/privacyrequest/"
LIST_QUERIES, PAGE_QUERIES = 9, 6
OURS = {"Sec-Fetch-Site": "same-origin"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def office():
    client = Client()
    client.force_login(cast.ada())
    return client


def replies():
    release = scenes.published(at=NOW)
    made = [
        said(release, at=NOW, sender=Sender(str(number) * 32, "203.0.113.0/24"), text=f"Mine, {state}")
        for number, state in enumerate(State)
    ]
    for comment, state in zip(made, State, strict=True):
        if state not in {State.PENDING, State.ERASED}:
            moved(comment, state)
    edit(comment=made[0], text="Mine, edited", seen_version=1, at=NOW)
    shown(release, author="Other", email="other@example.org", text="Not theirs")
    return made


def entered(office, kind, email="Noor@Example.ORG"):
    office.post(f"{LIST}new/", {"kind": kind, "email": email})
    return PrivacyRequest.objects.latest("pk")


def confirmed(asked):
    address = f"/replies/requests/{token_for(asked)}/"
    assert Client().post(address, headers=OURS).status_code == 200
    return asked


def test_the_person_is_asked_by_mail_and_confirms_with_a_button(office):
    asked = entered(office, "export", "noor@example.org")
    (sent,) = mail.outbox
    assert sent.to == ["noor@example.org"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    address = f"/replies/requests/{token_for(asked)}/"
    assert address in sent.body
    page = Client().get(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    asked.refresh_from_db()
    assert asked.confirmed_at is None
    elsewhere = Client().post(address, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert "nothing was changed" in elsewhere.content.decode()
    asked.refresh_from_db()
    assert asked.confirmed_at is None
    confirmed(asked)
    asked.refresh_from_db()
    assert (asked.confirmed_at, asked.confirmed_how) == (NOW + timedelta(hours=1), "email")


def test_without_confirmation_nothing_is_given_out_or_erased(office):
    replies()
    for kind, act in (("export", "export"), ("erase", "erase")):
        asked = entered(office, kind)
        answer = office.post(f"{LIST}{asked.pk}/do/{act}/", {"sure": "on"}, follow=True)
        assert "has not confirmed" in answer.content.decode()
    assert not Comment.objects.filter(state=State.ERASED).exists()


def test_the_copy_is_complete_and_holds_nobody_else(office):
    made = replies()
    asked = confirmed(entered(office, "export"))
    answer = office.post(f"{LIST}{asked.pk}/do/export/")
    assert answer["Content-Disposition"].startswith("attachment")
    document = json.loads(answer.content)
    assert {row["key"] for row in document["replies"]} == {comment.key for comment in made}
    assert {row["state"] for row in document["replies"]} == {state for state in State if state != State.ERASED}
    (edited,) = [row for row in document["replies"] if row["key"] == made[0].key]
    assert (edited["text"], edited["earlier_texts"][0]["text"]) == ("Mine, edited", "Mine, pending")
    assert [row["to"] for row in document["replies"][1]["decisions"]] == ["approved"]
    for absent in ("Not theirs", "other@example.org", "Mo Haddad", "1" * 32):
        assert absent not in answer.content.decode()


def test_erasure_covers_every_state_and_then_the_request_itself(office):
    made = replies()
    asked = confirmed(entered(office, "erase"))
    assert b"Erase 6 replies" in office.get(f"{LIST}{asked.pk}/change/").content
    office.post(f"{LIST}{asked.pk}/do/erase/")
    assert not Comment.objects.filter(state=State.ERASED).exists()
    answer = office.post(f"{LIST}{asked.pk}/do/erase/", {"sure": "on"}, follow=True)
    assert "6 replies were erased." in answer.content.decode()
    assert set(Comment.objects.filter(pk__in=[comment.pk for comment in made]).values_list("state", "email")) == {
        (State.ERASED, "")
    }
    assert Comment.objects.exclude(state=State.ERASED).get().author == "Other"
    asked.refresh_from_db()
    assert (asked.email, asked.count, asked.done_by_name) == ("", 6, "Ada Brook")
    assert "noor" not in repr(list(PrivacyRequest.objects.values())).lower()


def test_an_administrator_can_vouch_and_says_how(office):
    replies()
    asked = entered(office, "export")
    assert "Say how" in office.post(f"{LIST}{asked.pk}/do/vouch/", {"how": " "}, follow=True).content.decode()
    office.post(f"{LIST}{asked.pk}/do/vouch/", {"how": "Letter of 3 March"})
    asked.refresh_from_db()
    assert asked.confirmed_how == "Ada Brook: Letter of 3 March"
    assert office.post(f"{LIST}{asked.pk}/do/export/").status_code == 200


def test_the_address_lapses_and_a_made_up_one_is_a_404(office, clock):
    asked = entered(office, "erase")
    address = f"/replies/requests/{token_for(asked)}/"
    for wrong in (address[:-2] + "/", "/replies/requests/x/", f"/replies/requests/{asked.pk}:x:y/"):
        assert Client().get(wrong).status_code == 404
    clock.shift(CONFIRMED_WITHIN + timedelta(seconds=1))
    assert Client().get(address).status_code == 404


def test_the_page_says_the_same_whether_or_not_there_is_anything(office):
    replies()
    pages = {
        Client().get(f"/replies/requests/{token_for(entered(office, 'erase', email))}/").content
        for email in ("noor@example.org", "nobody@example.org")
    }
    assert len(pages) == 1


@pytest.mark.parametrize("person", [cast.mo, cast.edda, cast.wren])
def test_it_is_for_administrators(person, office):
    asked = confirmed(entered(office, "export"))
    client = Client()
    client.force_login(person())
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}new/").status_code == 403
    assert client.get(f"{LIST}{asked.pk}/change/").status_code == 403
    assert client.post(f"{LIST}{asked.pk}/do/export/").status_code == 403


def test_a_mail_that_fails_loses_no_request(office, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = office.post(f"{LIST}new/", {"kind": "export", "email": "noor@example.org"}, follow=True)
    assert "could not be sent" in answer.content.decode()
    assert PrivacyRequest.objects.count() == 1


def test_the_copy_is_had_as_a_text_to_read_too(office):
    made = replies()
    Comment.objects.filter(pk=made[0].pk).update(findings=[{"rule": "name_link", "points": 2, "detail": ""}])
    asked = confirmed(entered(office, "export"))
    text = office.post(f"{LIST}{asked.pk}/do/text/").content.decode()
    for expected in (
        "6 replies",
        "    Mine, edited",
        "    Mine, pending",
        "State: Rejected",
        "by a moderator: Not about this release",
        "The name holds a link.",
        "Request: Export",
    ):
        assert expected in text, expected
    for absent in ("Not theirs", "Mo Haddad", "1" * 32):
        assert absent not in text


def test_the_copy_tells_what_its_fields_mean_and_who_refused_mail(office):
    release = scenes.published(at=NOW)
    comment = said(release, at=NOW)
    wish = Subscription.objects.create(comment=comment, about="answers", email=comment.email)
    document = export("noor@example.org", NOW)
    assert document["wants_no_questions"] is False
    refuse_mail(wish=wish, at=NOW)
    document = export("noor@example.org", NOW)
    assert document["wants_no_questions"] is True
    assert [each["about"] for each in document["wishes_for_mail"]] == ["answers"]
    assert set(document["notes"]) - set(document) - set(document["replies"][0]) == {"times"}


@pytest.mark.parametrize("written", ["noor@MÜNCHEN.example", "Noor@xn--mnchen-3ya.example", "noor@münchen.EXAMPLE"])
@pytest.mark.parametrize("asked", ["NOOR@münchen.example", "noor@XN--MNCHEN-3YA.example"])
def test_a_mailbox_is_found_in_either_spelling_of_its_domain(written, asked):
    release = scenes.published(at=NOW)
    comment = said(release, email=written)
    said(release, author="Other", email="noor@munchen.example", text="Not theirs")
    said(release, author="Third", email="eleanoor@münchen.example", text="Not theirs either")
    assert list(replies_of(asked)) == [comment]


def test_no_address_is_nobodys(office):
    replies()
    assert not replies_of("").exists()
    assert not replies_of("%@example.org").exists()


def test_one_reply_that_cannot_be_erased_keeps_no_other(office, monkeypatch):
    made = replies()
    asked = confirmed(entered(office, "erase"))

    def stubborn(*, comment, at, rule):
        if comment.pk == made[1].pk:
            raise OperationalError("disk")
        return erase(comment=comment, at=at, rule=rule)

    with monkeypatch.context() as patched:
        patched.setattr(carrying_out, "erase", stubborn)
        with pytest.raises(CommandError, match="1 reply could not be erased"):
            command("erase", "noor@example.org", "--by", cast.ada().username, "--request", str(asked.pk))
    asked.refresh_from_db()
    assert (asked.done_at, asked.email, asked.count) == (None, "Noor@Example.ORG", 5)
    answer = office.post(f"{LIST}{asked.pk}/do/erase/", {"sure": "on"}, follow=True)
    assert "1 reply was erased." in answer.content.decode()
    asked.refresh_from_db()
    assert (asked.email, asked.count) == ("", 6)


def test_a_reply_that_moves_in_the_very_moment_is_erased_as_it_then_is(office, monkeypatch):
    made = replies()
    asked = confirmed(entered(office, "erase"))
    moves = iter([True])

    def late(*, comment, at, rule):
        if comment.pk == made[0].pk and next(moves, False):
            edit(comment=Comment.objects.get(pk=comment.pk), text="Changed meanwhile", seen_version=2, at=NOW)
            return None
        return erase(comment=comment, at=at, rule=rule)

    monkeypatch.setattr(carrying_out, "erase", late)
    assert carrying_out.carry_out_erasure(request=asked, by=cast.ada(), at=NOW) == carrying_out.Erasure(done=6, left=0)
    assert "Changed" not in repr([list(model.objects.values()) for model in (Comment, EarlierText)])


def test_the_office_is_told_what_is_left_when_time_is_up(office, monkeypatch):
    replies()
    asked = confirmed(entered(office, "erase"))
    monkeypatch.setattr("comments.admin.privacy.PATIENCE", -1.0)
    answer = office.post(f"{LIST}{asked.pk}/do/erase/", {"sure": "on"}, follow=True)
    assert "6 replies are still there. Erase again to go on." in answer.content.decode()
    asked.refresh_from_db()
    assert asked.done_at is None


def test_erasure_covers_requests_that_were_carried_out_before(office):
    replies()
    before = confirmed(entered(office, "export", "noor@EXAMPLE.org"))
    office.post(f"{LIST}{before.pk}/do/export/")
    asked = confirmed(entered(office, "erase"))
    office.post(f"{LIST}{asked.pk}/do/erase/", {"sure": "on"})
    assert set(PrivacyRequest.objects.values_list("email", flat=True)) == {""}
    assert office.get(f"{LIST}{before.pk}/change/").status_code == 200


@pytest.mark.parametrize("number", [2, 20])
def test_the_list_and_a_request_cost_the_same_however_many(office, number, django_assert_num_queries):
    release = scenes.published(at=NOW)
    for each in range(number):
        said(release, text=f"Mine, {each}")
        asked = entered(office, "erase")
    with django_assert_num_queries(LIST_QUERIES):
        office.get(LIST)
    with django_assert_num_queries(PAGE_QUERIES):
        office.get(f"{LIST}{asked.pk}/change/")


def command(*args):
    told = StringIO()
    call_command("personal_data", *args, stdout=told)
    return told.getvalue()


def test_the_command_does_the_same_and_leaves_the_same_record(office):
    replies()
    ada = cast.ada().username
    said_first = command("erase", "NOOR@example.org", "--dry-run")
    assert said_first.endswith("Trash: 1\n6 replies\n")
    assert not Comment.objects.filter(state=State.ERASED).exists()
    document = json.loads(command("export", "NOOR@example.org", "--by", ada, "--confirmed-how", "In person"))
    assert len(document["replies"]) == 6
    asked = entered(office, "erase")
    with pytest.raises(CommandError, match="has not confirmed"):
        command("erase", "noor@example.org", "--by", ada, "--request", str(asked.pk))
    confirmed(asked)
    with pytest.raises(CommandError, match="no such request"):
        command("erase", "other@example.org", "--by", ada, "--request", str(asked.pk))
    with pytest.raises(CommandError, match="Your role"):
        command("erase", "noor@example.org", "--by", cast.mo().username, "--request", str(asked.pk))
    assert "6 replies were erased." in command("erase", "noor@example.org", "--by", ada, "--request", str(asked.pk))
    assert Comment.objects.exclude(state=State.ERASED).get().author == "Other"
