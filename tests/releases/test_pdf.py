"""The release on paper: complete, tagged, on the letterhead, never early, and made of nothing but what is its own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import set_urlconf
from django.utils import translation

from releases.actions.set_office import set_office
from releases.media.storage import private
from releases.models import Edition
from releases.office import office
from releases.office_content import MediaLine, OfficeContent
from releases.pdf import drawing, installed, keeping
from releases.pdf.ahead import NotMade, PdfsAhead
from releases.pdf.drawing import NotDrawn, draw
from releases.pdf.resources import fitted
from releases.pdf.sheet import Sheet, css_string, sheet_of
from releases.snapshot import Contact, Fact, Link, Quote
from tests import cast, scenes
from tests.at_once import at_once
from tests.releases.pdf_reading import alternatives, links_of, metadata, opened, tags_of, words_of
from tests.scenes import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DAY = timedelta(days=1)
BODY = (
    "<p>The ferry returns on Monday.</p><h2>What changes</h2>"
    '<p>Read the <a href="https://example.org/plan" rel="noopener noreferrer">plan</a>.</p>'
    "<ul><li>Tide tables</li><li>Fares</li></ul><blockquote><p>At last.</p></blockquote>"
    "<table><tbody><tr><th>Boats</th><th>Crossings</th></tr><tr><td>Four</td><td>96</td></tr></tbody></table>"
)


@pytest.fixture(autouse=True)
def still(time_machine: Any) -> Iterator[None]:
    """The office's Friday morning; and nobody remembers what could not be drawn in another test."""
    time_machine.move_to(NOW, tick=False)
    keeping._in_vain.clear()
    yield
    keeping._in_vain.clear()


def whole(**more: Any) -> Edition:
    """A public release with everything that a sheet can show."""
    usual: dict[str, Any] = {
        "dateline": "PORT ANSEL",
        "body": BODY,
        "lead_image": replace(scenes.lead(scenes.picture()), caption="Dawn."),
        "quotes": (Quote(text="We kept our word.", speaker="Mary Fell", title="Harbour master"),),
        "facts": (Fact(text="Two hundred seats."),),
        "links": (Link(label="Timetable", url="https://example.org/times"),),
        "contacts": (Contact(name="Ines Roy", role="Press officer", phone="555 0100", email="ines@example.org"),),
        "attachments": (scenes.attached(scenes.document()),),
        "source_name": "Harbour board",
    }
    release = scenes.published(at=NOW - DAY, **usual | more)
    return Edition.objects.get(release=release)


def sheet(edition: Edition) -> Sheet:
    return sheet_of(edition, [], office(language=edition.language))


def body_of(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)


def kept() -> list[str]:
    return sorted(keeping._kept())


# What it says


def test_a_sheet_says_everything_from_the_headline_to_the_contacts_and_ends_in_30(settings: Any) -> None:
    settings.SITE_NAME = "Test Office"
    edition = whole()
    answer = Client().get(edition.get_pdf_url())
    pdf = opened(body_of(answer))
    said = [
        "Test Office", "NEWS RELEASE", "Ferry returns to the north shore", "Published 5 March 2026, 09:30 EST",
        "Crossings begin again on Monday.", "Dawn. Photograph: the office", "PORT ANSEL – The ferry returns on Monday.",
        "What changes", "Read the plan.", "Tide tables", "At last.", "Boats Crossings", "Four 96", "“We kept our word.”",
        "Mary Fell", "Harbour master", "Two hundred seats.", "Crossings a day", "Timetable https://example.org/times",
        "Harbour board", "Contacts for the media", "Ines Roy", "Press officer", "555 0100", "ines@example.org", "-30-",
        "This is edition 1 of this release, as of 5 March 2026, 09:30 EST.", edition.get_absolute_url(),
    ]  # fmt: skip
    text, at = words_of(pdf), 0
    for words in said:
        at = text.find(words, at)
        assert at >= 0, f"{words!r} is missing or out of order in: {text}"
    assert f"Page 1 of {len(pdf.pages)}" in text
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{edition.slug}.pdf"'
    assert answer.headers["Cache-Control"] == "no-cache"


