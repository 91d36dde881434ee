"""Which feeds the page for people offers, and the heads of all pages to programs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from taggit.models import Tag

from releases import clock
from releases.feeds.documents import FORMATS
from releases.feeds.scopes import Scope
from releases.kinds import KIND_PLURALS
from releases.models import Edition

TOPICS_OF = 100
"""Topics of so many of the newest releases are offered. Every other one is offered on its own page."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One feed: what is in it, and where it is to be had in each format."""

    name: str
    formats: list[tuple[str, str]]
    """The name of the format and the path."""
    page: str
    """The path of the page that people read instead."""


@dataclass(frozen=True, slots=True)
class Group:
    """Feeds of one sort, under a heading."""

    key: str
    name: str
    offers: list[Offer]


def offer(scope: Scope, name: str) -> Offer:
    """One feed in every format."""
    return Offer(name, [(form.name, scope.path(key)) for key, form in FORMATS.items()], scope.page_path)


def offered(request: HttpRequest) -> list[Group]:
    """The feeds of the language of the moment, in one query. Those of kinds are there before there is a release in them."""
    language = translation.get_language()
    every = [offer(Scope(language), _("All releases")), offer(Scope(""), _("Releases in every language"))]
    kinds = [offer(Scope(language, kind=kind), str(name)) for kind, name in KIND_PLURALS.items()]
    tags = [offer(Scope(language, tag=tag.slug), tag.name) for tag in _topics(request, language)]
    groups = [Group("all", _("Everything"), every), Group("kinds", _("One kind"), kinds)]
    return [*groups, Group("topics", _("One topic"), tags)] if tags else groups


def _topics(request: HttpRequest, language: str) -> list[Tag]:
    newest = Edition.objects.public(clock.now(request)).in_language(language).newest_first()[:TOPICS_OF]
    return list(Tag.objects.filter(edition_items__edition__in=newest.values("pk")).distinct().order_by("name"))
