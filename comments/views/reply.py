"""Leave a Reply: the form on a page of its own, and the taking in of what it sends."""

from datetime import datetime
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import bodies, proof, waiting
from comments.actions import submit
from comments.addresses import waiting_url
from comments.doors import standing
from comments.errors import Busy, Closed, Duplicate, ProofWanted, TooFast
from comments.forms import ReplyForm, answerable
from comments.models import Comment
from comments.provenance import origin_of
from comments.screening import Origin
from comments.senders import sender_of
from comments.threads import ThreadPage, thread_page
from releases import access
from releases.errors import Refused
from releases.models import Edition

STATUS: dict[type[Refused], int] = {Closed: 403, Duplicate: 409, TooFast: 429, ProofWanted: 429, Busy: 503}
"""Any other reason is 422: the form is understood and cannot be taken."""
PAGE_DIGITS = 6
BUSY_FOR = 10
"""Seconds after which a busy database is asked again."""


# The session is ignored, so there is nothing for a forged request to abuse; comments.provenance stands in its place.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The form for a reply to a public release; POST takes it in. Whatever is not public is a 404 like any other."""
    now = timezone.now()
    where = access.address(translation.get_language(), year, month, day, slug)
    edition = access.public_edition(where, now)
    if request.method == "POST":
        return _take_in(request, edition, now)
    return _show(request, edition, now)


def _show(request: HttpRequest, edition: Edition, now: datetime) -> HttpResponse:
    """The form alone, with ``?parent=`` under the reply to answer, with ``?page=`` under that page of threads."""
    parent, thread = _asked_parent(request, edition), _asked_page(request, edition, now)
    form = ReplyForm(edition.release_id, initial={"parent": parent.key if parent else ""})
    response = _page(request, edition, form, now, parent=parent, thread=thread)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _take_in(request: HttpRequest, edition: Edition, now: datetime) -> HttpResponse:
    unreadable = _unreadable(request, edition, now)
    if unreadable is not None:
        return unreadable
    form = ReplyForm(edition.release_id, request.POST)
    origin = origin_of(request)
    if origin is None:
        return _sent_from_elsewhere(request, edition, form, now)
    if not form.is_valid():
        return _again(request, edition, form, now)
    try:
        comment = _submitted(request, edition, form, origin, now)
    except OperationalError:
        # Reading still works while others write, so the form comes back with everything in it.
        busy = Busy(
            _("The site could not take your comment in just now. It is still in the form: post it again in a moment.")
        )
        return _refused(request, edition, form, busy, now)
    except Refused as error:
        return _refused(request, edition, form, error, now)
    # 303: whoever reloads the page they land on sends nothing a second time (RFC 9110, 15.4.4).
    response = HttpResponseRedirect(waiting_url(edition, waiting.token_for(comment)), status=303)
    response.headers["Cache-Control"] = "no-store"
    return response


def _submitted(request: HttpRequest, edition: Edition, form: ReplyForm, origin: Origin, now: datetime) -> Comment:
    sent = form.cleaned_data
    return submit(
        release=edition.release,
        at=now,
        author=sent["author"],
        email=sent["email"],
        url=sent.get("url", ""),
        text=sent["comment"],
        parent=sent["parent"],
        sender=sender_of(request, now),
        signals=form.signals(origin),
        tell=form.told(),
        proof_of_work=sent["altcha"],
    )


def _unreadable(request: HttpRequest, edition: Edition, now: datetime) -> HttpResponse | None:
    """The answer to what is not even read: too large, no form, or cut off on its way."""
    if bodies.is_too_long(request):
        status = 413
        problem = _(
            "What you sent is far too long to be read here. Go back in your browser to find your text, and shorten it."
        )
    elif not bodies.is_form(request):
        status, problem = 415, _("This address takes what the form below sends, and nothing else.")
    elif not bodies.is_whole(request):
        status, problem = 400, _("Only a part of what you sent arrived here, so it was not posted. Send it again.")
    else:
        return None
    form = ReplyForm(edition.release_id)
    return _page(request, edition, form, now, status=status, problem=problem)


def _sent_from_elsewhere(request: HttpRequest, edition: Edition, form: ReplyForm, now: datetime) -> HttpResponse:
    """403, with everything still filled: a reader behind an odd proxy presses the button once more and loses nothing."""
    problem = _(
        "Your browser says that this was sent from another site, so it was not posted. "
        "If you wrote it, it is still in the form below: post it from here."
    )
    return _page(request, edition, _filled(edition, form), now, status=403, problem=problem)


def _again(request: HttpRequest, edition: Edition, form: ReplyForm, now: datetime) -> HttpResponse:
    """422, with every field as it was sent and each error tied to its field."""
    parent = form.cleaned_data.get("parent")
    if "parent" in form.errors:
        # The reply that was answered is gone; sent again, this one stands by itself.
        form.data = {name: form.data.get(name, "") for name in form.fields} | {"parent": ""}
    return _page(request, edition, form, now, parent=parent, status=422)


def _refused(request: HttpRequest, edition: Edition, form: ReplyForm, error: Refused, now: datetime) -> HttpResponse:
    """The answer that fits the reason, with everything that was written still in the form."""
    status = STATUS.get(type(error), 422)
    response = _page(
        request,
        edition,
        _filled(edition, form),
        now,
        parent=form.cleaned_data["parent"],
        status=status,
        problem=str(error),
        # A browser that does not know what to do with a challenge waits a little instead.
        proof=proof.challenge(now) if isinstance(error, ProofWanted) else None,
    )
    if isinstance(error, TooFast | Busy):
        response.headers["Retry-After"] = str(error.retry_after if isinstance(error, TooFast) else BUSY_FOR)
    return response


def _filled(edition: Edition, form: ReplyForm) -> ReplyForm:
    """A form that shows what was sent, without saying that anything in it is wrong."""
    sent = {name: form[name].value() for name in form.fields if name != "altcha"}
    return ReplyForm(edition.release_id, initial=sent)


def _page(
    request: HttpRequest,
    edition: Edition,
    form: ReplyForm,
    now: datetime,
    *,
    status: int = 200,
    problem: str = "",
    **more: Any,
) -> HttpResponse:
    """``more``: the reply that is answered, the page of threads, or the proof of work that is asked for."""
    context = {
        "edition": edition,
        "form": form,
        "problem": problem,
        "is_open": standing(edition, now).is_open,
        "kept": str(form["comment"].value() or "") if request.method == "POST" else "",
        "parent": None,
        "thread": None,
        "proof": None,
        **more,
    }
    response = render(request, "comments/reply.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    # One page for each reply that could be answered, none of them worth finding.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _asked_parent(request: HttpRequest, edition: Edition) -> Comment | None:
    """The reply to be answered. Raises ``Http404`` for any name that is not an approved reply's to this release."""
    value = request.GET.get("parent", "")
    if not value:
        return None
    parent = answerable(edition.release_id, value)
    if parent is None:
        raise Http404
    return parent


def _asked_page(request: HttpRequest, edition: Edition, now: datetime) -> ThreadPage | None:
    """The page of threads that is asked for. Raises ``Http404`` where nothing is."""
    value = request.GET.get("page", "")
    if not value:
        return None
    number = int(value) if value.isascii() and value.isdecimal() and len(value) <= PAGE_DIGITS else 0
    thread = thread_page(edition.release_id, now, number) if number else None
    if thread is None or not thread.nodes:
        raise Http404
    return thread
