"""The site's icons, made of the mark in the office's colours whenever somebody asks. A process keeps what it painted."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from pressroom import mark
from pressroom.mark import MarkColours
from releases.colour import contrast
from releases.office import OfficeIdentity, office
from releases.views.answers import public

TOUCH_SIDE = 180
"""What iOS asks for; it rounds the corners itself and paints black where there is nothing."""
SIDES = (192, 512)
"""What installs a site: the sizes that Chromium asks for."""
TOLD_APART = 1.5
"""How much lighter or darker a picture's part must be than what is behind it. It is decoration, and no text."""

PNG, SVG, ICO = "image/png", "image/svg+xml", "image/vnd.microsoft.icon"
ICONS: dict[str, tuple[str, Callable[[MarkColours], bytes]]] = {
    "icon.svg": (SVG, lambda colours: mark.svg(colours).encode()),
    "icon-192.png": (PNG, lambda colours: mark.png(colours, 192)),
    "icon-512.png": (PNG, lambda colours: mark.png(colours, 512)),
    "maskable-192.png": (PNG, lambda colours: mark.png(colours, 192, maskable=True)),
    "maskable-512.png": (PNG, lambda colours: mark.png(colours, 512, maskable=True)),
}
"""Content type and bytes of each icon that has no address of its own at the root of the site."""


@public
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """One of ``ICONS``. Raises ``Http404`` for any other."""
    if name not in ICONS:
        raise Http404
    content_type, made = ICONS[name]
    return HttpResponse(made(colours_of(office(request))), content_type=content_type)


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers and feed readers look without being told."""
    return HttpResponse(mark.ico(colours_of(office(request))), content_type=ICO)


@public
def touch_icon(request: HttpRequest) -> HttpResponse:
    """For the home screen of a telephone."""
    return HttpResponse(mark.png(colours_of(office(request)), TOUCH_SIDE, square=True), content_type=PNG)


def colours_of(shown: OfficeIdentity) -> MarkColours:
    """Those of the head of the page, with the colour of links at night as the third where it can be seen on them."""
    hill = shown.link_dark if contrast(shown.link_dark, shown.band) >= TOLD_APART else shown.band_text
    return MarkColours(ground=shown.band, lines=shown.band_text, hill=hill)
