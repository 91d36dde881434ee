"""Who looks at what: the script of the desk says and asks; nothing depends on it."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.actions.claim import claim, let_go
from comments.models import Claim, Comment

AT_ONCE = 200
"""More rows than a page of the desk ever has."""


def claims(request: HttpRequest, by: User) -> JsonResponse:
    """POST ``current`` claims that reply and lets go of the others; ``shown`` are the rows to be told about, by number."""
    current = _numbers(request.POST.get("current", ""))[:1]
    row = Comment.objects.filter(pk=current[0]).first() if current else None
    if row is not None:
        claim(comment=row, by=by)
    let_go(by=by, but=row.pk if row else None)
    shown = _numbers(request.POST.get("shown", ""))[:AT_ONCE]
    held = Claim.objects.held(timezone.now()).filter(comment__in=shown).exclude(by=by).select_related("by")
    return JsonResponse({"claims": {str(each.comment_id): sentence(each.by) for each in held}})


def token(request: HttpRequest) -> JsonResponse:
    """What lets a page of the desk outlive a login in another tab. Only a page of ours can read the answer."""
    return JsonResponse({"token": get_token(request)})


def sentence(person: Any) -> str:
    """What the others read."""
    return _("%(person)s is looking at this.") % {"person": person.get_full_name() or person.get_username()}


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",") if each.isascii() and each.isdecimal() and len(each) < 19]
