"""The answers of the API. Each is read off its operation: what stands in the description is what is asked for here."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from releases import access, clock
from releases.api import listing, operations
from releases.api.answers import endpoint, json_answer
from releases.api.guide import INTRODUCTION, questions
from releases.api.openapi import openapi as description
from releases.api.parameters import DATE, SLUG, asked, language_codes
from releases.api.problems import SORTS, Wrong
from releases.api.shapes import Index, KindList, KindName, ReleaseList, TagList
from releases.kinds import KIND_PLURALS
from releases.office import office
from releases.representation.build import release_of, summaries_of, tag_of
from releases.representation.model import Release
from releases.representation.schema import whole_schema
from releases.views.answers import public
from releases.workflow import Kind


@endpoint
def index(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    asked(request.GET, operations.INDEX.parameters)
    found = Index(
        name=office(request, settings.LANGUAGE_CODE).name,
        languages=tuple(language_codes()),
        releases_url=_address("releases"),
        search_url=_address("search"),
        tags_url=_address("tags"),
        kinds_url=_address("kinds"),
        openapi_url=_address("openapi"),
        schema_url=_address("schema"),
        guide_url=_address("guide"),
    )
    # RFC 8631 has the words for both descriptions.
    return json_answer(found, links={"service-desc": found.openapi_url, "service-doc": found.guide_url})


@endpoint
def releases(request: HttpRequest) -> HttpResponse:
    """A page of releases, the newest first."""
    if "q" in request.GET:
        raise Wrong("parameter", f"Words are asked at {_address('search')}.", "q")
    query = asked(request.GET, operations.RELEASES.parameters)
    language = _language(query)
    page = listing.newest(query, language, clock.now(request))
    return _list(request, "releases", "cursor", page, language)


@endpoint
def search(request: HttpRequest) -> HttpResponse:
    """A page of what the words find."""
    query = asked(request.GET, operations.SEARCH.parameters)
    language = _language(query)
    return _list(request, "search", "page", listing.best(query, language, clock.now(request)), language)


@endpoint
def release(request: HttpRequest, date: str, slug: str) -> HttpResponse:
    """One release. What stands in its address is a name, and a wrong one is the name of nothing."""
    query = asked(request.GET, operations.RELEASE.parameters)
    try:
        day = DATE.read(date)
    except ValueError as error:
        raise Http404 from error
    at = clock.now(request)
    edition = access.public_edition(access.Address(_language(query), day, SLUG.read(slug)), at)
    found = release_of(edition, at, office(request, edition.language).name)
    return json_answer(
        found, language=found.language, links={"canonical": found.url, "describedby": _address("schema")}
    )


@endpoint
def tags(request: HttpRequest) -> HttpResponse:
    """A page of topics."""
    query = asked(request.GET, operations.TAGS.parameters)
    language = _language(query)
    page = listing.topics(query, language, clock.now(request))
    found = TagList(
        language=language,
        tags=tuple(tag_of(tag, language) for tag in page.rows),
        next=_beside(request, "tags", "after", page.next),
    )
    return json_answer(found, language=language, links={"next": found.next or ""})


@endpoint
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds of releases."""
    language = _language(asked(request.GET, operations.KINDS.parameters))
    with translation.override(language):
        found = KindList(language=language, kinds=tuple(_kind(kind, language) for kind in Kind))
    return json_answer(found, language=language)


@endpoint
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    asked(request.GET, operations.OPENAPI.parameters)
    return json_answer(description(), language="en")


@endpoint
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a release, which its twin refers to."""
    asked(request.GET, operations.SCHEMA.parameters)
    return json_answer(whole_schema(Release, _address("schema")), language="en")


@endpoint
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever else is asked below the API's address."""
    raise Http404


@public
def guide(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    context = {"introduction": INTRODUCTION, "questions": list(questions()), "problems": SORTS.values()}
    return render(request, "releases/api/guide.html", context)


def _list(request: HttpRequest, route: str, place: str, page: listing.Editions, language: str) -> HttpResponse:
    found = ReleaseList(
        language=language,
        releases=summaries_of(page.rows),
        next=_beside(request, route, place, page.next),
        previous=_beside(request, route, place, page.previous),
    )
    # "prev" is the registered relation (RFC 8288, 4.2).
    return json_answer(found, language=language, links={"next": found.next or "", "prev": found.previous or ""})


def _beside(request: HttpRequest, route: str, place: str, value: str) -> str | None:
    """The address of a page beside this one: the same question, with another place in the list."""
    if not value:
        return None
    names = {name: text for name, text in request.GET.items() if name != place}
    return f"{_address(route)}?{urlencode({**names, place: value})}"


def _kind(kind: Kind, language: str) -> KindName:
    return KindName(
        kind=kind,
        name=str(kind.label),
        plural=str(KIND_PLURALS[kind]),
        url=f"{settings.SITE_URL}{reverse('releases:list')}?kind={kind}",
        releases_url=f"{_address('releases')}?{urlencode({'kind': kind, 'language': language})}",
    )


def _address(route: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'api:{route}')}"


def _language(query: Mapping[str, Any]) -> str:
    language: str = query.get("language", settings.LANGUAGE_CODE)
    return language
