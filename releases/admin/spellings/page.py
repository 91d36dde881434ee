"""The page: suggestions, a form for two tags, what merging them would change, and what was merged so far."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from taggit.models import Tag

from releases.actions.merge_tags import MAY_MERGE, merge_tags
from releases.actions.separate_tags import MAY_SEPARATE, separate_tags
from releases.admin.spellings.shown import effect, likely
from releases.errors import Refused
from releases.models import MergedTag, TagEvent

LOG = 50
"""Acts that the page shows; all are kept."""


class TagNameField(forms.CharField):
    """A tag by its name, whatever its capitals, or by the last part of its address."""

    def clean(self, value: Any) -> Tag:
        """The tag that stands for itself. Raises ``ValidationError`` where there is none."""
        name = " ".join(super().clean(value).split())
        found = Tag.objects.filter(name__iexact=name).first() or Tag.objects.filter(slug=name).first()
        if found is None:
            raise ValidationError(_("There is no tag “%(name)s”.") % {"name": name})
        return found


class MergeForm(forms.Form):
    """Which tag is to stand for which."""

    old = TagNameField(label=gettext_lazy("This spelling"), max_length=100)
    into = TagNameField(label=gettext_lazy("becomes"), max_length=100)

    def clean(self) -> dict[str, Any]:
        """A tag and itself are one already."""
        cleaned = self.cleaned_data
        if cleaned.get("old") and cleaned.get("old") == cleaned.get("into"):
            raise ValidationError(_("A tag cannot be merged into itself."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, admin_site: AdminSite) -> HttpResponse:
    """Look at what a merging would change, and carry it out only from there. 422 where nothing could be done."""
    if not request.user.has_perm("releases.view_mergedtag"):
        raise PermissionDenied
    form, seen, refusal = MergeForm(), None, ""
    if request.method == "POST":
        if not request.user.has_perm(MAY_MERGE):
            raise PermissionDenied
        form = MergeForm(request.POST)
        if form.is_valid():
            old, into = form.cleaned_data["old"], form.cleaned_data["into"]
            if "_merge" in request.POST:
                refusal = _merged(request, old, into)
                if not refusal:
                    return _back()
            else:
                seen = effect(old, into, timezone.now())
    context = {
        **admin_site.each_context(request),
        "title": _("Merged spellings"),
        "opts": MergedTag._meta,
        "form": form,
        "effect": seen,
        "refusal": refusal,
        "may_merge": request.user.has_perm(MAY_MERGE),
        "may_separate": request.user.has_perm(MAY_SEPARATE),
        "likely": likely(),
        "merged": MergedTag.objects.select_related("old", "into", "survivor"),
        "log": TagEvent.objects.all()[:LOG],
    }
    status = 422 if refusal or (form.is_bound and not form.is_valid()) else 200
    return TemplateResponse(request, "admin/releases/spellings/page.html", context, status=status)


@require_POST
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one merging back."""
    merge = get_object_or_404(MergedTag.objects.select_related("old", "into"), pk=pk)
    by: Any = request.user
    try:
        separate_tags(merge=merge, by=by)
        messages.success(request, _("“%(name)s” is a tag of its own again.") % {"name": merge.old.name})
    except Refused as refused:
        messages.error(request, str(refused))
    return _back()


def _merged(request: HttpRequest, old: Tag, into: Tag) -> str:
    by: Any = request.user
    try:
        merge_tags(old=old, into=into, by=by)
    except Refused as refused:
        return str(refused)
    messages.success(request, _("“%(old)s” is “%(into)s” from now on.") % {"old": old.name, "into": into.name})
    return ""


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:releases_mergedtag_changelist"))
