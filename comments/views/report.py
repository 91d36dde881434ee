"""Report a reply: the form, and the thanks."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.actions import report as report_reply
from comments.addresses import approved_url, report_url
from comments.errors import TooFast
from comments.forms import ReportForm, answerable
from comments.models import Comment
from comments.provenance import origin_of
from comments.senders import sender_of
from comments.threads import Node
from releases import access
from releases.errors import Refused
from releases.models import Edition

TOLD = "told"
"""In the query of the page that thanks: whoever reloads it reports nothing again."""


# As with a reply, the session is ignored, and comments.provenance stands in the token's place.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, year: int, month: int, day: int, slug: str, key: str) -> HttpResponse:
    """The form for reporting an approved reply to a public release; any other is a 404 like any other page."""
    now = timezone.now()
    edition = access.public_edition(access.address(translation.get_language(), year, month, day, slug), now)
    comment = answerable(edition.release_id, key)
    if comment is None:
        raise Http404
    if request.method == "POST":
        return _take_in(request, edition, comment, now)
    return _page(request, edition, comment, ReportForm())


def _take_in(request: HttpRequest, edition: Edition, comment: Comment, now: datetime) -> HttpResponse:
    form = ReportForm(request.POST)
    if origin_of(request) is None:
        problem = _("Your browser says that this was sent from another site, so nothing was changed. Try it from here.")
        return _page(request, edition, comment, form, status=403, problem=problem)
    if not form.is_valid():
        return _page(request, edition, comment, form, status=422)
    try:
        report_reply(comment=comment, reason=form.cleaned_data["reason"], sender=sender_of(request, now), at=now)
    except TooFast as error:
        problem = _(
            "So many reports came from your network that we take no more for now. The moderators have the others."
        )
        response = _page(request, edition, comment, form, status=429, problem=problem)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    except Refused as error:
        return _page(request, edition, comment, form, status=409, problem=str(error))
    response = HttpResponseRedirect(f"{report_url(edition, comment)}?{TOLD}=1", status=303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(
    request: HttpRequest,
    edition: Edition,
    comment: Comment,
    form: ReportForm,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    context = {
        "edition": edition,
        "comment": comment,
        "node": Node(comment),
        "form": form,
        "problem": problem,
        "told": TOLD in request.GET and request.method != "POST",
        "action": report_url(edition, comment),
        "back": approved_url(edition, comment),
    }
    response = render(request, "comments/report.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
