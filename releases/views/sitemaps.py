"""Sitemaps: for crawlers, what there is. One file until the protocol's limit is reached, then an index of many."""

import hashlib
import tempfile
from collections.abc import Iterable
from itertools import chain

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from releases import clock
from releases.office import office
from releases.sitemaps import documents, news, parts, places
from releases.sitemaps.model import most_in_a_file
from releases.views.answers import public

XML = "application/xml; charset=utf-8"
IN_MEMORY = 1024 * 1024
"""Bytes up to which a document is put together in memory; a larger one on disk."""


@public
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """All addresses, or the list of the files in which they stand."""
    at = clock.now(request)
    days = parts.days(parts.listed(at))
    lists = list(places.pages(at))
    if len(lists) + sum(day.number for day in days) > most_in_a_file():
        return _answer(request, documents.index(parts.parts(days)))
    return _answer(request, documents.address_list(chain(lists, places.releases(None, at))))


@public
def pages(request: HttpRequest) -> HttpResponseBase:
    """The pages that are not releases, as a file of their own."""
    return _answer(request, documents.address_list(places.pages(clock.now(request))))


@public
def part(request: HttpRequest, name: str) -> HttpResponseBase:
    """The releases of one file. Raises ``Http404`` for one that would be empty, or that the index does not name."""
    at = clock.now(request)
    found = parts.part_named(name, at)
    if found is None:
        raise Http404
    return _answer(request, documents.address_list(places.releases(found, at)))


@public
def news_sitemap(request: HttpRequest) -> HttpResponseBase:
    """What was first published in the last two days."""
    editions = news.latest(clock.now(request))
    return _answer(request, documents.news([(edition, office(request, edition.language).name) for edition in editions]))


def _answer(request: HttpRequest, pieces: Iterable[str]) -> HttpResponseBase:
    """A whole document with its ETag, whatever its size.

    It is put together before the first byte goes out: what breaks on the way is an error, and not half a document that a
    crawler takes for all there is.
    """
    # Closed here or by the answer that sends it.
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    digest = hashlib.sha256()
    try:
        for piece in pieces:
            encoded = piece.encode()
            digest.update(encoded)
            spool.write(encoded)
        large = spool.tell() > IN_MEMORY
        spool.seek(0)
        if not large:
            with spool:
                # The middlewares compress it and give it its ETag.
                return HttpResponse(spool.read(), content_type=XML)
        etag = f'"{digest.hexdigest()[:32]}"'
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            spool.close()
            return unchanged
        return FileResponse(spool, content_type=XML, headers={"ETag": etag})
    except BaseException:
        spool.close()
        raise
