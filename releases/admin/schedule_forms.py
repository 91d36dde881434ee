"""Scheduling: the forms that ask for the moment at which an embargo lifts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from releases.actions.schedule import MAX_AHEAD_MONTHS, MIN_AHEAD, months_later, require_moment
from releases.admin.verb_forms import MomentForm, UpdateForm, VerbForm
from releases.errors import BadMoment
from releases.moments import resolve


def proposed(at: datetime) -> datetime:
    """The next time that the office's clocks show its usual hour (``PUBLISH_TIME``), and that can still be kept."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = at.astimezone(zone).date()
    while True:
        try:
            moment = resolve(datetime.combine(day, settings.PUBLISH_TIME), zone)
            if moment >= at + MIN_AHEAD:
                return moment
        except BadMoment:
            # The clocks skip or repeat that hour on that day.
            pass
        day += timedelta(days=1)


class EmbargoForm(MomentForm):
    """A moment that an embargo can have; what is proposed, and what the browser offers, follow the same rule."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at = timezone.now()
        first, last = timezone.localtime(at + MIN_AHEAD), timezone.localtime(months_later(at, MAX_AHEAD_MONTHS))
        self.fields["date"].widget.attrs |= {"min": f"{first:%Y-%m-%d}", "max": f"{last:%Y-%m-%d}"}
        local = timezone.localtime(proposed(at))
        self.fields["date"].initial, self.fields["time"].initial = local.date(), local.time()

    def clean(self) -> dict[str, Any]:
        """Refuse what is too close or too far off."""
        cleaned = super().clean()
        if "moment" in cleaned:
            try:
                require_moment(cleaned["moment"], timezone.now())
            except BadMoment as error:
                self.add_error("time", str(error))
        return cleaned


class _Confirmed(EmbargoForm):
    """Carried out only once somebody has seen what it will do at exactly this moment."""

    apart: tuple[str, ...] = ("date", "time")
    is_confirmed = True

    @property
    def confirmation(self) -> str:
        """The moment, for which the pre-flight was shown."""
        moment: datetime = self.cleaned_data["moment"]
        return moment.astimezone(UTC).isoformat()


class ScheduleForm(_Confirmed, VerbForm):
    """Publish for the first time at a later moment."""


class ScheduleUpdateForm(_Confirmed, UpdateForm):
    """Publish an update, or a return, at a later moment."""
