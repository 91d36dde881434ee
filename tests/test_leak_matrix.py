"""Nothing leaves early: every public address, asked while something is hidden, answers as if that did not exist.

Two worlds are built, with and without the hidden content and otherwise the same, and every address is asked in both. Status,
headers, cookies and body must be equal. A route that is not in ``ADDRESSES`` fails a test, so that a new one is thought of.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import translation

from comments import waiting
from comments.models import Comment
from comments.states import State
from releases import paging
from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.actions.withdraw import withdraw
from releases.models import Edition, Release
from releases.workflow import Change
from tests import cast
from tests.scenes import NOW, corrected, draft, published, rewritten, scheduled, withdrawn
from tests.worlds import (
    FIRST_REPLY,
    HIDDEN_KEY,
    HIDDEN_REPLIES,
    HIDDEN_SLUG,
    HIDDEN_WORDS,
    LIVE_SINCE,
    LONG_AGO,
    PAGE_SIZE,
    PUBLIC_KEY,
    World,
    build,
    count_replies_from,
    hidden_content,
    hidden_picture,
    reply_to,
)

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(seconds=1)
"""The worst case: its embargo lifts in the next second."""
SCHEDULED_AT = NOW - timedelta(minutes=30)

Answer = tuple[int, list[tuple[str, str]], str, bytes]


# --- Every public address ---------------------------------------------------------------------------------------------


def _dated(day: datetime, slug: str, rest: str = "") -> str:
    return f"/releases/{day:%Y/%m/%d}/{slug}/{rest}"


LIVE = _dated(LIVE_SINCE, "new-quay")
HIDDEN = [
    _dated(day, HIDDEN_SLUG, rest) for day in (NOW, LONG_AGO) for rest in ("", "editions/1/", "editions/2/", "replies/")
]
CURSOR = f"{LONG_AGO:%Y%m%dT%H%M%S%f}-{HIDDEN_SLUG}"
SOON_CURSOR = f"{SOON:%Y%m%dT%H%M%S%f}-{HIDDEN_SLUG}"
MIDDLE = f"{NOW - timedelta(days=200):%Y%m%dT%H%M%S%f}-filler"
QUERIES = [
    "",
    f"before={MIDDLE}",
    f"after={MIDDLE}",
    f"before={SOON_CURSOR}",
    "kind=speech",
    "tag=secret-plans",
    "tag=never-was",
    "year=2024",
    f"kind=speech&tag=common&year=2026&after={CURSOR}",
]
SPECS = ["w320.webp", "w320.jpg", "w1280.webp", "original"]


def _waiting(reply: int) -> str:
    return f"/replies/{waiting.token_for(Comment(pk=reply))}/"


# Every address of every public route that could tell of something hidden, by the name of the route.
ADDRESSES: dict[str, Callable[[], list[str]]] = {
    "home": lambda: ["/", "/fr/"],
    "releases:list": lambda: [
        *(f"/releases/?{query}" for query in QUERIES),
        *(f"/fr/releases/?{query}" for query in ("", "kind=speech", "tag=secret-plans", f"before={MIDDLE}")),
    ],
    "releases:year": lambda: [
        *(f"/releases/{year}/" for year in (2024, 2025, 2026, 2027)),
        f"/releases/2026/?before={SOON_CURSOR}",
        f"/releases/2025/?after={CURSOR}",
        "/fr/releases/2026/",
        "/fr/releases/2024/",
    ],
    "releases:month": lambda: [
        *(f"/releases/{month}/" for month in ("2026/03", "2025/12", "2024/05", "2026/04")),
        "/fr/releases/2026/03/",
        "/fr/releases/2024/05/",
    ],
    "releases:tag": lambda: [
        *(f"{prefix}/tags/{tag}/" for prefix in ("", "/fr") for tag in ("common", "secret-plans", "never-was")),
        f"/tags/common/?before={MIDDLE}",
        f"/tags/common/?after={CURSOR}",
        "/tags/harbour/",
    ],
    "releases:release": lambda: [
        LIVE,
        *(path for path in HIDDEN if path.endswith(f"{HIDDEN_SLUG}/")),
        "/fr" + _dated(LIVE_SINCE, "nouveau-quai"),
        "/fr" + _dated(NOW - timedelta(days=40), "ancien-quai"),
        "/fr" + _dated(NOW, "quai-ferme"),
        "/fr" + _dated(NOW, HIDDEN_SLUG),
        _dated(NOW - timedelta(days=2), "filler-0"),
        _dated(NOW - timedelta(days=37), "filler-1"),
        _dated(NOW - timedelta(days=9), "wrong"),
    ],
    "releases:edition": lambda: [
        *(path for path in HIDDEN if "/editions/" in path),
        *(f"{LIVE}editions/{number}/" for number in (1, 2, 3)),
        "/fr" + _dated(LIVE_SINCE, "nouveau-quai", "editions/2/"),
        _dated(NOW - timedelta(days=9), "wrong", "editions/1/"),
    ],
    "image": lambda: [
        *(f"/images/{key}/{spec}" for key in (PUBLIC_KEY, HIDDEN_KEY) for spec in SPECS),
        "/images/never-was/w320.jpg",
    ],
    "comments:reply": lambda: [
        *(path for path in HIDDEN if path.endswith("/replies/")),
        *(f"{LIVE}replies/?parent={number}" for number in (FIRST_REPLY, *HIDDEN_REPLIES, 99)),
        *(f"{LIVE}replies/?page={number}" for number in (1, 2)),
    ],
    "comments:waiting": lambda: [
        *(_waiting(number) for number in (FIRST_REPLY, *HIDDEN_REPLIES, 99)),
        "/fr" + _waiting(FIRST_REPLY),
        "/replies/never-was/",
    ],
    "robots": lambda: ["/robots.txt"],
    "healthz": lambda: ["/healthz"],
    "readyz": lambda: ["/readyz"],
}
# These send a validator of their own; all others' is made of the body by one middleware.
CONDITIONAL = ["/", LIVE, *ADDRESSES["image"]()]

# No route at all: what is asked by people who guess.
GUESSES = [
    _dated(NOW, HIDDEN_SLUG)[:-1],
    _dated(NOW, HIDDEN_SLUG)[:-1] + ".json",
    "/tags/secret-plans",
    "/sitemap.xml",
    "/feeds/releases.rss",
    "/api/v1/releases/",
    f"/files/{HIDDEN_KEY}/original",
    f"/media/images/{HIDDEN_KEY}/original",
    f"/static/images/{HIDDEN_KEY}/original",
]

REPLY = {"comment": "Is it true?", "author": "Nosy", "email": "nosy@example.org", "url": "", "parent": ""}
POSTS: list[tuple[str, dict[str, str]]] = [
    *((path, REPLY) for path in HIDDEN),
    (f"{LIVE}replies/", {**REPLY, "comment": ""}),
    *((f"{LIVE}replies/", {**REPLY, "parent": str(number)}) for number in HIDDEN_REPLIES),
    (f"{LIVE}replies/", {**REPLY, "parent": "99"}),
    ("/fr" + _dated(NOW, HIDDEN_SLUG, "replies/"), REPLY),
    ("/releases/", REPLY),
    ("/tags/secret-plans/", REPLY),
]


# --- Every state that is not public -----------------------------------------------------------------------------------

Scenario = Callable[[], World]
SCENARIOS: dict[str, Scenario] = {}


def scenario(build_world: Scenario) -> Scenario:
    """Add a world to the matrix, under the words of its function's name."""
    SCENARIOS[build_world.__name__.replace("_", " ")] = build_world
    return build_world


