"""Wall-clock time to instants, without guessing."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from releases.errors import BadMoment


def resolve(wall: datetime, zone: ZoneInfo) -> datetime:
    """The one instant at which clocks in ``zone`` show the naive time ``wall``.

    Twice a year there is none, or there are two. PEP 495 would quietly pick one; an embargo must not be picked for
    anybody, so both raise ``BadMoment`` with the reason.
    """
    earlier, later = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    shown = {"time": wall.strftime("%H:%M"), "date": wall.date().isoformat(), "zone": zone.key}
    if earlier.utcoffset() == later.utcoffset():
        return earlier.astimezone(UTC)
    # In a gap the two readings are swapped: a round trip through UTC does not come back to the same wall time.
    if earlier.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        raise BadMoment(
            _("%(time)s does not exist on %(date)s in %(zone)s: the clocks go forward over it. Choose another time.")
            % shown
        )
    raise BadMoment(
        _("%(time)s happens twice on %(date)s in %(zone)s: the clocks go back over it. Choose another time.") % shown
    )
