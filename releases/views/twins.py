"""A release for programs, beside its page: in a shape of our own, and in the news industry's."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from releases import access, clock
from releases.models import Edition
from releases.ninjs import SCHEMA, ninjs_of
from releases.office import office
from releases.representation.build import release_of
from releases.representation.document import json_bytes
from releases.representation.model import Release
from releases.views.answers import public


@public
def json(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The public edition as JSON: the same document as in the API."""
    release = _release(request, _edition(request, year, month, day, slug))
    return _answer(json_bytes(release), release, f"{settings.SITE_URL}{reverse('api:schema')}")


@public
def ninjs(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The public edition in ninjs."""
    release = _release(request, _edition(request, year, month, day, slug))
    return _answer(json_bytes(ninjs_of(release)), release, SCHEMA)


def _edition(request: HttpRequest, year: int, month: int, day: int, slug: str) -> Edition:
    where = access.address(translation.get_language(), year, month, day, slug)
    return access.public_edition(where, clock.now(request))


def _release(request: HttpRequest, edition: Edition) -> Release:
    at: datetime = clock.now(request)
    return release_of(edition, at, office(request, edition.language).name)


def _answer(body: bytes, release: Release, schema: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/json")
    # Whoever finds the copy finds the page (RFC 6596), and what its names mean (RFC 8288, 3; IANA's "describedby").
    response.headers["Link"] = f'<{release.url}>; rel="canonical", <{schema}>; rel="describedby"'
    response.headers["X-Robots-Tag"] = "noindex"
    # Programs that run in a browser may read it: there is nothing in it that is not for everybody.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
