"""Who else has a release open: said in words, gone on save or leave, and never a lock."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from releases import presence
from releases.models import Presence, Release
from tests import cast, scenes
from tests.releases.back_office import RELEASES, at_the_desk, filled, page_of, where

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """A Friday in March, 9.30 in the morning in the office's zone."""
    with time_machine.travel(scenes.NOW + timedelta(hours=1), tick=False) as clock:
        yield clock


@pytest.fixture
def release(wren):
    return scenes.draft(by=wren)


def lines(response):
    """What the form says of others."""
    return [line.text_content() for line in page_of(response).xpath("//*[@data-presence]//li")]


def opened_at(response):
    return page_of(response).xpath("//@data-opened")[0]


def asked(client, release, **query):
    return client.get(where(release, "presence"), query).json()


def test_the_next_person_is_told_who_opened_it_and_how_long_ago(release, wren, edda, clock):
    first = at_the_desk(wren)
    assert lines(first.get(where(release))) == []
    assert lines(at_the_desk(edda).get(where(release))) == ["Wren Okafor has just opened this, and has not saved."]
    clock.shift(timedelta(minutes=1))
    assert lines(at_the_desk(edda).get(where(release))) == ["Wren Okafor opened this 1 minute ago, and has not saved."]
    clock.shift(timedelta(minutes=13))
    said = asked(at_the_desk(edda), release)
    assert [line["text"] for line in said["lines"]] == ["Wren Okafor opened this 14 minutes ago, and has not saved."]


def test_it_says_nothing_of_oneself_and_nothing_on_another_release(release, wren, edda):
    other = scenes.draft(by=wren, slug="other")
    at_the_desk(wren).get(where(release))
    assert lines(at_the_desk(wren).get(where(release))) == []
    assert lines(at_the_desk(edda).get(where(other))) == []


def test_it_is_gone_after_two_hours_and_swept_by_whoever_opens_the_form(release, wren, edda, clock):
    at_the_desk(wren).get(where(release))
    clock.shift(presence.FORGOTTEN - timedelta(seconds=1))
    assert "119 minutes ago" in lines(at_the_desk(edda).get(where(release)))[0]
    clock.shift(timedelta(seconds=1))
    assert asked(at_the_desk(edda), release)["lines"] == []
    at_the_desk(edda).get(where(release))
    assert [row.user for row in Presence.objects.all()] == [edda]


def test_it_is_gone_on_a_save_and_comes_again_only_with_new_typing(release, wren, edda):
    desk = at_the_desk(wren)
    saved = desk.post(where(release), filled(desk.get(where(release)), headline="Saved"), follow=True)
    assert "Saved as revision 2." in saved.content.decode()
    assert opened_at(saved) == ""
    assert lines(at_the_desk(edda).get(where(release))) == []
    desk.post(where(release, "presence/arrive"))
    assert lines(at_the_desk(edda).get(where(release))) == ["Wren Okafor has just opened this, and has not saved."]


@pytest.mark.parametrize("button", ["_close", "_preview"])
def test_who_saves_and_goes_and_comes_back_is_there_again(release, wren, edda, button):
    desk = at_the_desk(wren)
    desk.post(where(release), filled(desk.get(where(release)), **{button: "1"}))
    assert not Presence.objects.exists()
    desk.get(where(release))
    assert Presence.objects.get().user == wren


def test_a_save_that_is_refused_leaves_the_person_at_work(release, wren, edda, clock):
    desk = at_the_desk(wren)
    form = filled(desk.get(where(release)), headline="")
    clock.shift(timedelta(minutes=5))
    failed = desk.post(where(release), form)
    assert failed.status_code == 200
    assert lines(at_the_desk(edda).get(where(release))) == ["Wren Okafor opened this 5 minutes ago, and has not saved."]
    scenes.rewritten(release, by=edda, headline="Meanwhile")
    assert desk.post(where(release), {**form, "headline": "Mine"}).status_code == 409
    assert Presence.objects.filter(user=wren).exists()


def test_it_is_gone_when_the_page_is_left(release, wren):
    desk = at_the_desk(wren)
    page = desk.get(where(release))
    assert desk.post(where(release, "presence/leave"), {"opened_at": opened_at(page)}).status_code == 204
    assert not Presence.objects.exists()


def test_leaving_a_page_says_nothing_of_one_opened_later(release, wren, clock):
    desk = at_the_desk(wren)
    page = desk.get(where(release))
    clock.shift(timedelta(seconds=1))
    desk.get(where(release))
    desk.post(where(release, "presence/leave"), {"opened_at": opened_at(page)})
    assert Presence.objects.filter(user=wren).exists()


@pytest.mark.parametrize("moment", ["", "asked", "2026-13-45T00:00", "2099-01-01T00:00", "9" * 5000, "\x00"])
def test_a_moment_that_is_none_is_ignored(release, wren, moment):
    desk = at_the_desk(wren)
    desk.get(where(release))
    assert desk.post(where(release, "presence/leave"), {"opened_at": moment}).status_code == 204
    assert Presence.objects.exists()


