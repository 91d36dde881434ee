"""The way to what scripts ask of the library: answers are JSON, a refusal included.

Django's own guard would send a script to the login page, which no script can show to anybody.
"""

from collections.abc import Callable
from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from releases.admin.library.quota import Quota

View = Callable[[HttpRequest], HttpResponse]


def asked(site: AdminSite, permission: str, view: View) -> View:
    """A view that a script asks, for whoever has the permission. Its answers are kept nowhere."""

    def guarded(request: HttpRequest) -> HttpResponse:
        response = refusal(site, request, permission) or view(request)
        add_never_cache_headers(response)
        return response

    return update_wrapper(guarded, view)


def sent(site: AdminSite, permission: str, limit: Callable[[], int], view: View) -> View:
    """As ``asked``, for a view to which a file is sent: one that is too large never reaches the disk.

    Whoever may not send anything is refused before a byte of it is read. The token is checked after the quota is set,
    because reading the token reads the file.
    """

    def guarded(request: HttpRequest) -> HttpResponse:
        response: HttpResponse | None = refusal(site, request, permission)
        if response is None:
            request.upload_handlers.insert(0, Quota(request, limit()))
            response = csrf_protect(view)(request)
        add_never_cache_headers(response)
        return response

    return csrf_exempt(update_wrapper(guarded, view))


def refusal(site: AdminSite, request: HttpRequest, permission: str) -> JsonResponse | None:
    """403 with the reason, or nothing for somebody who may."""
    if not site.has_permission(request):
        reason = _("You are logged out. Log in on another page, then try again here.")
    elif not request.user.has_perm(permission):
        reason = _("Your role does not include this.")
    else:
        return None
    return JsonResponse({"error": reason}, status=403)
