"""The page on which the record of a release is read: what readers saw, and everything that happened."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.admin import telling, timeline
from releases.models import Edition, Release
from releases.workflow import Verb, permits


@dataclass(frozen=True, slots=True)
class Seen:
    """One edition with the links to look closer; one that was taken back has none, for nobody ever saw it."""

    edition: Edition
    ways: list[telling.Way]
    is_ahead: bool


def page(request: HttpRequest, release: Release, admin_site: AdminSite, note: Form, status: int = 200) -> HttpResponse:
    """The record, with the form for a note as it stands. The caller has asked whether this person may see it."""
    now = timezone.now()
    lines = timeline.page_of(release, request.GET.get("page"), now)
    context = {
        **admin_site.each_context(request),
        "title": _("History"),
        "subtitle": release.headline,
        "opts": Release._meta,
        "original": release,
        "editions": _editions(release, now),
        "days": telling.by_days(release, lines),
        "page": lines,
        "note": note if isinstance(request.user, User) and permits(Verb.NOTE, request.user.has_perm) else None,
    }
    return TemplateResponse(request, "admin/releases/release/history.html", context, status=status)


def _editions(release: Release, now: datetime) -> list[Seen]:
    """All editions, newest first, those that were taken back before their moment included; one query."""
    found = release.editions.select_related("created_by", "revision").defer("article_html", "revision__content")
    return [_seen(release, edition, edition.visible_from > now) for edition in found.order_by("-visible_from", "-pk")]


def _seen(release: Release, edition: Edition, is_ahead: bool) -> Seen:
    ways = telling.of_edition(release, edition, ahead=is_ahead) if edition.number else []
    return Seen(edition, ways, is_ahead)
