"""The pages to which the mails lead: opening one does nothing, a button does it, and ending always works."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from lxml import html

from comments.actions import erase
from comments.models import Subscription
from comments.reasons import Rule
from comments.retention import purge
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import moved, said

NOW = scenes.NOW
BOTH = tuple(Subscription.About.values)
OURS = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
ONE_CLICK = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}
HEADLINE = "Ferry returns to the north shore"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def release(clock):
    return scenes.published(at=NOW - timedelta(hours=1))


@pytest.fixture
def comment(release):
    """A reply whose writer wishes both mails and was mailed the question."""
    comment = said(release, tell=BOTH)
    Subscription.objects.update(asked_at=NOW)
    return comment


def address(comment, rest=""):
    return f"/replies/wishes/{comment.subscriptions.first().key}/{rest}"


def notice_of(response):
    """What the page tells, in the place that is given the focus."""
    (notice,) = html.fromstring(response.content.decode()).xpath("//*[@autofocus]")
    assert notice.get("tabindex") == "-1"
    assert notice.get("role") in ("status", "alert")
    return " ".join(notice.text_content().split())


def states():
    return set(Subscription.objects.values_list("confirmed_at", "ended_at", "email"))


def test_opening_a_page_changes_nothing_and_its_button_confirms_both_wishes(comment):
    for rest in ("", "end/", "never/"):
        assert Client().get(address(comment, rest)).status_code == 200
        assert Client().head(address(comment, rest)).status_code == 200
    assert states() == {(None, None, "noor@example.org")}
    page = html.fromstring(Client().get(address(comment)).content.decode())
    (form,) = (form for form in page.forms if form.method == "POST")
    assert form.action == address(comment)
    assert HEADLINE in page.text_content()
    assert comment.text not in page.text_content()
    assert comment.author not in page.text_content()
    for _twice in range(2):
        done = Client().post(form.action, headers=OURS)
        assert done.status_code == 200
        assert states() == {(NOW, None, "noor@example.org")}
    assert "You said yes to mail" in notice_of(Client().get(address(comment)))


def test_what_another_site_makes_a_browser_send_confirms_and_refuses_nothing(comment):
    for rest in ("", "never/"):
        response = Client().post(address(comment, rest), headers=ELSEWHERE)
        assert response.status_code == 403
        assert "sent from another site" in notice_of(response)
    assert states() == {(None, None, "noor@example.org")}


def test_a_question_lapses_after_seven_days_and_says_so(comment, clock):
    page = address(comment)
    clock.move_to(NOW + timedelta(days=7, seconds=1))
    for _purged in range(2):
        assert "can no longer be answered" in notice_of(Client().get(page))
        assert "can no longer be answered" in notice_of(Client().post(page, headers=OURS))
        assert not Subscription.objects.standing().exists()
        while purge():
            pass
    assert states() == {(None, NOW + timedelta(days=7, seconds=1), "")}
    assert "Your address was erased here" in notice_of(Client().post(f"{page}never/", headers=OURS))


def test_a_mail_program_ends_it_with_one_post_from_anywhere(comment):
    Client().post(address(comment), headers=OURS)
    strict = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        assert strict.post(address(comment, "end/"), **ONE_CLICK, headers=ELSEWHERE).status_code == 200
        assert states() == {(NOW, NOW, "noor@example.org")}
    assert "You get no mail about this reply" in notice_of(Client().get(address(comment, "end/")))
    Client().post(address(comment), headers=OURS)
    assert not Subscription.objects.standing().exists()


def test_ending_one_leaves_the_others_and_refusing_ends_them_all(comment, release):
    other = said(release, text="Another", email="NOOR@example.org", tell=BOTH)
    ines = said(release, text="A third", email="ines@example.org", tell=BOTH)
    Subscription.objects.update(asked_at=NOW, confirmed_at=NOW)
    Client().post(address(comment, "end/"), **ONE_CLICK)
    assert Subscription.objects.standing().count() == 4
    done = Client().post(address(comment, "never/"), headers=OURS)
    assert "We do not write to you again" in notice_of(done)
    assert set(Subscription.objects.standing().values_list("comment", flat=True)) == {ines.pk}
    assert not Subscription.objects.filter(comment=other, email__contains="@").exists()
    assert "We do not write to you again" in notice_of(Client().post(address(comment, "never/"), headers=OURS))


@pytest.mark.parametrize("gone", [False, True])
def test_a_withdrawn_release_is_not_named_and_cannot_be_confirmed_but_mail_about_it_can_be_ended(
    comment, release, clock, gone
):
    Subscription.objects.filter(about="approved").update(confirmed_at=NOW)
    scenes.withdraw(release=release, by=cast.edda(), reason="Wrong.", gone=gone, at=NOW)
    clock.shift(timedelta(minutes=1))
    for rest in ("", "end/", "never/"):
        page = Client().get(address(comment, rest))
        assert HEADLINE not in page.content.decode()
        assert "ferry" not in page.content.decode().lower()
    asked = Subscription.objects.get(about="answers")
    assert "can no longer be answered" in notice_of(Client().post(f"/replies/wishes/{asked.key}/", headers=OURS))
    asked.refresh_from_db()
    assert asked.confirmed_at is None
    assert Client().post(address(comment, "end/"), **ONE_CLICK).status_code == 200
    assert not Subscription.objects.filter(ended_at=None).exists()


def test_mail_about_an_erased_or_refused_reply_can_be_ended(comment, release):
    erased = moved(said(release, text="Erased", tell=BOTH), State.SPAM)
    Subscription.objects.update(asked_at=NOW)
    erase(comment=erased, at=NOW, rule=Rule.ERASURE)
    moved(comment, State.REJECTED)
    for each in (comment, erased):
        assert Client().post(address(each, "end/"), **ONE_CLICK).status_code == 200
        assert "no mail about this reply" in notice_of(Client().get(address(each, "end/")))


def test_what_names_no_wish_is_the_404_of_any_page(comment, release):
    unasked = said(release, text="Not asked yet", tell=BOTH)
    never_was = Client().get("/never-was/").content
    for key in ("never-was", "x" * 500, "%00", unasked.subscriptions.first().key, comment.key):
        for rest in ("", "end/", "never/"):
            for answer in (
                Client().get(f"/replies/wishes/{key}/{rest}"),
                Client().post(f"/replies/wishes/{key}/{rest}", headers=OURS),
            ):
                assert answer.status_code == 404
                assert answer.content == never_was


def test_the_pages_are_nobodys_to_keep_to_find_or_to_tell(comment):
    for rest in ("", "end/", "never/"):
        for response in (
            Client().get(address(comment, rest)),
            Client().post(address(comment, rest), headers=OURS),
        ):
            assert response["Cache-Control"] == "no-store"
            assert response["X-Robots-Tag"] == "noindex"
            assert response["Referrer-Policy"] == "same-origin"
            assert not response.cookies
            assert "Vary" not in response.headers or "Cookie" not in response["Vary"]


def test_they_speak_the_language_of_their_address(comment):
    page = Client().get("/fr" + address(comment))
    assert html.fromstring(page.content.decode()).get("lang") == "fr"
    assert page["Content-Language"] == "fr"


def test_a_mail_whose_worker_was_killed_before_it_noted_it_can_be_answered(comment):
    Subscription.objects.update(asked_at=None, mail_after=scenes.NOW + timedelta(days=1))
    assert Client().post(address(comment), headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert not Subscription.objects.filter(confirmed_at__isnull=True).exists()
