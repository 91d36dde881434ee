"""The page on which editors make preview links, see who opened them, and revoke them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from releases.actions.discard import discard
from releases.actions.publish import publish
from releases.actions.share import share
from releases.models import PreviewLink, Release
from tests import cast
from tests.markup import find, words
from tests.releases.back_office import at_the_desk, page_of, text_of, where
from tests.scenes import NOW, draft, published, rewritten, scheduled

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
EMBARGO = NOW + 2 * DAY


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """The office's Friday morning, standing still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(db: None) -> Client:
    """An editor's browser."""
    return at_the_desk(cast.edda())


def form_on(response: Any) -> dict[str, Any]:
    (form,) = [form for form in page_of(response).forms if form.get("id") == "make-link"]
    return dict(form.form_values())


def make(desk: Client, release: Release, **said: Any) -> Any:
    """Fill in and send what the page offers."""
    page = where(release, "links")
    return desk.post(page, {**form_on(desk.get(page)), "recipient": "Ines Roy", **said})


def address_on(response: Any) -> str:
    return str(find(page_of(response), "#made-address")[0].get("value"))


def linked(release: Release, **more: Any) -> PreviewLink:
    said = {"by": cast.edda(), "recipient": "Ines Roy", "expires_at": NOW + DAY}
    version = Release.objects.get(pk=release.pk).version
    return share(**{"release": release, "version": version, **said, **more})[0]


# Making one


def test_a_link_is_made_for_three_days_and_its_address_is_shown_once(desk: Client) -> None:
    release = draft()
    response = make(desk, release)
    assert response.status_code == 200
    link = PreviewLink.objects.get()
    assert (link.recipient, link.expires_at, link.created_by) == ("Ines Roy", NOW + 3 * DAY, cast.edda())
    address = address_on(response)
    assert re.fullmatch(r"http://testserver/previews/[\w-]{43}/", address)
    assert "no-store" in response.headers["Cache-Control"]
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    secret = address.split("/")[-2]
    assert secret not in desk.get(where(release, "links")).content.decode()
    assert secret not in desk.get(where(release, "history")).content.decode()


def test_the_message_to_send_says_all_that_its_reader_must_know(desk: Client) -> None:
    response = make(desk, scheduled(visible_from=EMBARGO))
    message = find(page_of(response), "#made-message")[0].text_content()
    assert "Under embargo until Sunday 8 March 2026, 10:30 America/Toronto (2026-03-08 14:30 UTC)" in message
    assert "Ferry returns to the north shore" in message
    assert address_on(response) in message
    assert "For Ines Roy alone, until Sunday 8 March 2026, 10:30 America/Toronto." in message


def test_the_message_is_in_the_language_of_the_release(desk: Client) -> None:
    response = make(desk, draft(language="fr", headline="Le traversier"))
    assert find(page_of(response), "#made-message")[0].get("lang") == "fr"


@pytest.mark.parametrize(("lasts", "days"), [("1", 1), ("3", 3), ("7", 7)])
def test_a_link_lasts_as_long_as_was_chosen_whatever_stands_in_the_other_fields(
    desk: Client, lasts: str, days: int
) -> None:
    make(desk, draft(), lasts=lasts, date="nonsense", time="25:61")
    assert PreviewLink.objects.get().expires_at == NOW + days * DAY


def test_a_link_may_last_until_a_moment_on_the_offices_clocks(desk: Client) -> None:
    make(desk, draft(), lasts="moment", date="2026-03-20", time="17:00")
    assert PreviewLink.objects.get().expires_at.isoformat() == "2026-03-20T21:00:00+00:00"


