"""Pages for what went wrong. They say nothing of the request but its language: one 404 is like any other."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from releases.views.answers import ASK_AGAIN


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, byte for byte the same for what is not public yet and for what never was."""
    response = render(request, "404.html", status=404)
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Rendered without the request: whatever broke may be in what a context processor would touch."""
    return HttpResponseServerError(render_to_string("500.html"), headers={"Cache-Control": "no-store"})
