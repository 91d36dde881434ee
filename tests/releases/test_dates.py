"""Dates and zones in words that readers understand, and beside them in the form that machines do, wherever they stand."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from lxml import html

from comments.actions.decide import decide
from comments.actions.submit import submit
from comments.states import State
from releases.dateformat import format_date, place_of
from releases.models import Edition
from releases.templatetags import dates
from tests import cast, scenes
from tests.scenes import NOW

MARCH = datetime(2026, 3, 6, 14, 30, tzinfo=UTC)
SHOWN = re.compile(
    r"\b\d{1,2}(?:er)? (?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) \d{4}\b"
)
MACHINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d|\d{4}-\d\d-\d\d|\d{4}-\d\d")


@pytest.mark.parametrize(
    ("zone", "language", "shown"),
    [
        ("America/Toronto", "en", "6 March 2026, 09:30 EST"),
        ("America/St_Johns", "en", "6 March 2026, 11:00 NST"),
        ("Europe/London", "en", "6 March 2026, 14:30 GMT"),
        ("America/Sao_Paulo", "en", "6 March 2026, 11:30 UTC\N{MINUS SIGN}3"),
        ("Asia/Kathmandu", "en", "6 March 2026, 20:15 UTC+5:45"),
        ("UTC", "en", "6 March 2026, 14:30 UTC"),
    ],
)
def test_a_moment_is_written_with_a_zone_that_people_know(zone: str, language: str, shown: str) -> None:
    with timezone.override(zone), translation.override(language):
        written = html.fromstring(dates.moment(MARCH))
    assert written.text == shown
    assert datetime.fromisoformat(written.get("datetime")) == MARCH
    assert re.fullmatch(r"2026-03-0\dT\d\d:\d\d:00[+-]\d\d:\d\d", written.get("datetime")), "with its offset"


def test_french_has_its_own_words_for_the_hour_and_the_zone() -> None:
    with timezone.override("America/Toronto"), translation.override("fr"):
        assert re.search(r"6 mars 2026(,| à) 9\sh\s30\sHNE", dates.moment(MARCH))


def test_the_hour_that_clocks_show_twice_is_told_apart() -> None:
    with timezone.override("America/Toronto"):
        first, second = (
            format_date(timezone.localtime(datetime(2026, 11, 1, hour, 30, tzinfo=UTC)), "H:i T") for hour in (5, 6)
        )
    assert (first, second) == ("01:30 EDT", "01:30 EST")


@pytest.mark.parametrize(
    ("zone", "place"),
    [("America/Toronto", "Toronto"), ("America/Argentina/Buenos_Aires", "Buenos Aires"), ("UTC", "UTC")],
)
def test_the_foot_of_the_page_names_the_place_whose_clocks_are_meant(zone: str, place: str) -> None:
    assert place_of(zone) == place
    with timezone.override(zone):
        assert dates.zone_name() == place


@pytest.mark.django_db
def test_no_page_writes_a_date_without_its_machine_form(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    release = scenes.published(at=NOW - timedelta(days=3), tags=("Ferries",), lead_image=scenes.lead(scenes.picture()))
    scenes.published(at=NOW - timedelta(days=4), tags=("Ferries",), headline="Another ferry")
    scenes.published(at=NOW - timedelta(days=4), headline="Un traversier", language="fr")
    scenes.withdrawn(published_at=NOW - timedelta(days=9), at=NOW - timedelta(days=8), slug="wrong")
    scenes.corrected(release, at=NOW - timedelta(days=1))
    reply = submit(
        release=release,
        at=NOW - timedelta(hours=2),
        author="Reader",
        email="reader@example.org",
        url="",
        text="Thanks.",
        parent=None,
    )
    decide(comment=reply, to=State.APPROVED, by=cast.mo(), seen_state=reply.state)
    way = Edition.objects.filter(release=release).first().get_absolute_url()
    wrong = f"/releases/{timezone.localtime(NOW - timedelta(days=9)):%Y/%m/%d}/wrong/"
    pages = [
        "/",
        "/fr/",
        "/releases/",
        "/releases/?q=ferry",
        "/releases/2026/",
        "/releases/2026/03/",
        "/tags/ferries/",
        way,
        f"{way}editions/1/",
        f"{way}editions/2/changes/",
        f"{way}replies/?parent={reply.key}",
        wrong,
    ]
    seen = 0
    for path in pages:
        response = Client().get(path)
        assert response.status_code == 200, path
        body = html.fromstring(response.content.decode()).find("body")
        for written in body.iter("time"):
            assert MACHINE.fullmatch(written.get("datetime", "")), (path, html.tostring(written))
            seen += 1
            written.clear(keep_tail=True)
        assert SHOWN.findall(body.text_content()) == [], path
    assert seen >= 20
