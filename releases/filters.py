"""What the list can be narrowed by, read from query parameters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

from releases.workflow import Kind


@dataclass(frozen=True, slots=True)
class Filters:
    """A kind, a tag's slug and a year; each is empty where the list is not narrowed by it."""

    kind: str = ""
    tag: str = ""
    year: int | None = None

    def __bool__(self) -> bool:
        return bool(self.kind or self.tag or self.year)

    @property
    def query(self) -> str:
        """The filters as the beginning of a query string."""
        chosen = [(name, value) for name in ("kind", "tag", "year") if (value := getattr(self, name))]
        return urlencode(chosen) + "&" if chosen else ""

    def without_tag(self) -> "Filters":
        """What can be said aloud when nothing was found: not whether such a tag exists."""
        return Filters(kind=self.kind, year=self.year)


def read_filters(parameters: Mapping[str, str]) -> Filters:
    """Read the parameters that we know; others are ignored, and an empty one is no filter.

    Raises ``Http404`` for a value that can never match: no such kind, no such year, no possible tag.
    """
    kind, tag, year = (parameters.get(name, "") for name in ("kind", "tag", "year"))
    if kind and kind not in Kind.values:
        raise Http404
    if tag and not re.fullmatch(r"[-\w]{1,100}", tag):
        raise Http404
    if year and not re.fullmatch(r"[1-9][0-9]{3}", year, re.ASCII):
        raise Http404
    return Filters(kind=kind, tag=tag, year=int(year) if year else None)
