"""Topics: all of them, and what stands under one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from taggit.models import Tag

from releases import clock, tags, topics
from releases.languages import in_every_language
from releases.listing import tag_listing
from releases.models import Edition
from releases.views.answers import public


@public
def every(request: HttpRequest) -> HttpResponse:
    """All topics of this language that readers can find something under, by letter, and those with the most."""
    found = topics.topics_of(translation.get_language(), clock.now(request))
    context = {
        "most_used": topics.most_used(found),
        "letters": topics.by_letter(found),
        "section": "tags",
        "alternates": in_every_language("releases:tags"),
    }
    return render(request, "releases/tags.html", context)


@public
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Public releases of this language under one tag; the old address of a merged spelling leads to its survivor.

    A tag that no public edition carries is answered as one that does not exist: its name may be somebody's secret.
    """
    at, language = clock.now(request), translation.get_language()
    public_editions = Edition.objects.public(at)
    try:
        listing = tag_listing(slug, public_editions, language, request.GET)
    except Http404:
        # A cursor with nothing behind it: of a merged tag's old page, too.
        return moved(request, slug, "releases:tag")
    if not listing.editions:
        return moved(request, slug, "releases:tag")
    tag = get_object_or_404(Tag, slug=slug)
    context = {
        "listing": listing,
        "tag": tag,
        "count": topics.count_of(tag, language, at),
        "related": topics.beside(tag, listing.editions),
    }
    return render(request, "releases/tag.html", context)


def moved(request: HttpRequest, slug: str, name: str, *more: str) -> HttpResponse:
    """301 to where readers now find what had this slug (RFC 9110, 15.4.2), in the language of the request.

    Raises ``Http404`` where nobody could know that there was anything.
    """
    found = tags.found_at(slug, translation.get_language(), clock.now(request))
    if not found:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(name, args=[found, *more]))
