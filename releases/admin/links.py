"""The preview links of a release: who may see it without an account, who did, and one button to end it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releases import access, sharing, sharing_words
from releases.actions.share import share
from releases.actions.unshare import unshare
from releases.admin import link_list
from releases.admin.link_form import LinkForm, newest_link
from releases.admin.standing import situation
from releases.errors import BadMoment, Conflict, Refused
from releases.models import Edition, PreviewLink, Release
from releases.workflow import Stage, Verb, permits, require_stage


@dataclass(frozen=True, slots=True)
class Made:
    """A link as it is shown once: its address, which is stored nowhere, and a text to send with it."""

    link: PreviewLink
    address: str
    message: str
    language: str


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, admin_site: AdminSite) -> HttpResponse:
    """The list and the form. A link that was just made is shown in the answer itself, so that its secret is stored nowhere."""
    release, by = _for_sharing(request, pk)
    at = timezone.now()
    edition = release.editions.ahead(at).first()
    form = LinkForm(request.POST or None, release=release, edition=edition, at=at)
    made, status = None, 200
    if request.method == "POST":
        try:
            made = _make(form, release, by)
        except _NotFilledIn:
            status = 422
        except Refused as refused:
            form, status = _again(request, release, edition, at, refused), 409
    if made is not None:
        form = LinkForm(release=release, edition=edition, at=at)
    return TemplateResponse(
        request,
        "admin/releases/release/links.html",
        _context(request, admin_site, release, form, made),
        status=status,
    )


@require_POST
def revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """End one link at once, and go back to the list."""
    release, by = _for_sharing(request, pk)
    found = get_object_or_404(PreviewLink, pk=link, release=release)
    try:
        unshare(release=release, by=by, link=found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Revoked. The link for %(recipient)s shows nothing any more.") % vars(found))
    return HttpResponseRedirect(reverse("admin:releases_release_links", args=[release.pk]))


class _NotFilledIn(Exception):
    """The form has errors of its own."""


def _for_sharing(request: HttpRequest, pk: int) -> tuple[Release, User]:
    release, by = access.for_editing(request.user, pk), request.user
    if not isinstance(by, User) or not permits(Verb.SHARE, by.has_perm):
        raise PermissionDenied
    return release, by


def _make(form: LinkForm, release: Release, by: User) -> Made:
    if not form.is_valid():
        raise _NotFilledIn
    said = form.cleaned_data
    with transaction.atomic():
        # The action takes the same lock again; taken here first, a page that is sent twice makes one link.
        locked = Release.objects.select_for_update(no_key=True).get(pk=release.pk)
        if newest_link(locked) != said["made"]:
            raise Conflict(_("A link was made since you opened this page; it is in the list. Nothing was made now."))
        link, secret = share(
            release=locked,
            by=by,
            version=said["version"],
            recipient=said["recipient"],
            expires_at=said["expires_at"],
        )
    address = settings.SITE_URL + reverse("preview_link", kwargs={"secret": secret})
    snapshot = link.revision.snapshot
    with translation.override(snapshot.language):
        return Made(link, address, sharing_words.message(link, snapshot.headline, address), snapshot.language)


def _again(request: HttpRequest, release: Release, edition: Edition | None, at: datetime, refused: Refused) -> LinkForm:
    """The same form with what was typed and the reason, good for another try that knows of it."""
    posted = request.POST.copy()
    fresh = Release.objects.get(pk=release.pk)
    posted["version"], posted["made"] = str(fresh.version), str(newest_link(fresh))
    form = LinkForm(posted, release=fresh, edition=edition, at=at)
    form.is_valid()
    form.add_error("lasts" if isinstance(refused, BadMoment) else None, str(refused))
    return form


def _context(
    request: HttpRequest, admin_site: AdminSite, release: Release, form: LinkForm, made: Made | None
) -> dict[str, Any]:
    at = timezone.now()
    return {
        **admin_site.each_context(request),
        "title": _("Preview links"),
        "subtitle": None,
        "opts": Release._meta,
        "original": release,
        "now": situation(release, at),
        "form": form,
        "made": made,
        "barred": _barred(release, at),
        "links": link_list.rows(release, at),
        "list_limit": link_list.LINKS,
    }


def _barred(release: Release, at: datetime) -> str:
    """Why no link can be made now; nothing when one can."""
    try:
        require_stage(Verb.SHARE, Stage(release.stage), 0)
        sharing.text_to_share(release, at)
    except Refused as refused:
        return str(refused)
    return ""
