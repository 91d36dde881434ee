"""Search results: the list of releases, asked with words."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from releases.filters import NEWEST, Filters
from releases.kinds import KIND_PLURALS
from releases.languages import language_name
from releases.models import Edition
from releases.search.find import Found, find

LATEST = 5
"""Releases that are offered where nothing was found."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many matches it leaves, and the way to them, or back from them where it is chosen."""

    name: StrOrPromise
    number: int
    url: str
    is_chosen: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One filter with its values."""

    name: str
    key: str
    choices: list[Choice]


def results(request: HttpRequest, filters: Filters, at: datetime) -> HttpResponse:
    """What the words of the filters find at this moment. The list's view has read them, and calls this for words."""
    language = translation.get_language()
    found = find(filters, language, at, request.GET)
    latest = Edition.objects.public(at).in_language(language).for_cards().newest_first()
    context = {
        "found": found,
        # Whether there is such a tag may be somebody's secret.
        "filters": filters if found.facets.total else filters.without_tag(),
        "narrowings": _narrowings(filters, found),
        "elsewhere": _languages(filters, found),
        "corrected": f"?{filters.but(q=found.suggestion)}" if found.suggestion else "",
        "by_date": f"?{filters.but(sort=NEWEST)}",
        "by_rank": f"?{filters.but(sort='')}",
        "is_ranked": not filters.newest_first,
        "latest": [] if found.matches else list(latest[:LATEST]),
        "section": "list",
        "words": filters.words,
        "alternates": {code: _elsewhere(code, filters) for code in found.other_languages},
    }
    return render(request, "releases/search.html", context)


def _narrowings(filters: Filters, found: Found) -> list[Narrowing]:
    """The filters that would change something, and those that are set."""
    facets = found.facets
    kinds = [_choice(filters, "kind", kind, KIND_PLURALS[kind], number) for kind, number in facets.kinds.items()]
    years = [_choice(filters, "year", year, str(year), number) for year, number in facets.years.items()]
    tags = [_choice(filters, "tag", tag.slug, tag.name, number) for tag, number in facets.tags]
    every = [
        Narrowing(_("Kind"), "kind", kinds),
        Narrowing(_("Year"), "year", years),
        Narrowing(_("Topic"), "tag", tags),
    ]
    return [one for one in every if len(one.choices) > 1 or any(choice.is_chosen for choice in one.choices)]


def _choice(filters: Filters, name: str, value: str | int, label: StrOrPromise, number: int) -> Choice:
    is_chosen = getattr(filters, name) == value
    query = filters.but(**{name: None if is_chosen else value})
    return Choice(label, number, f"?{query}".removesuffix("&"), is_chosen)


def _languages(filters: Filters, found: Found) -> list[Choice]:
    return [
        Choice(language_name(code), number, _elsewhere(code, filters), language=code)
        for code, number in found.other_languages.items()
    ]


def _elsewhere(code: str, filters: Filters) -> str:
    """The same question in another language."""
    with translation.override(code):
        return f"{reverse('releases:list')}?{filters.query}".removesuffix("&")
