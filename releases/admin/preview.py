"""What only staff may look at: the page that readers would get, and the pictures of releases that are not public."""

from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from releases import access
from releases.delivery.media import send_file, send_rendition
from releases.media import renditions
from releases.media.models import DocumentFile, Image
from releases.media_addresses import MediaAddresses
from releases.preview import draft_edition
from releases.snapshot import Attachment
from releases.views.release import render_release

IMAGE_ROUTE = "admin:releases_release_image"
FILE_ROUTE = "admin:releases_release_file"

Answer = TypeVar("Answer", bound=HttpResponseBase)


def _image(key: str, spec: str) -> str:
    return reverse(IMAGE_ROUTE, args=[key, spec])


def _file(attachment: Attachment) -> str:
    return reverse(FILE_ROUTE, args=[attachment.key, attachment.name])


STAFF = MediaAddresses(image=_image, file=_file)
"""Where whoever may see working copies finds what they show."""


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The working copy exactly as readers would get it now, in the release's language. Never kept, never indexed."""
    release = access.for_preview(request.user, pk)
    at = timezone.now()
    edition, tags = draft_edition(release, at, STAFF)
    # In the language of the person who looks, not of the release.
    banner = format_html(
        '{} <a href="{}">{}</a>',
        _("Preview: this is the working copy as last saved. Readers do not see this page."),
        reverse("admin:releases_release_change", args=[release.pk]),
        _("Back to editing"),
    )
    with translation.override(release.language):
        response = render_release(request, edition, at, tags=tags, preview_banner=banner, image_route=IMAGE_ROUTE)
    return _for_staff_only(response)


@require_safe
def image(request: HttpRequest, key: str, spec: str) -> HttpResponseBase:
    """One size of any stored picture, for whoever may see working copies."""
    access.require_preview(request.user)
    wanted = renditions.parse(spec)
    if wanted is None:
        raise Http404
    found = get_object_or_404(Image, key=key)
    return _for_staff_only(send_rendition(request, found, wanted))


@require_safe
def file(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """Any stored file, by the key of its version, for whoever may see working copies."""
    access.require_preview(request.user)
    found = get_object_or_404(DocumentFile, key=key)
    return _for_staff_only(send_file(request, found))


def _for_staff_only(response: Answer) -> Answer:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
