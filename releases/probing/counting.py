"""Counting tries, and deciding when they are an alert.

All of it happens under the lock of one row, that of what was looked for, so that it makes no difference which process or
host counts: on PostgreSQL the row's own lock, on SQLite the transaction, which is IMMEDIATE.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Sum
from django.utils import timezone

from releases.models import ProbeAlert, Probed, ProbeTally, ProbeVisitor
from releases.models.probe import NOTHING
from releases.probing.resembling import Likeness, Match

logger = logging.getLogger("pressroom.probing")

BUCKET = timedelta(minutes=5)
BURST, BURST_WITHIN = 5, timedelta(minutes=15)
"""Somebody types names."""
TRICKLE, TRICKLE_WITHIN = 10, timedelta(hours=24)
"""Somebody tries now and then: the 44 tries of November 2025 took six hours, one every eight minutes."""
OPEN_FOR = timedelta(hours=24)
"""What comes within a day of the last try belongs to the same alert."""
QUIET = timedelta(hours=1)
TENFOLD = 10
VISITORS_KEPT = 500
"""Of one thing on one day. An alert that says "500 or more" has said enough."""
WORDINGS = 20

Wordings = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Tries:
    """What was asked within a second or so for one thing: none where it resembled nothing."""

    match: Match | None
    count: int
    wordings: Mapping[tuple[str, Likeness | None], int]
    """How often in which words, and how they resemble it."""
    marks: frozenset[str]
    at: datetime


def count(tries: Tries) -> ProbeAlert | None:
    """Add these tries to what is counted; return the alert if they raised one, for the first time or again."""
    with transaction.atomic():
        probed = _locked(tries.match)
        _add_to_tally(probed, tries)
        new = _add_visitors(probed, tries)
        # What resembles nothing is counted all the same, so that no answer's neighbours tell by their pace what was asked for.
        alert = _raised(probed, tries, new)
    if alert is not None:
        logger.warning(
            "somebody is looking for what is not public: %s, requests: %d since %s, visitors: %d",
            probed.key,
            alert.count,
            alert.began_at.isoformat(timespec="seconds"),
            alert.visitors,
            extra={"release": probed.release_id or probed.follows_id, "count": alert.count},
        )
    return alert


def _locked(match: Match | None) -> Probed:
    key = match.key if match else NOTHING
    of = {} if match is None else {"follows_id" if match.likeness == Likeness.EARLIER else "release_id": match.release}
    probed, _created = Probed.objects.get_or_create(key=key, defaults=of)
    return Probed.objects.select_for_update().get(pk=probed.pk)


def _add_to_tally(probed: Probed, tries: Tries) -> None:
    local = tries.at.replace(second=0, microsecond=0)
    began = local - timedelta(minutes=local.minute % int(BUCKET.total_seconds() // 60))
    tally = ProbeTally.objects.filter(probed=probed, began_at=began).first() or ProbeTally(
        probed=probed, began_at=began, first_at=tries.at
    )
    tally.last_at = tries.at
    tally.count += tries.count
    tally.asked = merged(tally.asked, listed(tries)) if tries.match else []
    tally.save()


def _add_visitors(probed: Probed, tries: Tries) -> int:
    """Remember who asked; returns how many of them are new today."""
    day = timezone.localdate(tries.at)
    today = ProbeVisitor.objects.filter(probed=probed, day=day)
    known = set(today.filter(mark__in=tries.marks).values_list("mark", flat=True))
    room = VISITORS_KEPT - today.count()
    new = sorted(tries.marks - known)[: max(room, 0)]
    ProbeVisitor.objects.bulk_create(
        [ProbeVisitor(probed=probed, day=day, mark=mark, first_at=tries.at) for mark in new], ignore_conflicts=True
    )
    return len(new)


def _raised(probed: Probed, tries: Tries, new_visitors: int) -> ProbeAlert | None:
    """The alert, if this is news; otherwise it has grown, or there is none."""
    last = ProbeAlert.objects.filter(probed=probed).order_by("-last_at", "-pk").first()
    if last is not None and tries.at - last.last_at < OPEN_FOR:
        return last if _grow(last, tries, new_visitors) else None
    since = max(tries.at - TRICKLE_WITHIN, last.last_at) if last else tries.at - TRICKLE_WITHIN
    tallies = ProbeTally.objects.filter(probed=probed, last_at__gt=since)
    lately = tallies.filter(last_at__gt=tries.at - BURST_WITHIN)
    if (_sum(tallies) < TRICKLE and _sum(lately) < BURST) or probed.key == NOTHING:
        return None
    return _begun(probed, tallies, tries)


def _grow(alert: ProbeAlert, tries: Tries, new_visitors: int) -> bool:
    """One alert grows while the burst goes on. Returns whether that is news, which raises it again."""
    again = tries.at - alert.last_at >= QUIET
    alert.count += tries.count
    alert.visitors += new_visitors
    alert.asked = merged(alert.asked, listed(tries))
    alert.last_at = max(alert.last_at, tries.at)
    is_news = again or alert.count >= TENFOLD * alert.raised_count
    if is_news:
        alert.raised_at, alert.raised_count = tries.at, alert.count
    alert.save(update_fields=["count", "visitors", "asked", "last_at", "raised_at", "raised_count"])
    return is_news


def _begun(probed: Probed, tallies: Any, tries: Tries) -> ProbeAlert:
    asked: Wordings = []
    for tally in tallies.order_by("began_at"):
        asked = merged(asked, tally.asked)
    began = tallies.aggregate(first=Min("first_at"))["first"]
    total = _sum(tallies)
    return ProbeAlert.objects.create(
        probed=probed,
        began_at=began,
        last_at=tries.at,
        count=total,
        visitors=ProbeVisitor.objects.filter(probed=probed, first_at__gte=began).count(),
        asked=asked,
        raised_at=tries.at,
        raised_count=total,
    )


def _sum(tallies: Any) -> int:
    return tallies.aggregate(all=Sum("count"))["all"] or 0


def listed(tries: Tries) -> Wordings:
    """The wordings as they are stored."""
    return [{"asked": text, "why": why, "count": often} for (text, why), often in tries.wordings.items()]


def merged(some: Wordings, more: Sequence[dict[str, Any]]) -> Wordings:
    """Both lists as one, each wording once, and no more of them than people read."""
    rows = {row["asked"]: dict(row) for row in some}
    for row in more:
        if row["asked"] in rows:
            rows[row["asked"]]["count"] += row["count"]
        elif len(rows) < WORDINGS:
            rows[row["asked"]] = dict(row)
    return list(rows.values())
