"""The page on which an office says how it presents itself: what it measures, what it refuses, and who may use it."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from lxml.html import HtmlElement
from PIL import Image as Pillow

from releases.media.models import Image
from releases.models import OfficeVersion
from releases.office import office
from tests import cast, markup

pytestmark = pytest.mark.django_db

PAGE = "/admin/releases/officeversion/"
LINKS = {
    "links-TOTAL_FORMS": "2",
    "links-INITIAL_FORMS": "0",
    "links-0-label_en": "Privacy",
    "links-0-url_en": "https://example.org/privacy",
    "links-0-ORDER": "2",
    "links-1-label_en": "Accessibility",
    "links-1-url_en": "/accessibility/",
    "links-1-ORDER": "1",
}
FILLED = {
    "seen": "0",
    "name_en": "Harbour Office",
    "name_fr": "Bureau du port",
    "contact_telephone": "+1 613 555 0100",
    "contact_email": "media@example.org",
    "band": "20306B",
    "link": "#20306b",
    **LINKS,
}


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(cast.edda())
    return client


def find(response: Any, selector: str) -> list[HtmlElement]:
    return markup.find(html.fromstring(response.content.decode()), selector)


def picture_file(size: tuple[int, int] = (300, 90)) -> SimpleUploadedFile:
    sink = io.BytesIO()
    Pillow.new("RGBA", size, (255, 255, 255, 0)).save(sink, "PNG")
    return SimpleUploadedFile("wordmark.png", sink.getvalue(), "image/png")


def test_what_is_saved_stands_on_every_page_and_comes_back_into_the_form(desk: Client) -> None:
    response = desk.post(PAGE, FILLED)
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    told = office()
    assert (told.name, str(told.band), str(told.link)) == ("Harbour Office", "#20306b", "#20306b")
    assert [link.label for link in told.links] == ["Accessibility", "Privacy"], "in the order of their places"
    assert "Harbour Office" in Client().get("/").content.decode()
    again = desk.get(PAGE)
    assert find(again, "#id_name_fr")[0].get("value") == "Bureau du port"
    assert find(again, "#id_links-0-label_en")[0].get("value") == "Accessibility"
    assert "Edda Lind" in markup.words(html.fromstring(again.content.decode()), "#content-main .scrolled")


def test_colours_that_cannot_be_read_are_refused_with_figures_and_the_nearest_that_can(desk: Client) -> None:
    response = desk.post(PAGE, {**FILLED, "link": "#9ad0c0"})
    assert response.status_code == 422
    assert not OfficeVersion.objects.exists()
    (row,) = find(response, ".office-fails")
    told = row.text_content()
    assert "1.5" in told, "what it measures"
    assert "4.5 : 1" in told
    suggested = find(response, ".office-fails [data-take]")[0].get("data-take")
    assert desk.post(PAGE, {**FILLED, "link": suggested}).status_code == 302


def test_text_on_the_band_is_chosen_where_the_office_chooses_none(desk: Client) -> None:
    assert desk.post(PAGE, {**FILLED, "band": "#ffd400"}).status_code == 302
    assert office().band_text.luminance() < 0.2, "dark on yellow"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("band", "green"),
        ("band", "#12"),
        ("link", "#12345678"),
        ("contact_email", "nobody"),
        ("contact_telephone", "call us"),
        ("links-0-url_en", "javascript:alert(1)"),
        ("links-0-url_en", "//example.org/"),
        ("links-0-url_en", '/a" onclick="b'),
        ("links-0-label_en", ""),
        ("name_en", "x" * 81),
    ],
)
def test_what_makes_no_sense_is_marked_and_nothing_is_saved(desk: Client, field: str, value: str) -> None:
    response = desk.post(PAGE, {**FILLED, field: value})
    assert response.status_code == 422
    assert find(response, ".errorlist")
    assert not OfficeVersion.objects.exists()


def test_a_logo_is_uploaded_once_even_when_something_else_has_to_be_mended(desk: Client) -> None:
    refused = desk.post(PAGE, {**FILLED, "link": "#9ad0c0", "logo": picture_file()})
    assert refused.status_code == 422
    key = find(refused, "input[name=logo_key]")[0].get("value")
    assert Image.objects.get().key == key
    assert desk.post(PAGE, {**FILLED, "logo_key": key}).status_code == 302
    assert office().logo is not None
    assert Client().get(office().logo_url).status_code == 200
    assert desk.post(PAGE, {**FILLED, "seen": "1", "logo_key": key, "no_logo": "on"}).status_code == 302
    assert office().logo is None


def test_a_logo_that_is_not_in_the_library_is_none(desk: Client) -> None:
    assert desk.post(PAGE, {**FILLED, "logo_key": "../../secret"}).status_code == 422
    assert desk.post(PAGE, {**FILLED, "logo_key": "x" * 24}).status_code == 302
    assert office().logo is None


def test_a_file_that_is_no_picture_is_refused(desk: Client) -> None:
    response = desk.post(
        PAGE, {**FILLED, "logo": SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")}
    )
    assert response.status_code == 422
    assert not OfficeVersion.objects.exists()


def test_whoever_saves_after_somebody_else_is_told(desk: Client) -> None:
    desk.post(PAGE, FILLED)
    other = Client()
    other.force_login(cast.ada())
    response = other.post(PAGE, {**FILLED, "name_en": "Other Office"})
    assert response.status_code == 422
    assert "Edda Lind saved this page after you opened it" in response.content.decode()
    assert find(response, "#id_name_en")[0].get("value") == "Other Office", "what was typed is not lost"


def test_looking_first_saves_nothing(desk: Client) -> None:
    response = desk.post(PAGE, {**FILLED, "_preview": "1"})
    assert response.status_code == 200
    assert "Harbour Office" in find(response, ".office-preview--dark")[0].text_content()
    assert not OfficeVersion.objects.exists()


def test_the_script_gets_the_preview_alone(desk: Client) -> None:
    response = desk.post(f"{PAGE}preview/", {**FILLED, "link": "#9ad0c0", "band": "nonsense"})
    assert response.status_code == 200
    assert b"<html" not in response.content
    assert b"Too little" in response.content


def test_the_colours_of_the_preview_come_in_a_sheet_that_takes_only_colours(desk: Client) -> None:
    sheet = desk.get(
        f"{PAGE}preview.css", {"band": "#20306b", "link": "red;} body{display:none", "link_dark": ""}
    ).content
    assert sheet.decode().count("--band:#20306b") == 2
    assert b"display" not in sheet


@pytest.mark.parametrize("who", [cast.wren, cast.mo, cast.otto])
def test_who_may_not_is_not_let_in(who: Any) -> None:
    client = Client()
    client.force_login(who())
    assert client.get(PAGE).status_code == 403
    for path in (PAGE, f"{PAGE}preview/"):
        assert client.post(path, FILLED).status_code == 403
    assert not OfficeVersion.objects.exists()


@pytest.mark.parametrize("rest", ["add/", "1/change/", "1/delete/", "1/history/"])
def test_the_versions_are_nowhere_edited(desk: Client, rest: str) -> None:
    desk.post(PAGE, FILLED)
    assert desk.get(f"{PAGE}{rest}").status_code in (403, 404)


def test_the_header_of_the_back_office_leads_there(desk: Client) -> None:
    assert find(desk.get("/admin/"), f"a[href={PAGE}]")
