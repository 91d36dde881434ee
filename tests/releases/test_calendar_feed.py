"""The calendar as iCalendar: what RFC 5545 asks for, read back by a reader of our own that follows its grammar."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from releases.actions.confirm_announcement import confirm_announcement
from releases.calendar.ical import LINE, fold, text
from releases.models import Announcement, Precision
from tests import cast
from tests.releases.test_announcements import NEXT, announced, cancelled, moved
from tests.scenes import NOW, published

MINUTE = timedelta(minutes=1)
NAME = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(?:;[A-Z-]+=[^;:]+)*):(?P<value>.*)", re.DOTALL)


def unfolded(document: bytes) -> list[str]:
    """The content lines (RFC 5545, 3.1), each of which ended with CRLF and was folded where it was too long."""
    assert document.endswith(b"\r\n")
    pieces = document.split(b"\r\n")[:-1]
    assert all(len(piece) <= LINE for piece in pieces)
    assert not any(b"\n" in piece or b"\r" in piece for piece in pieces)
    for piece in pieces:
        piece.decode()
    return document.decode().replace("\r\n ", "").split("\r\n")[:-1]


def events(document: bytes) -> list[dict[str, str]]:
    """The events, each property with its parameters; the components are closed in the order in which they were opened."""
    found: list[dict[str, str]] = []
    opened: list[str] = []
    for line in unfolded(document):
        match = NAME.fullmatch(line)
        assert match, line
        name, value = match["name"], match["value"]
        if name == "BEGIN":
            opened.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert opened.pop() == value
        elif opened[-1] == "VEVENT":
            assert name not in {key.partition(";")[0] for key in found[-1]}, f"{name} stands once"
            found[-1][name + match["parameters"]] = value
    assert opened == []
    return found


def read(value: str) -> str:
    """A TEXT value as it was meant."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


@given(st.text())
def test_any_text_comes_back_from_folded_lines(value: str) -> None:
    kept = "".join(letter for letter in value if (letter >= " " or letter == "\n") and letter != "\x7f")
    try:
        document = fold(f"SUMMARY:{text(value)}").encode()
    except UnicodeEncodeError:
        return
    (line,) = unfolded(document)
    assert read(line.removeprefix("SUMMARY:")) == kept


@pytest.fixture
def reader(client: Client, time_machine: Any) -> Client:
    time_machine.move_to(NOW + 5 * MINUTE, tick=False)
    return client


@pytest.mark.django_db
class TestFeed:
    def test_an_announcement_is_an_event(self, reader: Client, settings: Any) -> None:
        announcement = announced("Prices; wages, and more", confirmed=True)
        answer = reader.get("/calendar.ics")
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        (event,) = events(answer.content)
        uid = str(announcement.uid)
        assert {name: value for name, value in event.items() if not name.startswith("DESCRIPTION")} == {
            "UID": uid,
            "DTSTAMP": "20260306T143000Z",
            "LAST-MODIFIED": "20260306T143000Z",
            "CREATED": "20260306T143000Z",
            "SEQUENCE": "0",
            "STATUS": "CONFIRMED",
            "DTSTART": "20260316T143000Z",
            "SUMMARY;LANGUAGE=en": "Prices\\; wages\\, and more",
            "CATEGORIES;LANGUAGE=en": "News release",
            "URL": f"{settings.SITE_URL}/calendar/#{uid}",
            "TRANSP": "TRANSPARENT",
        }

    @pytest.mark.parametrize(
        ("precision", "start", "end"),
        [(Precision.DAY, "20260316", "20260317"), (Precision.MONTH, "20260301", "20260401")],
    )
    def test_what_is_not_exact_lasts_days_and_is_tentative(
        self, reader: Client, precision: Precision, start: str, end: str
    ) -> None:
        announced("", precision=precision)
        (event,) = events(reader.get("/calendar.ics").content)
        assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == (start, end)
        assert event["STATUS"] == "TENTATIVE"
        assert event["SUMMARY;LANGUAGE=en"] == "News release\\, title to be announced"

    def test_each_change_counts_and_the_event_stays_the_same_one(self, reader: Client) -> None:
        announcement = announced(precision=Precision.DAY)
        confirm_announcement(announcement=announcement, version=1, planned=NEXT, by=cast.edda(), at=NOW + MINUTE)
        moved(announcement, NEXT + timedelta(days=1), "A figure is being checked.", at=NOW + 2 * MINUTE)
        (event,) = events(reader.get("/calendar.ics").content)
        assert (event["UID"], event["SEQUENCE"]) == (str(announcement.uid), "2")
        assert event["DTSTAMP"] == "20260306T143200Z"
        assert "Moved from 16 March 2026, 10:30 EDT to 17 March 2026, 10:30 EDT. A figure is being checked." in read(
            event["DESCRIPTION;LANGUAGE=en"]
        )
        cancelled(announcement, at=NOW + 3 * MINUTE)
        (event,) = events(reader.get("/calendar.ics").content)
        assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (str(announcement.uid), "3", "CANCELLED")

    def test_what_was_published_is_linked(self, reader: Client, settings: Any) -> None:
        release = published(at=NOW + 2 * MINUTE, headline="Sixty-six promises kept", slug="promises")
        announced("Annual report", release=release)
        (event,) = events(reader.get("/calendar.ics").content)
        assert event["URL"] == f"{settings.SITE_URL}{release.editions.get().get_absolute_url()}"
        assert event["DTSTAMP"] == "20260306T143200Z"
        assert "Sixty-six promises kept" in event["DESCRIPTION;LANGUAGE=en"]

    def test_nothing_announced_is_a_calendar_too(self, reader: Client) -> None:
        document = reader.get("/calendar.ics").content
        assert events(document) == []
        assert "BEGIN:VTIMEZONE" in unfolded(document), "a calendar has at least one component"
        assert not Announcement.objects.exists()

    def test_it_is_asked_for_again_without_a_body(self, reader: Client) -> None:
        announced()
        etag = reader.get("/calendar.ics").headers["ETag"]
        assert reader.get("/calendar.ics", headers={"If-None-Match": etag}).status_code == 304

    def test_french_is_french(self, reader: Client) -> None:
        announced(words={"en": "Report", "fr": "Rapport à l’été"})
        (event,) = events(reader.get("/fr/calendar.ics").content)
        assert event["SUMMARY;LANGUAGE=fr"] == "Rapport à l’été"
        assert "/fr/calendar/#" in event["URL"]
