"""The release page, an earlier edition of it, and what stands in its place once it is withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from taggit.models import Tag

from releases import access, clock
from releases.history import Surroundings, surroundings
from releases.media_addresses import EXACT
from releases.models import Edition
from releases.related import related_to
from releases.rendering import render_article
from releases.views.answers import public
from releases.workflow import Change

MISSED = 4
"""Pictures in "You Missed": one row on a desk."""


@public
def current(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """A release as it stands now, or the notice of its withdrawal."""
    at = clock.now(request)
    where = access.address(translation.get_language(), year, month, day, slug)
    edition = access.standing_edition(where, at)
    if edition.change == Change.WITHDRAWAL:
        return _withdrawn(request, edition, at)
    return render_release(request, edition, at, tags=_tags(edition))


@public
def earlier(request: HttpRequest, year: int, month: int, day: int, slug: str, number: int) -> HttpResponse:
    """An edition that a later one replaced, marked as such. The current one is at the release's own address."""
    at = clock.now(request)
    where = access.address(translation.get_language(), year, month, day, slug)
    edition, now_public = access.earlier_edition(where, number, at)
    if edition.pk == now_public.pk:
        return redirect(now_public)
    if (content := edition.revision.snapshot).attachments:
        # Its files are those that it had, whatever has replaced them since.
        edition.article_html = render_article(content, EXACT)
    context = {
        "edition": edition,
        "latest": now_public,
        "next": access.next_edition(edition, at),
        "tags": _tags(edition),
    }
    return render(request, "releases/edition.html", context)


def render_release(
    request: HttpRequest,
    edition: Edition,
    at: datetime,
    *,
    tags: Sequence[Tag],
    preview_banner: str | None = None,
    image_route: str = "image",
) -> HttpResponse:
    """The release page for a public edition, or with ``preview_banner`` for one that was never saved.

    A preview is the same page under a banner, without the form for replies, and no cache may keep it. ``image_route`` names
    the address of renditions: the public one knows nothing of the picture of a draft, so a preview passes another.
    """
    context = {
        **page_of(edition, at, tags, surroundings(edition, at)),
        "preview_banner": preview_banner,
        "takes_replies": preview_banner is None and not clock.is_told(request),
        "image_route": image_route,
    }
    response = render(request, "releases/release.html", context)
    if preview_banner is not None:
        response.headers["Cache-Control"] = "no-store, private"
    return response


def page_of(edition: Edition, at: datetime, tags: Sequence[Tag], around: Surroundings) -> dict[str, Any]:
    """What stands on the page of an edition at this moment; whatever is not the edition itself is public then."""
    related = related_to(edition, tags, at)
    return {
        "edition": edition,
        "tags": tags,
        "around": around,
        "related": related,
        "missed": _missed(edition, related, at),
        "alternates": {other.language: other.get_absolute_url() for other in around.translations},
        "at": at,
    }


def _withdrawn(request: HttpRequest, edition: Edition, at: datetime) -> HttpResponse:
    destination = access.destination(edition, at) if edition.redirect_to_id else None
    if destination is not None:
        # 302: the release may come back, and a permanent redirect would live on in browsers.
        return redirect(destination)
    if edition.gone:
        return render(request, "410.html", {"edition": edition}, status=410)
    return render(request, "releases/withdrawn.html", {"edition": edition})


def _tags(edition: Edition) -> list[Tag]:
    return list(edition.tags.order_by("name"))


def _missed(edition: Edition, related: list[Edition], at: datetime) -> list[Edition]:
    """Other recent releases with pictures: not this one, not its translations, not what is related anyway."""
    shown = {other.release_id for other in related}
    recent = (
        Edition.objects.public(at)
        .in_language(edition.language)
        .filter(lead_image__isnull=False)
        .exclude(translation_group=edition.translation_group)
        .for_cards()
        .newest_first()[: MISSED + len(shown)]
    )
    return [other for other in recent if other.release_id not in shown][:MISSED]
