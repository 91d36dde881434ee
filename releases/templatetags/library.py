"""What the pages of the library need to say."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from releases.admin.library.crops import Crop, crops_of
from releases.admin.library.shelves import Shelf
from releases.admin.library.usage import Use
from releases.languages import language_name
from releases.media.models import Image, Picture

register = template.Library()


@register.filter
def language_named(code: str) -> str:
    """A language by its name; a dash where nobody said."""
    return language_name(code) if code else "–"


@register.simple_tag
def library_address(shelf: Shelf, page: str, *args: Any) -> str:
    """Where a page of one shelf is."""
    return shelf.address(page, *args)


@register.simple_tag
def picture_crops(picture: Picture, version: Image) -> list[Crop]:
    """What of the picture is seen where it is cut."""
    return crops_of(picture, version)


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where readers find a file now, and in which release."""

    address: str
    headline: str


@register.simple_tag
def public_addresses(uses: list[Use]) -> list[PublicAddress]:
    """One for every release that is public with the file."""
    return [
        PublicAddress(settings.SITE_URL + reverse("file", args=[shown.address, shown.name]), use.release.headline)
        for use in uses
        for shown in use.editions
        if shown.state == "public"
    ]
