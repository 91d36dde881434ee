"""Opening a preview link: its holder's one act, on record before the page is sent."""

import ipaddress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from releases import sharing
from releases.models import PreviewLink, PreviewOpening

BROWSER_LENGTH = 300


@transaction.atomic
def open_link(*, secret: str, address: str, browser: str, at: datetime | None = None) -> PreviewOpening | None:
    """Record that somebody at this network address opened the link with this browser; ``None`` when it shows nothing.

    The link is asked for under its own lock, and only then the clock: whoever revokes it waits until this opening is on
    record, or has revoked it before and no page may leave. The row is committed when this returns, if no transaction is
    open around it.
    """
    PreviewLink.objects.select_for_update(no_key=True).filter(secret_hash=sharing.hash_of(secret)).first()
    moment = at or timezone.now()
    link = sharing.find_open(secret, moment)
    if link is None:
        return None
    return PreviewOpening.objects.create(
        link=link, at=moment, address=_address(address), browser=_printable(browser)[:BROWSER_LENGTH]
    )


def _address(value: str) -> str | None:
    """A network address as the server names it; none on a socket that has no address."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        return None


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