def test_it_is_tagged_names_its_language_and_title_and_claims_pdf_ua(settings: Any) -> None:
    settings.SITE_NAME = "Test Office"
    edition = whole()
    pdf = opened(body_of(Client().get(edition.get_pdf_url())))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  (a PDF boolean)
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == (edition.headline, "Test Office")
    assert pdf.metadata.subject == edition.summary
    assert 'pdfuaid:part="1"' in metadata(pdf)
    tags = tags_of(pdf)
    assert tags.count("/H1") == 1
    assert {"/H2", "/P", "/L", "/LI", "/LBody", "/Table", "/TR", "/TH", "/TD", "/BlockQuote", "/Link"} <= set(tags)
    assert tags.index("/H1") < tags.index("/Figure") < tags.index("/Table")
    assert all(page["/Tabs"] == "/S" for page in pdf.pages), "the order of the structure is the order of the Tab key"


def test_pictures_have_their_words_and_what_is_decoration_is_not_read_aloud() -> None:
    inline = scenes.picture(colour="navy", size=(640, 400))
    figure = f'<img data-file="{inline.key}" alt="A chart of crossings"><figcaption>Twice as many.</figcaption>'
    edition = whole(body=f"<p>Look.</p><figure>{figure}</figure>")
    pdf = opened(body_of(Client().get(edition.get_pdf_url())))
    assert alternatives(pdf) == ["The harbour at dawn", "A chart of crossings"]
    assert "Twice as many." in words_of(pdf)
    assert len({image.name for page in pdf.pages for image in page.images}) == 2

    quiet = replace(scenes.lead(scenes.picture(colour="olive")), alt="", decorative=True)
    silent = opened(body_of(Client().get(whole(lead_image=quiet, slug="quiet").get_pdf_url())))
    assert alternatives(silent) == []


def test_links_lead_where_the_text_says(settings: Any) -> None:
    settings.SITE_URL = "https://news.example.org"
    edition = whole()
    pdf = opened(body_of(Client().get(edition.get_pdf_url())))
    file = edition.revision.snapshot.attachments[0]
    assert list(dict.fromkeys(links_of(pdf))) == [
        "https://example.org/plan",
        f"https://news.example.org/files/{file.address}/{file.name}",
        "https://example.org/times",
        "tel:5550100",
        "mailto:ines@example.org",
        f"https://news.example.org{edition.get_absolute_url()}",
    ]


def test_a_french_release_is_french_from_the_letterhead_to_the_page_number() -> None:
    edition = whole(language="fr", headline="Le traversier reprend la mer : horaires", body="<p>Dès lundi.</p>")
    pdf = opened(body_of(Client().get(edition.get_pdf_url())))
    root: Any = pdf.trailer["/Root"]
    text = words_of(pdf)
    assert root["/Lang"] == "fr"
    for words in ("COMMUNIQUÉ", "Le traversier reprend la mer : horaires", "5 mars 2026", "-30-"):
        assert words in text, text
    assert "What " not in text


def test_arabic_and_greek_words_can_be_read_back(settings: Any) -> None:
    edition = whole(headline="Ferry: عودة العبّارة · Πορθμείο · Łódź", slug="arabic")
    pdf = opened(body_of(Client().get(edition.get_pdf_url())))
    assert pdf.metadata is not None
    assert pdf.metadata.title == edition.headline
    for word in ("Πορθμείο", "Łódź"):
        assert word in words_of(pdf)
    names = {str(font) for page in pdf.pages for font in page["/Resources"]["/Font"]}  # type: ignore[index]
    assert len(names) > 2, "another face has the letters that the house's own has not"


def test_the_letterhead_is_the_offices_and_another_one_is_another_document() -> None:
    edition = whole()
    before = Client().get(edition.get_pdf_url())
    content = OfficeContent(
        name={"en": "Merrow Coast Authority", "fr": "Régie de Merrow"},
        tagline={"en": "Press office"},
        contact=MediaLine(telephone="+1 902 555 0100", email="press@merrow.example"),
    )
    set_office(content=content, seen=0, by=cast.ada(), at=NOW)
    after = Client().get(edition.get_pdf_url())
    text = words_of(opened(body_of(after)))
    for words in ("Merrow Coast Authority", "Press office", "+1 902 555 0100", "press@merrow.example"):
        assert words in text
    assert before.headers["ETag"] != after.headers["ETag"]


