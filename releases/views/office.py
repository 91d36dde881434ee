"""The office's own look: its logo and its colours. They belong to every page and to no release."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from releases import clock
from releases.delivery import FRESH_SECONDS
from releases.delivery.deliver import deliver
from releases.delivery.headers import protect
from releases.delivery.stored import StoredBytes
from releases.media import logos
from releases.media.renditions import NotKept
from releases.models import OfficeVersion
from releases.office import shown_size
from releases.views.answers import public

FOR_GOOD = "public, max-age=31536000, immutable"
"""The address names the bytes: other colours have another one, so a page never waits and never shows old ones (RFC 8246)."""


@public
def css(request: HttpRequest, number: int, style: str) -> HttpResponse:
    """The colours of one version of the office as custom properties: those of now, or of a page that a cache still has."""
    version = OfficeVersion.objects.filter(number=number, at__lte=clock.now(request)).first()
    palette = version.said.palette if version else None
    if palette is None or not palette.is_own:
        raise Http404
    response = HttpResponse(palette.style_sheet(), content_type="text/css; charset=utf-8")
    if style == palette.digest:
        # Otherwise a page of an earlier program asks, whose sheet had other bytes.
        response.headers["Cache-Control"] = FOR_GOOD
    return response


@public
def logo(request: HttpRequest, key: str) -> HttpResponseBase:
    """The logo as a PNG, as long as it is the logo: any other picture of the library is a 404 here."""
    version = OfficeVersion.objects.select_related("logo").at(clock.now(request))
    image = version.logo if version else None
    if version is None or image is None or image.key != key:
        raise Http404
    size = shown_size(image.width, image.height)
    try:
        name = logos.ready(image, size)
    except NotKept as made:
        # A storage that cannot keep it is no reason for not showing it.
        response = HttpResponse(made.data, content_type="image/png", headers={"Cache-Control": "no-store"})
        protect(response)
        return response
    stored = StoredBytes(
        name=name,
        content_type="image/png",
        etag=logos.etag(image, size),
        filename="logo.png",
        modified=version.at,
    )
    return deliver(request, stored, disposition="inline", fresh_for=FRESH_SECONDS)
