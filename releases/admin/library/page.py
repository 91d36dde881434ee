"""The page of one picture or file: its words, its versions, and where it is used."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releases.admin.library import saving, usage
from releases.admin.library.forms import Words
from releases.admin.library.shelves import Shelf

VERSIONS = 50
"""Versions listed; all are kept."""


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, admin_site: AdminSite, shelf: Shelf) -> HttpResponse:
    """Show it; with what was typed, save it. 409 when somebody else saved other words meanwhile: these stay in the form."""
    if not shelf.may("view", request) and not shelf.may("change", request):
        raise PermissionDenied
    row: Any = get_object_or_404(shelf.model, pk=pk)
    may_change = shelf.may("change", request)
    if request.method != "POST":
        return show(request, admin_site, shelf, shelf.form(instance=row), may_change=may_change)
    if not may_change:
        raise PermissionDenied
    form = shelf.form(request.POST, instance=row)
    if not form.is_valid():
        return show(request, admin_site, shelf, form, may_change=True, status=422)
    if not saving.save(form, request.user):  # type: ignore[arg-type]
        return _clashed(request, admin_site, shelf, pk)
    messages.success(request, _("Saved. Releases keep the words that they have: these are for where it is used next."))
    return HttpResponseRedirect(shelf.address("change", pk))


def _clashed(request: HttpRequest, admin_site: AdminSite, shelf: Shelf, pk: int) -> HttpResponse:
    """The form once more with what was typed, good for another try that knows of what was saved meanwhile."""
    row: Any = shelf.model._default_manager.get(pk=pk)
    fresh = shelf.form(instance=row)
    posted = request.POST.copy()
    posted["seen"] = fresh.initial["seen"]
    form = shelf.form(posted, instance=shelf.model._default_manager.get(pk=pk))
    form.is_valid()
    saved = [
        (form.fields[name].label, _shown(value))
        for name, value in fresh.stored.items()
        if value != form.cleaned_data.get(name)
    ]
    return show(request, admin_site, shelf, form, may_change=True, status=409, saved=saved)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value != "" else _("(empty)")


def _title(row: Any, latest: Any) -> str:
    """A picture of which nothing was said yet is known by what its uploader called it."""
    named = row.title if hasattr(row, "title") else row.alt or row.caption or latest.original_name
    return str(named or row)


def show(
    request: HttpRequest,
    admin_site: AdminSite,
    shelf: Shelf,
    form: Words,
    *,
    may_change: bool,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page around a form. What it says of the row is what is stored, not what was typed."""
    row: Any = shelf.model._default_manager.select_related("created_by").get(pk=form.instance.pk)
    versions = list(row.versions.select_related("uploaded_by").order_by("-number")[:VERSIONS])
    uses = shelf.uses(row, timezone.now())
    latest = versions[0]
    if not may_change:
        for field in form.fields.values():
            field.disabled = True
    return TemplateResponse(
        request,
        f"admin/media/{shelf.name}.html",
        {
            **admin_site.each_context(request),
            "title": _title(row, latest),
            "subtitle": None,
            "opts": shelf.model._meta,
            "shelf": shelf,
            "row": row,
            "form": form,
            "may_change": may_change,
            "latest": latest,
            "versions": versions,
            "uses": uses,
            "behind": [use for use in uses if use.is_behind(latest.number)],
            "most_uses": usage.MOST,
            "most_versions": VERSIONS,
            **more,
        },
        status=status,
    )
