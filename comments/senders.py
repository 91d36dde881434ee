"""Who sent a reply, as far as that is kept: a mark that tells one address from another, and the network it belongs to.

The full address is never stored. The mark is HMAC-SHA-256 under a key of the month: random bytes in the database, mixed with
``SECRET_KEY``, so that neither a copy of the database nor the environment alone can turn it back. In the next month the same
address has another mark, and once a month's key is deleted (``comments.retention``) nobody can tell whose its marks were.
"""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from comments.models import MarkKey

KEY_BYTES = 32
MARK_LENGTH = 32
"""Of the hexadecimal digest: 128 bits."""
PREFIX = {4: 24, 6: 64}
"""What a moderator sees of an address: about an office's or a household's network (RFC 6177 gives each a /64 at least)."""
HOUSEHOLD = 64
"""Devices change their address of IPv6 within it (RFC 8981), so marks are of the network."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Sender:
    """What is kept of an address. Both are empty where there was none, as at a UNIX socket."""

    mark: str = ""
    network: str = ""


def sender_of(request: HttpRequest, at: datetime) -> Sender:
    """Of the reader's address, which ``ClientAddressMiddleware`` has seen to."""
    address = request.META.get("REMOTE_ADDR", "")
    return Sender(mark=mark_of(address, at), network=network_of(address))


def mark_of(address: str, at: datetime) -> str:
    """What stands for this address in this month, or nothing for what is no address."""
    parsed = _parsed(address)
    if parsed is None:
        return ""
    named = str(parsed) if parsed.version == 4 else _network(parsed, HOUSEHOLD)
    return hmac.new(_key(timezone.localdate(at)), named.encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]


def network_of(address: str) -> str:
    """The network that is shown to moderators, such as ``203.0.113.0/24``, or nothing for what is no address."""
    parsed = _parsed(address)
    return _network(parsed, PREFIX[parsed.version]) if parsed else ""


def _key(day: date) -> bytes:
    month = day.replace(day=1)
    # Two who make the first of a month at once: one of them makes it, and both read that one.
    row, _created = MarkKey.objects.get_or_create(month=month, defaults={"key": secrets.token_bytes(KEY_BYTES)})
    return hmac.digest(settings.SECRET_KEY.encode(), b"comments.senders " + bytes(row.key), "sha256")


def _parsed(address: str) -> Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address):
        # A scope (fe80::1%eth0) is the server's own name for a cable.
        return parsed.ipv4_mapped or ipaddress.IPv6Address(int(parsed))
    return parsed


def _network(address: Address, prefix: int) -> str:
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
