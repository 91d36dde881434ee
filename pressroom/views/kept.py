"""The page after a login that brought words along: what they are, whose name they get, and one button."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pressroom import relogin
from pressroom.field_names import name_of, value_of
from releases.models import Release


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
        "headline": _headline(found.path, request.user),
        "written": [(name_of(name), value_of(name, value)) for name, value in found.written],
    }
    return TemplateResponse(request, "admin/kept.html", page)


def _headline(path: str, user: AbstractBaseUser | AnonymousUser) -> str:
    """The release that it was meant for, for those who may know of it."""
    aim = resolve(urlsplit(path).path)
    number = str(aim.kwargs.get("object_id", aim.kwargs.get("pk", "")))
    about_a_release = (aim.url_name or "").startswith("releases_release_") and number.isdecimal()
    if not about_a_release or not isinstance(user, User) or not user.has_perm("releases.view_release"):
        return ""
    return Release.objects.filter(pk=number).values_list("headline", flat=True).first() or ""
