"""A client that sends what it is told: addresses as they are, and no header of its own but Host."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HOST = "testserver"


@dataclass(frozen=True)
class Answer:
    """All that came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """The one header with this name, or an empty text. Two with one name are a fault of the server."""
        found = [value for header, value in self.headers if header.lower() == name.lower()]
        assert len(found) < 2, f"{name}: {found}"
        return found[0] if found else ""

    @property
    def told(self) -> tuple[int, dict[str, str], bytes]:
        """What tells two answers apart, without what is the connection's and the clock's."""
        dropped = {"date", "server", "connection", "keep-alive", "transfer-encoding"}
        return (
            self.status,
            {name.lower(): self[name] for name, _ in self.headers if name.lower() not in dropped},
            self.body,
        )


def connect(port: int, timeout: float = 30) -> http.client.HTTPConnection:
    """A connection that is open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.connect()
    return connection


def send(connection: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str) -> None:
    """Send a request; header names are given with underscores."""
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": HOST} | headers).items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()


def ask(port: int, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, **more: Any) -> Answer:
    """One request on a connection of its own, and its answer."""
    connection = connect(port, **more)
    try:
        send(connection, path, method, **(headers or {}))
        response = connection.getresponse()
        body = response.read()
        return Answer(response.status, tuple(response.getheaders()), body)
    finally:
        connection.close()
