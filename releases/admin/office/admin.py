"""The door to the page in Django's admin. The versions themselves are nowhere edited."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from releases.admin.library.limits import image as limit
from releases.admin.library.quota import Quota
from releases.admin.office import page, preview
from releases.models import OfficeVersion


@admin.register(OfficeVersion)
class OfficeAdmin(admin.ModelAdmin[OfficeVersion]):
    """One page in place of a list and a form."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: it is the record."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Ours in place of the list; what stands behind it in Django's own is not there."""
        site = self.admin_site
        known = {"admin_site": site}
        return [
            path("", self._takes_a_picture(page.page), known, name="releases_officeversion_changelist"),
            path("preview/", site.admin_view(page.fragment), name="releases_officeversion_preview"),
            path("preview.css", site.admin_view(preview.sheet), name="releases_officeversion_sheet"),
            *super().get_urls(),
        ]

    def add_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Django's own form knows nothing of what a version holds."""
        raise Http404

    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """As for ``add_view``."""
        raise Http404

    def history_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page shows the record."""
        raise Http404

    def _takes_a_picture(self, view: Any) -> Any:
        """Guarded as every page is, with the quota set before anything reads the body, the token's check included."""
        guarded = self.admin_site.admin_view(view)

        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                request.upload_handlers.insert(0, Quota(request, limit()))
            answer: HttpResponseBase = guarded(request, *args, **kwargs)
            return answer

        return csrf_exempt(outer)
