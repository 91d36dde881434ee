"""The list's page: what the admin's class is told about it, and the addresses of what can be done from it."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from releases.admin import bulk, list_filters, saved_filters
from releases.admin.listing import Columns, Pages, ReleaseList
from releases.models import Release


class ListPage(Columns, admin.ModelAdmin[Release]):
    """The half of the admin class that shows many releases; the other half adds the form of one."""

    list_display = ("headline", "standing_shown", "kind_shown", "saved_shown", "published_shown")
    list_filter = list_filters.ALL
    list_select_related = ("updated_by",)
    list_per_page = 50
    list_max_show_all = 0
    paginator = Pages
    search_fields = ("headline", "summary", "slug")
    search_help_text = _("In headline, summary and address. All words have to be found, each anywhere.")
    # Sorting by what is computed for every row took twice as long as all else; for years of publication there is a filter.
    sortable_by = ("headline", "kind_shown", "saved_shown")
    ordering = ("-updated_at", "-pk")
    actions = (bulk.add_tags, bulk.remove_tags)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Ours."""
        return ReleaseList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Add the person's saved filters, and the zone in which the list tells times."""
        context = {
            "shelf": saved_filters.shelf(request.user, request.GET),
            "time_zone": settings.TIME_ZONE,
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def get_urls(self) -> list[URLPattern]:
        """What the list's forms post to, before Django's own, which end in one that takes every path."""
        site, guard = self.admin_site, self.admin_site.admin_view
        return [
            path("bulk-tags/", guard(bulk.carry_out), {"admin_site": site}, name="releases_release_bulk_tags"),
            path("saved-filters/", guard(saved_filters.save), name="releases_release_saved_filter_save"),
            path(
                "saved-filters/<int:pk>/remove/",
                guard(saved_filters.remove),
                name="releases_release_saved_filter_remove",
            ),
            *super().get_urls(),
        ]
