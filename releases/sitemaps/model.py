"""What sitemaps consist of, and the limits that their protocol sets (sitemaps.org/protocol.html)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

MOST = 50_000
"""Addresses in one file."""
MOST_BYTES = 50 * 1024 * 1024
"""Bytes of one file before it is compressed."""
MOST_NEWS = 1_000
"""Addresses in a sitemap of news, as Google reads it."""

_LONGEST_ADDRESS = 200
"""Characters after the site's own: a slug has at most 100, its language and date and the markup around them the rest."""
_AROUND = 120
"""Characters of an entry beside its addresses."""


@dataclass(frozen=True, slots=True)
class Place:
    """One address of the site: its path, when what stands there last changed, and the same in other languages."""

    path: str
    changed: datetime | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)
    """Paths by language, its own among them; empty where it is in one language only."""


@dataclass(frozen=True, slots=True)
class Day:
    """The public releases with one date in their address: how many there are, and when one of them last changed."""

    date: date
    number: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a sitemap that has several: the releases of some days, in the order of their addresses."""

    name: str
    first: date
    last: date
    changed: datetime
    start: int = 0
    """How many releases of the one day stand in the parts before this one."""


def most_in_a_file() -> int:
    """How many addresses keep to both limits, however long they and their translations are."""
    site = len(settings.SITE_URL)
    addresses = len(settings.LANGUAGES) + 2
    return min(MOST, MOST_BYTES // (_AROUND + addresses * (site + _LONGEST_ADDRESS)))
