"""Who publishes here: the name, logo, colours, links and contact that every page, feed and document shows.

Where the office has said nothing, the environment's ``SITE_NAME`` and the house's colours stand. One question a request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation

from releases import clock
from releases.colour import Colour
from releases.media.models import Image
from releases.models import OfficeVersion
from releases.office_content import Logo, OfficeContent, in_language

_ASKED = "_office_content"


@dataclass(frozen=True, slots=True)
class FooterLink:
    """A link in the foot of every page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """Whom journalists can reach; each may be empty."""

    name: str
    email: str
    telephone: str
    address: str

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.telephone or self.address)

    @property
    def dialled(self) -> str:
        """The telephone number as an address (RFC 3966): digits, and the plus sign in front."""
        plus = "+" if self.telephone.strip().startswith("+") else ""
        return plus + "".join(
            character for character in self.telephone if character.isdecimal() and character.isascii()
        )


@dataclass(frozen=True, slots=True)
class OfficeIdentity:
    """The office in one language, at one moment. Nothing is missing but what it chose to leave out."""

    name: str
    tagline: str
    logo: Logo | None
    band: Colour
    """Behind the head and the foot; the brand's colour, for a browser's frame and a letterhead."""
    band_dark: Colour
    band_text: Colour
    link: Colour
    link_dark: Colour
    links: tuple[FooterLink, ...]
    contact: OfficeContact
    style: str
    """The digest of the style sheet of its own colours; empty where it has none."""
    number: int
    """Of the version of the setting; 0 before the first."""

    @property
    def logo_url(self) -> str:
        """The path of the logo's PNG; empty without one."""
        return reverse("office_logo", args=[self.logo.key]) if self.logo else ""

    @property
    def style_url(self) -> str:
        """The path of its style sheet; empty where it has no colours of its own."""
        return reverse("office_css", args=[self.number, self.style]) if self.style else ""

    @property
    def logo_size(self) -> tuple[int, int]:
        """How large that PNG is, in pixels."""
        return shown_size(self.logo.width, self.logo.height) if self.logo else (0, 0)

    @property
    def logo_display(self) -> tuple[int, int]:
        """How large the head of the page shows it: at half its pixels, sharp on fine screens."""
        width, height = self.logo_size
        return round(width / 2), round(height / 2)


LOGO_BOX = (640, 128)
"""Into which a logo is fitted: 320 by 64 CSS pixels on a fine screen."""


def shown_size(width: int, height: int) -> tuple[int, int]:
    """The size of a logo's PNG: as large as the box allows, never larger than the logo."""
    scale = min(1.0, LOGO_BOX[0] / width, LOGO_BOX[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def office(request: HttpRequest | None = None, language: str | None = None) -> OfficeIdentity:
    """The office as it stands, in this language or the current one. With a request: at its moment, and asked once for it.

    A database that cannot be asked leaves the fall-backs.
    """
    content, number = _kept_on(request) if request is not None else _content_at(timezone.now())
    return identity_of(content, language, number)


def default_office(language: str | None = None) -> OfficeIdentity:
    """What stands where the office has said nothing. No database is asked: the page for errors is drawn whatever broke."""
    return identity_of(OfficeContent(), language)


def logo_image(moment: datetime | None = None) -> Image | None:
    """The stored picture that is the logo at this moment, for whoever needs its bytes."""
    version = OfficeVersion.objects.select_related("logo").at(moment or timezone.now())
    return version.logo if version else None


def identity_of(content: OfficeContent, language: str | None = None, number: int = 0) -> OfficeIdentity:
    """What a version says, in one language, with the fall-backs in place."""
    wanted = language or translation.get_language() or settings.LANGUAGE_CODE
    palette = content.palette

    def said(words: Mapping[str, str]) -> str:
        return in_language(words, wanted)

    links = (FooterLink(said(entry.label), said(entry.url)) for entry in content.links)
    return OfficeIdentity(
        name=said(content.name) or settings.SITE_NAME,
        tagline=said(content.tagline),
        logo=content.logo,
        band=palette.light.band,
        band_dark=palette.dark.band,
        band_text=palette.light.band_ink,
        link=palette.light.accent,
        link_dark=palette.dark.accent,
        links=tuple(link for link in links if link.label and link.url),
        contact=OfficeContact(
            name=said(content.contact.name),
            email=content.contact.email,
            telephone=content.contact.telephone,
            address=said(content.contact.address),
        ),
        style=palette.digest,
        number=number,
    )


def _content_at(moment: datetime) -> tuple[OfficeContent, int]:
    try:
        version = OfficeVersion.objects.at(moment)
    except DatabaseError:
        version = None
    return (version.said, version.number) if version else (OfficeContent(), 0)


def _kept_on(request: HttpRequest) -> tuple[OfficeContent, int]:
    """A page, its title and its structured data ask, and the answer is one."""
    kept: tuple[OfficeContent, int] | None = getattr(request, _ASKED, None)
    if kept is None:
        kept = _content_at(clock.now(request))
        setattr(request, _ASKED, kept)
    return kept
