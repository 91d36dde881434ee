"""Lists: everything, filtered, and what stands under one tag."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from taggit.models import Tag

from releases import clock
from releases.archives import years_of
from releases.filters import read_filters
from releases.languages import in_every_language
from releases.listing import filtered_listing, tag_listing
from releases.models import Edition
from releases.views.answers import public
from releases.views.search import results
from releases.workflow import Kind


@public
def all_releases(request: HttpRequest) -> HttpResponse:
    """All public releases of this language, newest first, narrowed by ``kind``, ``tag`` and ``year``; or found by ``q``."""
    at, language = clock.now(request), translation.get_language()
    filters = read_filters(request.GET)
    if filters.words:
        return results(request, filters, at)
    listing = filtered_listing(filters, language, at, request.GET)
    context = {
        "listing": listing,
        "filters": filters if listing.editions else filters.without_tag(),
        "kinds": Kind.choices,
        "years": years_of(Edition.objects.public(at).in_language(language), at),
        "section": filters.kind or "list",
        "alternates": in_every_language("releases:list", f"kind={filters.kind}" if filters.kind else ""),
    }
    return render(request, "releases/list.html", context)


@public
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Public releases of this language under one tag.

    A tag that no public edition carries is answered as one that does not exist: its name may be somebody's secret.
    """
    at, language = clock.now(request), translation.get_language()
    listing = tag_listing(slug, Edition.objects.public(at), language, request.GET)
    if not listing.editions:
        raise Http404
    return render(request, "releases/tag.html", {"listing": listing, "tag": get_object_or_404(Tag, slug=slug)})
