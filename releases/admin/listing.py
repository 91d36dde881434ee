"""The list of releases: its rows, its pages, and what its columns say. What it can be filtered by is in ``list_filters``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases import waiting
from releases.actions.common import name_of
from releases.admin import words
from releases.models import Edition, Release
from releases.models.release import ReleaseQuerySet
from releases.workflow import Stage, Standing

MOST = 5000
"""A list ends here, after a hundred pages. Nobody reads on; filters and another order find the rest, and neither a count
nor a last page costs more however many releases there are."""
VERSION = "version-{}"
"""The field in which the list carries the version of each of its rows, for what is done to many at once."""


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


class Pages(Paginator):  # type: ignore[type-arg]
    """Pages of the first ``MOST`` releases that a question finds.

    One walk over ids answers how many there are and which are on the page; what a row shows, and the long columns, are read
    for the rows of that page alone. Asked as Django does, the last page of 50,000 computed everything for the rows it skipped.
    """

    @cached_property
    def ids(self) -> list[int]:
        """In the order of the list; one more than ``MOST`` where there are more."""
        found: Any = self.object_list
        return list(found.values_list("pk", flat=True)[: MOST + 1])

    @cached_property
    def count(self) -> int:
        """How many there are, or ``MOST``."""
        return min(len(self.ids), MOST)

    @property
    def has_more(self) -> bool:
        """Whether the list ends before what was asked for does."""
        return len(self.ids) > MOST

    def page(self, number: Any) -> Page[Release]:
        """The rows of one page. Raises ``InvalidPage`` as Django's does."""
        number = self.validate_number(number)
        ids = self.ids[: self.count][(number - 1) * self.per_page : number * self.per_page]
        return Page(fetched(ids), number, self)


def fetched(ids: Sequence[int]) -> list[Release]:
    """These releases with everything that a row shows, in this order."""
    if not ids:
        return []
    found = rows(Release.objects.filter(pk__in=ids), timezone.now()).select_related("updated_by").defer("body")
    if waiting.office_reviews():
        found = found.annotate(is_unreviewed=waiting.lacks_review())
    by_id = {release.pk: release for release in found}
    return [by_id[pk] for pk in ids if pk in by_id]


class ReleaseList(ChangeList):
    """Django's list, with pages that know where they end."""

    def get_results(self, request: HttpRequest) -> None:
        """A single page too comes from ``Pages``: Django would ask for its rows, and compute them, once more."""
        super().get_results(request)
        pages: Any = self.paginator
        self.has_more = pages.has_more
        if not self.multi_page:
            self.result_list = pages.page(1).object_list


class Columns:
    """The columns of the list that are no fields."""

    @admin.display(description=mark_safe('<input type="checkbox" id="action-toggle">'))
    def action_checkbox(self, release: Release) -> SafeString:
        """The box, and the version at which this row was shown: what is done to it is done to that version or not at all."""
        box: str = super().action_checkbox(release)  # type: ignore[misc]
        field = format_html(
            '<input type="hidden" name="{}" value="{}">', VERSION.format(release.pk), str(release.version)
        )
        return format_html("{}{}", box, field)

    @admin.display(description=gettext_lazy("state"))
    def standing_shown(self, release: Release) -> SafeString:
        """Where it stands with readers, how far its text is, and the next moment where there is one."""
        upcoming: datetime | None = getattr(release, "next_moment", None)
        shown = format_html_join(" ", '<span class="badge badge-{}">{}</span>', badges(release, timezone.now()))
        if upcoming is None:
            return shown
        return format_html('{} <span class="quiet nowrap">{}</span>', shown, words.short(upcoming))

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, release: Release) -> SafeString:
        """What it is, and in which language: two short things that need no column each."""
        return format_html('{} <span class="quiet">{}</span>', release.get_kind_display(), self.language_shown(release))

    @admin.display(description=gettext_lazy("language"))
    def language_shown(self, release: Release) -> str:
        """The language's name."""
        return str(dict(settings.LANGUAGES).get(release.language, release.language))

    @admin.display(description=gettext_lazy("last saved"), ordering="updated_at")
    def saved_shown(self, release: Release) -> SafeString:
        """When, and by whom."""
        by = release.updated_by
        who = name_of(by) if by else ""
        return format_html(
            '<span class="nowrap">{}</span> <span class="quiet">{}</span>', words.short(release.updated_at), who
        )

    @admin.display(description=gettext_lazy("first published"), empty_value="–")
    def published_shown(self, release: Release) -> SafeString | None:
        """When readers first saw it."""
        moment: datetime | None = getattr(release, "first_published", None)
        return format_html('<span class="nowrap">{}</span>', words.short(moment)) if moment else None


def badges(release: Release, at: datetime) -> list[tuple[str, str]]:
    """Class and words of each badge of a release from ``fetched``, what is wrong first."""
    standing, stage = release.standing(at), stage_badge(release)
    found = [("unreviewed", _("Not reviewed"))] if getattr(release, "is_unreviewed", False) else []
    # That a text is in review says by itself that it is no more than a draft.
    if standing != Standing.DRAFT or stage is None:
        found.append((standing.value, str(standing.label)))
    return [*found, stage] if stage else found


def stage_badge(release: Release) -> tuple[str, str] | None:
    """Class and words for how far the text is; nothing while it is just being written."""
    if release.stage == Stage.DISCARDED:
        return "discarded", _("In the bin")
    if not waiting.office_reviews():
        return None
    if release.stage in (Stage.IN_REVIEW, Stage.APPROVED):
        return str(release.stage), str(Stage(release.stage).label)
    return ("sent_back", _("Sent back")) if release.sent_back_at else None
