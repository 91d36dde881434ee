"""The list of releases: what its columns say and what it can be filtered by."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from releases.admin import words
from releases.models import Edition, Release
from releases.models.release import ReleaseQuerySet
from releases.workflow import Standing

TAGS_OFFERED = 20
"""A list of filters longer than this is not read; the search box finds the rest."""


def rows(releases: ReleaseQuerySet, at: datetime) -> ReleaseQuerySet:
    """The releases with everything a row of the list shows, in one query."""
    first = Edition.objects.filter(release=OuterRef("pk")).began(at).order_by("visible_from")
    promised = Edition.objects.filter(release=OuterRef("pk")).effective()
    return releases.with_standing(at).annotate(
        first_published=Subquery(first.values("first_published")[:1]), is_settled=Exists(promised)
    )


def is_settled(release: Release) -> bool:
    """Whether the address of a release from ``rows`` is promised to readers: an edition is scheduled, or was public."""
    settled: bool = release.is_settled  # type: ignore[attr-defined]
    return settled


class StandingFilter(admin.SimpleListFilter):
    """Where a release stands; derived from its editions, so it is no column."""

    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every standing."""
        return list(Standing.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Ask the vocabulary."""
        wanted = self.value()
        if wanted in Standing.values and isinstance(queryset, ReleaseQuerySet):
            return queryset.in_standing(Standing(str(wanted)), timezone.now())
        return queryset


class LanguageFilter(admin.SimpleListFilter):
    """The site's languages by name."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """As configured."""
        return list(settings.LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Only this one."""
        return queryset.filter(language=self.value()) if self.value() else queryset


class TagFilter(admin.SimpleListFilter):
    """The tags that most working copies have, and the one asked for."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The most used ones by name."""
        used = Tag.objects.annotate(uses=Count("releases_releasetag_items")).filter(uses__gt=0)
        most = used.order_by("-uses", "name").values_list("slug", "name")[:TAGS_OFFERED]
        return sorted(most, key=lambda tag: str(tag[1]).casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Only with this tag."""
        return queryset.filter(tags__slug=self.value()) if self.value() else queryset


class Columns:
    """The columns of the list that are no fields."""

    @admin.display(description=_("standing"))
    def standing_shown(self, release: Release) -> str:
        """A badge, and the next moment where there is one."""
        standing = release.standing(timezone.now())
        upcoming: datetime | None = getattr(release, "next_moment", None)
        badge = format_html('<span class="badge badge-{}">{}</span>', standing.value, standing.label)
        if upcoming is None:
            return badge
        return format_html('{} <span class="quiet nowrap">{}</span>', badge, words.short(upcoming))

    @admin.display(description=_("language"), ordering="language")
    def language_shown(self, release: Release) -> str:
        """The language's name."""
        return str(dict(settings.LANGUAGES).get(release.language, release.language))

    @admin.display(description=_("last saved"), ordering="updated_at")
    def saved_shown(self, release: Release) -> str:
        """When, and by whom."""
        by = release.updated_by
        who = (by.get_full_name() or by.get_username()) if by else ""
        return format_html(
            '<span class="nowrap">{}</span> <span class="quiet">{}</span>', words.short(release.updated_at), who
        )

    @admin.display(description=_("first published"), ordering="first_published", empty_value="–")
    def published_shown(self, release: Release) -> str | None:
        """When readers first saw it."""
        moment: datetime | None = getattr(release, "first_published", None)
        return format_html('<span class="nowrap">{}</span>', words.short(moment)) if moment else None
