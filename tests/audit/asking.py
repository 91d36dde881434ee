"""One request to the site under audit: no redirect followed, nothing unpacked."""

import http.client
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

TIMEOUT_SECONDS = 60
_AS_IT_IS = "%/:=&?~#+!$,;'@()*[]"


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
        # A page may write an address in letters; on the wire it has percent signs (RFC 3987, 3.1).
        path = quote(parts.path + (f"?{parts.query}" if parts.query else ""), safe=_AS_IT_IS)
        connection.request(method, path, headers={"Accept-Encoding": accept_encoding, "User-Agent": "pressroom-audit"})
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(url, response.status, headers, response.read())
    finally:
        connection.close()
