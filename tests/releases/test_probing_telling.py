"""What editors are told of probing: on the desk, on a page, by mail; and nobody else."""

from datetime import timedelta
from smtplib import SMTPDataError

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from pressroom.chores import CHORES, once
from releases.models import ProbeAlert
from releases.probing.counting import Tries, count
from releases.probing.mail import LEASE, MAILS_AN_HOUR, alerts_due, readers, send_alerts
from releases.probing.resembling import Likeness, Match
from releases.probing.seeing import mark_seen
from tests import cast, scenes
from tests.at_once import at_once
from tests.postgres import free_port
from tests.releases.back_office import at_the_desk, filled, page_of, text_of

pytestmark = pytest.mark.django_db
LIST = "/admin/releases/probealert/"
NASTY = "/files/x/EFO_<script>alert(1)</script>.pdf"


def probe(release, *, tries=6, at=None, visitors=2, likeness=Likeness.NAME):
    """So many requests for a release, from so many addresses."""
    marks = frozenset(f"{number:032x}" for number in range(visitors))
    at = at or timezone.now()
    count(Tries(Match(likeness, release.pk), tries, {(NASTY, likeness): tries}, marks, at))


@pytest.fixture
def budget(db):
    return scenes.scheduled(
        visible_from=timezone.now() + timedelta(days=3), headline="A plan for the harbours", slug="plan"
    )


@pytest.fixture
def alert(budget):
    probe(budget)
    return ProbeAlert.objects.get()


class Inbox(Message):
    """A mail server's letter box: what came, or a refusal while it is shut."""

    def __init__(self):
        super().__init__()
        self.came, self.shut = [], False

    async def handle_DATA(self, server, session, envelope):
        if self.shut:
            return "451 try again later"
        return await super().handle_DATA(server, session, envelope)

    def handle_message(self, message):
        self.came.append(message)


@pytest.fixture
def inbox(settings):
    """A real mail server on this machine, and an office that sends through it."""
    box = Inbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield box
    controller.stop()


def with_address(person, address=None):
    person.email = address or f"{person.username}@example.org"
    person.save()
    return person


def test_the_desk_of_whoever_reviews_or_publishes_shows_it_and_nobody_elses(alert):
    for person, sees in ((cast.edda(), True), (cast.ada(), True), (cast.wren(), False), (cast.mo(), False)):
        desk = at_the_desk(person)
        assert ("looking for what is not public" in text_of(desk.get("/admin/"))) == sees, person
        assert desk.get(LIST).status_code == (200 if sees else 403)
        assert desk.get(f"{LIST}{alert.pk}/change/").status_code == (200 if sees else 403)
        assert desk.post(f"{LIST}{alert.pk}/delete/").status_code == 403
    assert Client().get(LIST).status_code == 302


def test_the_page_says_how_often_when_and_for_what_and_what_strangers_wrote_stays_text(alert):
    response = at_the_desk(cast.edda()).get(f"{LIST}{alert.pk}/change/")
    words = text_of(response)
    assert "Somebody is looking for “A plan for the harbours”" in words
    assert "Requests6" in words
    assert "Visitors2" in words
    assert NASTY in words
    assert "its name" in words
    assert not page_of(response).xpath("//code/script")


def test_an_alert_of_earlier_names_has_a_page_too():
    release = scenes.published(headline="Rainfall in March", slug="rainfall-march-2026")
    probe(release, likeness=Likeness.EARLIER)
    desk = at_the_desk(cast.edda())
    assert "Rainfall in March" in text_of(desk.get("/admin/"))
    assert "tries names like those of “Rainfall in March”" in text_of(desk.get(LIST))
    alert = ProbeAlert.objects.get()
    assert "No release that is on its way" in text_of(desk.get(f"{LIST}{alert.pk}/change/"))


def test_who_has_seen_it_is_named_and_it_leaves_the_desk_until_there_is_news(alert, budget):
    desk = at_the_desk(cast.edda())
    page = f"{LIST}{alert.pk}/change/"
    shown = desk.get(page)
    assert desk.post(f"{LIST}{alert.pk}/seen/", filled(shown)).url == "/admin/"
    assert "looking for what is not public" not in text_of(desk.get("/admin/"))
    assert "Edda Lind saw this on" in text_of(desk.get(page))
    probe(budget, tries=1, at=alert.last_at + timedelta(hours=2))
    assert "looking for what is not public" in text_of(desk.get("/admin/"))
    assert "it has gone on since" in text_of(desk.get(page))
    late = at_the_desk(cast.emil()).post(f"{LIST}{alert.pk}/seen/", filled(shown), follow=True)
    assert "Nothing was noted" in text_of(late)
    assert ProbeAlert.objects.get().seen_by_name == "Edda Lind"


