"""The library's files in the back office."""

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from releases.admin.library import doors, filters, newest, picking, searching, uploading, used
from releases.admin.library.base import LibraryAdmin
from releases.admin.library.shelves import DOCUMENTS
from releases.media.models import Document


@admin.register(Document)
class DocumentAdmin(LibraryAdmin):
    """The list of the library's files, and the page of one."""

    shelf = DOCUMENTS
    change_list_template = "admin/media/documents.html"
    list_filter = (filters.Use, filters.Accessible, filters.Whose)
    search_help_text = _("In title and file name.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """With the version that is used from now on, and whether any release uses it."""
        is_used = Case(When(used.documents(), then=Value(True)), default=Value(False))
        rows: QuerySet[Document] = Document.objects.annotate(is_used=is_used)
        return newest.documents(rows.order_by("-created_at", "-pk"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Document], search_term: str
    ) -> tuple[QuerySet[Document], bool]:
        """By the same words as in the dialogs of the release's form."""
        return searching.documents(queryset, search_term), False

    def get_urls(self) -> list[URLPattern]:
        """What scripts ask, first."""
        site = self.admin_site
        return [
            path("pick/", doors.asked(site, "media.view_document", picking.documents), name="media_document_pick"),
            path(
                "upload/",
                doors.sent(site, "media.add_document", self.shelf.limit, uploading.document),
                name="media_document_upload",
            ),
            *super().get_urls(),
        ]
