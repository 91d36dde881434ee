"""The library's pictures in the back office."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from releases.admin.library import doors, filters, newest, picking, searching, uploading
from releases.admin.library.base import LibraryAdmin
from releases.admin.library.shelves import PICTURES
from releases.media.models import Picture


@admin.register(Picture)
class PictureAdmin(LibraryAdmin):
    """The grid of the library's pictures, and the page of one."""

    shelf = PICTURES
    change_list_template = "admin/media/pictures.html"
    list_filter = (filters.Alt, filters.Use, filters.Whose)
    search_help_text = _("In alternative text, caption, credit, licence and file name.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        """With the version that is used from now on."""
        return newest.pictures(Picture.objects.order_by("-created_at", "-pk"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Picture], search_term: str
    ) -> tuple[QuerySet[Picture], bool]:
        """By the same words as in the dialogs of the release's form."""
        return searching.pictures(queryset, search_term), False

    def get_urls(self) -> list[URLPattern]:
        """What scripts ask, first."""
        site = self.admin_site
        return [
            path("pick/", doors.asked(site, "media.view_picture", picking.pictures), name="media_picture_pick"),
            path(
                "upload/",
                doors.sent(site, "media.add_picture", self.shelf.limit, uploading.picture),
                name="media_picture_upload",
            ),
            *super().get_urls(),
        ]
