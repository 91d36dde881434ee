"""What the holder of a preview link sees: one text, until something happens to it, and never more than that."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from releases.actions.schedule import schedule
from releases.actions.share import share
from releases.actions.unshare import unshare
from releases.actions.withdraw import withdraw
from releases.models import PreviewLink, PreviewOpening, Release
from releases.sharing import hash_of
from releases.snapshot import LeadImage
from releases.workflow import Change
from tests import cast
from tests.addresses import answer_of
from tests.markup import find, words
from tests.scenes import NOW, corrected, draft, lead, picture, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
EMBARGO = NOW + 2 * DAY
NEVER = "/previews/never-was/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """The office's Friday morning, standing still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def link_to(release: Release, **more: Any) -> str:
    """The address of a link for Ines, made now by Edda."""
    said = {"by": cast.edda(), "recipient": "Ines Roy", "expires_at": NOW + DAY}
    version = Release.objects.get(pk=release.pk).version
    _link, secret = share(**{"release": release, "version": version, **said, **more})
    return f"/previews/{secret}/"


def opened(address: str, **more: Any) -> Any:
    response = Client().get(address, **more)
    assert response.status_code == 200, address
    return response


def tree(response: Any) -> Any:
    return html.fromstring(response.content.decode())


def shows_nothing(address: str) -> bool:
    """Whether this address answers exactly as one that never was, and nobody writes that down."""
    before = PreviewOpening.objects.count()
    same = answer_of(Client().get(address)) == answer_of(Client().get(NEVER))
    heads = answer_of(Client().head(address)) == answer_of(Client().head(NEVER))
    return same and heads and PreviewOpening.objects.count() == before


# The page


def test_a_scheduled_edition_is_shown_as_readers_will_get_it_under_its_embargo() -> None:
    image = lead(picture())
    release = scheduled(visible_from=EMBARGO, tags=("Harbour",), lead_image=image, dateline="Halifax")
    page = tree(opened(link_to(release)))
    assert words(page, "h1") == "Ferry returns to the north shore"
    assert "Halifax" in words(page, ".article")
    banner = words(page, ".banner")
    assert banner.startswith("Under embargo until Sunday 8 March 2026, 10:30 America/Toronto (2026-03-08 14:30 UTC)"), (
        banner
    )
    assert "For Ines Roy alone, until Saturday 7 March 2026, 09:30 America/Toronto." in banner
    assert "Every opening of this page is recorded." in banner
    assert "Published 8 March 2026" in words(page, ".release__dates")
    assert find(page, "meta[name=robots]")[0].get("content") == "noindex, nofollow"


def test_a_draft_says_that_it_is_one() -> None:
    page = tree(opened(link_to(draft())))
    assert words(page, ".banner").startswith("Not for publication: draft of Friday 6 March 2026, 09:30 America/Toronto")
    assert words(page, ".release__dates") == "Not published"


def test_a_scheduled_update_brings_its_note_and_its_date() -> None:
    release = rewritten(published(at=NOW - DAY), headline="Ferry returns on Tuesday")
    schedule(
        release=release, by=cast.edda(), version=2, visible_from=EMBARGO, change=Change.MAJOR, note="Not on Monday."
    )
    page = tree(opened(link_to(release)))
    assert words(page, "h1") == "Ferry returns on Tuesday"
    assert "Not on Monday." in words(page, ".notice")
    assert [words(row, "p") for row in find(page, ".editions li")] == [
        "Correction or update: Not on Monday.",
        "First publication",
    ]


def test_the_page_is_in_the_language_of_the_release_at_an_address_that_has_none(client: Client) -> None:
    release = scheduled(visible_from=EMBARGO, language="fr", headline="Le traversier", slug="traversier")
    response = opened(link_to(release), headers={"Accept-Language": "de"})
    assert response.headers["Content-Language"] == "fr"
    assert tree(response).get("lang") == "fr"
    assert client.get(NEVER).headers["Content-Language"] == "en"