def test_corrections_stand_at_the_head_with_their_dates() -> None:
    release = scenes.published(at=NOW - DAY)
    scenes.corrected(release, at=NOW, note="The first boat leaves at seven.")
    edition = Edition.objects.public(NOW).get(release=release)
    text = words_of(opened(body_of(Client().get(edition.get_pdf_url()))))
    places = [
        text.find(words)
        for words in (
            "Updated 6 March 2026, 09:30 EST",
            "What changed in this release",
            "6 March 2026, 09:30 EST The first boat leaves at seven.",
            "The ferry returns to the north shore on Monday.",
            "This is edition 2",
        )
    ]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(("paper", "points"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_paper_is_that_of_the_setting(settings: Any, paper: str, points: tuple[int, int]) -> None:
    settings.PAPER = paper
    pdf = opened(body_of(Client().get(whole().get_pdf_url())))
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == points


def test_margins_cannot_be_broken_out_of() -> None:
    edition = whole(headline='End "it" } </style><script>x</script> \\ now', slug="breaking")
    made = sheet(edition)
    assert made.html.count("</style>") == 1
    assert "<script" not in made.html
    assert css_string('"</style>\n\\') == '"\\22 \\3c /style\\3e \\a \\5c "'
    text = words_of(opened(body_of(Client().get(edition.get_pdf_url()))))
    assert 'End "it" } </style><script>x</script> \\ now' in text


@pytest.mark.parametrize(("size", "shown"), [((4000, 2250), (462, 260)), ((100, 50), (75, 38)), ((10, 9000), (1, 270))])
def test_a_picture_fits_the_paper_and_is_never_blown_up(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert fitted(*size, 462) == shown


# Who gets it, and when


def test_what_is_not_public_has_no_pdf_and_nothing_is_made_for_asking(time_machine: Any) -> None:
    scheduled = Edition.objects.get(
        release=scenes.scheduled(at=NOW - DAY, visible_from=NOW + timedelta(hours=1), slug="quay-closes")
    )
    gone = Edition.objects.filter(
        release=scenes.withdrawn(published_at=NOW - 2 * DAY, at=NOW - DAY, slug="withdrawn")
    ).first()
    assert gone is not None
    never = Client().get("/releases/2026/03/06/never-was.pdf")
    PdfsAhead().do()
    assert len(kept()) == 1, "the scheduled one is ready"
    for edition in (scheduled, gone):
        answer = Client().get(edition.get_pdf_url())
        assert (answer.status_code, answer.content) == (404, never.content)
    assert len(kept()) == 1

    made = kept()
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    assert Client().get(scheduled.get_pdf_url()).status_code == 200
    assert kept() == made, "in its second it is what was made ahead"


def test_after_a_withdrawal_it_is_never_given_though_it_lies_there() -> None:
    edition = whole()
    path = edition.get_pdf_url()
    assert Client().get(path).status_code == 200
    scenes.withdraw(release=edition.release, by=cast.edda(), reason="Wrong.", gone=True, at=NOW)
    assert kept()
    assert Client().get(path).status_code == 404


def test_whoever_has_it_is_told_so_and_a_part_can_be_had() -> None:
    path = whole().get_pdf_url()
    first = Client().get(path)
    data = body_of(first)
    again = Client().get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    part = Client().get(path, headers={"Range": "bytes=0-7"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == data[:8] == b"%PDF-1.7"  # type: ignore[attr-defined]
    head = Client().head(path)
    assert int(head.headers["Content-Length"]) == len(data)


def test_where_it_cannot_be_made_there_is_no_link_and_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = whole()
    page = Client().get(edition.get_absolute_url()).content.decode()
    assert edition.get_pdf_url() in page
    lacking = ("weasyprint",)
    for user in ("releases.views.texts", "releases.templatetags.take_along", "releases.pdf.ahead"):
        monkeypatch.setattr(f"{user}.missing", lambda: lacking)
    assert edition.get_pdf_url() not in Client().get(edition.get_absolute_url()).content.decode()
    assert Client().get(edition.get_pdf_url()).status_code == 404
    assert PdfsAhead().due() == 0


def test_libraries_that_cannot_be_loaded_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed.missing() == ()
    monkeypatch.setattr(installed, "LIBRARIES", (("libnever-was.so.9",), *installed.LIBRARIES[1:]))
    monkeypatch.setattr(installed, "find_spec", lambda name: None)
    assert installed.missing.__wrapped__() == ("weasyprint", "libpango-1.0-0")


# How it is made


def test_it_is_made_once_and_the_same_sheet_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "draw", draw)
    edition = whole()
    first = body_of(Client().get(edition.get_pdf_url()))
    made = kept()
    assert body_of(Client().get(edition.get_pdf_url())) == first
    assert kept() == made
    private().delete(made[0])
    assert body_of(Client().get(edition.get_pdf_url())) == first, "its ETag is strong: another machine makes the same"


def test_two_who_come_at_once_get_one_good_file(monkeypatch: pytest.MonkeyPatch) -> None:
    ready, drawings = sheet(whole()), []

    def counted(*args: Any, **more: Any) -> bytes:
        drawings.append(1)
        return draw(*args, **more)

    monkeypatch.setattr(keeping, "draw", counted)
    given = ready.given()
    monkeypatch.setattr(Sheet, "given", lambda self: given)
    name, same = at_once(*[partial(keeping.ready, ready, 60.0)] * 2)
    assert name == same
    assert len(drawings) == 1
    with private().open(name) as file:
        opened(file.read())


def test_a_process_that_takes_too_long_is_ended_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = whole()
    monkeypatch.setattr(keeping, "draw", draw)
    monkeypatch.setattr(keeping, "PATIENCE", 0.0)
    answer = Client().get(edition.get_pdf_url())
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (
        503,
        "10",
        "no-store",
    )
    assert kept() == []
    monkeypatch.setattr(keeping, "PATIENCE", 60.0)
    assert Client().get(edition.get_pdf_url()).status_code == 503, "nobody else waits for it in vain at once"
    keeping._in_vain.clear()
    assert Client().get(edition.get_pdf_url()).status_code == 200


def test_few_wait_and_all_others_are_told_to_come_again() -> None:
    edition = whole()
    with keeping._few.turn(0.0):
        places = keeping.WAITING
        held = [keeping._few._room.acquire(blocking=False) for _ in range(places)]
        try:
            assert all(held)
            assert Client().get(edition.get_pdf_url()).status_code == 503
        finally:
            for _ in held:
                keeping._few._room.release()
    assert kept() == []


def test_a_process_without_memory_gives_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MEMORY", 48 * 1024**2)
    with pytest.raises(NotDrawn):
        draw("<p>x", "", (), seconds=60)


HOSTILE = """
<link rel="stylesheet" href="{secret}?1"><link rel="attachment" href="{secret}?2"><a rel="attachment" href="{secret}?3">x</a>
<img src="file:///etc/passwd?4" alt="x"><img src="{secret}?5" alt="x"><img src="http://127.0.0.1:9/?6" alt="x">
<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E?7" alt="x">
<object data="{secret}?8">x</object><embed src="{secret}?9"><img src="../../../../../../../..{path}?10" alt="x">
<style>@import "{secret}?11";</style>
<style>@font-face {{ font-family: x; src: url("{secret}?12") }} i {{ font-family: x }}</style>
<i style="display: list-item; list-style-image: url({secret}?13)">x</i><p style="background: url({secret}?14)">x</p>
<style>b::before {{ content: url({secret}?15) }}</style><b>x</b>
<svg xmlns="http://www.w3.org/2000/svg"><image href="{secret}?16" width="9" height="9"/></svg>
<style>q::after {{ content: url({secret}?17) }}</style><q>x</q>
<p style="border: 9px solid; border-image-source: url({secret}?18)">x</p>
<iframe src="{secret}?19"></iframe><video poster="{secret}?20"></video><script src="{secret}?21"></script>
<svg xmlns="http://www.w3.org/2000/svg"><use href="{secret}?22#a"/></svg>
"""
"""Every way in which a document of HTML and CSS asks for something, numbered. WeasyPrint does not know 19 to 22."""
BASED = '<base href="{folder}/"><img src="secret.txt?1" alt="x"><p style="background: url(secret.txt?2)">x</p>'


@pytest.mark.parametrize(("hostile", "asked"), [(HOSTILE, range(1, 19)), (BASED, range(1, 3))])
def test_hostile_markup_opens_nothing_that_it_was_not_given(
    hostile: str, asked: range, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    monkeypatch.setattr(drawing.logger, "warning", lambda words, addresses: refused.extend(addresses))
    secret = tmp_path / "secret.txt"
    secret.write_text("EMBARGOED-4711")
    html = hostile.format(secret=secret.as_uri(), folder=tmp_path.as_uri(), path=secret)
    data = draw(f"<html lang=en><title>t</title><body>{html}<p>End</p>", "", (), seconds=60)
    pdf = opened(data)
    assert "End" in words_of(pdf)
    everything = data + b"".join(_streams(pdf))
    assert b"EMBARGOED" not in everything
    assert b"root:x:0" not in everything
    assert not pdf.attachments
    numbers = {int(found[1]) for each in refused if (found := re.search(r"[?](\d+)", each))}
    assert numbers == set(asked), refused


def _streams(pdf: Any) -> Iterator[bytes]:
    for number in range(1, len(pdf.xref[0]) + 1):
        stored = pdf.get_object(number)
        if hasattr(stored, "get_data"):
            yield stored.get_data()


def test_hostile_bodies_are_stopped_before_they_come_that_far() -> None:
    edition = whole(
        body='<p>Text<img src="file:///etc/passwd"></p><p style="background:url(file:///etc/passwd)">More</p>'
    )
    assert "file:" not in sheet(edition).html


# Ahead, and afterwards


def test_ahead_come_the_scheduled_ones_and_the_recent_and_nobody_else() -> None:
    scenes.draft(slug="draft")
    scenes.published(at=NOW - 9 * DAY, slug="old")
    scenes.withdrawn(published_at=NOW - 2 * DAY, at=NOW, slug="gone")
    recent = scenes.published(at=NOW - DAY / 2, slug="recent")
    later = scenes.scheduled(at=NOW - DAY, visible_from=NOW + 2 * DAY, slug="later")
    sooner = scenes.scheduled(at=NOW - DAY, visible_from=NOW + DAY, slug="sooner")
    ahead = PdfsAhead()
    wanted = [Edition.objects.get(release=release).pk for release in (sooner, later, recent)]
    assert [key[0] for key, _sheet in ahead.missing(NOW)] == wanted
    assert ahead.due() == 3
    total = 0
    while done := ahead.do():
        total += done
    assert total == 3
    assert (len(kept()), ahead.due(), PdfsAhead().due()) == (3, 0, 0)


def test_one_that_cannot_be_made_stops_nobody_and_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Edition.objects.get(release=scenes.scheduled(at=NOW - DAY, visible_from=NOW + DAY, slug="bad"))
    scenes.scheduled(at=NOW - DAY, visible_from=NOW + 2 * DAY, slug="good")

    def some(html: str, *args: Any, **more: Any) -> bytes:
        if "/bad/" in html:
            raise NotDrawn
        return draw(html, *args, **more)

    monkeypatch.setattr(keeping, "draw", some)
    ahead = PdfsAhead()
    assert ahead.do() == 1
    with pytest.raises(NotMade):
        ahead.failed = ahead.failed or 1
        ahead.do()
    assert ahead.do() == 0
    ahead.not_before.clear()
    keeping._in_vain.clear()
    monkeypatch.setattr(keeping, "draw", draw)
    assert ahead.do() == 1
    assert bad.pk in {key[0] for key in ahead.made}


def test_what_was_made_long_ago_is_thrown_away(time_machine: Any) -> None:
    edition = whole()
    Client().get(edition.get_pdf_url())
    assert keeping.prune() == 0
    time_machine.move_to(NOW + 20 * 365 * DAY, tick=False)
    assert keeping.prune() == 1
    assert kept() == []
    assert keeping.prune() == 0
    assert Client().get(edition.get_pdf_url()).status_code == 200


def test_nothing_of_it_depends_on_the_language_of_whoever_asks() -> None:
    edition = whole()
    set_urlconf(None)
    with translation.override("fr"):
        one = sheet(edition).digest
    with translation.override("en"):
        assert sheet(edition).digest == one
