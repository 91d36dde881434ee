"""Attached files, for whoever may read a release that attaches them."""

from django.http import HttpRequest, HttpResponse

from releases import access, clock
from releases.errors import Withdrawn
from releases.views.answers import public, withdrawn


@public
def file(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The bytes of a file, if a public edition attaches exactly them at this moment; 404 like any other otherwise.

    The name in the address is for people. What the file is called when it is saved stands in the answer.
    """
    try:
        found = access.public_file(key, clock.now(request))
    except Withdrawn:
        return withdrawn(request)
    with found.file.file.open() as stored:
        return HttpResponse(stored.read(), content_type=found.file.content_type)
