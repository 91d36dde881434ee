"""Tags: a plain list for those who may tidy it, and suggestions for those who type one."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

# Taggit registers an admin of its own, whose rows are generic relations that we do not use. Importing it here makes sure
# that it has done so before it is replaced.
from taggit import admin as taggit_admin
from taggit.models import Tag

from releases import access

SUGGESTIONS = 8

admin.site.unregister(taggit_admin.Tag)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    """The tags with how many working copies have them. The slug is a public address, so it is settled once and for all."""

    list_display = ("name", "slug", "uses")
    search_fields = ("name", "slug")
    ordering = ("name",)
    fields = ("name", "slug")
    actions = None
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Count in the same query."""
        counted: QuerySet[Tag] = super().get_queryset(request).annotate(uses=Count("releases_releasetag_items"))
        return counted

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> tuple[str, ...]:
        """The name may be respelt, the address not."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Tag | None = None) -> dict[str, Any]:
        """A new tag's address follows its name."""
        return {} if obj else {"slug": ["name"]}

    @admin.display(description=_("releases"), ordering="uses")
    def uses(self, tag: Tag) -> int:
        """How many working copies have it."""
        count: int = tag.uses
        return count


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Names of tags that hold what was typed so far; those that begin with it first."""
    access.require_preview(request.user)
    typed = " ".join(request.GET.get("q", "")[:100].split())
    if not typed or "\x00" in typed:
        return JsonResponse({"tags": []})
    # Whoever begins an old spelling is offered the tag that stands for it.
    found = (
        Tag.objects.filter(
            Q(name__icontains=typed) | Q(merged_spellings__old__name__icontains=typed), merged__isnull=True
        )
        .distinct()
        .order_by("name")
        .values_list("name", flat=True)[: SUGGESTIONS * 4]
    )
    names = sorted(found, key=lambda name: (not name.casefold().startswith(typed.casefold()), name.casefold()))
    return JsonResponse({"tags": names[:SUGGESTIONS]})
