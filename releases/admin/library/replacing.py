"""Replacing a picture or a file: a new version of the same thing. Whatever uses an older one goes on using it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from releases.admin.library import page, saving, uploading
from releases.admin.library.shelves import Shelf
from releases.admin.library.taking import Taken

VERSION = gettext_noop("version")
"""As Django's log has it, which translates when it shows."""


@require_POST
def replace(request: HttpRequest, pk: int, admin_site: AdminSite, shelf: Shelf) -> HttpResponse:
    """Take the new version and go back to the page; 422 with the reason where it cannot be taken."""
    if not shelf.may("change", request):
        raise PermissionDenied
    row: Any = get_object_or_404(shelf.model, pk=pk)
    upload = request.FILES.get("file")
    by: Any = request.user
    taken = shelf.take(upload, by, row) if upload else Taken("", error=uploading.missing(request, shelf.limit()))
    if taken.error or taken.duplicate:
        error = taken.error or _known(taken, row, shelf)
        form = shelf.form(instance=row)
        return page.show(request, admin_site, shelf, form, may_change=True, status=422, refusal=error)
    number = taken.version.number
    saving.log(row, by, [{"added": {"name": VERSION, "object": str(number)}}])
    messages.success(
        request,
        _(
            "Version %(number)s is in use from now on. What is published, and what uses an older version, stays as it is."
        )
        % {"number": number},
    )
    return HttpResponseRedirect(shelf.address("change", pk))


def _known(taken: Taken, row: Any, shelf: Shelf) -> str:
    if taken.row.pk == row.pk:
        return _("This is the version in use: nothing was changed.")
    return format_html(
        '{} <a href="{}">{}</a>', _("This is already in the library:"), shelf.address("change", taken.row.pk), taken.row
    )
