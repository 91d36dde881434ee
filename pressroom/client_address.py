"""Whose address a request comes from: that of the connection, or what proxies of ours say of theirs, and nobody else.

Each proxy appends to ``X-Forwarded-For`` the address it was connected from. So the list is read from its end, past our own
proxies, and the first address that is not one of them is the reader's. What stands before it was sent by the reader, and may be
invented.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

LONGEST = 2_000
"""Characters of the header that are read, from its end: some forty addresses of IPv6."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies that the operator names."""

    networks: Sequence[IPv4Network | IPv6Network] = ()
    unix: bool = False
    """Whether the server listens at a UNIX socket, to which only a proxy on the same machine can connect."""

    def holds(self, connection: str) -> bool:
        """Whether this end of a connection is one of them. A UNIX socket has no address."""
        if not connection:
            return self.unix
        address = parsed(connection)
        return address is not None and any(address in network for network in self.networks)


def client_address(connection: str, said: str, proxies: Proxies) -> str:
    """The reader's address, given the one of the connection and what the header says.

    Whatever is no address ends the reading: then the last proxy that spoke plainly is the answer.
    """
    if not proxies.holds(connection):
        return connection
    last = connection
    for each in reversed(said[-LONGEST:].split(",")):
        address = parsed(each)
        if address is None:
            return last
        last = str(address)
        if not proxies.holds(last):
            return last
    return last


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address in one entry: with a port, or in brackets, as some proxies write it; IPv4 even where IPv6 carries it."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or address
    return address
