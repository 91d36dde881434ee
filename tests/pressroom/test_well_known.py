"""What stands at well-known places: rules for crawlers, whom to tell of a hole, the manifest and the icons."""

import io
import json
import math
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as configured
from django.test import Client
from lxml import html
from PIL import Image

from pressroom import checks, mark
from pressroom.security_contact import is_contact
from pressroom.views.icons import ICONS, colours_of
from pressroom.views.manifest import short
from pressroom.views.security import expires
from releases.actions.set_office import set_office
from releases.office import default_office
from releases.office_content import OfficeContent
from tests import cast
from tests.scenes import NOW

SITE = "https://news.example.org"
CONTACTS = ["mailto:security@example.org", "https://example.org/security?of=news", "tel:+1-201-555-0123"]
NO_CONTACTS = [
    "security@example.org",
    "mailto:",
    "mailto:security",
    "mailto:a@example.org\r\nContact: mailto:b@example.org",
    "http://example.org/",
    "https://example.org/\n",
    "https://",
    "javascript:alert(1)",
    "tel:555",
    "",
]
WEB_ROOT = ("/favicon.ico", "/apple-touch-icon.png")

database = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings: Any, time_machine: Any) -> None:
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    time_machine.move_to(NOW, tick=False)


def asked(path: str, content_type: str) -> Any:
    response = Client().get(path)
    assert response.status_code == 200, path
    assert response.headers["Content-Type"] == content_type
    return response


def painted(content: OfficeContent, seen: int = 0) -> None:
    set_office(content=content, seen=seen, by=cast.ada(), at=NOW)


def is_kept_out(path: str) -> bool:
    """Whether the rules keep a crawler from this address, as RFC 9309 (2.2.2 and 2.2.3) reads them."""
    rules = re.findall(r"^Disallow: (\S+)$", Client().get("/robots.txt").content.decode(), re.M)
    return any(re.match(re.escape(rule).replace(r"\*", ".*"), path) for rule in rules)


def test_crawlers_are_told_where_the_sitemaps_are() -> None:
    said = asked("/robots.txt", "text/plain; charset=utf-8").content.decode()
    assert re.findall(r"^Sitemap: (\S+)$", said, re.M) == [f"{SITE}/sitemap.xml", f"{SITE}/news-sitemap.xml"]


@pytest.mark.parametrize("path", ["/admin/", "/releases/?q=ferry", "/fr/releases/?kind=speech&q=quai", "/releases/?q="])
def test_crawlers_are_kept_out_of(path: str) -> None:
    assert is_kept_out(path)


@pytest.mark.parametrize(
    "path", ["/", "/releases/", "/fr/releases/?kind=speech", "/releases/2026/03/06/faq/", "/sitemap.xml", "/tags/q/"]
)
def test_crawlers_may_read(path: str) -> None:
    assert not is_kept_out(path)


@database
def test_without_a_contact_there_is_no_security_txt(settings: Any) -> None:
    settings.SECURITY_CONTACT = []
    assert Client().get("/.well-known/security.txt").status_code == 404


def fields() -> list[tuple[str, str]]:
    """The lines of the file, by the grammar of RFC 9116 (4): a name, a colon, a blank, and no blank at the end."""
    text = asked("/.well-known/security.txt", "text/plain; charset=utf-8").content.decode("ascii")
    lines = text.removesuffix("\r\n").split("\r\n")
    matches = [re.fullmatch(r"([!-9;-~]+): (\S(?:.*\S)?)", line) for line in lines]
    assert all(matches), lines
    return [(match[1], match[2]) for match in matches if match]


def test_security_txt_says_whom_to_tell_in_which_language_and_until_when(settings: Any) -> None:
    settings.SECURITY_CONTACT = CONTACTS
    assert fields() == [
        *(("Contact", contact) for contact in CONTACTS),
        ("Expires", "2026-10-01T00:00:00Z"),
        ("Preferred-Languages", "en, fr"),
        ("Canonical", f"{SITE}/.well-known/security.txt"),
    ]


def test_an_address_without_tls_is_not_called_canonical(settings: Any) -> None:
    settings.SECURITY_CONTACT = CONTACTS
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert "Canonical" not in dict(fields())


@pytest.mark.parametrize("days", [*range(0, 400, 7), 1461 + 59])
def test_security_txt_has_never_expired_and_holds_for_less_than_a_year(days: int) -> None:
    for hour in (0, 12, 23):
        now = datetime(2026, 1, 1, hour, 59, 59, 999_999, tzinfo=UTC) + timedelta(days=days)
        assert timedelta(days=150) < expires(now) - now < timedelta(days=220)


def test_security_txt_expires_on_the_same_day_in_every_zone() -> None:
    moment = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
    assert expires(moment.astimezone(ZoneInfo(configured.TIME_ZONE))) == expires(moment)


@pytest.mark.parametrize("contact", CONTACTS)
def test_what_can_be_reached_is_a_contact(contact: str, settings: Any) -> None:
    assert is_contact(contact)
    settings.SECURITY_CONTACT = [contact]
    assert checks.security_contact(None) == []


@database
@pytest.mark.parametrize("contact", NO_CONTACTS)
def test_nonsense_is_an_error_and_is_never_shown(contact: str, settings: Any) -> None:
    settings.SECURITY_CONTACT = [contact]
    [message] = checks.security_contact(None)
    assert message.id == "pressroom.E014"
    assert "mailto:" in str(message.hint)
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = [contact, CONTACTS[0]]
    assert [value for name, value in fields() if name == "Contact"] == [CONTACTS[0]]


def manifest(path: str = "/site.webmanifest") -> Any:
    return json.loads(asked(path, "application/manifest+json; charset=utf-8").content)


