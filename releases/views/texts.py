"""What journalists take with them: the text of a release alone, and everything in one archive."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from releases import access, clock
from releases.bundle import etag_of, members_of
from releases.plain import plain_release
from releases.views.answers import public
from releases.zipped import stream


@public
def text(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The public edition as plain text."""
    where = access.address(translation.get_language(), year, month, day, slug)
    edition = access.public_edition(where, clock.now(request))
    return HttpResponse(plain_release(edition), content_type="text/plain; charset=utf-8")


@public
def archive(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponseBase:
    """The public edition with its pictures and files as a ZIP archive, made while it is sent."""
    where = access.address(translation.get_language(), year, month, day, slug)
    edition = access.public_edition(where, clock.now(request))
    members = members_of(edition)
    etag = etag_of(members)
    response = get_conditional_response(request, etag=etag) or StreamingHttpResponse(
        stream(members, edition.visible_from), content_type="application/zip"
    )
    response.headers["ETag"] = etag
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{edition.slug}.zip") or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
