"""The oEmbed provider: sites that were given a link to a release ask here what to show."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from releases import access, clock
from releases.models import Edition
from releases.oembed import language_of, limits_in, path_of, response_for, xml_of
from releases.office import office
from releases.views.answers import public


@public
def oembed(request: HttpRequest) -> HttpResponse:
    """The answer for the release at ``url``, in ``format``: 400 without one, 501 for another format, 404 for all else.

    An address of somebody else's, of another page of ours, of what is hidden and of what never was is answered alike.
    """
    url, form = request.GET.get("url", ""), request.GET.get("format", "json")
    try:
        limits = limits_in(request.GET)
    except ValueError:
        return _told(400)
    if not url:
        return _told(400)
    if form not in ("json", "xml"):
        # oembed.com, 2.3.5: what cannot be given in the format that was asked for.
        return _told(501)
    edition = _edition(request, url)
    with translation.override(edition.language):
        answer = response_for(edition, office(request, edition.language), limits)
    if form == "xml":
        return _open(HttpResponse(xml_of(answer), content_type="text/xml; charset=utf-8"))
    return _open(HttpResponse(json.dumps(answer), content_type="application/json"))


def _edition(request: HttpRequest, url: str) -> Edition:
    path = path_of(url)
    if path is None:
        raise Http404
    language = language_of(path)
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404 as error:
            raise Http404 from error
    if match.view_name != "releases:release":
        raise Http404
    where = access.address(language, **match.kwargs)
    return access.public_edition(where, clock.now(request))


def _told(status: int) -> HttpResponse:
    """Programs read the status; there is nothing else to say."""
    return _open(HttpResponse(status=status, content_type="text/plain; charset=utf-8"))


def _open(response: HttpResponse) -> HttpResponse:
    """Pages of other sites may ask from a browser: there is nothing here that is not for everybody."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
