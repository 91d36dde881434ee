"""The text of a release as newsrooms paste it: two whole ones as golden files, and the rules that they follow.

After a change that is meant: ``GOLDEN=write pytest tests/releases/test_plain.py``, and read the difference.
"""

import os
import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from releases.actions.set_office import set_office
from releases.models import Edition
from releases.office_content import OfficeContent
from releases.plain import plain_release
from releases.snapshot import Contact, Fact, Link, Quote
from releases.workflow import Change
from tests import cast, scenes
from tests.scenes import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

GOLDEN = Path(__file__).parent / "data"
DAY = timedelta(days=1)
ENGLISH_BODY = (
    '<p>The <strong>ferry</strong> returns on Monday; see the <a href="https://example.org/plan">plan</a>.</p>'
    "<h2>What changes</h2><p>Two boats a day.<br>Four on Sundays.</p>"
    '<ol start="3"><li>Tide tables<ul><li>North</li><li>South</li></ul></li><li>Fares</li></ol>'
    "<blockquote><p>At last.</p><p>And on time.</p></blockquote>"
    "<table><tbody><tr><th>Boats</th><th>Crossings</th></tr><tr><td>Four</td><td>96</td></tr></tbody></table>"
)
FRENCH_BODY = (
    "<p>Le traversier « Nord » reprend la mer lundi à 7 h.</p><h2>Ce qui change</h2><ul><li>Les horaires</li></ul>"
)


@pytest.fixture(autouse=True)
def office(settings: Any, time_machine: Any) -> None:
    """Always the same office on the same morning."""
    settings.SITE_URL = "https://news.example.org"
    time_machine.move_to(NOW, tick=False)
    content = OfficeContent(name={"en": "Merrow Coast Authority", "fr": "Régie de la côte de Merrow"})
    set_office(content=content, seen=0, by=cast.ada(), at=NOW - 9 * DAY)


def english() -> Edition:
    """Everything that a release can hold, corrected once."""
    body = scenes.picture(colour="navy")
    drawn = scenes.picture(colour="olive")
    figure = f'<figure><img data-file="{body.key}" alt="A chart of crossings"><figcaption>Twice as many.</figcaption></figure>'
    file = replace(scenes.attached(scenes.document()), address="a" * 24)
    release = scenes.published(
        at=NOW - DAY,
        dateline="PORT ANSEL",
        body=ENGLISH_BODY + figure,
        lead_image=replace(scenes.lead(scenes.picture()), caption="Dawn.", licence="CC BY 4.0"),
        gallery=(replace(scenes.lead(drawn), alt="", decorative=True, caption="The pier."),),
        quotes=(
            Quote(text="We kept our word.\n\nAnd we will again.", speaker="Mary Fell", title="Harbour master"),
            Quote(text="It is quieter now.", speaker="A heron"),
        ),
        facts=(Fact(text="Two hundred seats."), Fact(text="Four boats.")),
        links=(Link(label="Timetable", url="https://example.org/times"),),
        contacts=(
            Contact(name="Ines Roy", role="Press officer", phone="555 0100", email="ines@example.org"),
            Contact(name="Press desk", email="press@example.org"),
        ),
        attachments=(file,),
        source_name="Harbour board",
        source_url="https://example.org/board",
    )
    scenes.corrected(release, at=NOW, note="The first boat leaves at seven, not at six.")
    return Edition.objects.public(NOW).get(release=release)


def french() -> Edition:
    release = scenes.published(
        at=NOW,
        language="fr",
        headline="Le traversier reprend la mer : nouveaux horaires",
        summary="Les traversées recommencent lundi.",
        dateline="PORT-ANSEL",
        body=FRENCH_BODY,
        quotes=(Quote(text="Nous avons tenu parole.", speaker="Marie Fell", title="capitaine du port"),),
        facts=(Fact(text="Deux cents places."),),
        links=(Link(label="Horaires", url="https://example.org/horaires"),),
        contacts=(Contact(name="Inès Roy", phone="555 0100"),),
    )
    return Edition.objects.get(release=release)


@pytest.mark.parametrize("edition", [english, french])
def test_a_whole_release_is_word_for_word_what_the_golden_file_says(edition: Any) -> None:
    golden = GOLDEN / f"plain-{edition.__name__}.txt"
    answer = Client().get(edition().get_text_url())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    if os.environ.get("GOLDEN") == "write":
        golden.write_bytes(answer.content)
    assert answer.content.decode() == golden.read_bytes().decode()


def test_lines_end_as_on_unix_and_none_is_broken_that_the_writer_did_not_break() -> None:
    long = "A sentence that goes on. " * 40
    release = scenes.published(at=NOW, body=f"<p>{long}</p>")
    text = plain_release(Edition.objects.get(release=release))
    assert "\r" not in text
    assert long.strip() in text
    assert text.endswith("\n\n-30-\n")
    assert "\n\n\n" not in text
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_the_least_release_has_no_empty_headings() -> None:
    release = scenes.published(at=NOW)
    text = plain_release(Edition.objects.get(release=release))
    assert text == (
        "Merrow Coast Authority\nNews release\nPublished 6 March 2026, 09:30 EST\n\n"
        "Ferry returns to the north shore\n\nCrossings begin again on Monday.\n\n"
        "The ferry returns to the north shore on Monday.\n\n"
        "This is edition 1 of this release, as of 6 March 2026, 09:30 EST.\n"
        "https://news.example.org/releases/2026/03/06/ferry-returns-to-the-north-shore/\n\n-30-\n"
    )


def test_a_text_is_in_its_own_language_whoever_asks_and_the_archive_has_the_same() -> None:
    edition = french()
    with translation.override("en"):
        text = plain_release(edition)
    with translation.override("fr"):
        assert plain_release(edition) == text
    archive = zipfile.ZipFile(BytesIO(b"".join(Client().get(edition.get_archive_url()).streaming_content)))  # type: ignore[attr-defined]
    assert archive.read(f"{edition.slug}/{edition.slug}.txt").decode() == text


def test_a_correction_that_is_scheduled_is_not_in_it() -> None:
    edition = english()
    before = Client().get(edition.get_text_url()).content
    fresh = scenes.rewritten(edition.release, headline="Ferry returns twice a day")
    scenes.schedule(
        release=fresh,
        by=cast.edda(),
        version=fresh.version,
        visible_from=NOW + DAY,
        change=Change.MAJOR,
        note="EMBARGOED",
        parity_reason=scenes.ALONE,
    )
    assert Client().get(edition.get_text_url()).content == before
