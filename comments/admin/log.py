"""The record of decisions, to be read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comments.admin.readonly import ReadOnly
from comments.models import Comment, Decision


class DecisionInline(ReadOnly, admin.TabularInline[Decision, Comment]):
    """The decisions about one reply, under it."""

    model = Decision
    fields = ("at", "by_name", "from_state", "to_state")
    readonly_fields = fields
    ordering = ("at", "pk")
    extra = 0
    verbose_name_plural = _("What was decided")


class DecisionAdmin(ReadOnly, admin.ModelAdmin[Decision]):
    """All decisions, newest first."""

    list_display = ("at", "by_name", "from_state", "to_state", "who", "headline")
    list_filter = ("to_state", "at")
    search_fields = ("by_name", "comment__author", "comment__release__headline")
    fields = ("at", "by_name", "from_state", "to_state", "version", "comment")
    ordering = ("-at", "-pk")
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """With the reply's author and the release's headline in the same query, and without their texts."""
        found = super().get_queryset(request).select_related("comment__release")
        return found.defer("comment__text", "comment__release__body", "comment__release__summary")

    @admin.display(description=_("reply by"))
    def who(self, decision: Decision) -> str:
        """Whose reply it was."""
        return decision.comment.author

    @admin.display(description=_("release"))
    def headline(self, decision: Decision) -> str:
        """Under which release."""
        return decision.comment.release.headline
