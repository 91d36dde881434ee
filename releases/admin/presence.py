"""Presence in the form of a release: the lines that it shows, and the two addresses that its script asks and tells."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from releases import access, presence
from releases.actions.common import name_of
from releases.admin.saving import version_in
from releases.models import Release

_JUST_SAVED = "release_just_saved"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and a key that stays while it says the same: minutes that pass are not news."""

    key: str
    text: str


def opened(request: HttpRequest, release: Release | None) -> dict[str, Any]:
    """For the form's template, when somebody who may save opens it. Two queries; the person is recorded with the second.

    Not recorded is who comes back to the form by having just saved it: nothing of theirs is unsaved until they type again,
    which the script tells. An attempt to save that failed leaves the record as it was. A new release has no company.
    """
    if release is None:
        return {"lines": [], "opened_at": ""}
    at, user = timezone.now(), _person(request)
    company = presence.look(release, user, at, sweep=True)
    since = company.mine
    just_saved = request.session.pop(_JUST_SAVED, None) == release.pk if request.method == "GET" else False
    if not just_saved and (request.method == "GET" or since is None):
        presence.arrive(release, user, at)
        since = at
    return {"lines": _who(company, at), "opened_at": since.isoformat() if since else ""}


def saved(request: HttpRequest, release: Release, *, stays: bool) -> None:
    """Somebody saved: take them off, in the same transaction. Who stays with the form is not recorded by coming back to it."""
    presence.done(release, _person(request))
    if stays:
        request.session[_JUST_SAVED] = release.pk


@require_safe
def ask(request: HttpRequest, pk: int) -> JsonResponse:
    """What the form's script asks again and again: who is here, who saved meanwhile, and is my token still good?

    The token lets a form outlive a login in another tab. Only a page of ours can read the answer (same origin, and no
    ``Access-Control-Allow-Origin``), and every page of ours holds one anyway.
    """
    release, user, at = access.for_editing(request.user, pk), _person(request), timezone.now()
    company = presence.look(release, user, at)
    lines = [*_moved_on(release, user, version_in(request.GET.get("version", ""))), *_who(company, at)]
    return JsonResponse(
        {
            "lines": [{"key": line.key, "text": line.text} for line in lines],
            "opened_at": company.mine.isoformat() if company.mine else "",
            "token": get_token(request),
        }
    )


@require_POST
def tell(request: HttpRequest, pk: int, what: Literal["arrive", "leave"]) -> HttpResponse:
    """What the form's script tells: that somebody writes again, or that the page was left."""
    release, user = access.for_editing(request.user, pk), _person(request)
    if what == "arrive":
        at = timezone.now()
        presence.arrive(release, user, at)
        return JsonResponse({"opened_at": at.isoformat()})
    if opened_at := _moment(request.POST.get("opened_at", "")):
        presence.leave(release, user, opened_at)
    return HttpResponse(status=204)


def addresses(guard: Callable[[Any], Any]) -> list[URLPattern]:
    """For the admin of releases."""
    return [
        path("<int:pk>/presence/", guard(ask), name="releases_release_presence"),
        path("<int:pk>/presence/arrive/", guard(tell), {"what": "arrive"}, name="releases_release_arrive"),
        path("<int:pk>/presence/leave/", guard(tell), {"what": "leave"}, name="releases_release_leave"),
    ]


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def _who(company: presence.Company, at: datetime) -> list[Line]:
    return [
        Line(f"{present.who.pk}-{present.opened_at.timestamp()}", _since(present, at)) for present in company.others
    ]


def _since(present: presence.Present, at: datetime) -> str:
    minutes = int((at - present.opened_at).total_seconds() // 60)
    person = name_of(present.who)
    if minutes < 1:
        return _("%(person)s has just opened this, and has not saved.") % {"person": person}
    return ngettext(
        "%(person)s opened this %(minutes)s minute ago, and has not saved.",
        "%(person)s opened this %(minutes)s minutes ago, and has not saved.",
        minutes,
    ) % {"person": person, "minutes": minutes}


def _moved_on(release: Release, user: User, version: int | None) -> list[Line]:
    if version is None or version >= release.version:
        return []
    said = {
        "number": release.version,
        "time": timezone.localtime(release.updated_at).strftime("%H:%M"),
        "person": name_of(release.updated_by) if release.updated_by else _("Somebody"),
    }
    if release.updated_by_id == user.pk:
        text = _("You saved revision %(number)s at %(time)s in another window. Saving here will show you both texts.")
    else:
        text = _("%(person)s saved revision %(number)s at %(time)s. Saving now will show you both texts.")
    return [Line(f"saved-{release.version}", text % said)]
