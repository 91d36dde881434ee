"""The pages: the list, a new announcement, and one announcement with the forms that change it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from releases.actions.announce import announce
from releases.actions.announcements import MAY_ANNOUNCE, MAY_CHANGE
from releases.actions.cancel_announcement import cancel_announcement
from releases.actions.confirm_announcement import confirm_announcement
from releases.actions.move_announcement import move_announcement
from releases.actions.reword_announcement import reword_announcement
from releases.admin.announcements.forms import (
    AnnounceForm,
    CancelForm,
    ConfirmForm,
    MoveForm,
    RewordForm,
    initial_of,
)
from releases.admin.announcements.shown import as_readers_see, moments_of, preview, rows, warning
from releases.errors import Refused
from releases.models import Announcement, AnnouncementStatus, AnnouncementVersion, Precision

VIEW = "releases.view_announcement"


@require_safe
def every(request: HttpRequest, admin_site: AdminSite) -> HttpResponse:
    """All announcements, with a warning where one differs from the schedule."""
    _require(request, VIEW)
    context = {
        **_context(request, admin_site, _("Announced releases")),
        "rows": rows(timezone.now()),
        "may_announce": request.user.has_perm(MAY_ANNOUNCE),
    }
    return TemplateResponse(request, "admin/releases/announcements/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, admin_site: AdminSite) -> HttpResponse:
    """A new announcement: looked at first, then made public. 422 where nothing could be done."""
    _require(request, MAY_ANNOUNCE)
    form = AnnounceForm(request.POST or None)
    shown, refusal = [], ""
    if form.is_bound and form.is_valid():
        if "_announce" in request.POST:
            refusal = _attempt(request, lambda by: _announced(form, by), _("Readers see it from now on."))
            if not refusal:
                return HttpResponseRedirect(reverse("admin:releases_announcement_changelist"))
        else:
            shown = preview(form.cleaned_data, form.words, timezone.now())
    context = {
        **_context(request, admin_site, _("Announce a release")),
        "form": form,
        "shown": shown,
        "refusal": refusal,
    }
    status = 422 if refusal or (form.is_bound and not form.is_valid()) else 200
    return TemplateResponse(request, "admin/releases/announcements/add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int, admin_site: AdminSite) -> HttpResponse:
    """One announcement: as readers see it, what was said before, and the forms. 422 where nothing could be done."""
    _require(request, VIEW)
    announcement = get_object_or_404(Announcement, pk=pk)
    versions = list(announcement.versions.select_related("release").order_by("-number"))
    latest = versions[0]
    act, forms_of, refusal = request.POST.get("act", ""), _forms(latest), ""
    if request.method == "POST" and act in ACTS:
        _require(request, MAY_CHANGE)
        form = forms_of[act] = _bound(act, latest, request)
        if form.is_valid():
            refusal = _attempt(
                request, lambda by: ACTS[act](announcement, form, by), _("Saved. Readers see it from now on.")
            )
            if not refusal:
                return HttpResponseRedirect(reverse("admin:releases_announcement_change", args=[pk]))
    at = timezone.now()
    context = {
        **_context(request, admin_site, _("Announced release")),
        "version": latest,
        "versions": versions,
        "shown": as_readers_see(latest, at),
        "warning": warning(latest, moments_of([latest], at), at),
        "forms": forms_of,
        "refusal": refusal,
        "may_change": request.user.has_perm(MAY_CHANGE) and latest.status != AnnouncementStatus.CANCELLED,
        "is_confirmed": latest.status == AnnouncementStatus.CONFIRMED,
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/releases/announcements/one.html", context, status=status)


def _forms(latest: AnnouncementVersion) -> dict[str, Any]:
    return {act: _form(act, latest, None) for act in ACTS}


def _bound(act: str, latest: AnnouncementVersion, request: HttpRequest) -> Any:
    return _form(act, latest, request.POST)


def _form(act: str, latest: AnnouncementVersion, data: Any) -> Any:
    known: dict[str, Any] = {"initial": initial_of(latest), "prefix": act}
    if act == "reword":
        return RewordForm(data, linked=latest.release, **known)
    if act == "confirm":
        return ConfirmForm(data, **known)
    kind = MoveForm if act == "move" else CancelForm
    return kind(data, languages=list(latest.words), **known)


def _announced(form: AnnounceForm, by: Any) -> None:
    said = form.cleaned_data
    announce(
        words=form.words,
        kind=said["kind"],
        planned=said["planned"],
        precision=Precision(said["precision"]),
        confirmed=said["confirmed"],
        release=form.linked,
        by=by,
    )


def _reword(announcement: Announcement, form: Any, by: Any) -> None:
    said = form.cleaned_data
    reword_announcement(
        announcement=announcement,
        version=said["version"],
        words=form.words,
        kind=said["kind"],
        release=form.linked,
        by=by,
    )


def _confirm(announcement: Announcement, form: Any, by: Any) -> None:
    said = form.cleaned_data
    confirm_announcement(announcement=announcement, version=said["version"], planned=said["planned"], by=by)


def _move(announcement: Announcement, form: Any, by: Any) -> None:
    said = form.cleaned_data
    move_announcement(
        announcement=announcement,
        version=said["version"],
        planned=said["planned"],
        precision=Precision(said["precision"]),
        reason=form.reasons,
        by=by,
    )


def _cancel(announcement: Announcement, form: Any, by: Any) -> None:
    cancel_announcement(announcement=announcement, version=form.cleaned_data["version"], reason=form.reasons, by=by)


ACTS: dict[str, Callable[[Announcement, forms.Form, Any], None]] = {
    "reword": _reword,
    "confirm": _confirm,
    "move": _move,
    "cancel": _cancel,
}


def _attempt(request: HttpRequest, act: Callable[[Any], None], done: str) -> str:
    """Carry it out, or say why not."""
    try:
        act(request.user)
    except Refused as refused:
        return str(refused)
    messages.success(request, done)
    return ""


def _context(request: HttpRequest, admin_site: AdminSite, title: str) -> dict[str, Any]:
    return {**admin_site.each_context(request), "title": title, "opts": Announcement._meta}


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied
