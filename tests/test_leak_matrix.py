"""Nothing leaves early: every public address, asked while something is hidden, answers as if that did not exist.

Two worlds are built, with and without the hidden content and otherwise the same, and every address is asked in both. Status,
headers, cookies and body must be equal. A route that is not in ``ADDRESSES`` fails a test, so that a new one is thought of.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation

from releases import paging
from releases.models import Edition
from tests import cast
from tests.addresses import (
    ADDRESSES,
    CONDITIONAL,
    SOON,
    Answer,
    all_addresses,
    ask_everything,
    by_get,
    routes,
)
from tests.scenarios import (
    NOTICE,
    SCENARIOS,
    SCHEDULED_AT,
    WISHED,
    WISHES,
    WITHDRAWN,
    a_scheduled_release,
    a_scheduled_update_of_a_live_release,
    may_answer,
)
from tests.scenes import NOW, scheduled
from tests.worlds import HIDDEN_SLUG, HIDDEN_WISH, HIDDEN_WORDS, PAGE_SIZE, build, hidden_content

pytestmark = pytest.mark.django_db

OTHER_ANSWERS = {"comments:place": 302, "comments:take_back": 405, "api:nothing": 404}
"""What a GET gets from those that never answer it with 200."""

_without: dict[tuple[str, str], Answer] = {}
_etags: dict[str, str] = {}


@pytest.fixture
def without(still: None) -> dict[tuple[str, str], Answer]:
    """Every answer in the world in which nothing is hidden; asked once a process."""
    if not _without:
        with undone():
            build()
            asked = {path: Client().get(path).headers.get("ETag") for path in CONDITIONAL}
            _etags.update({path: etag for path, etag in asked.items() if etag})
            _without.update({(method, path): answer for method, path, answer in ask_everything(Client(), _etags)})
    return _without


@pytest.fixture
def still(time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands, or tokens and dates would differ; and a list has many pages without many releases."""
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr(paging, "PAGE_SIZE", PAGE_SIZE)


@contextmanager
def undone() -> Iterator[None]:
    """A world that is gone afterwards, with the ids that it took where the database gives them back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def differences(
    asked: Iterator[tuple[str, str, Answer]], expected: dict[tuple[str, str], Answer], allowed: Collection[str] = ()
) -> str:
    """What tells the two worlds apart, in words for whoever has to find the leak."""
    return "\n".join(
        f"{method} {path}: {_difference(answer, expected[method, path])}"
        for method, path, answer in asked
        if answer != expected[method, path] and path not in allowed
    )


def _difference(found: Answer, expected: Answer) -> str:
    for name, one, other in zip(("status", "headers", "cookies"), found, expected, strict=False):
        if one != other:
            return f"{name} {one!r} instead of {other!r}"
    at = next((n for n, (one, other) in enumerate(zip(found[3], expected[3], strict=False)) if one != other), -60)
    return f"body …{found[3][max(0, at - 60) : at + 90]!r}… instead of …{expected[3][max(0, at - 60) : at + 90]!r}…"


EVERY_HEAD = {
    "a scheduled release",
    "a scheduled update of a live release",
    "a scheduled translation of a public release",
    "a scheduled release that was stopped",
    "replies that no moderator approved",
    *WITHDRAWN,
}
"""Worlds that are asked with every HEAD: one of each way in which something is not public. Each has some 500 addresses."""

ON_BOTH = {
    "a scheduled release",
    "a scheduled update of a live release",
    "replies that no moderator approved",
    "a withdrawn release",
}
"""Worlds that are asked on PostgreSQL as well: not yet, not yet so, not by anybody, and no longer."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in ON_BOTH else pytest.mark.one_database) for name in SCENARIOS],
)
def test_an_answer_is_the_one_given_if_it_did_not_exist(name: str, without: dict[tuple[str, str], Answer]) -> None:
    SCENARIOS[name]()
    asked = ask_everything(Client(), _etags, every_head=name in EVERY_HEAD)
    found = differences(asked, without, allowed=may_answer(name))
    assert not found, found


def test_a_member_of_staff_who_is_logged_in_sees_what_readers_see(without: dict[tuple[str, str], Answer]) -> None:
    """Also what lets a cache keep pages: nobody's session changes one."""
    a_scheduled_update_of_a_live_release()
    client = Client()
    client.force_login(cast.ada())
    found = differences(by_get(client, all_addresses()), without)
    assert not found, found


