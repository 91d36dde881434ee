"""From a snapshot to the article's HTML: rendered once, when an edition is frozen, and on every preview.

The hash of an edition covers its snapshot, not this HTML, so a better renderer may render old editions again.
"""

from django.template.loader import render_to_string
from django.utils import translation

from releases.html import clean
from releases.snapshot import Snapshot

RENDERER = 1
"""Raised whenever the same snapshot would render differently."""


def render_article(snapshot: Snapshot) -> str:
    """The article from dateline to contacts, in the language of the release; everything in it is escaped or cleaned."""
    with translation.override(snapshot.language):
        return render_to_string("releases/article/article.html", {"snapshot": snapshot, "body": clean(snapshot.body)})
