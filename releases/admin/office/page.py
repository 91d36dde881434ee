"""The page: one form, its preview, and the record of who changed what."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releases.actions.set_office import MAY_SET, set_office
from releases.admin.library import quota, uploading
from releases.admin.library.limits import image as limit
from releases.admin.office import changes, preview
from releases.admin.office.forms import LinkForms, OfficeForm, content_of, initial, initial_links
from releases.errors import Refused
from releases.media.errors import InvalidUpload
from releases.media.models import Image
from releases.media.upload import find_image, store_image
from releases.models import OfficeVersion
from releases.office_content import Logo, OfficeContent


@dataclass(slots=True)
class Sent:
    """What came with a request, or what stands when none did."""

    form: OfficeForm
    links: Any
    content: OfficeContent
    refusal: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether it can be saved, as far as forms can tell."""
        return self.form.is_valid() and self.links.is_valid() and not self._failing

    @property
    def _failing(self) -> bool:
        return any(not check.passes for check in self.content.palette.checks())


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, admin_site: AdminSite) -> HttpResponse:
    """The form; sent with ``_preview`` it shows how it would look, and saves otherwise. 422 where nothing could be saved."""
    if not request.user.has_perm("releases.view_officeversion"):
        raise PermissionDenied
    sent = _sent(request) if request.method == "POST" else _standing()
    looks_only = request.method != "POST" or "_preview" in request.POST
    if not looks_only and sent.is_valid and _is_saved(request, sent):
        messages.success(request, _("Saved. Every page shows it from now on."))
        return HttpResponseRedirect(reverse("admin:releases_officeversion_changelist"))
    context = {
        **admin_site.each_context(request),
        **preview.shown(sent.content),
        "title": _("How the office presents itself"),
        "opts": OfficeVersion._meta,
        "form": sent.form,
        "links": sent.links,
        "refusal": sent.refusal,
        "failing": not looks_only and not sent.is_valid and not sent.refusal,
        "may_change": request.user.has_perm(MAY_SET),
        "record": list(changes.record()),
    }
    return TemplateResponse(request, "admin/releases/office/page.html", context, status=200 if looks_only else 422)


@require_POST
def fragment(request: HttpRequest) -> HttpResponse:
    """The preview alone, for the script that asks while somebody types. Nothing is stored, no picture either."""
    if not request.user.has_perm(MAY_SET):
        raise PermissionDenied
    form, links = OfficeForm(request.POST), LinkForms(request.POST, prefix="links")
    form.is_valid()
    links.is_valid()
    content = _with_logo(content_of(form, links), form)
    return TemplateResponse(request, "admin/releases/office/_preview.html", preview.shown(content))


def _standing() -> Sent:
    version = OfficeVersion.objects.order_by("-number").first()
    content = version.said if version else OfficeContent()
    form = OfficeForm(initial=initial(content, version.number if version else 0))
    return Sent(form, LinkForms(initial=initial_links(content), prefix="links"), content)


def _sent(request: HttpRequest) -> Sent:
    if not request.user.has_perm(MAY_SET):
        raise PermissionDenied
    data = request.POST.copy()
    form = OfficeForm(data, request.FILES)
    links = LinkForms(data, prefix="links")
    form.is_valid()
    links.is_valid()
    if key := _take_logo(request, form):
        data["logo_key"] = form.cleaned_data["logo_key"] = key
    return Sent(form, links, _with_logo(content_of(form, links), form))


def _take_logo(request: HttpRequest, form: OfficeForm) -> str:
    """Store what was uploaded at once, and return its key: a form that comes back with an error cannot send it again."""
    if quota.refused(request):
        form.add_error("logo", uploading.too_large(limit()))
    file = form.cleaned_data.get("logo")
    if not file:
        return ""
    by: Any = request.user
    try:
        image = find_image(file) or store_image(file=file, by=by, words={"alt": _("Logo")})
    except InvalidUpload as error:
        form.add_error("logo", str(error))
        return ""
    return image.key


def _with_logo(content: OfficeContent, form: OfficeForm) -> OfficeContent:
    key = form.cleaned_data.get("logo_key", "")
    image = Image.objects.filter(key=key).first() if key and not form.cleaned_data.get("no_logo") else None
    if image is None:
        return content
    names = bool(form.cleaned_data.get("names_the_office"))
    return replace(content, logo=Logo(key=image.key, width=image.width, height=image.height, names_the_office=names))


def _is_saved(request: HttpRequest, sent: Sent) -> bool:
    by: Any = request.user
    try:
        set_office(content=sent.content, seen=sent.form.cleaned_data["seen"], by=by)
    except Refused as refused:
        sent.refusal = str(refused)
        return False
    return True
