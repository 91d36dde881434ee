"""What the list of releases can be filtered by. What each filter means is said by ``releases.waiting`` and the QuerySets."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.filters import ChoicesFieldListFilter
from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from releases import waiting
from releases.models import Edition, Permalink, Release
from releases.models.release import ReleaseQuerySet
from releases.workflow import Change, Stage, Standing

TAGS_OFFERED = 20
"""A list of filters longer than this is not read; the search box finds the rest."""
TAGS_FROM = 500
"""The tags offered are those of as many releases, saved last. Counted over 50,000 they took 70 ms, and were of other years."""
YEARS_OFFERED = 15

TEMPLATE = "admin/releases/release/filter.html"


class StandingFilter(admin.SimpleListFilter):
    """Where a release stands; derived from its editions, so it is no column."""

    title = _("standing")
    parameter_name = "standing"
    template = TEMPLATE
    AHEAD = "ahead"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every standing, and what three of them have in common."""
        return [*Standing.choices, (self.AHEAD, _("Anything scheduled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Ask the vocabulary."""
        wanted, now = self.value(), timezone.now()
        if wanted == self.AHEAD:
            return queryset.filter(pk__in=waiting.ahead(now).values("pk"))
        if wanted in Standing.values and isinstance(queryset, ReleaseQuerySet):
            standing = Standing(str(wanted))
            return queryset.filter(_narrowed(standing, now)).in_standing(standing, now)
        return queryset


def _narrowed(standing: Standing, at: datetime) -> Q:
    """What follows from a standing and is quickly found by an index, so that the whole question is asked of few releases.

    Over 50,000 releases it saves half of the time for the rare standings. A release has a permalink as soon as anything of
    it is promised to readers, and loses it when that is taken back before anybody saw it.
    """
    if standing == Standing.DRAFT:
        return ~Q(Exists(Permalink.objects.filter(release=OuterRef("pk"))))
    if standing == Standing.WITHDRAWN:
        return Q(pk__in=Edition.objects.withdrawn(at).values("release"))
    return Q() if standing == Standing.LIVE else Q(pk__in=waiting.ahead(at).values("pk"))


class StageFilter(admin.SimpleListFilter):
    """What waits to be done about a release. The bin is shown to those who ask for it."""

    title = _("stage")
    parameter_name = "stage"
    template = TEMPLATE

    _ASKED: dict[str, Callable[[datetime], QuerySet[Release]]] = {
        "in_review": lambda at: waiting.in_review(),
        "sent_back": lambda at: waiting.sent_back(),
        "approved": lambda at: waiting.approved(),
        "unreviewed": lambda at: waiting.published_unreviewed(),
        "changed": waiting.changed,
        "discarded": lambda at: Release.objects.filter(stage=Stage.DISCARDED),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Nothing about review where nobody has to review."""
        review = [
            ("in_review", _("In review")),
            ("sent_back", _("Sent back")),
            ("approved", _("Approved")),
            ("unreviewed", _("Published without review")),
        ]
        others = [("changed", _("Public, changes not published")), ("discarded", _("In the bin"))]
        return [*review, *others] if waiting.office_reviews() else others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Leave the bin out unless it is what was asked for."""
        wanted = self._ASKED.get(str(self.value()))
        if wanted is None:
            return queryset.exclude(stage=Stage.DISCARDED)
        return queryset.filter(pk__in=wanted(timezone.now()).order_by().values("pk"))


class MineFilter(admin.SimpleListFilter):
    """What the person who looks has to do with it."""

    title = _("mine")
    parameter_name = "mine"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The two ways in which a release is somebody's."""
        submitted = [("submitted", _("Submitted by me"))] if waiting.office_reviews() else []
        return [("saved", _("Last saved by me")), *submitted]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Only theirs."""
        if not isinstance(request.user, User):
            return queryset
        theirs = {"saved": Q(updated_by=request.user), "submitted": Q(submitted_by=request.user)}
        return queryset.filter(theirs.get(str(self.value()), Q()))


class KindFilter(ChoicesFieldListFilter):
    """Kinds, in the same clothes as the other filters."""

    template = TEMPLATE


class LanguageFilter(admin.SimpleListFilter):
    """The site's languages by name."""

    title = _("language")
    parameter_name = "language"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """As configured."""
        return list(settings.LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Only this one."""
        return queryset.filter(language=self.value()) if self.value() else queryset


class TagFilter(admin.SimpleListFilter):
    """The tags that are in use these days, and the one asked for."""

    title = _("tag")
    parameter_name = "tag"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """By name."""
        recent = Release.objects.order_by("-updated_at", "-pk").values("pk")[:TAGS_FROM]
        used = Tag.objects.filter(releases_releasetag_items__content_object__in=recent).annotate(uses=Count("pk"))
        most = dict(used.order_by("-uses", "name").values_list("slug", "name")[:TAGS_OFFERED])
        asked = request.GET.get(self.parameter_name, "")
        if asked and asked not in most:
            most |= dict(Tag.objects.filter(slug=asked.replace("\x00", "")).values_list("slug", "name"))
        return sorted(most.items(), key=lambda tag: str(tag[1]).casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Only with this tag: no release has it twice, so nothing needs to be made distinct."""
        return queryset.filter(tags__slug=self.value()) if self.value() else queryset


class YearFilter(admin.SimpleListFilter):
    """The year in a release's public address: that of its first publication, in the site's zone."""

    title = _("year of publication")
    parameter_name = "year"
    template = TEMPLATE

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """From this year back, as far as anything was published: the end of an index, whatever there is."""
        oldest = Edition.objects.order_by("published_on").values_list("published_on", flat=True).first()
        if oldest is None:
            return []
        years = range(timezone.localdate().year, oldest.year - 1, -1)
        return [(str(year), str(year)) for year in years[:YEARS_OFFERED]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Only of this year."""
        wanted = str(self.value() or "")
        if not (wanted.isdecimal() and len(wanted) == 4 and 0 < int(wanted) < 9999):
            return queryset
        first = Edition.objects.began(timezone.now()).filter(change=Change.FIRST)
        bounds = date(int(wanted), 1, 1), date(int(wanted) + 1, 1, 1)
        return queryset.filter(
            pk__in=first.filter(published_on__gte=bounds[0], published_on__lt=bounds[1]).values("release")
        )


ALL = (StandingFilter, StageFilter, MineFilter, ("kind", KindFilter), LanguageFilter, YearFilter, TagFilter)
PARAMETERS = frozenset({"standing", "stage", "mine", "kind__exact", "language", "year", "tag"})
"""What the filters put into the address."""
