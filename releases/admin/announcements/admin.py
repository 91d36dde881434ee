"""The door to the pages in Django's admin."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from releases.admin.announcements import page
from releases.models import Announcement


@admin.register(Announcement)
class AnnouncementAdmin(admin.ModelAdmin[Announcement]):
    """Pages of our own in place of Django's list and form."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: it is the record. What will not come is cancelled."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Ours first; what stands behind them in Django's own is not there."""
        site = self.admin_site
        known = {"admin_site": site}
        return [
            path("", site.admin_view(page.every), known, name="releases_announcement_changelist"),
            path("add/", site.admin_view(page.add), known, name="releases_announcement_add"),
            path("<int:pk>/change/", site.admin_view(page.one), known, name="releases_announcement_change"),
            *super().get_urls(),
        ]

    def history_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page shows the record."""
        raise Http404
