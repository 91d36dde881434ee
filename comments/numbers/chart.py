"""Columns for a chart of days, as numbers for an SVG. Colours are the style sheet's."""

from collections.abc import Sequence
from dataclasses import dataclass

from comments.numbers.count import Day

WIDTH, HEIGHT = 720, 180
GAP = 0.3
"""Of a day's room."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: what kind, where, and what it says."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The columns, and the scale that they are drawn to."""

    bars: list[Bar]
    top: int
    labels: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT


def chart(days: Sequence[Day]) -> Chart:
    """For each day what came in, and beside it what was approved and, on top of that, refused."""
    top = max([1, *(max(day.received, day.approved + day.refused) for day in days)])
    room = WIDTH / max(len(days), 1)
    width = room * (1 - GAP) / 2
    bars = []
    for number, day in enumerate(days):
        x = number * room + room * GAP / 2
        bars.append(_bar("received", x, 0, day.received, width, top))
        bars.append(_bar("approved", x + width, 0, day.approved, width, top))
        bars.append(_bar("refused", x + width, day.approved, day.refused, width, top))
    step = max(len(days) // 7, 1)
    labels = [(number * room + room / 2, day.day.isoformat()) for number, day in enumerate(days)][::step]
    return Chart(bars=[bar for bar in bars if bar.height], top=top, labels=labels)


def _bar(kind: str, x: float, below: int, count: int, width: float, top: int) -> Bar:
    height, base = HEIGHT * count / top, HEIGHT * below / top
    return Bar(kind, round(x, 2), round(HEIGHT - base - height, 2), round(width, 2), round(height, 2))
