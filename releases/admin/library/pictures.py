"""Pictures in the back office."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from releases.admin.library import doors, picking, uploading
from releases.media.models import Picture
from releases.media.upload import MAX_BYTES


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin[Picture]):
    """The grid of the library's pictures, and the page of one."""

    def has_delete_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        """Nobody: nothing is lost, and what readers saw can be shown again."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Ours before Django's own, which end in one that takes every path."""
        site = self.admin_site
        return [
            path("pick/", doors.asked(site, "media.view_picture", picking.pictures), name="media_picture_pick"),
            path(
                "upload/",
                doors.sent(site, "media.add_picture", MAX_BYTES, uploading.picture),
                name="media_picture_upload",
            ),
            *super().get_urls(),
        ]
