"""How it would look: head and foot in light and dark, with what each pair of colours measures.

Colours reach the page in a style sheet of its own, because the site allows no style inside a page (CSP, ``style-src``).
"""

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from releases.colour import Colour
from releases.office import identity_of
from releases.office_content import OfficeContent
from releases.palette import Palette, Scheme


def shown(content: OfficeContent) -> dict[str, Any]:
    """For the template: the office as it would be, its style sheet and the measurements."""
    palette = content.palette
    return {
        "office": identity_of(content, translation.get_language()),
        "schemes": ("light", "dark"),
        "checks": palette.checks(),
        "logo": _picture(content),
        "sheet": f"{reverse('admin:releases_officeversion_sheet')}?{urlencode(content.colours)}",
    }


def _picture(content: OfficeContent) -> str:
    """Where staff see a logo that readers may not see yet."""
    return reverse("admin:releases_release_image", args=[content.logo.key, "w640.webp"]) if content.logo else ""


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The colours of the address as custom properties of the two halves of the preview."""
    palette = _palette(request.GET)
    rules = [
        f".office-preview--{name}{{{_properties(scheme)}}}"
        for name, scheme in (("light", palette.light), ("dark", palette.dark))
    ]
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")


def _palette(asked: QueryDict) -> Palette:
    """What cannot be read is the house's."""
    found = {}
    for name in Palette.FIELDS:
        try:
            found[name] = Colour.parse(asked.get(name, ""))
        except ValueError:
            continue
    return Palette(**found)


def _properties(scheme: Scheme) -> str:
    said = {field.name.replace("_", "-"): getattr(scheme, field.name) for field in fields(scheme)}
    # On a button stands the colour of the page.
    said["accent-ink"] = scheme.paper
    return ";".join(f"--{name}:{colour}" for name, colour in said.items())
