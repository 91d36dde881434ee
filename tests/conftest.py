"""The stage for every test: no network, files of its own, a small cast, and a real browser for what people do."""

import gc
import socket
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.files import storage as files
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from pytest_django.plugin import blocking_manager_key

from comments.roles import REPLIES
from releases.media import upload
from releases.media.decoding.decode import decode
from releases.media.models import DocumentFile, Image
from releases.models import IdNamespace
from releases.pdf import keeping
from releases.pdf.drawing import draw
from releases.pdf.packet import Given
from releases.roles import MEDIA, PEOPLE, RELEASES, TAGS, grant
from releases.search.indexing import forget
from tests import cast

# Machines are shared: an expectation that will be met may take longer than Playwright's five seconds.
expect.set_options(timeout=20_000)

LOOPBACK = ("127.", "::1", "localhost")
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"A test tried to reach {address}; tests stay on this machine.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite in a file, as in production: in memory, the threads of the live server would share one transaction.

    The file goes with the process, so it need not reach the disk.
    """
    config = django_settings.DATABASES["default"]
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["TEST"]["NAME"] = str(django_settings.DATA_DIR / "test.sqlite3")
        config["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


@pytest.fixture(autouse=True)
def fast_passwords(settings: Any) -> None:
    """Argon2 takes its time by design; logging in is not what most tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Uploads of one test are nobody else's, and gone with it."""
    storages = {name: dict(config) for name, config in settings.STORAGES.items()}
    for name in ("default", "private"):
        storages[name]["OPTIONS"] = {"location": tmp_path / "files", "base_url": None}
    settings.STORAGES = storages
    # Its own, because a test may undo what it asked of the one that it shares.
    with pytest.MonkeyPatch.context() as patch:
        for model in (Image, DocumentFile):
            # A field asks for its storage once, when its class is made.
            patch.setattr(model._meta.get_field("file"), "storage", files.storages["private"])
        patch.setattr(upload, "decode", _decoded)
        patch.setattr(keeping, "draw", _drawn)
        # Longer than a reader would: machines that test are busy, and none of that is about patience.
        patch.setattr(keeping, "PATIENCE", keeping.UNHURRIED)
        yield


_decoded = lru_cache(maxsize=64)(decode)
"""Each picture is decoded for real, in a process of its own, and once: scenes store the same one hundreds of times."""


@lru_cache(maxsize=64)
def _drawn_once(html: str, style: str, given: tuple[Given, ...]) -> bytes:
    return draw(html, style, given, seconds=keeping.UNHURRIED)


def _drawn(html: str, style: str, given: tuple[Given, ...], *, seconds: float) -> bytes:
    """So is each sheet: the leak matrix asks for the same one in every world."""
    return _drawn_once(html, style, given)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks nothing of the database, or is about what happens after it answered, is not asked again on PostgreSQL."""
    if django_settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        return
    once = {item for item in items if item.get_closest_marker("one_database")}
    asked = [
        item for item in items if item.get_closest_marker("postgresql") or (uses_database(item) and item not in once)
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asked)])
    items[:] = asked


def uses_database(item: pytest.Item) -> bool:
    """Whether a test may reach the database at all: pytest-django refuses it to every other."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        {"db", "transactional_db", "live_server"} & fixtures
    )


def pytest_collection_finish() -> None:
    """Collect garbage rarely: what was imported stays for good, and looking through it all again took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def is_transactional(item: pytest.Item) -> bool:
    """Whether a test commits, and the database is flushed after it."""
    marker = item.get_closest_marker("django_db")
    by_marker = marker is not None and bool(marker.kwargs.get("transaction"))
    return by_marker or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """The flush after a transactional test takes what migrations wrote, such as groups: write it again, for every later test.

    A hook and not a fixture, because it has to come after the flush, which is itself the end of a fixture. In parallel
    runs a test of any kind may be next. After the last test there is no database any more. A fixture whose end fails, such as
    a page that complained, must not make all later tests fail as well.
    """
    try:
        yield
    finally:
        if nextitem is not None and is_transactional(item):
            with item.config.stash[blocking_manager_key].unblock():
                roles = {"releases": RELEASES, "media": MEDIA, "taggit": TAGS, "auth": PEOPLE, "comments": REPLIES}
                for app, role in roles.items():
                    grant(apps, app, role)
                IdNamespace.objects.get_or_create()
                # A flush knows Django's tables alone, and the ids of editions begin again.
                forget()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs that lies beside a checkout; absent elsewhere."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: this test reads real inputs from there")
    return SHARED


@pytest.fixture
def wren(db: None) -> User:
    """A writer."""
    return cast.wren()


@pytest.fixture
def edda(db: None) -> User:
    """An editor."""
    return cast.edda()


@pytest.fixture
def emil(db: None) -> User:
    """A second editor."""
    return cast.emil()


@pytest.fixture
def mo(db: None) -> User:
    """A moderator."""
    return cast.mo()


@pytest.fixture
def ada(db: None) -> User:
    """An administrator."""
    return cast.ada()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One real browser for the session."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_context(chromium: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """One person's browser: cookies of its own, paths relative to the live server."""
    context = chromium.new_context(base_url=live_server.url, locale="en-CA", timezone_id="America/Toronto")
    context.set_default_timeout(30_000)
    yield context
    context.close()


def complaints_of(page: Page) -> list[str]:
    """Collect what the browser complains about from now on: script errors and violations of the security policy."""
    found: list[str] = []

    def console(message: ConsoleMessage) -> None:
        # A status that the test asked for (404, 422) is logged as an error too; it is not a fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            found.append(message.text)

    page.on("console", console)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def page(browser_context: BrowserContext) -> Iterator[Page]:
    """A page on which every script error and every violation of the security policy fails the test."""
    page = browser_context.new_page()
    complaints = complaints_of(page)
    yield page
    assert not complaints, complaints
