"""What the admin classes of both shelves have in common: a list of Django's, and pages of our own."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from releases.admin.library import adding, page, replacing
from releases.admin.library.paging import Pages, Shelves
from releases.admin.library.quota import Quota
from releases.admin.library.shelves import Shelf


class LibraryAdmin(admin.ModelAdmin[Any]):
    """One shelf of the library."""

    shelf: ClassVar[Shelf]
    object_history_template = "admin/media/history.html"
    actions = None
    list_per_page = 48
    list_max_show_all = 0
    paginator = Pages
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    search_fields = ("pk",)
    """Only says that there is a search: see ``get_search_results``."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: nothing is lost, and what readers saw can be shown again."""
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Ours."""
        return Shelves

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under the shelf's own name, with the place to drop files on."""
        title = str(self.opts.verbose_name_plural)
        context = {"title": title[:1].upper() + title[1:], "shelf": self.shelf, **(extra_context or {})}
        return super().changelist_view(request, context)

    def add_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Django's own form knows nothing of uploads; ours has its place."""
        raise Http404

    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """As for ``add_view``: Django's saves without looking who saved meanwhile."""
        raise Http404

    def get_urls(self) -> list[URLPattern]:
        """Ours before Django's own, which end in one that takes every path."""
        name = self.shelf.name
        known = {"admin_site": self.admin_site, "shelf": self.shelf}
        return [
            path("add/", self._takes_files(adding.page), known, name=f"media_{name}_add"),
            path("<int:pk>/change/", self.admin_site.admin_view(page.page), known, name=f"media_{name}_change"),
            path("<int:pk>/replace/", self._takes_files(replacing.replace), known, name=f"media_{name}_replace"),
            *super().get_urls(),
        ]

    def _takes_files(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
        """Guarded as every page is, and with the quota set before anything reads the body, the token's check included."""
        guarded = self.admin_site.admin_view(view)

        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                request.upload_handlers.insert(0, Quota(request, self.shelf.limit()))
            return guarded(request, *args, **kwargs)

        return csrf_exempt(outer)