@pytest.mark.parametrize("sent", ["", "nonsense", "2026-13-45T00:00:00+00:00", "2026-01-01T00:00:00"])
def test_a_button_that_says_nothing_of_when_notes_nothing(alert, sent):
    desk = at_the_desk(cast.edda())
    assert desk.post(f"{LIST}{alert.pk}/seen/", {"raised_at": sent}).status_code == 302
    assert not ProbeAlert.objects.get().is_seen


def test_only_who_may_read_an_alert_may_say_that_they_did(alert):
    with pytest.raises(PermissionDenied):
        mark_seen(alert=alert, raised_at=alert.raised_at, by=cast.wren())
    assert at_the_desk(cast.wren()).post(f"{LIST}{alert.pk}/seen/", {"raised_at": "x"}).status_code in (302, 403)
    assert not ProbeAlert.objects.get().is_seen


def test_the_desk_and_the_list_cost_the_same_for_many_alerts(budget, django_assert_max_num_queries):
    desk = at_the_desk(cast.edda())

    def cost():
        with django_assert_max_num_queries(60) as captured:
            desk.get("/admin/")
            desk.get(LIST)
        return len(captured)

    probe(budget)
    one = cost()
    for number in range(12):
        probe(scenes.draft(slug=f"other-{number}", headline=f"Other {number}"))
    assert cost() == one
    assert "Show all" in text_of(desk.get("/admin/"))


def test_editors_are_mailed_once_and_again_when_there_is_news(alert, budget, inbox):
    with_address(cast.edda())
    with_address(cast.ada())
    with_address(cast.wren())
    assert send_alerts() == 1
    assert send_alerts() == 0
    (mail,) = inbox.came
    assert sorted(mail["To"].split(", ")) == ["ada@example.org", "edda@example.org"]
    assert " ".join(mail["Subject"].split()) == "[Test Office] Somebody is looking for what is not public"
    text, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    assert "Requests: 6" in text
    assert f"http://testserver/admin/releases/probealert/{alert.pk}/change/" in text
    assert f'href="http://testserver/admin/releases/probealert/{alert.pk}/change/"' in html
    for part in (text, html):
        assert "harbours" not in part
        assert "EFO" not in part
    probe(budget, tries=30, at=alert.last_at + timedelta(minutes=5))
    assert send_alerts() == 0
    probe(budget, tries=30, at=alert.last_at + timedelta(minutes=10))
    assert send_alerts() == 1
    assert "Somebody is still looking" in inbox.came[1]["Subject"]


def test_nobody_can_flood_the_editors_with_mail_and_the_rest_comes_later(budget, inbox, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    with_address(cast.edda())
    for number in range(MAILS_AN_HOUR + 1):
        probe(scenes.draft(slug=f"other-{number}"), likeness=Likeness.EARLIER)
    probe(budget)
    assert send_alerts() == MAILS_AN_HOUR
    assert send_alerts() == alerts_due() == 0
    assert ProbeAlert.objects.get(probed__release=budget).mailed_for
    seen = ProbeAlert.objects.filter(mailed_for__isnull=True).first()
    mark_seen(alert=seen, raised_at=seen.raised_at, by=cast.edda())
    time_machine.shift(3601)
    assert send_alerts() == 1
    assert send_alerts() == 0


def test_a_mail_that_failed_is_sent_later(alert, inbox, time_machine):
    with_address(cast.edda())
    time_machine.move_to(timezone.now(), tick=False)
    inbox.shut = True
    with pytest.raises(SMTPDataError):
        send_alerts()
    inbox.shut = False
    assert send_alerts() == 0
    time_machine.shift(LEASE)
    assert send_alerts() == 1
    assert len(inbox.came) == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_not_there_fails_nothing_else(inbox, settings):
    probe(scenes.draft(slug="plan"))
    with_address(cast.edda())
    settings.EMAIL_PORT = free_port()
    result = once([chore for chore in CHORES if "probing" in chore.name], lambda chore, done: None, lambda: False)
    assert (result.done, result.failed) == (0, 1)
    assert ProbeAlert.objects.get().mailed_for is None


def test_without_an_address_there_is_nobody_to_mail_and_the_log_says_so(alert, inbox, caplog):
    cast.edda()
    assert send_alerts() == 0
    assert "no editor has a mail address" in caplog.text
    assert inbox.came == []


def test_mail_goes_to_active_staff_who_review_or_publish():
    for person in (cast.edda(), cast.emil(), cast.wren(), cast.mo(), cast.otto()):
        with_address(person)
    gone = with_address(cast.person("gus", "Editors"))
    gone.is_active = False
    gone.save()
    with_address(cast.person("gil", "Editors", is_superuser=True))
    assert [person.username for person in readers()] == ["edda", "emil", "gil"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_mail_once(inbox):
    probe(scenes.draft(slug="plan"))
    with_address(cast.edda())
    assert sum(at_once(*[send_alerts] * 4)) == 1
    assert len(inbox.came) == 1
