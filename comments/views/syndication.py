"""The replies to a release as RSS and as a JSON Feed, in the same pages as their Atom feed."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from comments.addresses import json_feed_url, rss_url
from comments.feeds import asked_page
from comments.syndication import feed_of
from releases import access
from releases.feeds.documents import FORMATS
from releases.views.answers import ASK_AGAIN


@require_safe
def rss(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The approved replies, newest first. Of whatever is not public there is no feed, nor ever was one."""
    return _answer(request, year, month, day, slug, form="rss")


@require_safe
def json_feed(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The same for programs that read JSON."""
    return _answer(request, year, month, day, slug, form="json")


def _answer(request: HttpRequest, year: int, month: int, day: int, slug: str, *, form: str) -> HttpResponse:
    at = timezone.now()
    edition = access.public_edition(access.address(translation.get_language(), year, month, day, slug), at)
    path = rss_url(edition) if form == "rss" else json_feed_url(edition)
    feed = feed_of(edition, asked_page(edition, request.GET, at), path)
    written = FORMATS[form]
    response = HttpResponse(written.write(feed), content_type=f"{written.content_type}; charset=utf-8")
    response.headers["Cache-Control"] = ASK_AGAIN
    response.headers["X-Robots-Tag"] = "noindex"
    return response
