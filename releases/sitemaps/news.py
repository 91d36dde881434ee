"""What is news: releases that were first published in the last two days, the newest of all languages first."""

from datetime import datetime, timedelta

from releases.models import Edition
from releases.sitemaps.model import MOST_NEWS
from releases.sitemaps.parts import listed

FRESH = timedelta(days=2)
"""Google takes nothing older. A correction does not make an old release news again."""


def latest(at: datetime) -> list[Edition]:
    """One query, whose rows have only what is written of them."""
    newest = listed(at).filter(first_published__gt=at - FRESH).newest_first()
    return list(newest.only("language", "published_on", "slug", "headline", "first_published")[:MOST_NEWS])
