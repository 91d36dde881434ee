"""The page after a login that brought words along: what they are, whose name they get, and one button."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pressroom import relogin


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest, admin_site: AdminSite) -> HttpResponse:
    """Show what waits. Its form goes to the address that it was meant for; a POST to this page throws it away."""
    if request.method == "POST":
        relogin.forget(request)
        messages.success(request, _("Thrown away."))
        return HttpResponseRedirect(reverse("admin:index"))
    found = relogin.waiting(request)
    if found is None:
        return HttpResponseRedirect(reverse("admin:index"))
    page = {
        **admin_site.each_context(request),
        "title": _("You are logged in again; nothing was lost"),
        "subtitle": None,
        "kept": found,
    }
    return TemplateResponse(request, "admin/kept.html", page)
