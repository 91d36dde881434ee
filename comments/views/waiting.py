"""What a writer sees after posting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from comments.addresses import approved_url
from comments.threads import Node
from comments.waiting import comment_for


@require_safe
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """The reply as it will look, and where it stands: held, on the page by now, or refused."""
    comment, edition = comment_for(token, translation.get_language(), timezone.now())
    context = {
        "comment": comment,
        "node": Node(comment),
        "edition": edition,
        "address": approved_url(edition, comment) if comment.is_approved else "",
    }
    response = render(request, "comments/waiting.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    # The address is a secret for ten minutes; a link in the reply must not tell it to another site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
