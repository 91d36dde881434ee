"""The replies to a release as JSON: the feed's twin for programs, with the same pages.

The shape is a promise (tests/comments/test_reply_data.py holds it): names are added, never taken away or given another
meaning. Moments are in UTC (RFC 3339); ``null`` stands where there is nothing.
"""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from comments.addresses import data_url
from comments.feeds import Entry, FeedPage, asked_page
from releases import access
from releases.models import Edition
from releases.views.answers import ASK_AGAIN

# Harmless even where somebody puts it into the middle of a page.
_NO_MARKUP = {ord(character): f"\\u{ord(character):04x}" for character in "<>&"}


@require_safe
def data(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The approved replies, newest first. For other sites' scripts nothing is opened: a program asks from its own server."""
    at = timezone.now()
    edition = access.public_edition(access.address(translation.get_language(), year, month, day, slug), at)
    body = json.dumps(_page(edition, asked_page(edition, request.GET, at)), indent=1)
    response = HttpResponse(body.translate(_NO_MARKUP) + "\n", content_type="application/json")
    response.headers["Cache-Control"] = ASK_AGAIN
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(edition: Edition, page: FeedPage) -> dict[str, Any]:
    links = page.links(data_url(edition))
    return {
        "release": {
            "address": f"{settings.SITE_URL}{edition.get_absolute_url()}",
            "headline": edition.headline,
            "language": edition.language,
        },
        "total": page.total,
        "page": page.number,
        "pages": page.pages,
        **{name: links.get(name) for name in ("first", "previous", "next", "last")},
        "replies": [_reply(entry) for entry in page.entries],
    }


def _reply(entry: Entry) -> dict[str, Any]:
    comment = entry.comment
    return {
        "key": comment.key,
        "address": entry.address,
        "in_reply_to": entry.answers or None,
        "name": entry.name,
        "website": entry.website or None,
        "text": entry.text,
        "html": entry.html,
        "written": entry.written,
        "edited": entry.edited or None,
        "official": comment.official,
        "pinned": comment.pinned_at is not None,
        "answered_in": entry.answered_in,
    }
