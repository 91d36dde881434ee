"""What journalists take with them: the text of a release alone, the release on paper, and everything in one archive."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from releases import access, clock
from releases.bundle import etag_of, members_of
from releases.delivery import StoredBytes, deliver
from releases.history import surroundings
from releases.office import office
from releases.pdf import keeping
from releases.pdf.installed import missing
from releases.pdf.sheet import sheet_of
from releases.plain import plain_release
from releases.views.answers import public
from releases.zipped import stream

COME_AGAIN = 10
"""Seconds after which a PDF that is being made is there, as a rule."""


@public
def text(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The public edition as plain text."""
    where = access.address(translation.get_language(), year, month, day, slug)
    edition = access.public_edition(where, clock.now(request))
    return HttpResponse(plain_release(edition), content_type="text/plain; charset=utf-8")


@public
def pdf(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponseBase:
    """The public edition as a PDF, which is made if need be; 503 when that takes longer than a reader should wait."""
    if missing():
        raise Http404
    at = clock.now(request)
    edition = access.public_edition(access.address(translation.get_language(), year, month, day, slug), at)
    sheet = sheet_of(edition, surroundings(edition, at).corrections, office(request))
    try:
        name = keeping.ready(sheet)
    except (keeping.NotReady, OSError):
        return _later()
    stored = StoredBytes(
        name=name, content_type="application/pdf", etag=keeping.etag(sheet), filename=f"{edition.slug}.pdf"
    )
    return deliver(request, stored, disposition="attachment")


def _later() -> HttpResponse:
    """No cache may keep it (RFC 9110, 15.6.4, says when to come again, and not that the answer would still hold)."""
    words = _("This document is being made. Try again in a moment.")
    return HttpResponse(
        f"{words}\n",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(COME_AGAIN), "Cache-Control": "no-store"},
    )


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
