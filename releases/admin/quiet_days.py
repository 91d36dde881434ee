"""The calendar of quiet days: a short list that editors keep."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, F, When
from django.http import HttpRequest
from django.utils import timezone

from releases.models import QuietDay


@admin.register(QuietDay)
class QuietDayAdmin(admin.ModelAdmin[QuietDay]):
    """Days on which the office would rather publish nothing. What scheduling says of them is a warning."""

    list_display = ("day", "reason")
    list_display_links = ("day", "reason")
    search_fields = ("reason",)
    fields = ("day", "reason")
    actions = None
    # "Upcoming first" is the order that the calendar is kept for.
    sortable_by = ()

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """What is to come, soonest first; then what has been, latest first."""
        upcoming = Case(When(day__gte=timezone.localdate(), then=F("day")), default=None)
        return [upcoming.asc(nulls_last=True), "-day"]
