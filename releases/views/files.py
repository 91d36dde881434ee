"""Attached files, for whoever may read a release that attaches them."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from releases import access, clock
from releases.delivery import FRESH_SECONDS
from releases.delivery.media import send_file
from releases.errors import Withdrawn
from releases.views.answers import public, withdrawn


@public
def file(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """The bytes of a file, if a public edition attaches exactly them at this moment; 404 like any other otherwise.

    The name in the address is for people. What the file is called when it is saved stands in the answer.
    """
    try:
        found = access.public_file(key, clock.now(request))
    except Withdrawn:
        return withdrawn(request)
    # What has this address may be another version at any moment, and a cache has to ask.
    fresh_for = FRESH_SECONDS if found.exact else 0
    return send_file(request, found.file, modified=found.since, fresh_for=fresh_for)
