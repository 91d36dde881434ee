"""The days that are counted: the office's own, so that one with a change of clocks has 23 or 25 hours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

PERIODS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Period:
    """So many local days, today among them."""

    first: date
    last: date

    @classmethod
    def of(cls, days: int, at: datetime) -> "Period":
        """The last ``days`` days."""
        last = timezone.localdate(at)
        return cls(first=last - timedelta(days=days - 1), last=last)

    @property
    def days(self) -> list[date]:
        """Each of them."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def begin(self) -> datetime:
        """Midnight before the first."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        """Midnight after the last."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))
