"""What the list can be narrowed by, read from query parameters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404

from releases.workflow import Kind

NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Filters:
    """Words, a kind, a tag's slug and a year; each is empty where the list is not narrowed by it."""

    words: str = ""
    kind: str = ""
    tag: str = ""
    year: int | None = None
    newest_first: bool = False
    """With words: whether by date and not by how well they match. Without words there is no other order."""

    def __bool__(self) -> bool:
        return bool(self.words or self.kind or self.tag or self.year)

    @property
    def query(self) -> str:
        """The filters as the beginning of a query string."""
        return self.but()

    def but(self, **other: str | int | None) -> str:
        """The filters with some of them changed, as the beginning of a query string. It leads to the first page."""
        now = {"q": self.words, "kind": self.kind, "tag": self.tag, "year": self.year, "sort": self.sort} | other
        chosen = [(name, value) for name, value in now.items() if value]
        return urlencode(chosen) + "&" if chosen else ""

    @property
    def sort(self) -> str:
        """The order, where it is not the usual one."""
        return NEWEST if self.words and self.newest_first else ""

    def without_tag(self) -> "Filters":
        """What can be said aloud when nothing was found: not whether such a tag exists."""
        return replace(self, tag="")


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
    return Filters(
        words=parameters.get("q", "").replace("\x00", "").strip(),
        kind=kind,
        tag=tag,
        year=int(year) if year else None,
        newest_first=parameters.get("sort") == NEWEST,
    )
