"""What every answer of the API has in common: it is JSON, may be read by any site's scripts, and says how to go on."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from releases.api.problems import Wrong, problem_answer
from releases.representation.document import json_bytes
from releases.representation.model import Shape
from releases.views.answers import public

METHODS = "GET, HEAD, OPTIONS"
A_DAY = 86_400
"""Seconds for which a browser may remember that it was allowed to ask."""


def endpoint(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """An address of the API: a public view whose refusals are problems, and which answers scripts of other sites.

    It only reads, so there is nothing that somebody else's form could do: a POST is told of the method and not of a token.
    """
    reading = public(_told(view))

    @csrf_exempt
    @wraps(reading)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = _preflight()
        elif request.method not in ("GET", "HEAD"):
            response = problem_answer("method")
            response.headers["Allow"] = METHODS
            response.headers["Cache-Control"] = "no-store"
        else:
            response = reading(request, **parts)
        return _opened(response)

    return answer


def json_answer(value: Shape, *, language: str = "", links: Mapping[str, str] | None = None) -> HttpResponse:
    """The shape as JSON; ``links`` are addresses by their relation (RFC 8288), and an empty one is none."""
    response = HttpResponse(json_bytes(value), content_type="application/json")
    if language:
        response.headers["Content-Language"] = language
    told = [f'<{address}>; rel="{relation}"' for relation, address in (links or {}).items() if address]
    if told:
        response.headers["Link"] = ", ".join(told)
    return response


def _told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, which answers in words where it refuses."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not request.accepts("application/json"):
            return problem_answer("not-acceptable")
        try:
            return view(request, **parts)
        except Wrong as wrong:
            return problem_answer(wrong.key, wrong.detail, wrong.parameter)
        except Http404:
            return problem_answer("not-found")
        except SuspiciousOperation:
            # Thousands of parameters.
            return problem_answer("parameter")

    return answer


def _preflight() -> HttpResponse:
    """What a browser asks before a script of another site may ask (Fetch standard, 3.2.2)."""
    # Not 204, with which no Content-Length may be sent (RFC 9110, 8.6): Django adds one.
    response = HttpResponse()
    del response.headers["Content-Type"]
    response.headers["Allow"] = METHODS
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "Accept, If-Modified-Since, If-None-Match"
    response.headers["Access-Control-Max-Age"] = str(A_DAY)
    response.headers["Cache-Control"] = "no-store"
    return response


def _opened(response: HttpResponseBase) -> HttpResponseBase:
    # Nobody's cookies are asked for or looked at, so everybody's scripts get what everybody gets.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    # 406 depends on it (RFC 9110, 12.5.5).
    response.headers["Vary"] = "Accept"
    return response