def test_nothing_keeps_it_lists_it_or_tells_its_address() -> None:
    response = opened(link_to(draft()), headers={"Cookie": "sessionid=forged; csrftoken=forged"})
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "ETag" not in response.headers


def test_the_head_of_the_page_tells_no_machine_more_than_the_page() -> None:
    response = opened(link_to(scheduled(visible_from=EMBARGO)))
    page = tree(response)
    assert not find(page, "link[rel=canonical]")
    assert not find(page, "link[hreflang]")
    assert "/releases/2026/03/08/" not in response.content.decode(), "its address to come is nobody's business yet"


def test_nothing_on_it_leads_to_the_back_office_nor_to_itself_nor_takes_a_reply() -> None:
    release = scheduled(visible_from=EMBARGO, tags=("Harbour",))
    address = link_to(release)
    page = tree(opened(address))
    [form] = find(page, "form")
    assert form.get("role") == "search"
    links = [element.get("href") for element in find(page, "a")]
    assert not [link for link in links if "/admin/" in link or "/previews/" in link]


def test_a_logged_in_editor_sees_what_the_holder_sees(edda: User) -> None:
    address = link_to(scheduled(visible_from=EMBARGO))
    client = Client()
    client.force_login(edda)
    assert answer_of(client.get(address)) == answer_of(Client().get(address))


def test_only_reading_is_answered() -> None:
    address = link_to(draft())
    for path in (address, NEVER):
        assert Client().post(path).status_code == 405
    assert not PreviewOpening.objects.exists()


# Never more than that


def test_the_holder_sees_one_language_and_no_sibling_that_is_not_public() -> None:
    original = scheduled(visible_from=EMBARGO)
    sibling = {"language": "fr", "slug": "traversier", "headline": "Le traversier", "translation_of": original.pk}
    french = scheduled(visible_from=EMBARGO, **sibling)
    response = opened(link_to(original))
    assert b"traversier" not in response.content
    back = opened(link_to(french))
    assert b"Ferry returns" not in back.content


def test_what_else_there_is_to_read_is_public() -> None:
    open_to_all = published(
        at=NOW - DAY, slug="open", headline="Open to all", tags=("Harbour",), lead_image=lead(picture())
    )
    hidden = draft(slug="hidden", headline="Unheard", tags=("Harbour",))
    soon = scheduled(visible_from=EMBARGO, slug="soon", headline="Unheard too", tags=("Harbour",))
    gone = withdrawn(published_at=NOW - DAY, at=NOW, slug="gone", headline="Unheard again", tags=("Harbour",))
    picks = (hidden.pk, soon.pk, gone.pk, open_to_all.pk)
    release = scheduled(visible_from=EMBARGO, tags=("Harbour",), picks=picks)
    response = opened(link_to(release))
    assert words(tree(response), ".related h3") == "Open to all"
    assert b"Unheard" not in response.content


def test_a_draft_of_what_was_withdrawn_leads_to_nothing_that_was_public_before() -> None:
    release = corrected(published(at=NOW - 3 * DAY), at=NOW - 2 * DAY, note="An old note.")
    # The control: an update of what is public leads to the editions that readers have.
    page = tree(opened(link_to(rewritten(release, at=NOW - DAY, headline="New"))))
    assert len(find(page, ".editions a")) == 2
    assert "An old note." in words(page, ".notice")
    withdraw(release=release, by=cast.edda(), reason="Wrong.", at=NOW - SECOND)
    page = tree(opened(link_to(release)))
    assert words(page, "h1") == "New"
    assert not find(page, ".editions, .notice")


def test_what_is_written_later_is_not_what_the_holder_was_shown() -> None:
    release = draft()
    address = link_to(release)
    rewritten(release, headline="Ferry returns on Tuesday")
    assert shows_nothing(address)


# Its pictures


