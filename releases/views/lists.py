"""The list of everything, narrowed by filters."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from releases import clock, tags
from releases.archives import years_of
from releases.filters import read_filters
from releases.languages import in_every_language
from releases.listing import filtered_listing
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
    if filters.tag and not listing.editions and (survivor := tags.found_at(filters.tag, language, at)):
        # A merged spelling: what it was known by before is listed under another.
        query = filters.but(tag=survivor).removesuffix("&")
        return HttpResponsePermanentRedirect(f"{reverse('releases:list')}?{query}")
    context = {
        "listing": listing,
        "filters": filters if listing.editions else filters.without_tag(),
        "kinds": Kind.choices,
        "years": years_of(Edition.objects.public(at).in_language(language), at),
        "section": filters.kind or "list",
        "alternates": in_every_language("releases:list", f"kind={filters.kind}" if filters.kind else ""),
    }
    return render(request, "releases/list.html", context)
