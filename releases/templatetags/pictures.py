"""An edition's lead image at the sizes that a browser may choose from."""

from collections.abc import Callable
from typing import Any, Protocol

from django import template
from django.urls import reverse

from releases.media.renditions import CONTENT_TYPES, Spec, card_widths_for, pixel_size, widths_for
from releases.media.renditions import card as card_spec
from releases.models import Edition

register = template.Library()


class Sized(Protocol):
    """What is known of a picture before it is fetched."""

    @property
    def width(self) -> int:
        """In pixels."""

    @property
    def height(self) -> int:
        """In pixels."""


FALLBACK = 960
"""Pixels across that a browser gets which knows no srcset: enough for any page, and not a megabyte."""


def sources(picture: Sized, address: Callable[[str], str], sizes: str) -> dict[str, Any]:
    """What ``includes/picture.html`` needs of a whole picture; ``address`` turns the text of a spec into an address."""
    offered = {each: [Spec(width, each) for width in widths_for(picture.width)] for each in CONTENT_TYPES}
    return _offer(offered, address, sizes) | {"width": picture.width, "height": picture.height}


def cropped(picture: Sized, focal: tuple[int, int], address: Callable[[str], str], sizes: str) -> dict[str, Any]:
    """The same for the crop that cards and lists show, around what must stay in view."""
    widths = card_widths_for(picture.width, picture.height)
    offered = {each: [card_spec(width, each, focal) for width in widths] for each in CONTENT_TYPES}
    width, height = pixel_size(card_spec(widths[-1], "jpg", focal), picture.width, picture.height)
    return _offer(offered, address, sizes) | {"width": width, "height": height}


def _offer(offered: dict[str, list[Spec]], address: Callable[[str], str], sizes: str) -> dict[str, Any]:
    """Every format for browsers that know it, the smallest files first; JPEG for all others."""
    srcsets = {
        extension: ", ".join(f"{address(str(spec))} {spec.width}w" for spec in specs)
        for extension, specs in offered.items()
    }
    fallback = max((spec for spec in offered["jpg"] if spec.width <= FALLBACK), key=lambda spec: spec.width)
    return {
        "better": [(CONTENT_TYPES[extension], srcsets[extension]) for extension in CONTENT_TYPES if extension != "jpg"],
        "jpg": srcsets["jpg"],
        "fallback": address(str(fallback)),
        "sizes": sizes,
    }


@register.inclusion_tag("includes/picture.html", takes_context=True)
def picture(
    context: template.Context, edition: Edition, sizes: str, *, alt: str | None = None, eager: bool = False
) -> dict[str, Any]:
    """A ``<picture>`` in AVIF, WebP and JPEG with its dimensions, so that nothing moves as it arrives; or nothing at all.

    ``alt`` is the editor's text; a card, whose headline says it all, passes an empty one. ``eager`` is for the picture at
    the head of a page, which must not wait for the layout. A page that is not public brings the addresses of its own
    edition's pictures (``own_image``); those of all other editions on it are public.
    """
    image = edition.lead_image
    if image is None:
        return {}
    return sources(image, _address(context, edition, image.key), sizes) | {
        "alt": edition.lead_image_alt if alt is None else alt,
        "eager": eager,
    }


@register.inclusion_tag("includes/picture.html", takes_context=True)
def card(context: template.Context, edition: Edition, sizes: str, *, eager: bool = False) -> dict[str, Any]:
    """The lead image cut to 3:2 around its focal point, without words: the headline beside it says it all."""
    image = edition.lead_image
    if image is None:
        return {}
    focal = (edition.lead_image_focal_x, edition.lead_image_focal_y)
    return cropped(image, focal, _address(context, edition, image.key), sizes) | {"alt": "", "eager": eager}


def _address(context: template.Context, edition: Edition, key: str) -> Callable[[str], str]:
    """How the page at hand finds a rendition of this edition's picture."""
    own = context.get("own_image") if edition is context.get("edition") else None
    route = context.get("image_route", "image")

    def address(spec: str) -> str:
        return str(own(key, spec)) if own else reverse(route, kwargs={"key": key, "spec": spec})

    return address