@scenario
def a_draft_that_was_never_scheduled() -> World:
    """Picked by hand for the live release, and the original of a public translation."""
    hidden = draft(at=SCHEDULED_AT, **hidden_content())
    return build(picks=(hidden.pk,), original=hidden.pk)


@scenario
def a_scheduled_release() -> World:
    """Picked and translated as well."""
    hidden = scheduled(at=SCHEDULED_AT, visible_from=SOON, **hidden_content())
    return build(picks=(hidden.pk,), original=hidden.pk)


@scenario
def a_release_that_was_scheduled_and_unscheduled() -> World:
    hidden = scheduled(at=SCHEDULED_AT, visible_from=NOW - timedelta(minutes=1), **hidden_content())
    unschedule(release=hidden, by=cast.edda(), at=NOW - timedelta(minutes=2))
    return build(picks=(hidden.pk,))


def _update(release: Release, visible_from: datetime) -> Release:
    content = hidden_content(slug=release.slug, translation_of=None)
    release = rewritten(release, at=SCHEDULED_AT, **content)
    schedule(
        release=release,
        by=cast.edda(),
        version=release.version,
        visible_from=visible_from,
        change=Change.MAJOR,
        note="Unheard note.",
        at=SCHEDULED_AT,
    )
    return release


@scenario
def a_scheduled_update_of_a_live_release() -> World:
    hidden_picture()
    world = build()
    _update(world.live, SOON)
    return world