@pytest.mark.parametrize(
    ("said", "told", "status"),
    [
        ({"lasts": "moment", "date": "", "time": ""}, "Choose a date and a time.", 422),
        ({"lasts": "moment", "date": "2026-03-08", "time": "02:30"}, "does not exist", 422),
        ({"lasts": "moment", "date": "2026-03-06", "time": "09:30"}, "already passed", 409),
        ({"lasts": "moment", "date": "2026-04-06", "time": "09:30"}, "thirty days at most", 409),
        ({"lasts": "99"}, "Select a valid choice", 422),
        ({"recipient": " "}, "Say for whom the link is.", 422),
        ({"recipient": "Ines\u202eyoR"}, "cannot be seen", 409),
        ({"version": "7"}, "after you opened it", 409),
        ({"made": ""}, "look at what is marked", 422),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(
    desk: Client, said: dict[str, str], told: str, status: int
) -> None:
    response = make(desk, draft(), **said)
    assert response.status_code == status
    assert told in text_of(response)
    assert form_on(response)["recipient"].strip() == said.get("recipient", "Ines Roy").strip()
    assert not PreviewLink.objects.exists()


def test_a_page_that_is_sent_twice_makes_one_link(desk: Client) -> None:
    release = draft()
    page = where(release, "links")
    said = {**form_on(desk.get(page)), "recipient": "Ines Roy"}
    assert desk.post(page, said).status_code == 200
    again = desk.post(page, said)
    assert again.status_code == 409
    assert "A link was made since you opened this page" in text_of(again)
    assert PreviewLink.objects.count() == 1
    # Who has read that, may go on.
    assert desk.post(page, form_on(again)).status_code == 200
    assert PreviewLink.objects.count() == 2


def choices(response: Any) -> list[str]:
    return [field.get("value") for field in find(page_of(response), "input[name=lasts]")]


def test_nothing_is_offered_that_outlives_the_embargo(desk: Client) -> None:
    soon = desk.get(where(scheduled(visible_from=EMBARGO), "links"))
    assert choices(soon) == ["1", "embargo", "moment"]
    assert form_on(soon)["lasts"] == "embargo"
    late = desk.get(where(scheduled(visible_from=NOW + 40 * DAY, slug="late"), "links"))
    assert choices(late) == ["1", "3", "7", "moment"]
    assert form_on(late)["lasts"] == "3"


def test_a_link_may_last_until_the_embargo_lifts(desk: Client) -> None:
    make(desk, scheduled(visible_from=EMBARGO))
    assert PreviewLink.objects.get().expires_at == EMBARGO


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (published, "Readers see exactly this text already"),
        (lambda: binned(draft()), "This release is in the bin"),
    ],
)
def test_where_no_link_can_be_made_the_page_says_why(desk: Client, made: Any, told: str) -> None:
    response = desk.get(where(made(), "links"))
    assert told in words(page_of(response), ".barred")
    assert not find(page_of(response), "#make-link")


def binned(release: Release) -> Release:
    discard(release=release, by=cast.edda(), version=1)
    return release


# The list


def states(desk: Client, release: Release) -> list[str]:
    page = page_of(desk.get(where(release, "links")))
    return [" ".join(each.text_content().split()) for each in find(page, ".links-state")]


def test_each_link_says_what_became_of_it(desk: Client, clock: Any) -> None:
    release = draft()
    linked(release, expires_at=NOW + timedelta(minutes=1))
    changed = rewritten(release, headline="Ferry returns on Tuesday")
    linked(changed)
    clock.move_to(NOW + timedelta(hours=1), tick=False)
    publish(release=changed, by=cast.edda(), version=2)
    again = rewritten(changed, headline="Ferry returns on Wednesday")
    linked(again, expires_at=NOW + timedelta(hours=2))
    linked(again, recipient="Theo Marsh")
    clock.move_to(NOW + timedelta(hours=2), tick=False)
    assert states(desk, release) == [
        "Open until Saturday 7 March 2026, 09:30 America/Toronto",
        "Expired on Friday 6 March 2026, 11:30 America/Toronto",
        "Void since it was published on Friday 6 March 2026, 10:30 America/Toronto",
        "Void since the text was changed on Friday 6 March 2026, 09:30 America/Toronto",
    ]


def test_an_embargo_that_lifted_is_named_and_so_is_a_maker_who_is_gone(desk: Client, clock: Any) -> None:
    release, other = scheduled(visible_from=EMBARGO), draft(slug="other")
    linked(release, expires_at=EMBARGO)
    ada = cast.ada()
    linked(other, by=ada)
    ada.is_active = False
    ada.save()
    assert states(desk, other) == ["Void: whoever made it may no longer make links"]
    clock.move_to(EMBARGO, tick=False)
    assert states(desk, release) == ["Void since its embargo lifted on Sunday 8 March 2026, 10:30 America/Toronto"]


