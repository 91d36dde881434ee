"""Pages of the library that know where they end: neither a count nor a last page costs more however many rows there are."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST = 5000
"""As in the list of releases: nobody reads on; the search and the filters find the rest."""


class Pages(Paginator):  # type: ignore[type-arg]
    """Pages of the first ``MOST`` rows."""

    @cached_property
    def found(self) -> int:
        """How many there are; one more than ``MOST`` where there are more."""
        rows: Any = self.object_list
        return int(rows[: MOST + 1].count())

    @cached_property
    def count(self) -> int:
        """How many are shown."""
        return min(self.found, MOST)

    @property
    def has_more(self) -> bool:
        """Whether the list ends before what was asked for does."""
        return self.found > MOST


class Shelves(ChangeList):
    """Django's list, with rows that bring their newest version, and pages that know where they end."""

    def get_results(self, request: HttpRequest) -> None:
        """As Django's."""
        super().get_results(request)
        pages: Any = self.paginator
        self.has_more = pages.has_more
