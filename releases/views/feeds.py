"""Feeds: what programs follow, and the page that says which ones there are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from releases.feeds.build import feed_of
from releases.feeds.documents import FORMATS
from releases.feeds.model import Feed
from releases.feeds.offered import offered
from releases.feeds.scopes import Scope
from releases.languages import in_every_language
from releases.views.answers import public
from releases.views.tags import moved
from releases.workflow import Kind


@public
def all_releases(request: HttpRequest, form: str) -> HttpResponse:
    """The releases of this language."""
    return _answer(request, Scope(translation.get_language()), form)


@public
def of_kind(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Those of one kind."""
    if kind not in Kind.values:
        raise Http404
    return _answer(request, Scope(translation.get_language(), kind=kind), form)


@public
def of_tag(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Those under one tag; the old address of a merged spelling leads to its survivor."""
    try:
        return _answer(request, Scope(translation.get_language(), tag=slug), form)
    except Http404:
        return moved(request, slug, "releases:tag_feed", form)


@public
def all_languages(request: HttpRequest, form: str) -> HttpResponse:
    """The newest releases in all languages of the site."""
    return _answer(request, Scope(""), form)


@public
def index(request: HttpRequest) -> HttpResponse:
    """The page for people: which feeds there are."""
    context = {"groups": offered(request), "alternates": in_every_language("releases:feeds")}
    return render(request, "releases/feeds/index.html", context)


def _answer(request: HttpRequest, scope: Scope, form: str) -> HttpResponse:
    feed = feed_of(scope, form, request)
    written = FORMATS[form]
    response = HttpResponse(written.write(feed), content_type=f"{written.content_type}; charset=utf-8")
    if scope.language == "":
        response.headers["Content-Language"] = (
            ", ".join(dict.fromkeys(entry.language for entry in feed.entries)) or "und"
        )
    if feed.hub:
        response.headers["Link"] = _links(feed)
    # Readers should find the page and not the feed, which says the same.
    response.headers["X-Robots-Tag"] = "noindex"
    # Programs that run in a browser read feeds as well, and there is nothing in one that is not for everybody.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _links(feed: Feed) -> str:
    """Where news of this document is told (WebSub, 4); for programs that do not look into it."""
    return f'<{feed.hub}>; rel="hub", <{feed.address}>; rel="self"'
