"""The door to the page in Django's admin."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from releases.admin.spellings import page
from releases.models import MergedTag


@admin.register(MergedTag)
class MergedTagAdmin(admin.ModelAdmin[MergedTag]):
    """One page in place of a list and forms."""

    def get_urls(self) -> list[URLPattern]:
        """Ours in place of the list; what stands behind it in Django's own is not there."""
        site = self.admin_site
        return [
            path("", site.admin_view(page.page), {"admin_site": site}, name="releases_mergedtag_changelist"),
            path("<int:pk>/separate/", site.admin_view(page.separate), name="releases_mergedtag_separate"),
            *super().get_urls(),
        ]

    def add_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Django's own form would merge without looking."""
        raise Http404

    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """As for ``add_view``."""
        raise Http404

    def delete_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """As for ``add_view``: what was merged is separated."""
        raise Http404

    def history_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page shows the record."""
        raise Http404

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It names who may separate; nobody deletes."""
        return False
