"""Where a person confirms a request about what they wrote. Nothing on it tells whether there is anything."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.privacy.requests import confirm, request_for
from comments.provenance import origin_of


# The address is the key, and it is opened from a mail: there is no session. comments.provenance stands in the token's place.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """The button; opening the page does nothing, because mail scanners open whatever they find."""
    asked = request_for(token)
    if asked is None:
        raise Http404
    status, problem = 200, ""
    if request.method == "POST":
        if origin_of(request) is None:
            status = 403
            problem = _(
                "Your browser says that this was sent from another site, so nothing was changed. Try it from here."
            )
        else:
            confirm(asked, timezone.now())
            asked.refresh_from_db()
    response = render(request, "comments/privacy.html", {"asked": asked, "problem": problem}, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
