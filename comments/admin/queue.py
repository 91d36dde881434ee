"""The tabs of the desk: the queue, what was reported, and where everything went."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from comments.models import Comment, Report
from comments.models.comment import DESK_ORDER
from comments.screening.history import history_of
from comments.states import State

COUNTED = 1_000
"""A tab says how many there are up to this; "1000+" has said enough, and costs the same whatever waits."""

LISTED = 5_000


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, as the template shows it."""

    label: StrOrPromise
    query: str
    selected: bool
    count: str = ""
    suspected: str = ""
    """Of those, how many are probably spam."""


def reported(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """What is on the page, and what readers have reported since a moderator last looked."""
    # By the few reports, and not by asking each of the many replies on the page whether it has one.
    return rows.filter(pk__in=Report.objects.unsettled().values("comment"), state=State.APPROVED)


class QueueFilter(admin.SimpleListFilter):
    """Which tab. The queue itself is what a moderator sees first; a search looks everywhere."""

    title = _("where")
    parameter_name = "in"
    WAITING, REPORTED, ALL = "waiting", "reported", "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        """Every tab."""
        states = [(state.value, state.label) for state in State if state != State.PENDING]
        return [(self.WAITING, _("Waiting")), (self.REPORTED, _("Reported")), *states, (self.ALL, _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Its rows."""
        wanted = self.tab(request)
        if wanted == self.WAITING:
            return queryset.filter(state=State.PENDING)
        if wanted == self.REPORTED:
            return reported(queryset)
        if wanted in State.values:
            return queryset.filter(state=wanted)
        return queryset

    @classmethod
    def tab(cls, request: HttpRequest) -> str:
        """The one that is shown."""
        return request.GET.get(cls.parameter_name) or (cls.ALL if request.GET.get("q") else cls.WAITING)

    @classmethod
    def order(cls, request: HttpRequest) -> tuple[str | Combinable, ...]:
        """The desk's. Within one state that of the index "comment_queue": of many thousands, a page's worth is read."""
        return DESK_ORDER if cls.tab(request) == cls.ALL else ("suspected", "created_at", "pk")

    def choices(self, changelist: Any) -> Iterator[Any]:
        """None beside the list: the tabs stand above it."""
        return iter(())

    def tabs(self, request: HttpRequest, changelist: ChangeList) -> list[Tab]:
        """All of them, with counts where there is something to do."""
        wanted, counts = self.tab(request), waiting_counts()
        return [
            Tab(
                label=label,
                query=changelist.get_query_string({self.parameter_name: value}, ["p"]),
                selected=wanted == value,
                count=counts.get(value, ""),
                suspected=counts["suspected"] if value == self.WAITING else "",
            )
            for value, label in self.lookup_choices
        ]


def waiting_counts() -> dict[str, str]:
    """How much there is to do, by tab."""
    waiting = Comment.objects.pending()[:COUNTED].count()
    suspected = Comment.objects.pending().filter(suspected=True)[:COUNTED].count()
    on_the_page = reported(Comment.objects.all())[:COUNTED].count()
    return {
        QueueFilter.WAITING: _up_to(waiting),
        QueueFilter.REPORTED: _up_to(on_the_page),
        "suspected": _up_to(suspected) if suspected else "",
    }


def _up_to(count: int) -> str:
    return f"{count}+" if count >= COUNTED else str(count)


def seen_by(person: Any, comments: list[Comment]) -> list[Comment]:
    """The same rows, each with what became of earlier replies by the same people, and with who looks at it."""
    known = history_of(comments)
    rows: list[Any] = list(comments)
    for row in rows:
        row.history, row.seen_by = known[row.pk], person
    return rows


class Pages(Paginator):  # type: ignore[type-arg]
    """Pages of the first ``LISTED`` rows: whoever looks for one behind them searches."""

    @cached_property
    def count(self) -> int:
        """How many there are, or ``LISTED``."""
        found: Any = self.object_list
        # Which ones does not matter to how many: in no order, nothing is sorted to be counted.
        return int(found.order_by()[:LISTED].count())


class Queue(ChangeList):
    """A page of the desk, in a fixed number of queries however many rows it has."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows, each with its history."""
        super().get_results(request)
        self.result_list = seen_by(request.user, list(self.result_list))
