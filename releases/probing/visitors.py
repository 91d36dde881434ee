"""Telling one visitor from many without knowing who they are.

A network address becomes a keyed hash: HMAC-SHA-256 under a key made of ``SECRET_KEY`` and the day. Without ``SECRET_KEY`` it
cannot be turned back, not even by trying all four thousand million addresses of IPv4; with it, it can, as with any hash of
something that there are so few of. So a hash is deleted on the second day (``pruning``), what remains is a number, and one
person on two days counts as two, because the key is another one.
"""

import hashlib
import hmac
import ipaddress
from datetime import date

from django.conf import settings

MARK_LENGTH = 32
"""Of the hexadecimal digest: 128 bits, so that two visitors never share one."""
HOUSEHOLD = 64
"""A connection of IPv6 has a whole network of this length, and its devices change their address within it (RFC 8981)."""


def mark_of(address: str, day: date) -> str:
    """What stands for this visitor on this day. An address that is none, such as a socket's, is one visitor."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"pressroom.probing " + day.isoformat().encode(), "sha256")
    return hmac.new(key, _network(address).encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), HOUSEHOLD), strict=False))
