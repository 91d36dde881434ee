"""The reader's site, asked for one of its pages at a moment: the same addresses, the same views, another clock."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, is_valid_path, resolve
from django.utils import translation

from pressroom.views.errors import not_found
from releases.clock import RequestAt
from releases.views.answers import answers_all_alike

_HOST: tuple[str, ...] = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST")


class Outside(Exception):
    """The address is one of the site's, but not of a page that depends on nothing but the moment."""


def ask(moment: datetime, path: str, asked_by: HttpRequest) -> HttpResponse:
    """What the site answers at that moment to a reader who asks for this path, with the query of ``asked_by``.

    Nothing else of the real request is passed on but the host that it was sent to. Raises ``Outside``.
    """
    server = {name: asked_by.META[name] for name in _HOST if name in asked_by.META}
    request = RequestAt(moment, path, asked_by.GET, server)
    # As the middleware does for readers: by the address alone.
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = _answer(request)
        response.headers.setdefault("Content-Language", language)
    return response


def _answer(request: RequestAt) -> HttpResponse:
    try:
        match = resolve(request.path_info)
    except Resolver404 as error:
        return _with_a_slash(request) or not_found(request, error)
    if not answers_all_alike(match.func):
        raise Outside
    try:
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404 as error:
        return not_found(request, error)
    return response


def _with_a_slash(request: RequestAt) -> HttpResponse | None:
    """Readers who leave out the last stroke are sent on by ``CommonMiddleware``, which has not seen this request."""
    path = request.path_info
    if path.endswith("/") or not is_valid_path(f"{path}/"):
        return None
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    # One stroke at the beginning: with two it would be another site's address.
    return HttpResponseRedirect(f"/{path.strip('/')}/{query}")
