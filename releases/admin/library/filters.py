"""What the lists of the library can be filtered by."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from releases.admin.library import used
from releases.media.models import Document, DocumentFile, Image, Picture

TEMPLATE = "admin/media/filter.html"


class Alt(admin.SimpleListFilter):
    """Pictures that readers who cannot see them would know nothing of."""

    title = _("alternative text")
    parameter_name = "alt"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Both ways of being without one."""
        return [("missing", _("Missing")), ("decorative", _("Decorative"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        """Decorative ones need none."""
        if self.value() == "missing":
            return queryset.filter(alt="", decorative=False)
        return queryset.filter(decorative=True) if self.value() == "decorative" else queryset


class Use(admin.SimpleListFilter):
    """Whether any release uses it."""

    title = _("use")
    parameter_name = "use"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Yes and no."""
        return [("used", _("Used in a release")), ("unused", _("Not used"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Asked only when somebody asks."""
        if self.value() not in ("used", "unused"):
            return queryset
        condition = used.pictures() if queryset.model is Picture else used.documents()
        return queryset.filter(condition if self.value() == "used" else ~condition)


class Whose(admin.SimpleListFilter):
    """What this person brought."""

    title = _("uploaded by")
    parameter_name = "by"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Oneself: others are found by searching for their credit, or not at all."""
        return [("me", _("Me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Any of its versions."""
        if self.value() != "me":
            return queryset
        mine = (
            Image.objects.filter(picture=OuterRef("pk"), uploaded_by=request.user.pk)
            if queryset.model is Picture
            else DocumentFile.objects.filter(document=OuterRef("pk"), uploaded_by=request.user.pk)
        )
        return queryset.filter(Q(Exists(mine)))


class Accessible(admin.SimpleListFilter):
    """Files that not everybody can read."""

    title = _("accessible")
    parameter_name = "accessible"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Yes and no."""
        return [("yes", _("Accessible")), ("no", _("Not marked as accessible"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        """As somebody ticked it."""
        return queryset.filter(accessible=self.value() == "yes") if self.value() in ("yes", "no") else queryset
