"""The calendar of quiet days: a short list that editors keep."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, F, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from releases.dateformat import format_date
from releases.models import QuietDay


@admin.register(QuietDay)
class QuietDayAdmin(admin.ModelAdmin[QuietDay]):
    """Days on which the office would rather publish nothing. What scheduling says of them is a warning."""

    list_display = ("day_shown", "reason")
    list_display_links = ("day_shown", "reason")
    search_fields = ("reason",)
    fields = ("day", "reason")
    actions = None
    # "Upcoming first" is the order that the calendar is kept for.
    sortable_by = ()

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """What is to come, soonest first; then what has been, latest first."""
        upcoming = Case(When(day__gte=timezone.localdate(), then=F("day")), default=None)
        return [upcoming.asc(nulls_last=True), "-day"]

    @admin.display(description=_("day"))
    def day_shown(self, quiet: QuietDay) -> str:
        """With the day of the week, by which people remember it."""
        return format_date(quiet.day, pgettext("date format", "l j F Y"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under its own name: it is a calendar, and nothing has to be selected in it."""
        title = capfirst(str(QuietDay._meta.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})
