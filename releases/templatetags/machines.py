"""``{% release_machines %}``, ``{% front_machines %}`` and ``{% page_machines title %}``: heads of pages, for machines."""

from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from releases import heads
from releases.feeds.entries import urn_of_release
from releases.filters import Filters
from releases.heads import Head, Twin
from releases.jsonld import absolute
from releases.kinds import KIND_PLURALS
from releases.models import Edition
from releases.office import office
from releases.templatetags.take_along import pdf_address
from releases.urns import OURS

register = template.Library()

UNINDEXED = "noindex, follow"
"""For pages that say nothing which another does not say: readers should find that one."""


@register.inclusion_tag("releases/_machines.html", takes_context=True)
def release_machines(context: template.Context) -> dict[str, Head]:
    """For the page of a public edition."""
    edition: Edition = context["edition"]
    # The door that the edition came through has asked for it.
    urn = urn_of_release(edition, getattr(edition, "newsroom", None) or OURS)
    identity = office(context["request"])
    return {"head": heads.of_release(edition, context["tags"], context["around"], identity, urn, _twins(edition))}


@register.inclusion_tag("releases/_machines.html", takes_context=True)
def front_machines(context: template.Context) -> dict[str, Head]:
    """For the front page."""
    return {"head": heads.of_front_page(office(context["request"]), context["alternates"])}


@register.inclusion_tag("releases/_machines.html", takes_context=True)
def page_machines(context: template.Context, title: str, editions: list[Edition] | None = None) -> dict[str, Head]:
    """For a page that has one address, but for the cursor that names its part."""
    return {"head": _page(context, title, context["request"].path, editions)}


@register.inclusion_tag("releases/_machines.html", takes_context=True)
def list_machines(context: template.Context) -> dict[str, Head]:
    """For the list of all releases, which has other addresses where it is narrowed to a topic or a year."""
    filters: Filters = context["filters"]
    editions = context["listing"].editions
    title = str(KIND_PLURALS[filters.kind]) if filters.kind else _("All releases")
    title = f"{title}, {filters.year}" if filters.year else title
    chosen = [each for each in (filters.kind, filters.tag, filters.year) if each]
    # Every combination would be a page of its own; they lead to nothing that the others do not lead to.
    robots = UNINDEXED if len(chosen) > 1 or not editions else ""
    return {"head": _page(context, title, _list_path(filters, len(chosen)), editions, robots)}


def _list_path(filters: Filters, chosen: int) -> str:
    if filters.tag and chosen == 1:
        return reverse("releases:tag", args=[filters.tag])
    if filters.year and chosen == 1:
        return reverse("releases:year", args=[filters.year])
    query = filters.query.removesuffix("&")
    return reverse("releases:list") + (f"?{query}" if query else "")


def _page(context: template.Context, title: str, path: str, editions: list[Edition] | None, robots: str = "") -> Head:
    request: HttpRequest = context["request"]
    cursor = {name: request.GET[name] for name in ("before", "after") if name in request.GET}
    if "after" in cursor:
        # Backwards from somewhere: the same releases are on the pages that lead forwards.
        robots = UNINDEXED
    if cursor:
        path += ("&" if "?" in path else "?") + urlencode(cursor)
    return heads.of_list(
        title,
        path,
        office(request),
        editions=editions or [],
        alternates=context.get("alternates"),
        robots=robots,
    )


def _twins(edition: Edition) -> list[Twin]:
    """The same release for programs and for paper."""
    rows = (
        ("text/plain", _("Plain text"), edition.get_text_url()),
        ("application/json", "JSON", edition.get_json_url()),
        ("application/json", "ninjs", edition.get_ninjs_url()),
    )
    paper = (("application/pdf", "PDF", path),) if (path := pdf_address(edition)) else ()
    return [Twin(kind, title, absolute(path)) for kind, title, path in (*rows, *paper)]
