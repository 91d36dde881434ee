"""Counting, in a fixed number of queries, each over the rows of the period alone."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from comments.models import Comment, Decision, Report
from comments.numbers.period import Period
from comments.reasons import KEPT, Reason
from comments.screening import findings_of
from comments.states import State

SAMPLE = 20_000
"""Decisions whose waiting is read, and replies whose findings are: the newest. More change no median that one sees."""
REFUSED = (State.REJECTED, State.SPAM, State.TRASH)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long replies waited for a decision: half of them no longer than ``median``, nine in ten no longer than ``slow``."""

    count: int
    median: timedelta | None = None
    slow: timedelta | None = None


@dataclass(slots=True)
class Day:
    """What one day brought."""

    day: date
    received: int = 0
    approved: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What became of the replies for which a rule fired: whether the rule is any good."""

    rule: str
    fired: int
    approved: int
    refused: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything that the page shows."""

    waiting: int
    suspected: int
    oldest: timedelta | None
    reported: int
    days: list[Day]
    waits: Waits
    moderators: list[tuple[str, Waits]] = field(default_factory=list)
    reasons: list[tuple[str, int]] = field(default_factory=list)
    rules: list[RuleRow] = field(default_factory=list)


def numbers(period: Period, at: datetime) -> Numbers:
    """What is shown for a period at a moment."""
    now = Comment.objects.pending().aggregate(
        all=Count("pk"), suspected=Count("pk", filter=Q(suspected=True)), oldest=Min("waiting_since")
    )
    by_moderator = _waits(period)
    return Numbers(
        waiting=now["all"],
        suspected=now["suspected"],
        oldest=max(at - now["oldest"], timedelta()) if now["oldest"] else None,
        reported=Report.objects.unsettled().values("comment").distinct().count(),
        days=_days(period),
        waits=spread([each for waits in by_moderator.values() for each in waits]),
        moderators=sorted(
            ((name, spread(waits)) for name, waits in by_moderator.items()), key=lambda row: (-row[1].count, row[0])
        ),
        reasons=_reasons(period),
        rules=_rules(period),
    )


def spread(waits: list[timedelta]) -> Waits:
    """Median and ninth decile. The value at the place, not one between two: that somebody really waited."""
    if not waits:
        return Waits(count=0)
    ordered = sorted(waits)
    return Waits(
        count=len(ordered), median=ordered[(len(ordered) - 1) // 2], slow=ordered[(len(ordered) * 9 + 9) // 10 - 1]
    )


def _days(period: Period) -> list[Day]:
    days = {day: Day(day) for day in period.days}
    zone = timezone.get_current_timezone()
    received = Comment.objects.filter(created_at__gte=period.begin, created_at__lt=period.end, official=False)
    for day, count in _by_day(received.annotate(day=TruncDate("created_at", tzinfo=zone))):
        days[day].received = count
    decided = _decided(period).annotate(day=TruncDate("at", tzinfo=zone))
    for day, count in _by_day(decided.filter(to_state=State.APPROVED)):
        days[day].approved = count
    for day, count in _by_day(decided.filter(to_state__in=REFUSED)):
        days[day].refused = count
    return list(days.values())


def _by_day(rows: QuerySet[Any]) -> list[tuple[date, int]]:
    return list(rows.order_by().values("day").annotate(n=Count("pk")).values_list("day", "n"))


def _decided(period: Period) -> QuerySet[Decision]:
    """What persons decided about what waited, official answers aside: nobody waited for those."""
    rows = Decision.objects.filter(at__gte=period.begin, at__lt=period.end, rule="", from_state=State.PENDING)
    return rows.filter(waited__isnull=False)


def _waits(period: Period) -> dict[str, list[timedelta]]:
    rows = _decided(period).order_by("-at", "-pk").values_list("by_name", "waited")[:SAMPLE]
    by_moderator: dict[str, list[timedelta]] = defaultdict(list)
    for name, waited in rows:
        if waited is not None:
            by_moderator[name].append(waited)
    return by_moderator


def _reasons(period: Period) -> list[tuple[str, int]]:
    rows = Decision.objects.filter(at__gte=period.begin, at__lt=period.end).exclude(reason__in=("", KEPT))
    counts = dict(rows.order_by().values("reason").annotate(n=Count("pk")).values_list("reason", "n"))
    found = [(str(reason.label), counts[reason]) for reason in Reason if reason in counts]
    return sorted(found, key=lambda row: -row[1])


def _rules(period: Period) -> list[RuleRow]:
    """Findings are JSON, and no query over it is the same on both databases: the newest are read here."""
    rows = Comment.objects.filter(created_at__gte=period.begin, created_at__lt=period.end).exclude(findings=[])
    fired: Counter[str] = Counter()
    became: Counter[tuple[str, str]] = Counter()
    for comment in rows.order_by("-created_at", "-pk").only("findings", "state")[:SAMPLE]:
        for rule in {finding.rule for finding in findings_of(comment)}:
            fired[rule] += 1
            became[rule, comment.state] += 1
    return [
        RuleRow(rule, count, became[rule, State.APPROVED], sum(became[rule, state] for state in REFUSED))
        for rule, count in fired.most_common()
    ]
