"""Addresses of readers' websites.

``forms.URLField`` is not enough: it accepts quotes in the path, user names and ``localhost``. Here an address is taken
apart, checked, and put together again from parts in which every character is either unreserved or percent-encoded.
"""

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

SCHEMES = frozenset({"http", "https"})

# RFC 1123 labels and a last one with a letter, so neither an IP address nor a name of the local network.
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]{1,59}|[a-z]{2,63})")

# RFC 6761 and RFC 6762, and "internal" as reserved by ICANN in 2024: names that lead into somebody's own network.
NOT_PUBLIC = frozenset({"localhost", "local", "internal", "invalid", "test", "arpa"})

# Reserved and unreserved characters of RFC 3986, less the quotation mark ' and the parentheses, and with % so that what
# is already encoded stays.
SAFE = "/:@!$&*+,;=~-._%"
SAFE_QUERY = SAFE + "?"


def normalised_website(value: str) -> str | None:
    """The address as every browser will read it, or ``None`` if it is not that of a public website.

    A missing scheme means https: people write ``www.example.org``.
    """
    # urlsplit quietly drops tabs and line breaks, and browsers read a backslash as a slash: both are refused instead.
    if "\\" in value or any(character.isspace() or not character.isprintable() for character in value):
        return None
    if "://" not in value:
        value = f"https://{value}"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    host = _public_host(parts)
    if parts.scheme not in SCHEMES or host is None or "@" in parts.netloc or port == 0:
        return None
    return urlunsplit(
        (
            parts.scheme,
            f"{host}:{port}" if port else host,
            quote(parts.path, safe=SAFE),
            quote(parts.query, safe=SAFE_QUERY),
            quote(parts.fragment, safe=SAFE_QUERY),
        )
    )


def _public_host(parts: SplitResult) -> str | None:
    """The host in ASCII, so that a name with foreign look-alikes shows itself as one."""
    try:
        host = (parts.hostname or "").removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    if len(host) > 253 or not HOST.fullmatch(host) or host.rpartition(".")[2] in NOT_PUBLIC:
        return None
    return host
