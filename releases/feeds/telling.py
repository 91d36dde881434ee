"""Telling a WebSub hub what it is owed, beside the server: safe to repeat, to kill and to leave out."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone

from releases.feeds.hub import HubIsDown, HubRefused, publish
from releases.feeds.owed import owed
from releases.models import HubTopic

logger = logging.getLogger("pressroom.feeds")

AT_ONCE = 20
LEASE = timedelta(minutes=2)
"""How long a claim holds: longer than a hub is waited for. A worker that is killed in the middle costs no more."""
PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
"""What failed is tried again after a pause that doubles."""


def tell_hub(at: datetime | None = None) -> int:
    """Tell the hub of some feeds that have news; returns how many. Safe to run in several places at once.

    Each is claimed by a compare-and-set before it is told. A worker that is killed before it noted that it told has it told
    twice, which costs the hub one look.
    """
    if not settings.WEBSUB_HUB:
        return 0
    at, told = at or timezone.now(), 0
    due = owed(at)
    for address, moment in list(due.items())[:AT_ONCE]:
        if not _claim(address, moment, at):
            continue
        try:
            publish(settings.WEBSUB_HUB, address)
        except HubIsDown as error:
            logger.warning("The hub cannot be told of %s: %s", address, error)
            # One that does not answer is not told of the others either; they wait as long.
            _postpone(due, at)
            break
        except HubRefused as error:
            logger.warning("The hub does not want to know of %s: %s", address, error)
            _postpone([address], at)
        else:
            HubTopic.objects.filter(address=address).update(told_for=moment, try_after=at, failures=0)
            told += 1
    return told


def hub_due() -> int:
    """How many feeds the hub is to be told of now."""
    return len(owed(timezone.now())) if settings.WEBSUB_HUB else 0


def _claim(address: str, moment: datetime, at: datetime) -> bool:
    HubTopic.objects.get_or_create(address=address, defaults={"try_after": at})
    untold = HubTopic.objects.filter(Q(told_for__isnull=True) | Q(told_for__lt=moment), address=address)
    return untold.filter(try_after__lte=at).update(try_after=at + LEASE) == 1


def _postpone(addresses: Collection[str], at: datetime) -> None:
    """Try these again later, and the later the more often it failed."""
    most = HubTopic.objects.filter(address__in=addresses).aggregate(most=Max("failures"))["most"] or 0
    pause = min(PAUSE * 2 ** min(most, 10), LONGEST_PAUSE)
    HubTopic.objects.bulk_create(
        [HubTopic(address=address, try_after=at + pause, failures=most + 1) for address in addresses],
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["try_after", "failures"],
    )
