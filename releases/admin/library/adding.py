"""The page that adds several files at once, which works without script too. With script its form sends them one by one."""

from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releases.admin.library import quota, uploading
from releases.admin.library.shelves import Shelf
from releases.admin.library.taking import Taken


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, admin_site: AdminSite, shelf: Shelf) -> HttpResponse:
    """The form; after it was sent, how it went with each file. 422 when nothing at all was stored."""
    if not shelf.may("add", request):
        raise PermissionDenied
    results = take_all(request, shelf) if request.method == "POST" else []
    refused = request.method == "POST" and not any(taken.row for taken in results)
    return TemplateResponse(
        request,
        "admin/media/add.html",
        {
            **admin_site.each_context(request),
            "title": _("Add images") if shelf.name == "picture" else _("Add files"),
            "subtitle": None,
            "opts": shelf.model._meta,
            "shelf": shelf,
            "results": results,
            "nothing": refused and not results,
        },
        status=422 if refused else 200,
    )


def take_all(request: HttpRequest, shelf: Shelf) -> list[Taken]:
    """Every file that was sent, each for itself; those that were dropped on arrival as well."""
    by: Any = request.user
    taken = [shelf.take(upload, by, None) for upload in request.FILES.getlist("file")]
    return [*taken, *(Taken(name, error=uploading.too_large(shelf.limit())) for name in quota.refused(request))]
