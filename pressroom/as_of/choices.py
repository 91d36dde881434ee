"""Moments that somebody may well mean, as links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from pressroom.as_of import moments
from releases.models import Edition, Release
from releases.models.edition import EditionQuerySet

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One link: what it is called, which moment that is, and where it leads."""

    name: str
    moment: str
    address: str


def usual(now: datetime, path: str) -> list[Choice]:
    """What people ask for without looking anything up."""
    ways = (
        (_("An hour ago"), timedelta(hours=1)),
        (_("Yesterday at this time"), timedelta(days=1)),
        (_("A week ago"), timedelta(days=7)),
    )
    whole = now.replace(microsecond=0)
    return [_choice(name, whole - back, path) for name, back in ways]


def latest(now: datetime) -> list[Choice]:
    """The last beginnings of editions, each at its own page."""
    return _beginnings(_light().began(now).order_by("-visible_from")[:SHOWN])


def of_release(release: Release) -> list[Choice]:
    """Each beginning of an edition of one release, the newest first; also those that are still ahead."""
    return _beginnings(_light().effective().filter(release=release).order_by("-visible_from")[: SHOWN * 5])


def _light() -> EditionQuerySet:
    return Edition.objects.defer("article_html")


def _beginnings(editions: Iterable[Edition]) -> list[Choice]:
    return [
        _choice(
            f"{edition.headline} · {edition.get_change_display()}", edition.visible_from, edition.get_absolute_url()
        )
        for edition in editions
    ]


def _choice(name: str, moment: datetime, path: str) -> Choice:
    return Choice(name, moments.spell(moment), moments.address(moment, path))