@scenario
def an_update_that_was_scheduled_and_unscheduled() -> World:
    hidden_picture()
    world = build()
    release = _update(world.live, NOW - timedelta(minutes=1))
    unschedule(release=release, by=cast.edda(), at=NOW - timedelta(minutes=2))
    return world


@scenario
def an_edit_of_a_live_release_that_was_only_saved() -> World:
    hidden_picture()
    world = build()
    rewritten(world.live, at=SCHEDULED_AT, **hidden_content(slug=world.live.slug))
    draft(at=SCHEDULED_AT, **_translation())
    return world


@scenario
def a_scheduled_translation_of_a_public_release() -> World:
    world = build()
    scheduled(at=SCHEDULED_AT, visible_from=SOON, **_translation())
    return world


def _translation() -> dict[str, Any]:
    original = Release.objects.get(slug="filler-0")
    return hidden_content(language="fr", slug="quai-ferme", headline="Quai ferme", translation_of=original.pk)


@scenario
def replies_that_no_moderator_approved() -> World:
    world = build()
    count_replies_from(HIDDEN_REPLIES[1])
    for state in (None, State.REJECTED, State.SPAM, State.TRASH):
        reply_to(world.live, "Unheard reply", state)
        reply_to(world.live, "Unheard answer", state, parent=world.replies[0])
    return world


@scenario
def a_withdrawn_release() -> World:
    return _withdrawn_world(gone=False)


@scenario
def a_release_withdrawn_as_published_in_error() -> World:
    return _withdrawn_world(gone=True)


@scenario
def a_withdrawn_release_whose_return_is_scheduled() -> World:
    release = withdrawn(published_at=LONG_AGO, at=LONG_AGO + timedelta(days=1), **hidden_content())
    _update(release, SOON)
    return build(picks=(release.pk,))


def _withdrawn_world(*, gone: bool) -> World:
    release = published(at=LONG_AGO, **hidden_content())
    count_replies_from(HIDDEN_REPLIES[0])
    reply_to(release, "Unheard reply", State.APPROVED, at=LONG_AGO + timedelta(hours=1))
    reply_to(release, "Unheard question", at=LONG_AGO + timedelta(hours=1))
    _withdraw(release, gone)
    world = build(picks=(release.pk,))
    # A translation as well, of which readers saw two editions before it went.
    translation = corrected(published(at=LONG_AGO, **_translation()), at=LONG_AGO + timedelta(hours=1))
    _withdraw(translation, gone)
    return world


def _withdraw(release: Release, gone: bool) -> None:
    withdraw(release=release, by=cast.edda(), reason="Unheard reason.", gone=gone, at=LONG_AGO + timedelta(days=1))


NOTICE = _dated(LONG_AGO, HIDDEN_SLUG)
WITHDRAWN = sorted(name for name in SCENARIOS if "withdrawn" in name)


def may_answer(name: str) -> str:
    """The one address that does tell of what is hidden, and to whom it belongs."""
    if name in WITHDRAWN:
        # Readers who have its address are told why it is gone.
        return NOTICE
    if name == "replies that no moderator approved":
        # Its writer has this address, signed, for ten minutes.
        return _waiting(HIDDEN_REPLIES[1])
    return ""


# --- Asking -----------------------------------------------------------------------------------------------------------


