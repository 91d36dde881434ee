"""Numbers of the desk, and the list as a file: pages beside the list."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.admin.exports import replies_csv
from comments.admin.log import spelt
from comments.models import Comment
from comments.numbers.chart import chart
from comments.numbers.count import Waits, numbers
from comments.numbers.period import PERIODS, Period
from comments.screening import Code
from comments.states import ADMINISTER, MODERATE

RULES: dict[str, Any] = {
    Code.ORIGIN: gettext_lazy("Said nothing of its origin"),
    Code.FAST: gettext_lazy("Form open for a moment"),
    Code.HONEYPOT: gettext_lazy("Field that people do not see"),
    Code.BLOCK: gettext_lazy("Block list"),
    Code.WATCH: gettext_lazy("Watch list"),
    Code.LINKS: gettext_lazy("Links in the text"),
    Code.NAME_LINK: gettext_lazy("Link in the name"),
    Code.MOSTLY_LINK: gettext_lazy("Mostly a link"),
    Code.EMAIL_APPROVED: gettext_lazy("Mailbox approved before"),
    Code.EMAIL_REFUSED: gettext_lazy("Mailbox refused before"),
    Code.ADDRESS_APPROVED: gettext_lazy("Address approved before"),
    Code.ADDRESS_REFUSED: gettext_lazy("Address refused before"),
    Code.AKISMET: gettext_lazy("Akismet"),
}


class Counting(admin.ModelAdmin[Comment]):
    """Mixed into the desk."""

    def get_urls(self) -> list[URLPattern]:
        """Before those that take any number."""
        view = self.admin_site.admin_view
        return [
            path("numbers/", view(self.numbers_view), name="comments_comment_numbers"),
            path("csv/", view(self.csv_view), name="comments_comment_csv"),
            *super().get_urls(),
        ]

    def numbers_view(self, request: HttpRequest) -> HttpResponse:
        """What waits, how long decisions take, by moderator, by reason, by rule."""
        if not request.user.has_perm(MODERATE):
            raise PermissionDenied
        asked = request.GET.get("days", "")
        days = int(asked) if asked in {str(each) for each in PERIODS} else 30
        at = timezone.now()
        found = numbers(Period.of(days, at), at)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("Numbers"),
            "opts": self.opts,
            "numbers": found,
            "oldest": spelt(found.oldest) if found.oldest is not None else "",
            "chart": chart(found.days),
            "waits": _said(found.waits),
            "moderators": [(name, waits.count, *_said(waits)) for name, waits in found.moderators],
            "rules": [(RULES.get(row.rule, row.rule), row.fired, row.approved, row.refused) for row in found.rules],
            "periods": [(each, each == days) for each in PERIODS],
            "days": days,
        }
        return TemplateResponse(request, "comments/admin/numbers.html", context)

    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        """What the list shows now, for administrators: it holds addresses of persons."""
        if not request.user.has_perm(ADMINISTER):
            raise PermissionDenied
        return replies_csv(request, self.get_changelist_instance(request).get_queryset(request))


def _said(waits: Waits) -> tuple[str, str]:
    if waits.median is None or waits.slow is None:
        return "", ""
    return spelt(waits.median), spelt(waits.slow)