@database
def test_the_manifest_names_the_office_in_the_language_of_the_page(settings: Any) -> None:
    painted(OfficeContent(name={"en": "Port Merrow Harbour Board", "fr": "Le Port"}, colours={"band": "#20306b"}))
    english, french = manifest(), manifest("/fr/site.webmanifest")
    assert (english["name"], english["short_name"]) == ("Port Merrow Harbour Board", "Port Merrow")
    assert (english["lang"], english["dir"], english["start_url"]) == ("en", "ltr", "/")
    assert (french["name"], french["short_name"], french["lang"], french["start_url"]) == (
        "Le Port",
        "Le Port",
        "fr",
        "/fr/",
    )
    assert english["theme_color"] == "#20306b"
    assert english["display"] == "browser"
    assert re.fullmatch("#[0-9a-f]{6}", english["background_color"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Pressroom", "Pressroom"),
        ("The Board", "The Board"),
        ("Hafenverwaltungsamt Nord", "Hafenverwaltungsamt"),
        ("A B", "A B"),
    ],
)
def test_a_short_name_is_made_of_whole_words(name: str, said: str) -> None:
    assert short(name) == said


@database
def test_every_icon_of_the_manifest_is_what_the_manifest_says() -> None:
    named = manifest()["icons"]
    assert {(each["sizes"], each.get("purpose")) for each in named if each["type"] == "image/png"} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for each in named:
        content = asked(each["src"], each["type"]).content
        if each["type"] == "image/png":
            assert "x".join(map(str, Image.open(io.BytesIO(content)).size)) == each["sizes"]


@database
def test_every_page_leads_to_the_icons_and_to_the_manifest_of_its_language() -> None:
    for page, where in (("/feeds/", "/site.webmanifest"), ("/fr/feeds/", "/fr/site.webmanifest")):
        head = html.fromstring(Client().get(page).content).find("head")
        links = {(link.get("rel"), link.get("href")) for link in head.iter("link")}
        wanted = {("icon", "/favicon.ico"), ("icon", "/icons/icon.svg"), ("apple-touch-icon", "/apple-touch-icon.png")}
        assert wanted | {("manifest", where)} <= links
        assert all(Client().get(href).status_code == 200 for _rel, href in wanted)


@database
def test_an_icon_that_there_is_not_is_not_found() -> None:
    assert Client().get("/icons/icon-10000.png").status_code == 404


@database
def test_the_tabs_icon_has_the_sizes_of_tabs_and_the_telephones_has_no_hole() -> None:
    ico = Image.open(io.BytesIO(asked("/favicon.ico", "image/vnd.microsoft.icon").content))
    assert ico.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    touch = Image.open(io.BytesIO(asked("/apple-touch-icon.png", "image/png").content))
    assert (touch.size, touch.mode) == ((180, 180), "RGB"), "iOS paints black what is transparent"


@database
def test_icons_are_in_the_offices_colours_from_the_second_it_chose_them() -> None:
    before = {path: Client().get(path).content for path in (*WEB_ROOT, *(f"/icons/{name}" for name in ICONS))}
    painted(OfficeContent(colours={"band": "#20306b"}))
    for path, old in before.items():
        assert Client().get(path).content != old, path
    assert 'fill="#20306b"' in Client().get("/icons/icon.svg").content.decode()
    corner = Image.open(io.BytesIO(Client().get("/icons/maskable-512.png").content)).getpixel((0, 0))
    assert corner == (0x20, 0x30, 0x6B)


@database
def test_the_third_colour_is_one_that_can_be_seen_on_the_first() -> None:
    painted(OfficeContent(colours={"band": "#86cdb7", "band_text": "#14211d"}))
    assert Client().get("/icons/icon.svg").content.decode().count("#86cdb7") == 1


def test_the_back_offices_icon_is_the_same_drawing() -> None:
    kept = Path(configured.BASE_DIR / "static/img/favicon.svg").read_text()
    assert kept == mark.svg(colours_of(default_office()))


def test_what_is_painted_is_what_is_drawn() -> None:
    """A point in the middle of each shape has its colour, and one beside the shapes that of the ground."""
    colours = colours_of(default_office())
    picture = Image.open(io.BytesIO(mark.png(colours, 480))).convert("RGB")

    def at(x: float, y: float) -> Any:
        return picture.getpixel((round(x * 10), round(y * 10)))

    for left, top, width, height in mark.LINES:
        assert at(left + width / 2, top + height / 4) == (0xF3, 0xF7, 0xF4)
        assert at(left - 1, top + height / 2) == at(left + width + 1, top + height / 2) == (0x0D, 0x3A, 0x31)
    assert at(15.5, 36) == (0x86, 0xCD, 0xB7)


def test_a_system_that_cuts_a_circle_cuts_nothing_of_the_mark() -> None:
    ground = colours_of(default_office()).ground
    picture = Image.open(io.BytesIO(mark.png(colours_of(default_office()), 192, maskable=True)))
    assert picture.mode == "RGB", "a hole would show whatever the system has behind it"
    behind = (ground.red, ground.green, ground.blue)
    outside = [(x, y) for x in range(192) for y in range(192) if math.dist((x + 0.5, y + 0.5), (96, 96)) > 192 * 0.4]
    assert {picture.getpixel(point) for point in outside} == {behind}


@database
@pytest.mark.parametrize("path", [*WEB_ROOT, "/icons/icon.svg", "/site.webmanifest", "/robots.txt"])
def test_who_has_it_already_gets_no_body(path: str) -> None:
    etag = Client().get(path).headers["ETag"]
    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 304
