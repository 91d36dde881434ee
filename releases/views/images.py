"""Renditions of stored images, for whoever may see a release that shows them."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from releases import access, clock
from releases.delivery import FRESH_SECONDS
from releases.delivery.media import send_rendition
from releases.errors import Withdrawn
from releases.media import renditions
from releases.views.answers import public, withdrawn


@public
def image(request: HttpRequest, key: str, spec: str) -> HttpResponseBase:
    """The bytes of one rendition, if a public edition shows its image at this moment; 404 like any other otherwise."""
    wanted = renditions.parse(spec)
    if wanted is None:
        raise Http404
    try:
        found = access.public_image(key, clock.now(request), wanted.focal)
    except Withdrawn:
        return withdrawn(request)
    response = send_rendition(request, found.image, wanted, modified=found.since, fresh_for=FRESH_SECONDS)
    # It is shown where somebody reads our feeds in a browser, on the page of another site.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
