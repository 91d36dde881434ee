"""What was set aside is erased when its time is over, to the second; what waits and what is approved never is."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError

from comments import retention
from comments.actions.erase import erase
from comments.models import Comment, Decision, MarkKey, Pace, PrivacyRequest, Report, Subscription
from comments.reasons import Complaint, Rule
from comments.retention import purge, purge_due
from comments.senders import Sender, mark_of
from comments.states import State
from tests import scenes
from tests.comments.conversation import moved, said, shown

NOW, DAY = scenes.NOW, timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def days(settings):
    settings.REPLIES_KEEP_SPAM_DAYS = 30
    settings.REPLIES_KEEP_TRASH_DAYS = 40
    settings.REPLIES_KEEP_REJECTED_DAYS = 365
    settings.REPLIES_KEEP_ADDRESSES_DAYS = 90


def one_of_each(at=NOW):
    release = scenes.published(at=NOW - DAY)
    with time_machine.travel(at, tick=False):
        return {
            state: moved(said(release, at=at), state) if state != State.PENDING else said(release, at=at)
            for state in State
            if state != State.ERASED
        }


def everything(at):
    while purge(at):
        pass


def states():
    return dict(Comment.objects.values_list("pk", "state"))


def test_each_state_has_its_time_and_what_waits_or_shows_has_none():
    made = one_of_each()
    for at, erased in (
        (NOW + 30 * DAY, set()),
        (NOW + 30 * DAY + timedelta(microseconds=1), {State.SPAM}),
        (NOW + 41 * DAY, {State.SPAM, State.TRASH}),
        (NOW + 5000 * DAY, {State.SPAM, State.TRASH, State.REJECTED}),
    ):
        everything(at)
        now = states()
        assert {state for state, comment in made.items() if now[comment.pk] == State.ERASED} == erased
    assert set(Decision.objects.filter(to_state=State.ERASED).values_list("rule", flat=True)) == {Rule.RETENTION}


def test_the_time_counts_from_the_last_decision():
    comment = one_of_each()[State.SPAM]
    with time_machine.travel(NOW + 29 * DAY, tick=False):
        moved(comment, State.PENDING)
        moved(comment, State.SPAM)
    everything(NOW + 31 * DAY)
    assert states()[comment.pk] == State.SPAM
    everything(NOW + 60 * DAY)
    assert states()[comment.pk] == State.ERASED


def test_nought_means_for_ever(settings):
    settings.REPLIES_KEEP_SPAM_DAYS = settings.REPLIES_KEEP_ADDRESSES_DAYS = 0
    comment = one_of_each()[State.SPAM]
    mark_of("203.0.113.7", NOW)
    everything(NOW + 30 * DAY * 100)
    assert states()[comment.pk] == State.SPAM
    assert MarkKey.objects.exists()


def test_addresses_are_forgotten_in_every_state_and_then_their_keys():
    release = scenes.published(at=NOW)
    mark_of("203.0.113.7", NOW)
    sender = Sender("1" * 32, "203.0.113.0/24")
    comment = moved(said(release, at=NOW, sender=sender), State.APPROVED)
    said(release, at=NOW + 60 * DAY, sender=sender)
    Report.objects.create(comment=comment, version=1, reason=Complaint.SPAM, mark="2" * 32, at=NOW)
    everything(NOW + 91 * DAY)
    assert list(Comment.objects.order_by("pk").values_list("mark", "network")) == [
        ("", ""),
        ("1" * 32, "203.0.113.0/24"),
    ]
    assert Report.objects.get().mark == ""
    # Of March's last days there could still be marks.
    assert MarkKey.objects.exists()
    everything(NOW + 125 * DAY)
    assert not MarkKey.objects.exists()


def test_what_only_helps_for_hours_goes_in_hours():
    Pace.objects.create(mark="1" * 32, last_at=NOW, hour_began=NOW)
    everything(NOW + timedelta(hours=1))
    assert Pace.objects.exists()
    everything(NOW + timedelta(hours=3))
    assert not Pace.objects.exists()


def test_a_wish_that_nobody_confirmed_lapses_and_an_old_request_goes():
    comment = shown(scenes.published(at=NOW))
    Subscription.objects.create(comment=comment, about="answers", email="a@example.org", created_at=NOW)
    Subscription.objects.create(
        comment=comment, about="approved", email="a@example.org", created_at=NOW, confirmed_at=NOW
    )
    for email, dates in (
        ("never@example.org", {}),
        ("done@example.org", {"confirmed_at": NOW, "done_at": NOW}),
        ("owed@example.org", {"confirmed_at": NOW}),
    ):
        PrivacyRequest.objects.create(kind="export", email=email, asked_at=NOW, **dates)
    everything(NOW + 8 * DAY)
    assert list(Subscription.objects.order_by("about").values_list("email", flat=True)) == ["", "a@example.org"]
    everything(NOW + 366 * DAY)
    assert PrivacyRequest.objects.get().email == "owed@example.org"


def test_it_does_a_little_at_a_time_and_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(retention, "ERASED_AT_ONCE", 2)
    release = scenes.published(at=NOW - DAY)
    with time_machine.travel(NOW, tick=False):
        for _ in range(5):
            moved(said(release), State.SPAM)
    later = NOW + 31 * DAY
    assert purge_due(later) == 5
    assert [purge(later), purge(later), purge(later), purge(later)] == [2, 2, 1, 0]


def test_a_reply_that_cannot_be_erased_keeps_no_other(monkeypatch, caplog):
    release = scenes.published(at=NOW - DAY)
    with time_machine.travel(NOW, tick=False):
        first, *others = [moved(said(release), State.SPAM) for _ in range(3)]

    def stubborn(*, comment, at, rule):
        if comment.pk == first.pk:
            raise OperationalError("disk")
        return erase(comment=comment, at=at, rule=rule)

    monkeypatch.setattr(retention, "erase", stubborn)
    with time_machine.travel(NOW + 41 * DAY, tick=False), pytest.raises(CommandError, match="spam: 1"):
        call_command("purge_replies", stdout=StringIO())
    assert {states()[other.pk] for other in others} == {State.ERASED}
    assert f"Reply {first.pk} could not be erased" in caplog.text


def test_a_step_of_the_chore_that_fails_does_not_stop_the_others(monkeypatch):
    def broken(at):
        raise OperationalError("disk")

    one_of_each()
    steps = tuple((name, broken if name == "spam" else step, due) for name, step, due in retention.STEPS)
    monkeypatch.setattr(retention, "STEPS", steps)
    with pytest.raises(OperationalError, match="disk"):
        purge(NOW + 41 * DAY)
    assert State.TRASH not in states().values()


def test_the_command_says_first_and_does_then():
    one_of_each()
    told = StringIO()
    with time_machine.travel(NOW + 41 * DAY, tick=False):
        call_command("purge_replies", "--dry-run", stdout=told)
        assert "spam: 1" in told.getvalue()
        assert State.SPAM in states().values()
        call_command("purge_replies", stdout=told)
    assert "2 rows purged." in told.getvalue()
    assert not {State.SPAM, State.TRASH} & set(states().values())


def test_one_kind_that_fails_does_not_stop_the_others(monkeypatch):
    def broken(at):
        raise OperationalError("disk")

    one_of_each()
    steps = tuple((name, broken if name == "spam" else step, due) for name, step, due in retention.STEPS)
    monkeypatch.setattr("comments.management.commands.purge_replies.STEPS", steps)
    with time_machine.travel(NOW + 41 * DAY, tick=False), pytest.raises(CommandError, match="spam: disk"):
        call_command("purge_replies", stdout=StringIO())
    assert State.TRASH not in states().values()
