"""The office on its own pages: its name, logo, colours, links and contact, from the second on at which somebody saves them."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import translation
from PIL import Image as Pillow

from pressroom.as_of import moments
from pressroom.views.errors import server_error
from releases.actions.set_office import set_office
from releases.errors import Conflict, Incomplete, NotAllowed
from releases.media.models import Image
from releases.media.storage import private
from releases.models import OfficeVersion
from releases.office import office
from releases.office_content import FooterEntry, Logo, MediaLine, OfficeContent
from tests import cast
from tests.scenes import NOW, lead, picture, published

pytestmark = pytest.mark.django_db

BILINGUAL = OfficeContent(
    name={"en": "Harbour Office", "fr": "Bureau du port"},
    tagline={"en": "News from the quay"},
    colours={"band": "#20306b", "link": "#20306b", "link_dark": "#aab8ff"},
    links=(
        FooterEntry(
            label={"en": "Privacy", "fr": "Confidentialité"},
            url={"en": "https://example.org/privacy", "fr": "https://example.org/vie-privee"},
        ),
        FooterEntry(label={"en": "Accessibility"}, url={"en": "/accessibility/"}),
    ),
    contact=MediaLine(
        name={"en": "Media line", "fr": "Ligne des médias"},
        email="media@example.org",
        telephone="+1 (613) 555-0100",
        address={"en": "1 Quay Street\nOttawa"},
    ),
)


@pytest.fixture
def still(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def logo_of(size: tuple[int, int] = (400, 200)) -> Logo:
    """A picture of the library, as a logo."""
    image = Image.objects.get(key=lead(picture(size=size)).key)
    return Logo(key=image.key, width=image.width, height=image.height)


def page(path: str = "/") -> str:
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_where_the_office_has_said_nothing_the_environment_and_the_house_speak(settings: Any) -> None:
    settings.SITE_NAME = "Merrow Coast"
    told = office()
    assert (told.name, str(told.band), told.style, told.logo, told.links) == ("Merrow Coast", "#0d3a31", "", None, ())
    assert "Merrow Coast" in page()
    assert "/office/" not in page()


def test_every_page_says_what_the_office_says_in_its_language(still: None) -> None:
    set_office(content=BILINGUAL, seen=0, by=cast.ada())
    english, french = page("/"), page("/fr/")
    for words in (
        "<title>Harbour Office</title>",
        "News from the quay",
        'href="https://example.org/privacy">Privacy<',
        'href="/accessibility/">Accessibility<',
        'href="mailto:media@example.org"',
        'href="tel:+16135550100">+1 (613) 555-0100<',
        "1 Quay Street<br>Ottawa",
        'content="#20306b"',
    ):
        assert words in english, words
    for words in ("<title>Bureau du port</title>", "vie-privee", "Confidentialité", "Ligne des médias"):
        assert words in french, words
    assert "Accessibility" in french, "an untranslated link is better than none"


def test_the_name_of_the_office_ends_the_title_of_every_page(still: None) -> None:
    set_office(content=BILINGUAL, seen=0, by=cast.ada())
    release = published(at=NOW, headline="Ferry")
    assert "<title>Ferry – Harbour Office</title>" in page(release.editions.get().get_absolute_url())
    assert "Harbour Office</title>" in Client().get("/nothing/").content.decode()


def test_its_colours_come_in_a_style_sheet_whose_address_names_them(still: None) -> None:
    set_office(content=BILINGUAL, seen=0, by=cast.ada())
    address = office().style_url
    assert f'<link rel="stylesheet" href="{address}">' in page()
    response = Client().get(address)
    sheet = response.content.decode()
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    paper, light, dark = sheet.split("@media screen")
    assert "--letterhead:#20306b" in paper
    assert "--accent" not in paper, "ink on paper is black"
    assert "prefers-color-scheme:dark" in dark
    assert "--band:#20306b" in light
    assert "--accent:#20306b" in light
    assert "--accent:#aab8ff" in dark
    assert response.headers["ETag"]
    set_office(content=OfficeContent(colours={"band": "#7b1c3a"}), seen=1, by=cast.ada())
    assert office().style_url != address
    assert Client().get(address).content == response.content, "a page that a cache still has keeps its colours"


def test_a_style_sheet_that_no_version_has_is_not_there(still: None) -> None:
    set_office(content=OfficeContent(name={"en": "Plain"}), seen=0, by=cast.ada())
    assert Client().get("/office/1/whatever.css").status_code == 404
    assert Client().get("/office/2/whatever.css").status_code == 404


def test_a_sheet_under_the_address_of_an_earlier_program_is_not_kept_for_good(still: None) -> None:
    set_office(content=BILINGUAL, seen=0, by=cast.ada())
    response = Client().get("/office/1/earlier.css")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-cache")


def test_the_logo_is_a_small_picture_and_only_while_it_is_the_logo(still: None) -> None:
    logo = logo_of((1600, 400))
    set_office(content=OfficeContent(logo=logo), seen=0, by=cast.ada())
    told = office()
    assert f'src="{told.logo_url}" width="256" height="64" alt=""' in page(), "the name stands beside it"
    response = Client().get(told.logo_url)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    with Pillow.open(io.BytesIO(b"".join(response.streaming_content))) as shown:
        assert (shown.format, shown.size) == ("PNG", told.logo_size) == ("PNG", (512, 128))
    set_office(content=OfficeContent(), seen=1, by=cast.ada())
    assert Client().get(told.logo_url).status_code == 404


def test_a_full_disk_costs_the_reader_nothing(still: None, monkeypatch: pytest.MonkeyPatch) -> None:
    set_office(content=OfficeContent(logo=logo_of()), seen=0, by=cast.ada())

    def full(*args: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(type(private()), "save", full)
    response = Client().get(office().logo_url)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert response.content.startswith(b"\x89PNG")


def test_a_logo_that_names_the_office_has_its_name_for_those_who_do_not_see_it(still: None) -> None:
    logo = logo_of()
    content = OfficeContent(
        name={"en": "Harbour Office"},
        logo=Logo(key=logo.key, width=logo.width, height=logo.height, names_the_office=True),
    )
    set_office(content=content, seen=0, by=cast.ada())
    shown = page()
    assert 'alt="Harbour Office"' in shown
    assert "nameplate__name" not in shown


def test_no_other_picture_of_the_library_is_had_as_a_logo(still: None) -> None:
    set_office(content=OfficeContent(logo=logo_of()), seen=0, by=cast.ada())
    other = logo_of((320, 100))
    assert Client().get(f"/office/{other.key}.png").status_code == 404


def test_colours_that_cannot_be_told_apart_are_refused(still: None) -> None:
    with pytest.raises(Incomplete):
        set_office(content=OfficeContent(colours={"link": "#9ad0c0"}), seen=0, by=cast.ada())
    assert not OfficeVersion.objects.exists()


def test_of_two_who_save_at_once_one_is_told_and_neither_is_lost(still: None) -> None:
    set_office(content=OfficeContent(name={"en": "First"}), seen=0, by=cast.ada())
    with pytest.raises(Conflict, match="Ada Brook"):
        set_office(content=OfficeContent(name={"en": "Second"}), seen=0, by=cast.edda())
    assert office().name == "First"


def test_only_editors_and_administrators_may_change_it(still: None) -> None:
    for person in (cast.wren(), cast.mo(), cast.otto()):
        with pytest.raises(NotAllowed):
            set_office(content=BILINGUAL, seen=0, by=person)
    set_office(content=BILINGUAL, seen=0, by=cast.edda())


def test_saving_what_is_there_already_makes_no_version(still: None) -> None:
    first = set_office(content=BILINGUAL, seen=0, by=cast.ada())
    assert set_office(content=BILINGUAL, seen=1, by=cast.edda()) == first
    assert OfficeVersion.objects.count() == 1


def test_what_the_office_said_is_never_rewritten(still: None) -> None:
    set_office(content=BILINGUAL, seen=0, by=cast.ada())
    for column, value in (("content", {}), ("at", NOW - timedelta(1)), ("by_name", "Nobody"), ("number", 7)):
        with pytest.raises(DatabaseError, match="record_holds"), transaction.atomic():
            OfficeVersion.objects.update(**{column: value})


def test_a_page_of_another_moment_has_the_head_of_that_moment(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    set_office(content=OfficeContent(name={"en": "Old name"}), seen=0, by=cast.ada())
    time_machine.move_to(NOW + timedelta(days=2), tick=False)
    set_office(content=OfficeContent(name={"en": "New name"}), seen=1, by=cast.ada())
    client = Client()
    client.force_login(cast.ada())
    then = client.get(moments.address(NOW + timedelta(days=1))).content.decode()
    assert "Old name" in then
    assert "New name" not in then
    assert "New name" in page()


def test_the_page_for_errors_is_drawn_without_a_database(settings: Any, rf: Any) -> None:
    settings.SITE_NAME = "Merrow Coast"
    set_office(content=BILINGUAL, seen=0, by=cast.ada())

    def refused(*args: Any) -> None:
        raise AssertionError("the page for errors asked the database")

    with connection.execute_wrapper(refused):
        shown = server_error(rf.get("/")).content.decode()
    assert "Merrow Coast" in shown


def test_a_database_that_cannot_be_asked_leaves_the_fall_backs(settings: Any) -> None:
    settings.SITE_NAME = "Merrow Coast"

    def away(*args: Any) -> None:
        raise DatabaseError("away")

    with connection.execute_wrapper(away):
        assert office().name == "Merrow Coast"


def test_a_language_that_the_office_left_out_has_the_first_one(settings: Any) -> None:
    set_office(content=BILINGUAL, seen=0, by=cast.ada())
    with translation.override("fr"):
        assert office().tagline == "News from the quay"
    assert office(language="fr").name == "Bureau du port"
