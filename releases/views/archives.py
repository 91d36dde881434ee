"""Archives: every year at a glance, the releases of one year, and of one month."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from releases import archives, clock
from releases.languages import in_every_language
from releases.listing import listing
from releases.models import Edition
from releases.views.answers import public


@public
def of_everything(request: HttpRequest) -> HttpResponse:
    """All years that have releases, with how many each month has."""
    at = clock.now(request)
    every = Edition.objects.public(at).in_language(translation.get_language())
    context = {
        "years": archives.counted_years(every, archives.years_of(every, at)),
        "section": "archives",
        "alternates": in_every_language("releases:archives"),
    }
    return render(request, "releases/archives.html", context)


@public
def of_year(request: HttpRequest, year: int) -> HttpResponse:
    """The releases of a year, newest first. Raises ``Http404`` for a year without any."""
    every = Edition.objects.public(clock.now(request)).in_language(translation.get_language())
    found = listing(every.filter(archives.in_year(year)), request.GET)
    if not found.editions:
        raise Http404
    (counted,) = archives.counted_years(every, [year])
    return render(request, "releases/year.html", {"listing": found, "year": year, "counted": counted})


@public
def of_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The releases of a month, newest first, and how many each month of its year has."""
    every = Edition.objects.public(clock.now(request)).in_language(translation.get_language())
    found = listing(every.filter(archives.in_month(year, month)), request.GET)
    if not found.editions:
        raise Http404
    (counted,) = archives.counted_years(every, [year])
    context = {"listing": found, "year": year, "month": date(year, month, 1), "counted": counted}
    return render(request, "releases/month.html", context)
