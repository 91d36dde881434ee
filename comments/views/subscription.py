"""Where the mails about replies lead: a wish is confirmed, ended, or all mail is refused; each with a button.

Opening a page does nothing, because mail scanners open whatever they find. Each address is a key that only the mailbox has.
Nothing on the pages is from the reply, and a release is named only while it is public.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.actions.confirm_wishes import confirm_wishes
from comments.actions.end_wishes import end_wishes, refuse_mail
from comments.mail.asking import lapses_at
from comments.models import Subscription
from comments.provenance import origin_of
from releases.models import Edition

KEY_LENGTH = 16


# The address is the key, and it is opened from a mail: there is no session. comments.provenance stands in the token's place.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, key: str) -> HttpResponse:
    """The question that was mailed; POST says yes to it."""
    found = _found(key)
    if request.method != "POST" or _state(found) != "asked":
        return _page(request, found, _state(found))
    if origin_of(request) is None:
        return _sent_from_elsewhere(request, found, "asked")
    confirmed = confirm_wishes(wish=found, at=timezone.now())
    return _page(request, found, "confirmed" if confirmed else "ended", done=True)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def end_wish(request: HttpRequest, key: str) -> HttpResponse:
    """No more mail about one reply.

    RFC 8058: a mail program posts here by itself, from wherever it is, with whatever it likes in the body. Whoever has the
    address may end the wish, so nothing else is asked.
    """
    found = _found(key)
    if request.method != "POST":
        return _page(request, found, "ended" if found.ended_at else "end")
    end_wishes(wish=found, at=timezone.now())
    return _page(request, found, "ended", done=True)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def never(request: HttpRequest, key: str) -> HttpResponse:
    """No more mail about any reply, and no questions either."""
    found = _found(key)
    if request.method != "POST":
        return _page(request, found, "never")
    if origin_of(request) is None:
        return _sent_from_elsewhere(request, found, "never")
    refused = refuse_mail(wish=found, at=timezone.now())
    return _page(request, found, "refused" if refused else "forgotten", done=True)


def _found(key: str) -> Subscription:
    """Raises ``Http404`` for what names no wish that anybody was ever mailed about."""
    mailed = Subscription.objects.mailed().select_related("comment")
    return get_object_or_404(mailed, key=key[: KEY_LENGTH + 1])


def _state(found: Subscription) -> str:
    """Where the wish stands."""
    if found.ended_at:
        return "lapsed" if not found.confirmed_at and timezone.now() > lapses_at(found) else "ended"
    if found.confirmed_at:
        return "standing"
    if timezone.now() > lapses_at(found) or _edition(found) is None:
        return "lapsed"
    return "asked"


def _edition(found: Subscription) -> Edition | None:
    public = Edition.objects.public(timezone.now()).filter(release=found.comment.release_id)
    return public.defer("article_html").first()


def _sent_from_elsewhere(request: HttpRequest, found: Subscription, state: str) -> HttpResponse:
    problem = _("Your browser says that this was sent from another site, so nothing was changed. Try it from here.")
    return _page(request, found, state, problem=problem, status=403)


def _page(
    request: HttpRequest,
    found: Subscription,
    state: str,
    *,
    done: bool = False,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """``done``: whether the page tells what has just happened, and not how things stand."""
    wishes = Subscription.objects.mailed().filter(comment=found.comment_id)
    context = {
        "key": found.key,
        "state": state,
        "done": done,
        "edition": _edition(found),
        "about": set(wishes.values_list("about", flat=True)),
        "until": lapses_at(found),
        "problem": problem,
    }
    response = render(request, "comments/subscription.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
