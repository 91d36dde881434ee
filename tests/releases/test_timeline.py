"""The timeline of a release: everything that happened, by people and by the clock; nothing can be taken out of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from releases.actions.add_note import LENGTH, add_note
from releases.actions.approve import approve
from releases.actions.discard import discard
from releases.actions.open_link import open_link
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.reinstate import reinstate
from releases.actions.restore import restore
from releases.actions.review_afterwards import review_afterwards
from releases.actions.schedule import schedule
from releases.actions.send_back import send_back
from releases.actions.share import share
from releases.actions.stop import Pull, stop
from releases.actions.submit import submit
from releases.actions.unschedule import unschedule
from releases.actions.unshare import unshare
from releases.actions.withdraw import withdraw
from releases.admin import history, timeline
from releases.models import Approval, Edition, Event, PreviewLink, PreviewOpening, Release, Revision
from releases.workflow import Change, Verb
from tests import cast
from tests.addresses import routes
from tests.releases.back_office import at_the_desk, filled, page_of, text_of, where
from tests.releases.record import whole_record
from tests.scenes import NOW, corrected, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
RECORD = (Event, Revision, Edition, Approval, PreviewOpening, PreviewLink)

Go = Callable[[datetime], None]


@pytest.fixture
def go(time_machine: Any) -> Go:
    """Stop the clock at a moment."""

    def to(moment: datetime) -> None:
        time_machine.move_to(moment, tick=False)

    to(NOW)
    return to


@pytest.fixture
def reviewed(settings: Any) -> None:
    """An office in which somebody else has to look."""
    settings.REVIEWERS = {"": 1}


def lines(release: Release, by: User | None = None, page: str = "") -> list[str]:
    """The lines of the timeline, newest first, each in one line of text; those that are folded away left out."""
    response = at_the_desk(by or cast.wren()).get(where(release, "history") + page)
    assert response.status_code == 200
    found = page_of(response).xpath("//section[@id='timeline']/ol/li")
    for line in found:
        for details in line.xpath("./details"):
            details.drop_tree()
    return [" ".join(line.text_content().split()) for line in found]


# What people did


def test_every_act_has_a_past_tense_of_its_own() -> None:
    told = {verb: history.done(Event(verb=verb)) for verb in Verb}
    assert len(set(told.values())) == len(Verb)
    for verb, words in told.items():
        assert words != verb.label, f"“{words}” is what can be done, not what was done"


def test_the_way_through_review_is_told_with_every_reason(reviewed: None, go: Go) -> None:
    release, edda, ada = draft(), cast.edda(), cast.ada()
    go(NOW + 1 * MINUTE)
    submit(release=release, by=cast.wren(), version=1)
    go(NOW + 2 * MINUTE)
    send_back(release=release, by=edda, version=1, reason="Which Monday?\nNobody knows.")
    go(NOW + 3 * MINUTE)
    submit(release=release, by=cast.wren(), version=1)
    go(NOW + 4 * MINUTE)
    approve(release=release, by=edda, version=1)
    go(NOW + 5 * MINUTE)
    publish(release=release, by=ada, version=1)
    go(NOW + 6 * MINUTE)
    rewritten(release, headline="Ferry returns on Tuesday")
    go(NOW + 7 * MINUTE)
    publish_unreviewed(
        release=release, by=edda, version=2, reason="Nobody else is here.", change=Change.MAJOR, note="Tuesday."
    )
    go(NOW + 8 * MINUTE)
    review_afterwards(release=release, by=ada, edition=Edition.objects.get(number=2), note="It is right.")
    found = lines(release)
    expected = [
        ("09:38 Ada Brook · Reviewed afterwards · edition 2 · revision 2", "It is right."),
        ("09:37 Edda Lind · Published without review · edition 2 · revision 2 · Correction or update", "Tuesday."),
        ("09:36 Wren Okafor · Saved · revision 2",),
        ("09:35 Ada Brook · Published · edition 1 · revision 1",),
        ("09:34 Edda Lind · Approved · revision 1",),
        ("09:33 Wren Okafor · Submitted for review · revision 1",),
        ("09:32 Edda Lind · Sent back · revision 1", "Reason: Which Monday?Nobody knows."),
        ("09:31 Wren Okafor · Submitted for review · revision 1",),
        ("09:30 Wren Okafor · Saved · revision 1",),
    ]
    assert len(found) == len(expected)
    for line, parts in zip(found, expected, strict=True):
        assert line.startswith(parts[0])
        assert all(part in line for part in parts[1:]), line
    assert "Reason: Nobody else is here." in found[1]


def test_withdrawals_stops_and_returns_say_what_readers_find(go: Go) -> None:
    edda = cast.edda()
    other = published(slug="other", headline="The right figures")
    wrong = published(slug="wrong", headline="Wrong figures")
    go(NOW + 1 * MINUTE)
    withdraw(release=wrong, by=edda, reason="They were wrong.", gone=True, redirect_to=other)
    (told, *_rest) = lines(wrong)
    for words in (
        "Withdrew · edition 2",
        "published in error",
        "Reason: They were wrong.",
        "sent to “The right figures”",
    ):
        assert words in told, words
    ahead = scheduled(slug="ahead", visible_from=NOW + timedelta(days=1))
    stop(release=ahead, by=edda, reason="Not cleared.", pull=Pull.KEEP)
    (told, *_rest) = lines(ahead)
    for words in (
        "Stopped · an edition taken back",
        "what was scheduled for Saturday 7 March 2026, 09:30",
        "Not cleared.",
    ):
        assert words in told, words
    go(NOW + 2 * MINUTE)
    stop(release=other, by=edda, reason="These too.", pull=Pull.GONE)
    assert "its address answers “gone” (410)" in lines(other)[0]


def test_the_bin_restoring_notes_and_links_are_told(go: Go) -> None:
    release, edda = draft(), cast.edda()
    rewritten(release, headline="Second")
    release.refresh_from_db()
    restore(release=release, by=edda, version=2, number=1)
    go(NOW + 1 * MINUTE)
    add_note(release=release, by=edda, text="Call Ines <first>.\nThen publish.")
    go(NOW + 2 * MINUTE)
    link, _secret = share(release=release, by=edda, version=3, recipient="Ines Roy", expires_at=NOW + timedelta(days=1))
    go(NOW + 3 * MINUTE)
    unshare(release=release, by=edda, link=link)
    go(NOW + 4 * MINUTE)
    discard(release=release, by=edda, version=3)
    go(NOW + 5 * MINUTE)
    reinstate(release=release, by=edda, version=3)
    told = lines(release)
    for line, words in zip(
        told,
        [
            "Took out of the bin",
            "Discarded",
            "Revoked a preview link · revision 3 · for Ines Roy",
            "for Ines Roy",
            "Left a note",
            "Restored an earlier revision · revision 3 · as it was in revision 1",
        ],
        strict=False,
    ):
        assert words in line, line
    assert "Made a preview link" in told[3]
    assert "until Saturday 7 March 2026, 09:30" in told[3]
    assert "Call Ines <first>.Then publish." in told[4], "escaped, with its line break"


# What the clock did, and what readers of links did


def test_the_clock_is_named_where_nobody_did_anything(go: Go) -> None:
    release = scheduled(visible_from=NOW + 10 * MINUTE)
    assert not [line for line in lines(release) if "The clock" in line], "nothing has happened yet"
    go(NOW + 10 * MINUTE)
    assert lines(release)[0].startswith("09:40 The clock · The embargo lifted · edition 1")
    go(NOW + 20 * MINUTE)
    rewritten(release, headline="Second")
    release.refresh_from_db()
    unschedule_after = scheduled(slug="never", visible_from=NOW + 30 * MINUTE)
    unschedule(release=unschedule_after, by=cast.edda())
    schedule(
        release=release,
        by=cast.edda(),
        version=release.version,
        visible_from=NOW + 40 * MINUTE,
        change=Change.MINOR,
    )
    go(NOW + 50 * MINUTE)
    found = lines(release)
    assert found[0].startswith("10:10 The clock · What was scheduled took the place of what readers saw · edition 2")
    assert [line[:5] for line in found] == sorted((line[:5] for line in found), reverse=True)
    assert not [line for line in lines(unschedule_after) if "The clock" in line], "it was taken back before its time"


def test_what_was_published_at_once_is_no_work_of_the_clock(go: Go) -> None:
    release = published()
    go(NOW + MINUTE)
    corrected(release, headline="Second")
    withdraw_later = withdrawn(slug="gone", published_at=NOW, at=NOW + MINUTE)
    for each in (release, withdraw_later):
        assert not [line for line in lines(each) if "The clock" in line]


def test_openings_of_a_preview_link_are_told_and_folded(go: Go) -> None:
    release = draft()
    _link, secret = share(
        release=release, by=cast.edda(), version=1, recipient="Ines Roy", expires_at=NOW + timedelta(days=3)
    )
    for minutes in (5, 6, 7):
        go(NOW + minutes * MINUTE)
        assert open_link(secret=secret, address="192.0.2.7", browser="Test") is not None
    assert lines(release)[0].startswith(
        "09:35–09:37 Whoever has the link for Ines Roy · Opened the preview link 3 times"
    )
    go(NOW + timedelta(days=1))
    open_link(secret=secret, address="192.0.2.7", browser="Test")
    assert lines(release)[0].startswith(
        "09:30 Whoever has the link for Ines Roy · Opened the preview link · revision 1"
    )


# Folding


def test_saves_of_one_person_are_one_line_that_opens_to_each(go: Go) -> None:
    release = draft(at=NOW)
    for minutes in range(1, 7):
        rewritten(release, at=NOW + minutes * MINUTE, headline=f"Ferry {minutes}")
    go(NOW + timedelta(hours=1))
    assert lines(release) == ["09:30–09:36 Wren Okafor · Saved 7 times What changed?"]
    document = page_of(at_the_desk(cast.wren()).get(where(release, "history")))
    inner = document.xpath("//section[@id='timeline']//details//li")
    assert len(inner) == 7
    assert [f"revision {number}" in each.text_content() for number, each in zip(range(7, 0, -1), inner, strict=True)]
    hashes = {code.get("title") for code in document.xpath("//section[@id='timeline']//details//code")}
    assert hashes == {f"SHA-256 {hash_}" for hash_ in release.revisions.values_list("content_hash", flat=True)}


def test_saves_are_folded_only_while_nothing_else_happened_and_nobody_else_saved(go: Go) -> None:
    release = draft(at=NOW)
    rewritten(release, at=NOW + 1 * MINUTE, headline="Second")
    add_note(release=release, by=cast.edda(), text="Careful.", at=NOW + 2 * MINUTE)
    rewritten(release, at=NOW + 3 * MINUTE, headline="Third")
    rewritten(release, at=NOW + 4 * MINUTE, headline="Fourth")
    rewritten(release, at=NOW + timedelta(days=1), headline="Fifth, the next day")
    go(NOW + timedelta(days=2))
    found = [line.split(" What changed?")[0] for line in lines(release)]
    assert [line[:11].strip() for line in found] == ["09:30 Wren", "09:33–09:34", "09:32 Edda", "09:30–09:31"]


def test_a_long_run_is_several_lines_so_that_no_page_is_endless(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "FOLDED", 3)
    release = draft(at=NOW)
    for minutes in range(1, 7):
        rewritten(release, at=NOW + minutes * MINUTE, headline=f"Ferry {minutes}")
    go(NOW + timedelta(hours=1))
    assert ["3 times" in line for line in lines(release)] == [True, True, False]


# Links


def test_lines_lead_to_what_changed_and_to_what_the_site_said_then(go: Go) -> None:
    release = published(slug="ferry", headline="Ferry returns")
    later = NOW + MINUTE + timedelta(microseconds=5)
    go(later)
    corrected(release, headline="Ferry returns on Tuesday")
    staff = at_the_desk(cast.wren())
    document = page_of(staff.get(where(release, "history")))
    compare = reverse("admin:releases_release_compare", args=[release.pk])
    newest = document.xpath("//section[@id='timeline']/ol[1]/li[1]")[0]
    changed, site = newest.xpath(".//p[@class='timeline-ways']/a/@href")
    assert changed == f"{compare}?from=e1&to=e2"
    assert "Ferry returns on Tuesday" in text_of(staff.get(site))
    assert "Ferry returns on Tuesday" in text_of(staff.get(changed))
    (first,) = [
        line for line in document.xpath("//section[@id='timeline']/ol/li") if "Published · " in line.text_content()
    ]
    (site,) = first.xpath(".//p[@class='timeline-ways']/a/@href")
    assert "Ferry returns on Tuesday" not in text_of(staff.get(site))
    # Every link of the page leads somewhere.
    for address in document.xpath("//div[@id='content-main']//a/@href"):
        if address.startswith("/"):
            assert staff.get(address).status_code == 200, address


def test_an_edition_ahead_leads_to_what_the_site_will_say(go: Go) -> None:
    release = scheduled(slug="ferry", headline="Ferry returns", visible_from=NOW + timedelta(days=1))
    staff = at_the_desk(cast.wren())
    ways = page_of(staff.get(where(release, "history"))).xpath("//table//a")
    assert [way.text_content() for way in ways] == ["What will the site say then?"]
    shown = text_of(staff.get(ways[0].get("href")))
    assert "Ferry returns" in shown
    assert "As it will be if nothing changes" in shown


# Pages and their cost


def test_pages_follow_one_another_without_a_gap_or_a_repeat(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "LINES", 4)
    release = draft(at=NOW)
    for minutes in range(1, 10):
        add_note(release=release, by=cast.edda(), text=f"Note {minutes}.", at=NOW + minutes * MINUTE)
    go(NOW + timedelta(hours=1))
    pages = [lines(release, page=f"?page={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [4, 4, 2]
    together = [line for page in pages for line in page]
    assert [f"Note {minutes}." in line for minutes, line in zip(range(9, 0, -1), together, strict=False)] == [True] * 9
    assert lines(release, page="?page=nonsense") == pages[0]


def _busy(release: Release, secret: str, rows: int, start: datetime) -> None:
    for number in range(rows):
        moment = start + number * 10 * MINUTE
        corrected(release, at=moment, headline=f"Ferry {number}")
        rewritten(release, at=moment + MINUTE, headline=f"Ferry {number}, again")
        rewritten(release, at=moment + 2 * MINUTE, headline=f"Ferry {number}, once more")
        add_note(release=release, by=cast.edda(), text=f"Note {number}.", at=moment + 3 * MINUTE)
        link, _secret = share(
            release=release,
            by=cast.edda(),
            version=Release.objects.get(pk=release.pk).version,
            recipient=f"Reader {number}",
            expires_at=start + timedelta(days=20),
            at=moment + 4 * MINUTE,
        )
        PreviewOpening.objects.create(link=link, at=moment + 5 * MINUTE)


def test_twenty_of_everything_cost_no_more_queries_than_two(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "LINES", 500)
    counts = {}
    staff = at_the_desk(cast.wren())
    for rows, slug in ((2, "few"), (20, "many")):
        release = scheduled(slug=slug, at=NOW - timedelta(days=2), visible_from=NOW - timedelta(days=1))
        _busy(release, slug, rows, NOW - timedelta(hours=20))
        staff.get(where(release, "history"))
        with CaptureQueriesContext(connection) as captured:
            response = staff.get(where(release, "history"))
        assert len(page_of(response).xpath("//section[@id='timeline']/ol/li")) > rows * 4
        counts[rows] = len(captured)
    assert counts[2] == counts[20] <= 16


# Notes


def note_page(person: User, release: Release, text: str) -> Any:
    """Type a note on the page and send it."""
    client = at_the_desk(person)
    return client.post(where(release, "note"), filled(client.get(where(release, "history")), text=text), follow=True)


def test_a_note_is_in_the_timeline_and_above_the_form_and_nowhere_else(go: Go, wren: User, edda: User) -> None:
    release = published(slug="ferry")
    for number in range(4):
        go(NOW + number * MINUTE)
        assert note_page(edda, release, f"Note {number}.").status_code == 200
    go(NOW + 5 * MINUTE)
    note_page(wren, release, "<script>alert(1)</script>\r\nSecond line & more")
    assert "Left a note" in lines(release)[0]
    form = page_of(at_the_desk(wren).get(where(release)))
    shown = form.xpath("//p[@class='staff-note']")
    assert len(shown) == 3
    assert "<script>alert(1)</script>" in shown[0].text_content()
    assert shown[0].xpath(".//br[following-sibling::text()[contains(., 'Second line & more')]]")
    assert not form.xpath("//script[contains(text(), 'alert')]")
    assert Event.objects.filter(verb=Verb.NOTE).latest("pk").details["text"].count("\n") == 1
    for path in ("/", "/releases/", f"/releases/{NOW:%Y/%m/%d}/ferry/"):
        assert b"Note 3" not in Client().get(path).content


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "the note is empty"), (" \r\n\t", "the note is empty"), ("x" * (LENGTH + 1), f"at most {LENGTH} characters")],
)
def test_what_is_no_note_is_refused_and_nothing_typed_is_lost(text: str, told: str, go: Go, wren: User) -> None:
    release = draft()
    before = whole_record()
    response = note_page(wren, release, text)
    assert response.status_code == 422
    assert told in text_of(response)
    (area,) = page_of(response).xpath("//textarea[@name='text']")
    assert area.text_content().strip() == text.strip()
    assert whole_record() == before


def test_a_note_of_exactly_the_limit_is_taken_however_its_lines_are_sent(go: Go, wren: User) -> None:
    release = draft()
    response = note_page(wren, release, "\r\n".join(["x" * 99] * 20) + "y")
    assert response.status_code == 200
    assert len(Event.objects.get(verb=Verb.NOTE).details["text"]) == LENGTH


def test_only_who_may_write_may_leave_a_note(go: Go, wren: User) -> None:
    release = draft()
    reader = cast.otto()
    for person in (cast.mo(), reader):
        client = at_the_desk(person)
        assert (
            client.post(
                where(release, "note"), {"text": "Hello"}, headers={"Sec-Fetch-Site": "same-origin"}
            ).status_code
            == 403
        )
    assert Client().post(where(release, "note"), {"text": "Hello"}).status_code in (302, 403)
    assert at_the_desk(wren).get(where(release, "note")).status_code == 405
    assert not Event.objects.filter(verb=Verb.NOTE).exists()


# Nothing can be taken out of it


def test_no_address_of_the_back_office_changes_or_deletes_the_record() -> None:
    assert not [model for model in RECORD if model in admin.site._registry]
    names = {name for name, _pattern in routes()}
    for model in (*RECORD, Release):
        for act in ("delete", "change", "add", "changelist"):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}"
            if model is Release:
                continue
            assert name not in names
            with pytest.raises(NoReverseMatch):
                reverse(name, args=[1])
    assert "admin:releases_release_delete" in names, "Django's own, which refuses: see the next test"


def test_whatever_is_posted_at_the_record_changes_nothing(go: Go) -> None:
    release = published(slug="ferry")
    add_note(release=release, by=cast.edda(), text="Stays.")
    before = whole_record()
    ada = at_the_desk(cast.ada())
    User.objects.filter(username="ada").update(is_superuser=True)
    addresses = [where(release, "history"), where(release, "delete"), f"{where(release, 'history')}?page=1"]
    for model in RECORD:
        for row in ("1", str(release.pk)):
            addresses += [f"/admin/releases/{model._meta.model_name}/{row}/{act}/" for act in ("change", "delete")]
    for address in addresses:
        for method in (ada.post, ada.delete, ada.put, ada.patch):
            answer = method(address, {"post": "yes"} if method == ada.post else None)
            assert answer.status_code in (403, 404, 405), f"{address} {answer.status_code}"
    assert whole_record() == before


def test_every_route_that_names_deletion_refuses_a_superuser(go: Go) -> None:
    release = draft()
    before = whole_record()
    User.objects.filter(pk=cast.ada().pk).update(is_superuser=True)
    client = at_the_desk(User.objects.get(username="ada"))
    deleting = [
        each for each in _patterns() if each.name and each.name.endswith("_delete") and "releases_release" in each.name
    ]
    assert deleting
    for each in deleting:
        assert client.post(reverse(f"admin:{each.name}", args=[release.pk]), {"post": "yes"}).status_code == 403
    assert whole_record() == before


def _patterns() -> list[URLPattern]:
    found: list[URLPattern] = []
    stack: list[Any] = list(get_resolver().url_patterns)
    while stack:
        each = stack.pop()
        if hasattr(each, "url_patterns"):
            stack += each.url_patterns
        else:
            found.append(each)
    return found


def test_who_may_not_see_releases_sees_no_timeline(go: Go) -> None:
    release = draft()
    for person in (cast.mo(), cast.otto()):
        assert at_the_desk(person).get(where(release, "history")).status_code == 403