@pytest.mark.parametrize("name", WITHDRAWN)
def test_a_withdrawn_release_answers_at_its_own_address_with_its_notice(name: str, still: None) -> None:
    status = 410 if "error" in name else 200
    SCENARIOS[name]()
    response = Client().get(NOTICE)
    assert response.status_code == status
    assert Edition.objects.withdrawn(NOW).get(slug=HIDDEN_SLUG).note in response.content.decode()
    assert b"Unheard words" not in response.content, "the text itself is gone"
    assert b"Unheard note" not in response.content, "nor is anything said of a return"
    head = Client().head(NOTICE)
    assert (head.status_code, head.content) == (status, b"")


@pytest.mark.parametrize("name", WISHED)
def test_what_was_mailed_to_somebody_tells_nothing_of_what_is_hidden(name: str, still: None) -> None:
    SCENARIOS[name]()
    for path in WISHES:
        page = Client().get(path)
        assert page.status_code == 200, path
        assert not HIDDEN_WORDS.search(page.content.replace(HIDDEN_WISH.encode(), b"")), path


def test_every_public_route_is_in_the_matrix() -> None:
    assert sorted(ADDRESSES) == sorted(name for name, _pattern in routes() if not name.startswith("admin:"))


def test_every_address_leads_to_its_route_and_each_route_has_one_that_answers(
    without: dict[tuple[str, str], Answer],
) -> None:
    for name, addresses in ADDRESSES.items():
        for path in addresses():
            with translation.override("fr" if path.startswith("/fr/") else "en"):
                assert resolve(path.partition("?")[0]).view_name == name, path
        usual = OTHER_ANSWERS.get(name, 200)
        assert any(without["GET", path][0] == usual for path in addresses()), f"{name} never answers {usual}"


def test_the_matrix_notices_what_does_become_public(without: dict[tuple[str, str], Answer], time_machine: Any) -> None:
    """Its own control: a second later the same world differs, by every route that shows releases."""
    a_scheduled_release()
    time_machine.move_to(SOON, tick=False)
    # A first edition changes nothing; what an update shows from its second on is asked in test_changes_page.
    silent = {
        "api:guide",
        "api:index",
        "api:kinds",
        "api:openapi",
        "api:schema",
        "api:nothing",
        "releases:site_card",
        "robots",
        "security_txt",
        "favicon",
        "touch_icon",
        "icon",
        "manifest",
        "healthz",
        "readyz",
        "comments:waiting",
        "comments:edit",
        "comments:take_back",
        "comments:place",
        "comments:report",
        "comments:privacy",
        "comments:wish",
        "comments:end_wish",
        "comments:never",
        "preview_link_image",
        "preview_link_file",
        "releases:changes",
        "office_logo",
        "office_css",
        # These tell only of what staff announce.
        "releases:calendar",
        "releases:calendar_feed",
    }
    unnoticed = {
        name for name in ADDRESSES.keys() - silent if not differences(by_get(Client(), ADDRESSES[name]()), without)
    }
    assert not unnoticed


def test_no_address_of_the_back_office_answers_a_reader(still: None) -> None:
    """Whatever it is asked for, it asks for the login, or says that there is no such page."""
    release = scheduled(at=SCHEDULED_AT, visible_from=SOON, **hidden_content())
    for name, pattern in routes():
        if not name.startswith("admin:") or name in ("admin:login", "admin:jsi18n"):
            continue
        # The past has the moment in its address.
        arguments = {part: SOON if part == "moment" else release.pk for part in pattern.pattern.converters}
        path = _reversed(name, arguments)
        response = Client().get(path)
        # 403 is what a script of the library is told, which cannot follow a login.
        assert response.status_code in (302, 403, 404, 405), path
        assert not HIDDEN_WORDS.search(response.content), path
        if response.status_code == 302:
            assert response.headers["Location"].startswith("/admin/"), path


def _reversed(name: str, arguments: dict[str, Any]) -> str:
    """An address of this route, for this release where it is about one."""
    if name == "admin:app_list":
        return "/admin/releases/"
    if name == "admin:None":
        # The route that catches whatever no other does.
        return "/admin/never-was/"
    return reverse(name, kwargs=arguments)
