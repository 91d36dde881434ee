"""What one edition changed of the one before it: a page for readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from releases import access, clock
from releases.difference.kept import for_readers
from releases.views.answers import public


@public
def of_edition(request: HttpRequest, year: int, month: int, day: int, slug: str, number: int) -> HttpResponse:
    """The difference between two editions that can both be read, while their release is public; 404 otherwise."""
    at = clock.now(request)
    where = access.address(translation.get_language(), year, month, day, slug)
    found = access.changes_of(where, number, at)
    context = {
        "before": found.before,
        "edition": found.edition,
        "latest": found.current,
        "difference": for_readers(found.before, found.edition),
        "image_route": "image",
    }
    return render(request, "releases/changes.html", context)
