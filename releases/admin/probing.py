"""Probing alerts: a list, and a page for each. Nothing in them is edited; that one was seen is the only thing to say."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from releases.admin.words import short
from releases.models import Edition, ProbeAlert
from releases.probing.counting import VISITORS_KEPT
from releases.probing.resembling import Likeness
from releases.probing.seeing import mark_seen, may_see


@admin.register(ProbeAlert)
class ProbeAlertAdmin(admin.ModelAdmin[ProbeAlert]):
    """Who is looking for what is not public, told to those who review or publish."""

    list_display = ("what", "count", "visitors", "first", "last", "seen")
    list_display_links = ("what",)
    list_select_related = ("probed__release", "probed__follows")
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: ProbeAlert | None = None) -> bool:
        """Whoever reviews or publishes."""
        return may_see(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for the list."""
        return may_see(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Requests make alerts."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ProbeAlert | None = None) -> bool:
        """What was counted is not edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ProbeAlert | None = None) -> bool:
        """Time deletes it."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProbeAlert]:
        """With the releases, without their texts."""
        found = super().get_queryset(request).select_related("probed__release", "probed__follows")
        return found.defer("probed__release__body", "probed__follows__body")

    def get_urls(self) -> list[URLPattern]:
        """The address to which the button posts."""
        seen = self.admin_site.admin_view(require_POST(self.seen_view))
        return [path("<int:pk>/seen/", seen, name="releases_probealert_seen"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under its own name: nothing has to be selected in it."""
        title = capfirst(str(ProbeAlert._meta.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of one alert."""
        if not may_see(request.user):
            raise PermissionDenied
        alert = self.get_object(request, object_id)
        if alert is None:
            raise Http404
        now = timezone.now()
        release = alert.probed.release
        ahead = Edition.objects.ahead(now).filter(release=release).defer("article_html") if release else None
        context = {
            **self.admin_site.each_context(request),
            "title": title_of(alert),
            "opts": ProbeAlert._meta,
            "original": alert,
            "standing": release.standing(now) if release else None,
            "ahead": ahead.order_by("visible_from").first() if ahead is not None else None,
            "asked": [{**row, "why": Likeness(row["why"]).label} for row in _by_count(alert)],
            "many": alert.visitors >= VISITORS_KEPT,
            "now": now,
        }
        return TemplateResponse(request, "admin/releases/probealert/change_form.html", context)

    def seen_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One editor has seen it; back to the desk."""
        alert = ProbeAlert.objects.filter(pk=pk).first()
        if alert is None or not isinstance(request.user, User):
            raise Http404
        raised_at = _moment(request.POST.get("raised_at", ""))
        if raised_at is not None and mark_seen(alert=alert, raised_at=raised_at, by=request.user):
            messages.success(request, _("Your colleagues can tell now that you have seen this alert."))
            return HttpResponseRedirect(reverse("admin:index"))
        messages.warning(
            request, _("Nothing was noted: a colleague has seen this alert before you, or there is news in it.")
        )
        return HttpResponseRedirect(reverse("admin:releases_probealert_change", args=[pk]))

    @admin.display(description=gettext_lazy("what is looked for"))
    def what(self, alert: ProbeAlert) -> str:
        """In one line."""
        return title_of(alert)

    @admin.display(description=gettext_lazy("first"))
    def first(self, alert: ProbeAlert) -> str:
        """When it began."""
        return short(alert.began_at)

    @admin.display(description=gettext_lazy("last"))
    def last(self, alert: ProbeAlert) -> str:
        """When it was last tried."""
        return short(alert.last_at)

    @admin.display(description=gettext_lazy("seen"))
    def seen(self, alert: ProbeAlert) -> str:
        """By whom; nothing while it waits."""
        return alert.seen_by_name if alert.is_seen else "–"


def title_of(alert: ProbeAlert) -> str:
    """What is looked for, for people."""
    if alert.probed.release is not None:
        return _("Somebody is looking for “%(headline)s”") % {"headline": alert.probed.release.headline}
    return _("Somebody tries names like those of “%(headline)s”") % {"headline": alert.probed.follows}


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def _by_count(alert: ProbeAlert) -> list[dict[str, Any]]:
    return sorted(alert.asked, key=lambda row: -row["count"])
