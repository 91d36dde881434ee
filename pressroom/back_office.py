"""The site class of the back office: Django's admin with a desk as its front page and a few doors in its header."""

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.i18n import JavaScriptCatalog
from django_stubs_ext import StrOrPromise

from pressroom.dashboard import desk_of
from releases.models import Release


@dataclass(frozen=True, slots=True)
class Section:
    """One door in the header."""

    name: StrOrPromise
    address: str
    is_open: bool


class Choices(AutocompleteJsonView):
    """What is offered while somebody types: two releases may have the same headline in two languages."""

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

    def _sections(self, request: HttpRequest) -> list[Section]:
        if not self.has_permission(request):
            return []
        doors = [
            (_("Desk"), "admin:index", "", None),
            (_("Releases"), "admin:releases_release_changelist", "releases.view_release", "/releases/"),
            (_("Replies"), "admin:comments_comment_changelist", "comments.view_comment", "/comments/"),
            (_("Tags"), "admin:taggit_tag_changelist", "taggit.view_tag", "/taggit/"),
            (_("People"), "admin:auth_user_changelist", "auth.view_user", "/auth/"),
        ]
        return [
            Section(name, reverse(route), bool(part and part in request.path))
            for name, route, permission, part in doors
            if not permission or request.user.has_perm(permission)
        ]