def test_openings_are_counted_and_the_latest_are_listed(desk: Client) -> None:
    response = make(desk, draft())
    address = address_on(response).removeprefix("http://testserver")
    release = Release.objects.get()
    assert "Not opened." in text_of(response)
    for number in range(22):
        Client().get(address, headers={"User-Agent": f"Browser/{number}"}, REMOTE_ADDR="203.0.113.9")
    page = page_of(desk.get(where(release, "links")))
    assert words(page, "summary") == "Opened 22 times, last on 6 Mar 2026, 09:30"
    assert len(find(page, "details tbody tr")) == 20
    assert "Browser/21" in words(page, "details")
    assert "Browser/1 " not in words(page, "details")
    assert "and 2 openings before" in words(page, "details")


def test_what_a_browser_calls_itself_is_text_on_the_page(desk: Client) -> None:
    address = address_on(make(desk, draft())).removeprefix("http://testserver")
    Client().get(address, headers={"User-Agent": "<script>alert(1)</script>"})
    response = desk.get(where(Release.objects.get(), "links"))
    assert b"<script>alert" not in response.content


def test_the_page_asks_the_database_as_often_for_many_links_as_for_few(desk: Client) -> None:
    release = draft()
    counted = []
    for rows in (2, 20):
        while PreviewLink.objects.count() < rows:
            linked(release)
        with CaptureQueriesContext(connection) as queries:
            desk.get(where(release, "links"))
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 20, counted


# Revoking


def test_a_link_is_revoked_with_one_press(desk: Client) -> None:
    release = draft()
    address = address_on(make(desk, release)).removeprefix("http://testserver")
    (form,) = [form for form in page_of(desk.get(where(release, "links"))).forms if "revoke" in form.action]
    response = desk.post(form.action, dict(form.form_values()), follow=True)
    assert "The link for Ines Roy shows nothing any more." in text_of(response)
    assert Client().get(address).status_code == 404
    assert "Revoked on Friday 6 March 2026" in text_of(response)
    assert not [form for form in page_of(response).forms if "revoke" in form.action]
    again = desk.post(form.action, follow=True)
    assert "there is nothing to revoke" in text_of(again)


def test_looking_at_the_address_of_the_button_revokes_nothing(desk: Client) -> None:
    release = draft()
    link = linked(release)
    assert desk.get(where(release, f"links/{link.pk}/revoke")).status_code == 405
    assert PreviewLink.objects.open(NOW).exists()


def test_no_link_is_revoked_through_another_release(desk: Client) -> None:
    link, other = linked(draft()), draft(slug="other")
    assert desk.post(where(other, f"links/{link.pk}/revoke")).status_code == 404
    assert PreviewLink.objects.open(NOW).exists()


# Who may


@pytest.mark.parametrize(("name", "may"), [("edda", True), ("ada", True), ("wren", False)])
def test_the_release_leads_to_the_page_for_those_who_may(name: str, may: bool) -> None:
    release = draft()
    page = page_of(at_the_desk(getattr(cast, name)()).get(where(release)))
    assert bool(page.xpath(f"//a[@href='{where(release, 'links')}']")) == may


@pytest.mark.parametrize("name", ["wren", "mo", "otto"])
def test_who_may_not_share_finds_no_page(name: str) -> None:
    release = draft()
    link = linked(release)
    person = at_the_desk(getattr(cast, name)())
    assert person.get(where(release, "links")).status_code == 403
    assert person.post(where(release, "links")).status_code == 403
    assert person.post(where(release, f"links/{link.pk}/revoke")).status_code == 403
    assert PreviewLink.objects.open(NOW).count() == 1


def test_a_forged_request_makes_and_revokes_nothing(desk: Client) -> None:
    release = draft()
    link = linked(release)
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(cast.edda())
    said = {**form_on(desk.get(where(release, "links"))), "recipient": "Mallory"}
    said.pop("csrfmiddlewaretoken")
    assert forged.post(where(release, "links"), said).status_code == 403
    assert forged.post(where(release, f"links/{link.pk}/revoke")).status_code == 403
    assert PreviewLink.objects.open(NOW).count() == 1
