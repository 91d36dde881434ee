"""Pages are sent compressed by whoever makes them, so that a newsroom without a proxy in front is quick too."""

import gzip
import re
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers, set_response_etag
from django.utils.http import parse_etags

from releases.views.answers import answers_all_alike

LEAST_BYTES = 800
"""Less fits into one packet with its headers, compressed or not."""

BROTLI_QUALITY = 5
GZIP_LEVEL = 6
"""Measured on 51 KB of HTML: 10.4 and 11.2 KB; the best brotli makes 9.1 KB of it and takes fifty times as long."""

_TEXT = re.compile(
    r"text/(html|css|xml|calendar|markdown)|image/svg\+xml|application/([a-z.]+\+)?(json|xml|yaml)", re.ASCII
)
"""What shrinks. Not text/plain: an attached text keeps its length, its ranges and the strength of its ETag."""


class CompressionMiddleware:
    """Brotli or gzip for what all readers get alike, and for nothing else.

    The length of a compressed page tells whether something that was put into it stands in it a second time (BREACH): the
    back office, with its tokens, and a preview, with its secret, are sent as they are.
    Inside of what answers "not modified": the ETag is that of the page, not of the bytes that one browser gets of it, and
    so a weak one (RFC 9110, 8.8.1), the same with every coding and in the 304.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or not answers_all_alike(match.func) or not _shrinks(response):
            return response
        _name(response)
        patch_vary_headers(response, ["Accept-Encoding"])
        # Whoever has the page already is about to get a 304, which has no body.
        if response.headers.get("ETag") not in parse_etags(request.headers.get("If-None-Match", "")):
            _compress(response, chosen(request.headers.get("Accept-Encoding", "")))
        return response


def chosen(accepted: str) -> str | None:
    """The coding to use for an ``Accept-Encoding`` (RFC 9110, 12.5.3): brotli before gzip, None for neither."""
    wanted = {}
    for each in accepted.lower().split(","):
        coding, *parameters = (part.strip() for part in each.split(";"))
        refused = any(re.fullmatch(r"q\s*=\s*0(\.0{0,3})?", parameter) for parameter in parameters)
        wanted[coding] = not refused
    return next((coding for coding in ("br", "gzip") if wanted.get(coding, wanted.get("*", False))), None)


def _shrinks(response: HttpResponse) -> bool:
    """Whole answers in memory only: what is streamed is a file, with ranges of its own."""
    return (
        response.status_code == 200
        and not response.streaming
        and "Content-Encoding" not in response.headers
        and "Accept-Ranges" not in response.headers
        and _TEXT.fullmatch(response.headers.get("Content-Type", "").partition(";")[0].strip().lower()) is not None
        and len(response.content) >= LEAST_BYTES
    )


def _name(response: HttpResponse) -> None:
    """Give the answer a weak ETag, from the one that it has or from what it holds."""
    if "no-store" in response.headers.get("Cache-Control", ""):
        return
    etag = str(response.headers.get("ETag") or set_response_etag(response).headers["ETag"])
    response.headers["ETag"] = etag if etag.startswith("W/") else f"W/{etag}"


def _compress(response: HttpResponse, coding: str | None) -> None:
    if coding == "br":
        response.content = brotli.compress(response.content, quality=BROTLI_QUALITY)
    elif coding == "gzip":
        # Without the time, which would make other bytes of the same page every second.
        response.content = gzip.compress(response.content, compresslevel=GZIP_LEVEL, mtime=0)
    else:
        return
    response.headers["Content-Encoding"] = coding
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))
