"""The record of decisions, to be read and taken along."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.admin.exports import record_csv
from comments.admin.queue import Pages
from comments.admin.readonly import ReadOnly
from comments.models import Comment, Decision
from comments.reasons import KEPT, Reason
from comments.states import MODERATE
from releases.admin.words import short


class Reading(ReadOnly):
    """The columns that the list and a reply's own record share."""

    @admin.display(description=_("at"), ordering="at")
    def moment(self, decision: Decision) -> str:
        """When."""
        return short(decision.at)

    @admin.display(description=_("who, or which rule"))
    def who(self, decision: Decision) -> str:
        """The moderator's name, or the rule's."""
        return decision.who

    @admin.display(description=_("reason"))
    def why(self, decision: Decision) -> str:
        """In words."""
        return decision.why

    @admin.display(description=_("waited"))
    def waiting(self, decision: Decision) -> str:
        """How long it had waited."""
        return spelt(decision.waited) if decision.waited is not None else ""


class DecisionInline(Reading, admin.TabularInline[Decision, Comment]):
    """The decisions about one reply, under it."""

    model = Decision
    template = "comments/admin/decisions.html"
    fields = ("moment", "who", "from_state", "to_state", "why", "version", "waiting")
    readonly_fields = fields
    ordering = ("at", "pk")
    extra = 0
    verbose_name_plural = _("What was decided")


class ReasonFilter(admin.SimpleListFilter):
    """Why."""

    title = _("reason")
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every reason."""
        return [*Reason.choices, (KEPT, _("Reports looked at; it stays"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Its rows."""
        return queryset.filter(reason=self.value()) if self.value() else queryset


class DecisionAdmin(Reading, admin.ModelAdmin[Decision]):
    """All decisions, newest first. The text is not among them, so that erasing it leaves the record whole."""

    list_display = ("moment", "who", "from_state", "to_state", "why", "waiting", "reply_by", "headline")
    list_display_links = ("moment",)
    list_filter = ("to_state", ReasonFilter, "rule", "at")
    search_fields = ("by_name", "comment__author", "comment__release__headline")
    fields = ("moment", "who", "from_state", "to_state", "why", "version", "waiting", "comment")
    ordering = ("-at", "-pk")
    list_per_page = 50
    paginator = Pages
    show_full_result_count = False
    change_list_template = "comments/admin/record.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """With the reply's author and the release's headline in the same query, and without their texts."""
        found = super().get_queryset(request).select_related("comment__release")
        return found.defer("comment__text", "comment__release__body", "comment__release__summary")

    def get_urls(self) -> list[URLPattern]:
        """The file."""
        csv = self.admin_site.admin_view(self.csv_view)
        return [path("csv/", csv, name="comments_decision_csv"), *super().get_urls()]

    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        """The record as the list shows it now."""
        if not request.user.has_perm(MODERATE):
            raise PermissionDenied
        return record_csv(request, self.get_changelist_instance(request).get_queryset(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under a title that says what it is."""
        return super().changelist_view(request, {"title": _("Record of decisions"), **(extra_context or {})})

    @admin.display(description=_("reply by"))
    def reply_by(self, decision: Decision) -> str:
        """Whose reply it was."""
        return decision.comment.author or str(_("Erased"))

    @admin.display(description=_("release"))
    def headline(self, decision: Decision) -> str:
        """Under which release."""
        return decision.comment.release.headline


def spelt(waited: timedelta) -> str:
    """A duration as people say it: its two largest units."""
    minutes, seconds = divmod(int(waited.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [
        (days, ngettext("%(n)d day", "%(n)d days", days)),
        (hours, ngettext("%(n)d hour", "%(n)d hours", hours)),
        (minutes, ngettext("%(n)d minute", "%(n)d minutes", minutes)),
        (seconds, ngettext("%(n)d second", "%(n)d seconds", seconds)),
    ]
    said = [word % {"n": number} for number, word in parts if number][:2]
    return " ".join(said) or parts[-1][1] % {"n": 0}
