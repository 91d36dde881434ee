"""Renditions of stored images, for whoever may see a release that shows them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from releases import access, clock
from releases.errors import Withdrawn
from releases.media import renditions
from releases.views.answers import public, withdrawn


@public
def image(request: HttpRequest, key: str, spec: str) -> HttpResponse:
    """The bytes of one rendition, if a public edition shows its image at this moment; 404 like any other otherwise."""
    at = clock.now(request)
    wanted = renditions.parse(spec)
    if wanted is None:
        raise Http404
    try:
        found = access.public_image(key, at)
    except Withdrawn:
        return withdrawn(request)
    # A rendition is a function of the stored bytes and the spec, so they can answer for it before it is read from disk.
    etag = f'"{found.sha256[:32]}-{wanted}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = rendition_response(renditions.fetch(found, wanted), wanted)
    response.headers["ETag"] = etag
    return response


def rendition_response(data: bytes, spec: renditions.Spec) -> HttpResponse:
    """The answer that carries a rendition: a picture, and nothing else should a browser be tricked into thinking so."""
    response = HttpResponse(data, content_type=spec.content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