def pictures_on(response: Any) -> set[str]:
    return set(re.findall(r"/[^\s\"]*images/[^\s\",]+", response.content.decode()))


def test_it_brings_the_pictures_of_its_revision_and_those_that_are_public() -> None:
    published(at=NOW - DAY, slug="open", headline="Open to all", lead_image=lead(picture(colour="navy")))
    address = link_to(scheduled(visible_from=EMBARGO, lead_image=lead(picture())))
    found = pictures_on(opened(address))
    own = {path for path in found if path.startswith(address)}
    assert own
    assert found > own
    for path in found:
        response = opened(path)
        assert response.headers["Content-Type"] in ("image/avif", "image/webp", "image/jpeg")
    for path in own:
        response = opened(path)
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_it_serves_no_other_picture_whether_public_or_not() -> None:
    public, hidden, before = picture(colour="navy"), picture(colour="crimson"), picture(colour="olive")
    published(at=NOW - DAY, slug="open", lead_image=lead(public))
    draft(slug="hidden", lead_image=lead(hidden))
    release = rewritten(draft(lead_image=lead(before)), lead_image=lead(picture()))
    address = link_to(release)
    never = answer_of(Client().get(f"{address}images/never-was/w320.jpg"))
    assert never[0] == 404
    for image in (public, hidden, before):
        assert answer_of(Client().get(f"{address}images/{image.key}/w320.jpg")) == never


def test_its_pictures_end_with_it() -> None:
    image = lead(picture())
    release = draft(lead_image=image)
    address = f"{link_to(release)}images/{image.key}/w320.jpg"
    assert opened(address)
    unshare(release=release, by=cast.edda(), link=PreviewLink.objects.get())
    assert answer_of(Client().get(address)) == answer_of(Client().get("/previews/x/images/never-was/w320.jpg"))


@pytest.mark.parametrize("spec", ["original", "w321.jpg", "w320.png"])
def test_a_size_that_is_not_offered_is_no_page(spec: str) -> None:
    image: LeadImage = lead(picture())
    address = link_to(draft(lead_image=image))
    assert Client().get(f"{address}images/{image.key}/{spec}").status_code == 404


# When it shows nothing


def test_an_address_that_never_was_costs_a_query_beside_the_offices_and_so_does_one_that_is_void() -> None:
    release = draft()
    address = link_to(release)
    unshare(release=release, by=cast.edda(), link=PreviewLink.objects.get())
    for path in (NEVER, address):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert Client().get(path).status_code == 404
        assert len([query for query in queries if "releases_office" not in query["sql"]]) == 1, path
        assert len(queries) <= 2, path


def test_whoever_reads_the_table_holds_no_link() -> None:
    link_to(draft())
    assert shows_nothing(f"/previews/{PreviewLink.objects.get().secret_hash}/")


@pytest.mark.parametrize("secret", ["x" * 5000, "%F0%9F%94%91", "%00", "%ED%A0%80", "..", "%22%3E"])
def test_a_strange_secret_is_no_page(secret: str) -> None:
    assert Client().get(f"/previews/{secret}/").status_code == 404


def test_it_ends_in_the_second_of_its_expiry(clock: Any) -> None:
    address = link_to(draft())
    clock.move_to(NOW + DAY - SECOND, tick=False)
    assert opened(address)
    clock.move_to(NOW + DAY, tick=False)
    assert shows_nothing(address)


