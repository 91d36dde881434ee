"""What every public answer has in common: it may be kept, but never used without asking again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

ASK_AGAIN = "no-cache"
"""A cache may keep the answer and must revalidate it (RFC 9111, 5.2.2.4): nothing is served early or late from anywhere.
The ETag that UnchangedMiddleware adds makes asking again cost no body."""


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view that answers all readers alike and only reads: GET and HEAD, anything else is 405 before it looks."""

    @require_safe
    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers.setdefault("Cache-Control", ASK_AGAIN)
        return response

    answer.answers_all_alike = True  # type: ignore[attr-defined]  # functions take attributes
    return answer


def withdrawn(request: HttpRequest) -> HttpResponse:
    """410 for a picture or a file: there is no page to show the reason on, which stands at the release's own address."""
    return HttpResponse(_("Withdrawn"), status=410, content_type="text/plain; charset=utf-8")


def answers_all_alike(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether a view is one of the above: what it says depends on its address and the moment, and on nothing else."""
    return getattr(view, "answers_all_alike", False)
