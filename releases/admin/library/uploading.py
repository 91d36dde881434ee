"""Where uploads arrive: one at a time from a script, as JSON."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from releases.admin.library import limits, picking, quota, taking


@require_POST
def picture(request: HttpRequest) -> JsonResponse:
    """201 with the picture, 200 with the one that was there before, or 422 with the reason."""
    return _answer(request, "picture", limits.image(), taking.picture, picking.describe_picture)


@require_POST
def document(request: HttpRequest) -> JsonResponse:
    """As ``picture``."""
    return _answer(request, "document", limits.document(), taking.document, picking.describe_document)


def _answer(
    request: HttpRequest,
    what: str,
    limit: int,
    take: Callable[[taking.Upload, Any, Any], taking.Taken],
    describe: Callable[[Any, Any], dict[str, Any]],
) -> JsonResponse:
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": missing(request, limit)}, status=422)
    taken = take(upload, request.user, None)
    if taken.error:
        return JsonResponse({"error": taken.error}, status=422)
    described = {what: describe(taken.row, taken.version), "duplicate": taken.duplicate}
    return JsonResponse(described, status=200 if taken.duplicate else 201)


def missing(request: HttpRequest, limit: int) -> str:
    """Why there is no file in this request."""
    return too_large(limit) if quota.refused(request) else _("No file arrived. Choose one and try again.")


def too_large(limit: int) -> str:
    """What to say of a file that was dropped."""
    return _("It is larger than %(size)s. Save it smaller and try again.") % {"size": filesizeformat(limit)}
