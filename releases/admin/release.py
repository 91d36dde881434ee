"""The release in Django's admin: list, form, record, and the addresses of everything that can be done to one."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import partition
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset.media import Media

from releases.admin import (
    bar,
    compare,
    conflict,
    destinations,
    keeping,
    links,
    listing,
    locked,
    notes,
    pairs,
    parts,
    presence,
    preview,
    record,
    saving,
    standing,
    tags,
    uploads,
    verbs,
)
from releases.admin.list_page import ListPage
from releases.admin.relations import PlainRelations
from releases.errors import Refused
from releases.forms import ReleaseForm
from releases.formsets import PartFormSet
from releases.models import Release

SCRIPTS = ("choices", "copy", "count", "keep", "parts", "presence", "stored", "tags", "unsaved")
"""One ES module a behaviour; every one of them can be missing."""
STYLES = ("css/admin-release.css", "css/admin-timeline.css", "css/admin-together.css", "css/difference.css")


@admin.register(Release)
class ReleaseAdmin(locked.ReadWhileLocked, PlainRelations, ListPage, admin.ModelAdmin[Release]):
    """Everything staff do to a release begins here; everything that changes one is a function in ``releases.actions``."""

    form = ReleaseForm
    inlines = parts.ALL
    autocomplete_fields = ("translation_of",)
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})},
        models.URLField: {"assume_scheme": "https", "widget": forms.URLInput(attrs={"class": "vURLField"})},
    }
    fieldsets = (
        (None, {"fields": ("kind", "headline", "slug", "summary", "dateline", "body")}),
        (
            gettext_lazy("Lead image"),
            {
                "fields": (
                    "lead_image",
                    "lead_image_alt",
                    "lead_image_decorative",
                    "lead_image_caption",
                    ("lead_image_credit", "lead_image_licence"),
                )
            },
        ),
        (gettext_lazy("Tags and source"), {"fields": ("tags", ("source_name", "source_url"))}),
        (gettext_lazy("Language"), {"fields": ("language", "translation_of")}),
    )
    change_form_template = "admin/releases/release/change_form.html"
    save_on_top = False
    view_on_site = False

    # What may be done

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Nobody: nothing is lost, and what readers saw can be shown again."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> tuple[str, ...]:
        """Once an edition is scheduled or public, its address is promised."""
        settled = ("slug", "language", "language_shown") if obj and listing.is_settled(obj) else ()
        return (*settled, "body_shown")

    def get_fieldsets(self, request: HttpRequest, obj: Release | None = None) -> Any:
        """A language that is settled is shown by its name, and a body that is locked as its text."""
        found = [*self.fieldsets]
        if "language_shown" in self.get_readonly_fields(request, obj):
            found[-1] = (self.fieldsets[-1][0], {"fields": ("language_shown", "translation_of")})
        return locked.with_text(found) if obj and not self.has_change_permission(request, obj) else found

    def get_prepopulated_fields(self, request: HttpRequest, obj: Release | None = None) -> dict[str, Any]:
        """The address of a new release follows its headline until somebody types another."""
        return {} if obj else {"slug": ["headline"]}

    # The list

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Release]:
        """With what the list shows; the form asks for one row and pays the same."""
        return listing.rows(Release.objects.all(), timezone.now()).order_by(*self.ordering)

    # The form

    def get_form(self, request: HttpRequest, obj: Release | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form's class, knowing how this request's attempt to save went."""
        attempt = saving.attempt_of(request)
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("ReleaseForm", (form,), {"refusal": attempt.refusal, "upload_errors": attempt.upload_errors})

    def get_formset_kwargs(self, request: HttpRequest, obj: Release, inline: Any, prefix: str) -> dict[str, Any]:
        """Rows that exist are shown as initial data: see ``releases.formsets``."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and self._may_save(request, obj if obj.pk else None):
            # A new release's rows have nothing to be read from.
            rows = parts.saved_rows(inline.model, obj) if obj.pk else []
            kwargs |= {"initial": rows, "queryset": inline.model.objects.none()}
        return kwargs

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django's own flow around one call of ``save_draft``; whatever that refuses comes back with everything typed."""
        show = super().changeform_view
        if request.method != "POST" or not self._may_save(request, None if object_id is None else Release()):
            return show(request, object_id, form_url, extra_context)
        attempt, seen = saving.attempt_of(request), request.POST.get("version", "")
        attempt.upload_errors = uploads.take_in(request, request.user)  # type: ignore[arg-type]
        saving.look_for_conflict(attempt, object_id, seen)
        try:
            response = show(request, object_id, form_url, extra_context)
        except Refused as refusal:
            # Nothing was written; the second pass finds the refusal in the form and shows it with what was typed.
            saving.refuse(attempt, refusal, saving.version_in(seen))
            response = show(request, object_id, form_url, extra_context)
        if attempt.refusal is not None:
            response.status_code = 409
        return response

    def _may_save(self, request: HttpRequest, obj: Release | None) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: Release, form: Any, change: bool) -> None:
        """Nothing yet: the parts are needed too."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write the working copy and its revision, in one call."""
        since = saving.version_in(request.POST.get("began", "")) if "keep_theirs" in request.POST else None
        saving.save(form, formsets, request.user, change=change, keep_since=since)  # type: ignore[arg-type]

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """For Django's own log; the record is the revision."""
        _unchanged, changed = partition(PartFormSet.has_changed, formsets)
        names = [*form.changed_data, *(str(formset.model._meta.verbose_name_plural) for formset in changed)]
        return [{"added": {}}] if add else [{"changed": {"fields": names}}]

    def response_add(self, request: HttpRequest, obj: Release, post_url_continue: str | None = None) -> HttpResponse:
        """After the first save, stay with the release, unless another page waits for it in a window of its own."""
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Release) -> HttpResponse:
        """As after the first save."""
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, obj: Release) -> HttpResponse:
        saved = _("Saved as revision %(number)s. Readers see nothing of it until it is published.")
        messages.success(request, saved % {"number": obj.version})
        address = reverse("admin:releases_release_change", args=[obj.pk])
        if "_preview" in request.POST:
            address = reverse("admin:releases_release_preview", args=[obj.pk])
        elif "_close" in request.POST:
            address = reverse("admin:releases_release_changelist")
        presence.saved(request, obj, stays=not {"_preview", "_close"} & request.POST.keys())
        response = HttpResponseRedirect(address)
        keeping.tell_saved(request, response)
        return response

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Add the bar, and the nonce without which the policy would refuse the editor's import map."""
        scripts = [forms.Script(f"js/admin/{name}.js", type="module") for name in SCRIPTS]
        media = context["media"] + Media(css={"all": STYLES}, js=scripts, importmap=keeping.IMPORTS)
        context["media"] = Media.from_media(media, nonce=request.csp_nonce)  # type: ignore[attr-defined]
        context["attempt"] = attempt = saving.attempt_of(request)
        if attempt.refusal is not None:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["clash"] = conflict.clash_of(attempt, context["adminform"].form, formsets)
        release = kwargs.get("obj")
        if release is not None:
            now = standing.situation(release, timezone.now())
            context["now"], context["bar"] = now, bar.bar(now, request.user)  # type: ignore[arg-type]
        if not context["is_popup"] and self._may_save(request, release):
            context["together"] = presence.opened(request, release)
        return super().render_change_form(request, context, *args, **kwargs)

    # The record

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Everything that happened, in place of Django's log of form submissions. It is read, and nothing else."""
        release = self.get_object(request, unquote(object_id))
        if release is None:
            redirect: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
            return redirect
        if not self.has_view_or_change_permission(request, release):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return record.page(request, release, self.admin_site, notes.NoteForm())

    # Addresses

    def get_urls(self) -> list[URLPattern]:
        """Django's own, after ours: theirs end in one that takes every path."""
        guard = self.admin_site.admin_view
        ours = [
            path("tags/", guard(tags.suggest), name="releases_release_tags"),
            path("public/", guard(destinations.suggest), name="releases_release_destinations"),
            path("images/<key:key>/<str:spec>", guard(preview.image), name="releases_release_image"),
            path("files/<key:key>/<str:name>", guard(preview.file), name="releases_release_file"),
            path("<int:pk>/preview/", guard(preview.page), name="releases_release_preview"),
            path("<int:pk>/links/", guard(links.page), {"admin_site": self.admin_site}, name="releases_release_links"),
            path("<int:pk>/links/<int:link>/revoke/", guard(links.revoke), name="releases_release_link_revoke"),
            path("<int:pk>/schedule/moment/", guard(verbs.moment), name="releases_release_moment"),
            *presence.addresses(guard),
        ]
        site = {"admin_site": self.admin_site}
        ours += [
            path("<int:pk>/note/", guard(notes.add), site, name="releases_release_note"),
            path("<int:pk>/pair/<str:language>/", guard(pairs.page), site, name="releases_release_pair"),
            path("<int:pk>/compare/", guard(compare.page), site, name="releases_release_compare"),
            path("<int:pk>/restore/<int:number>/", guard(compare.restore_page), site, name="releases_release_restore"),
        ]
        for verb in verbs.PAGES:
            view = guard(verbs.page)
            kwargs = {"verb": verb, "admin_site": self.admin_site}
            ours.append(path(f"<int:pk>/{verb.value}/", view, kwargs, name=f"releases_release_{verb.value}"))
        return [*ours, *super().get_urls()]
