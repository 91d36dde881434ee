"""The web app manifest: under what name and which icon the site stands on somebody's home screen (W3C, appmanifest)."""

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from pressroom.views.icons import SIDES
from releases.office import office
from releases.palette import LIGHT
from releases.views.answers import public

SHORT = 12
"""Characters that have room below an icon."""


@public
def manifest(request: HttpRequest) -> HttpResponse:
    """The manifest of this language's pages."""
    shown, language, start = office(request), translation.get_language(), reverse("home")
    said = {
        "id": start,
        "name": shown.name,
        "short_name": short(shown.name),
        "lang": language,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": start,
        "scope": "/",
        # A page of the web, with its address and the way back: a newsroom is read by following links out of it and into it.
        "display": "browser",
        "theme_color": str(shown.band),
        "background_color": str(LIGHT.paper),
        "icons": list(_icons()),
    }
    written = json.dumps(said, ensure_ascii=False, indent=1)
    return HttpResponse(written, content_type="application/manifest+json; charset=utf-8")


def short(name: str) -> str:
    """As many whole words of a name as have room, and at least the first."""
    first, *words = name.split()
    for word in words:
        if len(f"{first} {word}") > SHORT:
            break
        first = f"{first} {word}"
    return first


def _icons() -> Iterator[dict[str, str]]:
    yield {"src": reverse("icon", args=["icon.svg"]), "sizes": "any", "type": "image/svg+xml"}
    for purpose, stem in (("any", "icon"), ("maskable", "maskable")):
        for side in SIDES:
            src = reverse("icon", args=[f"{stem}-{side}.png"])
            yield {"src": src, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