def answer_of(response: Any) -> Answer:
    """All that a reader gets."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = sorted((name, value) for name, value in response.headers.items() if name != "Date")
    return response.status_code, headers, response.cookies.output(), body


def ask_everything(client: Client, etags: dict[str, str]) -> Iterator[tuple[str, str, Answer]]:
    """Method, address and answer, for each address by GET and each path by HEAD, some conditionally, and the posts."""
    for path in all_addresses():
        yield "GET", path, answer_of(client.get(path))
        if "?" not in path:
            yield "HEAD", path, answer_of(client.head(path))
    for path, etag in etags.items():
        yield "GET if changed", path, answer_of(client.get(path, headers={"If-None-Match": etag}))
    for path, data in POSTS:
        yield f"POST {data['comment']!r} under {data['parent']!r} to", path, answer_of(client.post(path, data))


def all_addresses() -> list[str]:
    """Every address of the matrix."""
    return [path for addresses in ADDRESSES.values() for path in addresses()] + GUESSES


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
    asked: Iterator[tuple[str, str, Answer]], expected: dict[tuple[str, str], Answer], allowed: str = ""
) -> str:
    """What tells the two worlds apart, in words for whoever has to find the leak."""
    return "\n".join(
        f"{method} {path}: {_difference(answer, expected[method, path])}"
        for method, path, answer in asked
        if answer != expected[method, path] and path != allowed
    )


def by_get(client: Client, addresses: list[str]) -> Iterator[tuple[str, str, Answer]]:
    """The answers at some addresses."""
    for path in addresses:
        yield "GET", path, answer_of(client.get(path))


def _difference(found: Answer, expected: Answer) -> str:
    for name, one, other in zip(("status", "headers", "cookies"), found, expected, strict=False):
        if one != other:
            return f"{name} {one!r} instead of {other!r}"
    at = next((n for n, (one, other) in enumerate(zip(found[3], expected[3], strict=False)) if one != other), -60)
    return f"body …{found[3][max(0, at - 60) : at + 90]!r}… instead of …{expected[3][max(0, at - 60) : at + 90]!r}…"


# --- The tests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCENARIOS)
def test_an_answer_is_the_one_given_if_it_did_not_exist(name: str, without: dict[tuple[str, str], Answer]) -> None:
    SCENARIOS[name]()
    found = differences(ask_everything(Client(), _etags), without, allowed=may_answer(name))
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


def test_every_public_route_is_in_the_matrix() -> None:
    assert sorted(ADDRESSES) == sorted(name for name, _pattern in routes() if not name.startswith("admin:"))


def test_every_address_leads_to_its_route_and_each_route_has_one_that_answers(
    without: dict[tuple[str, str], Answer],
) -> None:
    for name, addresses in ADDRESSES.items():
        for path in addresses():
            with translation.override("fr" if path.startswith("/fr/") else "en"):
                assert resolve(path.partition("?")[0]).view_name == name, path
        assert any(without["GET", path][0] == 200 for path in addresses()), f"{name} never answers 200"


def test_the_matrix_notices_what_does_become_public(without: dict[tuple[str, str], Answer], time_machine: Any) -> None:
    """Its own control: a second later the same world differs, by every route that shows releases."""
    a_scheduled_release()
    time_machine.move_to(SOON, tick=False)
    for name in ADDRESSES.keys() - {"robots", "healthz", "readyz", "comments:waiting"}:
        assert differences(by_get(Client(), ADDRESSES[name]()), without), name


def test_no_address_of_the_back_office_answers_a_reader(still: None) -> None:
    """Whatever it is asked for, it asks for the login, or says that there is no such page."""
    release = scheduled(at=SCHEDULED_AT, visible_from=SOON, **hidden_content())
    for name, pattern in routes():
        if not name.startswith("admin:") or name in ("admin:login", "admin:jsi18n"):
            continue
        path = _reversed(name, dict.fromkeys(pattern.pattern.converters, release.pk))
        response = Client().get(path)
        assert response.status_code in (302, 404, 405), path
        assert not HIDDEN_WORDS.search(response.content), path
        if response.status_code == 302:
            assert response.headers["Location"].startswith("/admin/"), path


def _reversed(name: str, arguments: dict[str, int]) -> str:
    """An address of this route, for this release where it is about one."""
    if name == "admin:app_list":
        return "/admin/releases/"
    if name == "admin:None":
        # The route that catches whatever no other does.
        return "/admin/never-was/"
    return reverse(name, kwargs=arguments)


def routes() -> list[tuple[str, URLPattern]]:
    """The names of all routes, as the site would resolve them."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern
