"""What stands on every page: who publishes, the sections, and the way to the other languages."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from releases.kinds import KIND_PLURALS
from releases.languages import in_every_language
from releases.office import OfficeIdentity, default_office, office

register = template.Library()


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the navigation. ``key`` is what a page puts into ``section`` to be marked as the current one."""

    key: str
    name: StrOrPromise
    url: str
    is_kind: bool = False
    in_foot_only: bool = False
    """Not in the row under the name, where there is room for what most readers want."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The way to a language, from this page to the same one where that exists, else to its front page."""

    code: str
    name: str
    url: str
    is_current: bool


@register.simple_tag
def sections() -> list[Section]:
    """The site's sections in the language of the page."""
    every = reverse("releases:list")
    ways = [
        Section("home", _("Latest"), reverse("home")),
        Section("list", _("All releases"), every),
        Section("tags", _("Topics"), reverse("releases:tags")),
        Section("calendar", _("Calendar"), reverse("releases:calendar")),
        Section("archives", _("Archive"), reverse("releases:archives"), in_foot_only=True),
    ]
    kinds = [Section(kind, name, f"{every}?kind={kind}", is_kind=True) for kind, name in KIND_PLURALS.items()]
    return [*ways, *kinds]


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[LanguageLink]:
    """One link a language; empty on a site that has one only."""
    if len(settings.LANGUAGES) < 2:
        return []
    current = translation.get_language()
    addresses = {**in_every_language("home"), **(context.get("alternates") or {})}
    return [LanguageLink(code, name, addresses[code], code == current) for code, name in settings.LANGUAGES]


@register.simple_tag(takes_context=True)
def the_office(context: template.Context) -> OfficeIdentity:
    """Who publishes here. Without a request, which is how the page for errors is drawn, nobody is asked."""
    request = context.get("request")
    return office(request) if request is not None else default_office()


@register.simple_tag(takes_context=True)
def site_name(context: template.Context) -> str:
    """The institution's name; the error page has one although no context processor ran."""
    return the_office(context).name


@register.filter
def plural(kind: str) -> StrOrPromise:
    """The name of a kind where several are meant."""
    return KIND_PLURALS[kind]
