"""What the holder of a preview link gets: the one page, its pictures, and the same 404 as everybody once it shows nothing."""

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from taggit.models import Tag

from releases import access, sharing_words
from releases.actions.open_link import open_link
from releases.delivery.media import send_file, send_rendition
from releases.history import Surroundings, surroundings
from releases.media import renditions
from releases.media_addresses import MediaAddresses
from releases.models import Edition, PreviewLink
from releases.preview import linked_edition
from releases.snapshot import Attachment
from releases.views.release import page_of

Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_safe
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """The text as readers will get it, in its own language, under a notice of its embargo.

    The opening is recorded after the page was drawn and before any of it is sent: a link that was revoked meanwhile shows
    nothing. HEAD shows nothing either, so it opens nothing.
    """
    at = timezone.now()
    link = access.shared_preview(secret, at)
    addresses = _addresses(secret)
    edition, tags = linked_edition(link, at, addresses)
    with translation.override(edition.language):
        response = render(request, "releases/preview_link.html", _context(link, addresses, edition, tags, at))
    if request.method == "GET" and not _recorded(request, secret):
        raise Http404
    response.headers["Content-Language"] = edition.language
    return _for_the_holder_only(response)


@require_safe
def image(request: HttpRequest, secret: str, key: str, spec: str) -> HttpResponseBase:
    """One size of a picture in that text. Its key is on the page only, so whoever asks has opened that."""
    found = access.shared_image(secret, key, timezone.now())
    wanted = renditions.parse(spec)
    if wanted is None:
        raise Http404
    return _for_the_holder_only(send_rendition(request, found, wanted))


@require_safe
def file(request: HttpRequest, secret: str, key: str, name: str) -> HttpResponseBase:
    """A file that is attached to that text. Its key is on the page only, too."""
    found = access.shared_file(secret, key, timezone.now())
    return _for_the_holder_only(send_file(request, found))


def _addresses(secret: str) -> MediaAddresses:
    """Where the holder of the link finds what is pinned by its text."""

    def own_image(key: str, spec: str) -> str:
        return reverse("preview_link_image", kwargs={"secret": secret, "key": key, "spec": spec})

    def own_file(attachment: Attachment) -> str:
        return reverse("preview_link_file", args=[secret, attachment.key, attachment.name])

    return MediaAddresses(image=own_image, file=own_file)


def _context(
    link: PreviewLink, addresses: MediaAddresses, edition: Edition, tags: list[Tag], at: datetime
) -> dict[str, Any]:
    return {
        **page_of(edition, at, tags, _around(link, edition, at)),
        "preview_banner": sharing_words.heading(link),
        "conditions": sharing_words.conditions(link),
        # Made of a draft that never was public, it has no date yet; an update of what was has the one that readers know.
        "unpublished": link.edition is None and edition.first_published == at,
        "own_image": addresses.image,
    }


def _around(link: PreviewLink, edition: Edition, at: datetime) -> Surroundings:
    """What readers can reach at this moment, with the scheduled edition on top; nothing that was public before a withdrawal."""
    around = surroundings(edition, at)
    is_public = Edition.objects.public(at).filter(release=link.release_id).exists()
    coming = [edition] if link.edition is not None else []
    return replace(around, editions=[*coming, *(around.editions if is_public else [])])


def _recorded(request: HttpRequest, secret: str) -> bool:
    opening = open_link(
        secret=secret,
        address=request.META.get("REMOTE_ADDR", ""),
        browser=request.headers.get("User-Agent", ""),
    )
    return opening is not None


def _for_the_holder_only(response: Answer) -> Answer:
    """No cache keeps it, no search engine lists it, and no other site is told its address by a link that is followed."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
