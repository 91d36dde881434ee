"""An edition's lead image at the sizes that a browser may choose from."""

from typing import Any

from django import template
from django.urls import reverse

from releases.media.renditions import Spec, widths_for
from releases.models import Edition

register = template.Library()


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
    widths = widths_for(image.width)
    own = context.get("own_image") if edition is context.get("edition") else None

    def address(width: int, extension: str) -> str:
        names = {"key": image.key, "spec": str(Spec(width, extension))}
        return own(**names) if own else reverse(route, kwargs=names)

    return {
        "webp": ", ".join(f"{address(width, 'webp')} {width}w" for width in widths),
        "jpg": ", ".join(f"{address(width, 'jpg')} {width}w" for width in widths),
        "fallback": address(min(widths[-1], 960), "jpg"),
        "sizes": sizes,
        "width": image.width,
        "height": image.height,
        "alt": edition.lead_image_alt if alt is None else alt,
        "eager": eager,
    }
