"""From a snapshot to the article's HTML: rendered once, when an edition is frozen, and on every preview.

The hash of an edition covers its snapshot, not this HTML, so a better renderer may render old editions again.
"""

from django.template.loader import render_to_string
from django.utils import translation

from releases.html import readers_html
from releases.media_addresses import PUBLIC, MediaAddresses
from releases.prose.model import Figure
from releases.snapshot import Snapshot

RENDERER = 2
"""Raised whenever the same snapshot would render differently."""


def render_article(snapshot: Snapshot, addresses: MediaAddresses = PUBLIC) -> str:
    """The article from dateline to contacts, in the language of the release; everything in it is escaped or cleaned.

    Pictures and files have the addresses at which whoever reads this page can have them.
    """
    with translation.override(snapshot.language):
        context = {"snapshot": snapshot, "body": render_body(snapshot, addresses), "addresses": addresses}
        return render_to_string("releases/article/article.html", context)


def render_body(snapshot: Snapshot, addresses: MediaAddresses = PUBLIC) -> str:
    """The text alone, with the pictures in it and without the parts around it."""
    pins = {pin.key: pin for pin in snapshot.figures}

    def draw(figure: Figure) -> str:
        pin = pins.get(figure.key)
        context = {"figure": figure, "pin": pin, "addresses": addresses}
        return render_to_string("releases/article/figure_picture.html", context) if pin else ""

    with translation.override(snapshot.language):
        return readers_html(snapshot.body, draw)
