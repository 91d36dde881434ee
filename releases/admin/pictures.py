"""A body to be read in the back office, with its pictures where whoever may see working copies finds them."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from releases.admin.preview import IMAGE_ROUTE
from releases.html import readers_html
from releases.prose.model import Figure


def body_to_read(html: str) -> SafeString:
    """The body as readers get it, its pictures in one small size."""
    return mark_safe(readers_html(html, _drawn))  # noqa: S308  (the one border that HTML crosses)


def _drawn(figure: Figure) -> str:
    address = reverse(IMAGE_ROUTE, args=[figure.key, "w640.webp"])
    return format_html('<img src="{}" alt="{}" loading="lazy">', address, figure.alt)
