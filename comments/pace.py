"""How fast one address may send: WordPress's fifteen seconds between two, and ten in an hour.

The row of an address is moved by one compare-and-set in the transaction that stores the reply, so that of two replies sent at
once one is too fast, on whichever host. Only what was taken in counts.
"""

import math
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.errors import TooFast
from comments.models import Pace

BETWEEN = timedelta(seconds=15)
AN_HOUR = 10
HOUR = timedelta(hours=1)


def keep_pace(mark: str, at: datetime, between: timedelta = BETWEEN) -> None:
    """Note that this address sends something now. Raises ``TooFast``, having changed nothing, when it must wait."""
    if not mark:
        return
    _row, created = Pace.objects.get_or_create(mark=mark, defaults={"last_at": at, "hour_began": at})
    if created:
        return
    ready = Pace.objects.filter(mark=mark, last_at__lte=at - between)
    if ready.filter(hour_began__lte=at - HOUR).update(last_at=at, hour_began=at, in_hour=1):
        return
    if ready.filter(hour_began__gt=at - HOUR, in_hour__lt=AN_HOUR).update(last_at=at, in_hour=F("in_hour") + 1):
        return
    raise _too_fast(Pace.objects.get(mark=mark), at, between)


def _too_fast(pace: Pace, at: datetime, between: timedelta) -> TooFast:
    if pace.in_hour >= AN_HOUR and pace.hour_began > at - HOUR:
        wait = max(pace.hour_began + HOUR - at, pace.last_at + between - at)
        minutes = math.ceil(wait / timedelta(minutes=1))
        sentence = ngettext(
            "Ten replies in an hour have come from your network. Yours is still in the form: post it in %(count)d minute.",
            "Ten replies in an hour have come from your network. Yours is still in the form: post it in %(count)d minutes.",
            minutes,
        ) % {"count": minutes}
    else:
        wait = pace.last_at + between - at
        sentence = _(
            "You are posting comments too quickly. Yours is still in the form: wait fifteen seconds, then post it."
        )
    return TooFast(sentence, max(math.ceil(wait.total_seconds()), 1))
