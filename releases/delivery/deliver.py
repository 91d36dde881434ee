"""The one way out for stored bytes: conditions, ranges and headers here, the bytes by whoever is best at sending them."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from releases.delivery.headers import Disposition, describe, protect, validate
from releases.delivery.proxied import by_proxy
from releases.delivery.ranges import NotSatisfiable, Part, part_of
from releases.delivery.signed import by_redirect
from releases.delivery.stored import StoredBytes
from releases.delivery.streamed import by_streaming
from releases.media.storage import private

FRESH_SECONDS = 60
"""How long a cache may use an exact version without asking: the longest that it shows after a withdrawal.

It is the same for every file, at every moment. One that ended with the next scheduled instant would tell of that instant,
and none is needed: no edition that the clock brings changes what the address of an exact version answers.
"""


def deliver(
    request: HttpRequest, stored: StoredBytes, *, disposition: Disposition, fresh_for: int = 0
) -> HttpResponseBase:
    """Answer a GET or HEAD for bytes that whoever asks may have: 200, 206, 302, 304, 412 or 416.

    ``fresh_for`` is how many seconds a cache may use the answer without asking again. ``inline`` is a wish, heeded for
    types that are harmless to show.
    """
    response = _decided(request, stored, disposition)
    if response.status_code in (200, 206):
        describe(response, stored, disposition)
    if response.status_code in (200, 206, 304):
        validate(response, stored, fresh_for)
    protect(response)
    return response


def _decided(request: HttpRequest, stored: StoredBytes, disposition: Disposition) -> HttpResponseBase:
    """The answer in the order of RFC 9110, 13.2.2: conditions, then the range."""
    kept_here = "HTTP_IF_MATCH" in request.META or "HTTP_IF_UNMODIFIED_SINCE" in request.META
    modified = int(stored.modified.timestamp()) if stored.modified else None
    if modified is None:
        # To be ignored where there is no date (RFC 9110, 13.1.4); Django would fail the request, now and in its middleware.
        request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)
    decided = get_conditional_response(request, etag=stored.etag, last_modified=modified)
    if decided is not None:
        return decided
    size = private().size(stored.name) if stored.size is None else stored.size
    if request.method == "HEAD":
        # What GET would have, without its body; Range means nothing here (RFC 9110, 14.2). Not even S3 is asked: an address
        # that is signed for GET answers HEAD with 403.
        return HttpResponse(headers={"Content-Length": str(size)})
    try:
        part = _wanted(request, stored.etag, size)
    except NotSatisfiable:
        return HttpResponse(status=416, content_type="text/plain", headers={"Content-Range": f"bytes */{size}"})
    # Conditions that have been met stay here: nginx and S3 would hold them against validators of their own.
    elsewhere = None if kept_here else by_redirect(stored, disposition) or by_proxy(request, stored, part)
    return elsewhere or _sent(stored, size, part)


def _wanted(request: HttpRequest, etag: str, size: int) -> Part | None:
    """The part to send. If-Range must have the ETag, compared strongly: a date is not one for us (RFC 9110, 13.1.5)."""
    condition = request.headers.get("If-Range")
    if condition is not None and condition.strip(" \t") != etag:
        return None
    return part_of(request.headers.get("Range", ""), size)


def _sent(stored: StoredBytes, size: int, part: Part | None) -> HttpResponseBase:
    """By this process, in pieces."""
    response = by_streaming(stored, size, part)
    response.headers["Content-Length"] = str(part.length if part else size)
    if part is not None:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return response
