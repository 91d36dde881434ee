"""Any two texts of one release, side by side; and the way back to one of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from releases import access
from releases.actions.restore import restore
from releases.admin import words
from releases.admin.preview import IMAGE_ROUTE
from releases.admin.standing import situation
from releases.admin.verb_forms import VerbForm, latest_event
from releases.difference.compare import compare, titles_needed
from releases.difference.model import Difference
from releases.errors import Conflict, Refused
from releases.models import Edition, Release, Revision
from releases.snapshot import Snapshot
from releases.workflow import Verb, permits, require_standing

OFFERED = 300
"""Revisions in a list to choose from; older ones are reached by their number in the address, and from the history."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: a revision, or the edition that was made of one."""

    key: str
    """As it stands in the address: ``r3`` or ``e2``."""
    label: str
    revision: Revision


def difference_of(before: Snapshot, after: Snapshot) -> Difference:
    """Two texts compared, with the releases that they name by their headlines."""
    titles = dict(Release.objects.filter(pk__in=titles_needed(before, after)).values_list("pk", "headline"))
    return compare(before, after, titles=titles)


def moved(release: Release, version: int | None) -> Difference | None:
    """What others saved since a person looked at this version; nothing when nobody did, or there is no such version."""
    if version is None or version == release.version:
        return None
    found = {row.number: row for row in release.revisions.filter(number__in=(version, release.version))}
    if len(found) < 2:
        return None
    return difference_of(found[version].snapshot, found[release.version].snapshot)


def moved_context(release: Release, version: int | None) -> dict[str, Any]:
    """What ``_moved.html`` shows."""
    return {
        "moved": moved(release, version),
        "moved_from": version,
        "moved_to": release.version,
        "moved_image_route": IMAGE_ROUTE,
    }


