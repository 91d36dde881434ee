"""The site class of the back office: Django's admin with a desk as its front page and a few doors in its header."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, register_converter, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.i18n import JavaScriptCatalog
from django_stubs_ext import StrOrPromise

from pressroom import relogin
from pressroom.as_of import views as as_of
from pressroom.as_of.moments import MomentConverter
from pressroom.dashboard import desk_of
from pressroom.views.kept import kept
from releases.models import Release
from releases.workflow import Stage

register_converter(MomentConverter, "moment")

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Section:
    """One door in the header."""

    name: StrOrPromise
    address: str
    is_open: bool


class Choices(AutocompleteJsonView):
    """What is offered while somebody types: two releases may have the same headline in two languages."""

    def get_queryset(self) -> QuerySet[Any]:
        """Nothing of what is in the bin."""
        found: QuerySet[Any] = super().get_queryset()
        return found.exclude(stage=Stage.DISCARDED) if found.model is Release else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """Releases with their language and standing, which the list's query brings along; others by their name."""
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Release):
            language = dict(settings.LANGUAGES).get(obj.language, obj.language)
            result["text"] = f"{obj.headline} · {language} · {obj.standing(timezone.now()).label}"
        return result


class PressroomAdminSite(AdminSite):
    """Django's admin as an editor's tool."""

    enable_nav_sidebar = False
    site_url = "/"

    @property
    def site_header(self) -> str:  # type: ignore[override]
        """The institution, not the software."""
        return settings.SITE_NAME

    @property
    def site_title(self) -> str:  # type: ignore[override]
        """The end of every page's title."""
        return settings.SITE_NAME

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the doors of the header."""
        return {**super().each_context(request), "desk_sections": self._sections(request)}

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Django's own guard, but what somebody sent after their session had ended is not dropped."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not self.has_permission(request) and relogin.is_worth_keeping(request):
                return relogin.ask(request, self)
            response = guarded(request, *args, **kwargs)
            relogin.forget_when_sent(request, response)
            return response

        # Checked before anything is signed: only what our own pages sent.
        checked = inner if getattr(view, "csrf_exempt", False) else csrf_protect(inner)
        return cast(View, update_wrapper(checked, guarded))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's own, carrying along what was sent when the session had ended, until a password fits."""
        brought = relogin.brought(request) if request.method == "POST" else ""
        response = super().login(request, {"kept": brought, **(extra_context or {})})
        if brought and response.status_code == 302 and self.has_permission(request):
            return relogin.let_wait(request, brought)
        return response

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Django's own, with choices that can be told apart."""
        return cast(HttpResponse, Choices.as_view(admin_site=self)(request))

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The words of the admin's scripts, and of the editor's dialogs. Those of our own scripts come with every package."""
        catalogue = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "django_prose_editor"])
        return cast(HttpResponse, catalogue(request))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The desk: what waits for this person."""
        context = {
            "title": _("Desk"),
            "desk": desk_of(request.user, timezone.now()),
            "may_add": request.user.has_perm("releases.add_release"),
            **(extra_context or {}),
        }
        return super().index(request, context)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's own, after ours: theirs end in one that takes every path."""
        ours = [
            path("kept/", self.admin_view(kept), {"admin_site": self}, name="kept"),
            path("as-of/", self.admin_view(as_of.choose), {"admin_site": self}, name="as_of"),
            path("as-of/<moment:moment>/", self.admin_view(as_of.page), {"admin_site": self}, name="as_of_page"),
            path("as-of/<moment:moment>/<path:path>", self.admin_view(as_of.page), {"admin_site": self}),
        ]
        return [*ours, *super().get_urls()]

    def _sections(self, request: HttpRequest) -> list[Section]:
        if not self.has_permission(request):
            return []
        doors = [
            (_("Desk"), "admin:index", "", None),
            (_("Releases"), "admin:releases_release_changelist", "releases.view_release", "/releases/"),
            (_("Images"), "admin:media_picture_changelist", "media.view_picture", "/media/picture/"),
            (_("Files"), "admin:media_document_changelist", "media.view_document", "/media/document/"),
            (_("As it was"), "admin:as_of", "releases.view_release", "/as-of/"),
            (_("Calendar"), "admin:releases_announcement_changelist", "releases.view_announcement", "/announcement/"),
            (_("Replies"), "admin:comments_comment_changelist", "comments.view_comment", "/comments/"),
            (_("Tags"), "admin:taggit_tag_changelist", "taggit.view_tag", "/taggit/"),
            (_("Office"), "admin:releases_officeversion_changelist", "releases.view_officeversion", "/officeversion/"),
            (_("People"), "admin:auth_user_changelist", "auth.view_user", "/auth/"),
        ]
        # One door is open: that of the page, where another's address is the beginning of its own.
        here = max(
            (part for _name, _route, _permission, part in doors if part and part in request.path), key=len, default=""
        )
        return [
            Section(name, reverse(route), bool(part) and part == here)
            for name, route, permission, part in doors
            if not permission or request.user.has_perm(permission)
        ]
