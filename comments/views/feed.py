"""The replies to a release as an Atom feed (RFC 4287), with what answers what (RFC 4685), in pages (RFC 5005)."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from comments.addresses import feed_url
from comments.feeds import asked_page, page_address, urn_of_feed
from comments.rendering import CONTROLS
from releases import access
from releases.feeds.characters import spelt
from releases.views.answers import ASK_AGAIN


@require_safe
def feed(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The approved replies, newest first. Of whatever is not public there is no feed, nor ever was one."""
    at = timezone.now()
    edition = access.public_edition(access.address(translation.get_language(), year, month, day, slug), at)
    page, address = asked_page(edition, request.GET, at), feed_url(edition)
    context = {
        "edition": edition,
        "page": page,
        "urn": urn_of_feed(edition),
        "own": page_address(address, page.number),
        "links": page.links(address),
        # Before the first reply the feed is as old as what it is about.
        "updated": max((entry.updated for entry in page.entries), default=spelt(edition.first_published)),
    }
    # Most control characters are not allowed in XML 1.0 (2.2), not even escaped, wherever they came from.
    body = CONTROLS.sub("\ufffd", render_to_string("comments/feed.xml", context, request))
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = ASK_AGAIN
    response.headers["X-Robots-Tag"] = "noindex"
    return response