def test_nobody_takes_somebody_else_off(release, wren, edda):
    page = at_the_desk(wren).get(where(release))
    at_the_desk(edda).post(where(release, "presence/leave"), {"opened_at": opened_at(page)})
    assert [row.user for row in Presence.objects.all()] == [wren]


def test_it_never_locks(release, wren, edda):
    at_the_desk(wren).get(where(release))
    desk = at_the_desk(edda)
    desk.post(where(release), filled(desk.get(where(release)), headline="Edda’s"))
    assert Release.objects.get().headline == "Edda’s"


def test_whoever_may_only_look_is_not_recorded_and_may_not_ask(release):
    looking = at_the_desk(cast.otto())
    assert looking.get(where(release)).status_code == 403
    for page in ("presence", "presence/arrive", "presence/leave"):
        send = looking.get if page == "presence" else looking.post
        assert send(where(release, page)).status_code == 403
    assert not Presence.objects.exists()


def test_only_a_form_of_ours_can_tell(release, wren):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wren)
    for page in ("presence/arrive", "presence/leave"):
        assert strict.post(where(release, page)).status_code == 403
        assert strict.get(where(release, page)).status_code == 405
    token = asked(strict, release)["token"]
    assert strict.post(where(release, "presence/arrive"), {"csrfmiddlewaretoken": token}).status_code == 200
    assert Presence.objects.get().user == wren


def test_who_saved_meanwhile_is_said_before_one_saves(release, wren, edda):
    at_the_desk(wren).get(where(release))
    saved = scenes.rewritten(release, by=edda, headline="Meanwhile")
    at = saved.updated_at if hasattr(saved, "updated_at") else Release.objects.get().updated_at
    when = (at - timedelta(hours=5)).strftime("%H:%M")
    assert asked(at_the_desk(wren), release, version="1")["lines"] == [
        {"key": "saved-2", "text": f"Edda Lind saved revision 2 at {when}. Saving now will show you both texts."}
    ]
    assert asked(at_the_desk(wren), release, version="2")["lines"] == []
    mine = asked(at_the_desk(edda), release, version="1")["lines"][0]["text"]
    assert mine.startswith("You saved revision 2 at ")


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 99])
def test_a_version_that_is_none_is_no_news(release, wren, version):
    assert asked(at_the_desk(wren), release, version=version)["lines"] == []


def test_minutes_that_pass_are_no_news(release, wren, edda, clock):
    at_the_desk(wren).get(where(release))
    (before,) = asked(at_the_desk(edda), release)["lines"]
    clock.shift(timedelta(minutes=3))
    (after,) = asked(at_the_desk(edda), release)["lines"]
    assert before["key"] == after["key"]
    assert before["text"] != after["text"]


def test_the_form_asks_two_queries_more_however_many_are_in_it(release, wren, edda):
    desk = at_the_desk(edda)

    def about_presence():
        with CaptureQueriesContext(connection) as captured:
            desk.get(where(release))
        return [query["sql"] for query in captured if "releases_presence" in query["sql"]]

    assert len(about_presence()) == 2
    for number in range(5):
        presence.arrive(release, cast.person(f"writer{number}", "Writers"), scenes.NOW + timedelta(hours=1))
    assert len(about_presence()) == 2


def test_a_new_release_has_no_company(wren):
    page = at_the_desk(wren).get(f"{RELEASES}add/")
    assert lines(page) == []
    assert page_of(page).xpath("//@data-kept") == [f"{wren.pk}/new"]
    assert not Presence.objects.exists()


def test_the_browser_is_told_which_text_was_saved_and_only_then(release, wren):
    desk = at_the_desk(wren)
    form = filled(desk.get(where(release)), _text="abc123")
    assert "pressroom_saved" not in desk.post(where(release), {**form, "headline": ""}).cookies
    saved = desk.post(where(release), form)
    cookie = saved.cookies["pressroom_saved"]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == ("abc123", "/admin/", "Lax")
    assert "pressroom_saved" not in desk.post(where(release), {**form, "_text": "late"}).cookies, (
        "a conflict is no save"
    )
    added = filled(desk.get(f"{RELEASES}add/"), headline="Another", _text="def456")
    assert desk.post(f"{RELEASES}add/", added).cookies["pressroom_saved"].value == "def456.abc123"


@pytest.mark.parametrize("name", ["", "a.b", "A", "a" * 17, "a;b", "é", "a\r\nSet-Cookie: b=c"])
def test_a_name_that_our_script_would_not_give_is_not_repeated(release, wren, name):
    desk = at_the_desk(wren)
    saved = desk.post(where(release), filled(desk.get(where(release)), _text=name))
    assert saved.status_code == 302
    assert "pressroom_saved" not in saved.cookies
