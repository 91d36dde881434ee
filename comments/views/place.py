"""The address that a reply keeps, on whatever page of its release it stands by now."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from comments.addresses import approved_url
from comments.models import Comment
from releases import access
from releases.views.answers import ASK_AGAIN


@require_safe
def place(request: HttpRequest, year: int, month: int, day: int, slug: str, key: str) -> HttpResponse:
    """302 to the reply in its thread. A reply that readers do not see is answered as one that never was."""
    where = access.address(translation.get_language(), year, month, day, slug)
    edition = access.public_edition(where, timezone.now())
    comment = get_object_or_404(Comment.objects.under(edition.release_id).approved(), key=key)
    # Not for good: pages move on when a thread before it goes.
    response = HttpResponseRedirect(approved_url(edition, comment))
    response.headers["Cache-Control"] = ASK_AGAIN
    response.headers["X-Robots-Tag"] = "noindex"
    return response
