"""An edition's lead image at the sizes that a browser may choose from."""

from collections.abc import Callable
from typing import Any, Protocol

from django import template
from django.urls import reverse

from releases.media.renditions import Spec, widths_for
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


def sources(picture: Sized, address: Callable[[str], str], sizes: str) -> dict[str, Any]:
    """What ``includes/picture.html`` needs; ``address`` gives the address of a rendition from the text of its spec."""
    widths = widths_for(picture.width)

    def offered(extension: str) -> str:
        return ", ".join(f"{address(str(Spec(width, extension)))} {width}w" for width in widths)

    return {
        "webp": offered("webp"),
        "jpg": offered("jpg"),
        "fallback": address(str(Spec(min(widths[-1], 960), "jpg"))),
        "sizes": sizes,
        "width": picture.width,
        "height": picture.height,
    }


@register.inclusion_tag("includes/picture.html", takes_context=True)
def picture(
    context: template.Context, edition: Edition, sizes: str, *, alt: str | None = None, eager: bool = False
) -> dict[str, Any]:
    """A ``<picture>`` in WebP and JPEG with its dimensions, so that nothing moves as it arrives; or nothing at all.

    ``alt`` is the editor's text; a card, whose headline says it all, passes an empty one. ``eager`` is for the picture at
    the head of a page, which must not wait for the layout. A page that is not public brings the addresses of its own
    edition's pictures (``own_image``); those of all other editions on it are public.
    """
    image = edition.lead_image
    if image is None:
        return {}
    route = context.get("image_route", "image")
    own = context.get("own_image") if edition is context.get("edition") else None
    key = image.key

    def address(spec: str) -> str:
        return own(key, spec) if own else reverse(route, kwargs={"key": key, "spec": spec})

    return sources(image, address, sizes) | {
        "alt": edition.lead_image_alt if alt is None else alt,
        "eager": eager,
    }
