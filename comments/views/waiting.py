"""What writers see after posting, and what they can still do for ten minutes: change it, or take it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import bodies, own
from comments.actions import edit as edit_reply
from comments.actions import take_back as take_back_reply
from comments.addresses import approved_url, edit_url, take_back_url, waiting_url
from comments.forms import EditForm
from comments.models import Comment
from comments.provenance import origin_of
from comments.threads import Node
from comments.waiting import comment_for
from releases.errors import Refused
from releases.models import Edition


@require_safe
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """The reply as it will look, and where it stands: held, on the page by now, refused, or taken back."""
    comment, edition = comment_for(token, translation.get_language(), timezone.now())
    return _shown(request, comment, edition, token)


# The address is the key, and the session is ignored: comments.provenance stands in the token's place.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """The form for the next version; POST takes it in."""
    now = timezone.now()
    comment, edition = comment_for(token, translation.get_language(), now)
    if not own.can_be_changed(comment, now):
        return _shown(request, comment, edition, token, problem=_("This reply can no longer be changed."), status=409)
    if request.method != "POST":
        form = EditForm(initial={"comment": comment.text, "version": comment.version})
        return _form(request, comment, edition, token, form)
    problem = _not_ours(request)
    form = EditForm(request.POST)
    if problem:
        return _form(request, comment, edition, token, form, status=403, problem=problem)
    if not form.is_valid():
        return _form(request, comment, edition, token, form, status=422)
    sent = form.cleaned_data
    try:
        edit_reply(comment=comment, text=sent["comment"], seen_version=sent["version"], at=now)
    except Refused as error:
        comment.refresh_from_db()
        again = EditForm(initial={"comment": sent["comment"], "version": comment.version})
        return _form(request, comment, edition, token, again, status=409, problem=str(error))
    return _back(edition, token)


@csrf_exempt
@require_POST
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Take the reply back, and say so."""
    now = timezone.now()
    comment, edition = comment_for(token, translation.get_language(), now)
    problem = _not_ours(request)
    if problem:
        return _shown(request, comment, edition, token, problem=problem, status=403)
    try:
        take_back_reply(comment=comment, at=now)
    except Refused as error:
        comment.refresh_from_db()
        return _shown(request, comment, edition, token, problem=str(error), status=409)
    return _back(edition, token)


def _not_ours(request: HttpRequest) -> str:
    """Why this post is not taken in, or nothing."""
    if origin_of(request) is None:
        return _("Your browser says that this was sent from another site, so nothing was changed. Try it from here.")
    if bodies.is_too_long(request):
        return _(
            "What you sent is far too long to be read here. Go back in your browser to find your text, and shorten it."
        )
    if not bodies.is_whole(request):
        return _("Only a part of what you sent arrived here, so nothing was changed. Send it again.")
    return ""


def _back(edition: Edition, token: str) -> HttpResponse:
    response = HttpResponseRedirect(waiting_url(edition, token), status=303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(
    request: HttpRequest, comment: Comment, edition: Edition, token: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    context = {
        "comment": comment,
        "node": Node(comment),
        "edition": edition,
        "problem": problem,
        "address": approved_url(edition, comment) if comment.is_approved else "",
        "edit_address": edit_url(edition, token) if own.can_be_changed(comment, now) else "",
        "take_back_address": take_back_url(edition, token) if own.can_be_taken_back(comment, now) else "",
    }
    return _private(request, "comments/waiting.html", context, status)


def _form(
    request: HttpRequest,
    comment: Comment,
    edition: Edition,
    token: str,
    form: EditForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "comment": comment,
        "edition": edition,
        "form": form,
        "problem": problem,
        "address": waiting_url(edition, token),
        "action": edit_url(edition, token),
    }
    return _private(request, "comments/edit.html", context, status)


def _private(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    # The address is a secret for ten minutes; a link in the reply must not tell it to another site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
