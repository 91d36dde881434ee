"""Archives: the releases of one year, and of one month."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from releases import archives, clock
from releases.listing import listing
from releases.models import Edition
from releases.models.edition import EditionQuerySet
from releases.views.answers import public


@public
def of_year(request: HttpRequest, year: int) -> HttpResponse:
    """The releases of a year, newest first. Raises ``Http404`` for a year without any."""
    every = Edition.objects.public(clock.now(request)).in_language(translation.get_language())
    found = listing(every.filter(archives.in_year(year)), request.GET)
    if not found.editions:
        raise Http404
    context = {"listing": found, "year": year, "months": _months(every, year)}
    return render(request, "releases/year.html", context)


@public
def of_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The releases of a month, newest first, and the year's other months that have any."""
    every = Edition.objects.public(clock.now(request)).in_language(translation.get_language())
    found = listing(every.filter(archives.in_month(year, month)), request.GET)
    if not found.editions:
        raise Http404
    context = {"listing": found, "year": year, "month": date(year, month, 1), "months": _months(every, year)}
    return render(request, "releases/month.html", context)


def _months(every: EditionQuerySet, year: int) -> list[date]:
    return [date(year, number, 1) for number in archives.months_of(every, year)]
