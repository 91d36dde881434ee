"""One request to the site under audit: no redirect followed, nothing unpacked."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The type without its parameters: ``text/html``."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def ask(url: str, *, method: str = "GET", accept_encoding: str = "identity") -> Answer:
    """Ask for an address."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_SECONDS)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, headers={"Accept-Encoding": accept_encoding, "User-Agent": "pressroom-audit"})
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(url, response.status, headers, response.read())
    finally:
        connection.close()