@require_safe
def page(request: HttpRequest, pk: int, admin_site: AdminSite) -> HttpResponse:
    """Two revisions or editions of a release; the last two unless the address says otherwise."""
    release = access.for_preview(request.user, pk)
    before, after = _chosen(release, request)
    by = request.user
    context = {
        **admin_site.each_context(request),
        "title": _("Compare"),
        "subtitle": release.headline,
        "opts": Release._meta,
        "original": release,
        "before": before,
        "after": after,
        "difference": difference_of(before.revision.snapshot, after.revision.snapshot),
        "image_route": IMAGE_ROUTE,
        "revisions": _offered(release, before, after),
        "revisions_left_out": max(release.version - OFFERED, 0),
        "editions": [_of_edition(edition) for edition in _editions(release)],
        "restorable": _restorable(release, by, before, after),
    }
    return TemplateResponse(request, "admin/releases/release/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def restore_page(request: HttpRequest, pk: int, number: int, admin_site: AdminSite) -> HttpResponse:
    """Say what restoring a revision would do, and on a second click do it."""
    release, by = access.for_editing(request.user, pk), request.user
    if not isinstance(by, User) or not permits(Verb.RESTORE, by.has_perm):
        raise PermissionDenied
    revision = get_object_or_404(release.revisions, number=number)
    now = situation(release, timezone.now())
    posted = request.POST if request.method == "POST" else None
    form = VerbForm(posted, release=release, standing=now.standing)
    refused: Refused | None = None
    looked_at: int | None = None
    if posted is not None:
        looked_at = form.cleaned_data["version"] if form.is_valid() else None
        try:
            return _restored(request, form, release, by, number)
        except Refused as refusal:
            # The page again, as it is now: whoever presses the button once more knows what happened.
            refused, release = refusal, Release.objects.get(pk=release.pk)
            now = situation(release, timezone.now())
            form = VerbForm(release=release, standing=now.standing)
    context = {
        **admin_site.each_context(request),
        **moved_context(release, looked_at),
        "title": _("Restore revision %(number)s") % {"number": number},
        "subtitle": release.headline,
        "opts": Release._meta,
        "original": release,
        "revision": _of_revision(revision),
        "form": form,
        "refused": refused,
        "barred": _barred(now.standing),
        "difference": difference_of(now.saved.snapshot, revision.snapshot),
        "image_route": IMAGE_ROUTE,
        "saved": _of_revision(now.saved),
    }
    status = 409 if refused else 200
    return TemplateResponse(request, "admin/releases/release/restore.html", context, status=status)


def _restored(request: HttpRequest, form: VerbForm, release: Release, by: User, number: int) -> HttpResponse:
    if not form.is_valid():
        raise Conflict(_("This page did not say which version you looked at. Nothing was restored. Look again."))
    with transaction.atomic():
        locked = Release.objects.select_for_update().get(pk=release.pk)
        if latest_event(locked) != form.cleaned_data["seen"] and locked.version == form.cleaned_data["version"]:
            raise Conflict(_("Something happened to this release meanwhile. Nothing was restored. Look again."))
        saved = restore(release=locked, by=by, version=form.cleaned_data["version"], number=number)
    told = _("Revision %(number)s is the working copy again, as revision %(new)s. Readers see nothing of it.")
    messages.success(request, told % {"number": number, "new": saved.version})
    return HttpResponseRedirect(reverse("admin:releases_release_change", args=[release.pk]))


def _restorable(release: Release, by: Any, before: Side, after: Side) -> list[int]:
    """The numbers of the revisions on the page that are not the working copy anyway, if this person may restore one."""
    if not isinstance(by, User) or not permits(Verb.RESTORE, by.has_perm):
        return []
    return sorted({before.revision.number, after.revision.number} - {release.version})


def _barred(standing: Any) -> str:
    try:
        require_standing(Verb.RESTORE, standing)
    except Refused as refusal:
        return str(refusal)
    return ""


def _chosen(release: Release, request: HttpRequest) -> tuple[Side, Side]:
    """The two sides that the address names. Raises ``Http404`` for what there is not."""
    last = release.version
    asked_before = request.GET.get("from") or f"r{max(last - 1, 1)}"
    asked_after = request.GET.get("to") or f"r{last}"
    return _side(release, asked_before), _side(release, asked_after)


def _side(release: Release, key: str) -> Side:
    sort, number = key[:1], key[1:]
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Http404
    if sort == "r":
        return _of_revision(get_object_or_404(release.revisions, number=int(number)))
    if sort == "e":
        return _of_edition(get_object_or_404(_editions(release).select_related("revision"), number=int(number)))
    raise Http404


def _revisions(release: Release) -> QuerySet[Revision]:
    return release.revisions.order_by("-number").defer("content")


def _offered(release: Release, before: Side, after: Side) -> list[Side]:
    """The newest revisions to choose from, and those that are shown, however old."""
    offered = [_of_revision(revision) for revision in _revisions(release)[:OFFERED]]
    keys = {side.key for side in offered}
    return offered + [side for side in (after, before) if side.key.startswith("r") and side.key not in keys]


def _editions(release: Release) -> QuerySet[Edition]:
    """Those that have a number: not the ones that were taken back before their moment."""
    found = release.editions.filter(number__isnull=False).select_related("revision")
    return found.order_by("-number").defer("article_html", "revision__content")


def _of_revision(revision: Revision) -> Side:
    label = _("Revision %(number)s · %(person)s · %(time)s") % {
        "number": revision.number,
        "person": revision.created_by_name,
        "time": words.short(revision.created_at),
    }
    return Side(f"r{revision.number}", label, revision)


def _of_edition(edition: Edition) -> Side:
    shown = {
        "number": edition.number,
        "change": edition.get_change_display(),
        "since": words.short(edition.visible_from),
        "until": words.short(edition.visible_until) if edition.visible_until else "",
    }
    pattern = (
        _("Edition %(number)s · %(change)s · from %(since)s until %(until)s")
        if edition.visible_until
        else _("Edition %(number)s · %(change)s · since %(since)s")
    )
    return Side(f"e{edition.number}", pattern % shown, edition.revision)