def test_it_ends_in_the_second_in_which_the_embargo_lifts_with_nobody_acting(clock: Any) -> None:
    release = scheduled(visible_from=EMBARGO)
    link_to(release, expires_at=EMBARGO)
    # The expiry is another rule: here is a link that it would leave open, as no action makes one.
    link = PreviewLink.objects.get()
    link.pk, link.secret_hash, link.expires_at = None, hash_of("a-secret"), EMBARGO + DAY
    link.save(force_insert=True)
    address = "/previews/a-secret/"
    clock.move_to(EMBARGO - SECOND, tick=False)
    assert opened(address)
    clock.move_to(EMBARGO, tick=False)
    assert shows_nothing(address)
    assert Client().get(release.editions.get().get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda maker: User.objects.filter(pk=maker.pk).update(is_active=False),
        lambda maker: User.objects.filter(pk=maker.pk).update(is_staff=False),
        lambda maker: maker.groups.set([Group.objects.get(name="Writers")]),
        lambda maker: maker.delete(),
    ],
    ids=["switched off", "no longer staff", "another role", "deleted"],
)
def test_a_link_is_as_good_as_whoever_made_it(change: Any, ada: User) -> None:
    release = draft()
    address = link_to(release, by=ada)
    assert opened(address)
    change(ada)
    before = PreviewOpening.objects.count()
    assert answer_of(Client().get(address)) == answer_of(Client().get(NEVER))
    assert PreviewOpening.objects.count() == before


# The record


def test_every_opening_is_recorded_with_time_address_and_browser(clock: Any) -> None:
    address = link_to(draft())
    opened(address, headers={"User-Agent": "Browser/1.0"}, REMOTE_ADDR="203.0.113.9")
    clock.move_to(NOW + SECOND, tick=False)
    opened(address, headers={"User-Agent": "B" * 400 + "\x07"}, REMOTE_ADDR="2001:db8::1")
    opened(address, REMOTE_ADDR="")
    link = PreviewLink.objects.get()
    rows = PreviewOpening.objects.order_by("pk").values_list("link", "at", "address", "browser")
    assert list(rows) == [
        (link.pk, NOW, "203.0.113.9", "Browser/1.0"),
        (link.pk, NOW + SECOND, "2001:db8::1", "B" * 300),
        (link.pk, NOW + SECOND, None, ""),
    ]


def test_no_header_that_anybody_can_send_names_another_network_address() -> None:
    opened(link_to(draft()), headers={"X-Forwarded-For": "198.51.100.1"}, REMOTE_ADDR="203.0.113.9")
    assert PreviewOpening.objects.get().address == "203.0.113.9"


def test_asking_for_the_head_opens_nothing_and_shows_nothing() -> None:
    response = Client().head(link_to(draft()))
    assert (response.status_code, response.content) == (200, b"")
    assert not PreviewOpening.objects.exists()


@pytest.mark.parametrize("change", [{"at": NOW - DAY}, {"address": "192.0.2.1"}, {"browser": "Another"}])
def test_what_was_recorded_holds(change: dict[str, Any]) -> None:
    opened(link_to(draft()))
    with pytest.raises(DatabaseError), transaction.atomic():
        PreviewOpening.objects.update(**change)


@pytest.mark.django_db(transaction=True)
def test_whoever_opens_a_link_while_it_is_revoked_sees_it_recorded_or_not_at_all() -> None:
    """The link is revoked in a transaction that is still open when the holder asks, and is committed while they wait."""
    release = draft()
    address = link_to(release)
    asked = threading.Event()

    def ask() -> int:
        try:
            connection.ensure_connection()
            asked.set()
            return Client().get(address).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            unshare(release=release, by=cast.edda(), link=PreviewLink.objects.get())
            answer = pool.submit(ask)
            assert asked.wait(timeout=30)
            # Long enough for the page to be drawn from what is committed; it may not leave.
            with pytest.raises(TimeoutError):
                answer.result(timeout=1)
        assert answer.result(timeout=30) == 404
    assert not PreviewOpening.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_opening_is_committed_before_the_page_is_sent() -> None:
    """Another connection sees it as soon as there is an answer, with no transaction of a request around it."""
    address = link_to(draft())
    opened(address)

    def seen_elsewhere() -> int:
        try:
            return PreviewOpening.objects.count()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        assert pool.submit(seen_elsewhere).result(timeout=30) == 1
