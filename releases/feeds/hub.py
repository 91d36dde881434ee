"""One word to a WebSub hub: that a feed has news. It fetches the feed itself, as every reader does."""

from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, build_opener

from releases.no_redirects import NoRedirects

TIMEOUT = 10.0
"""Seconds for one word."""
BUSY = frozenset({408, 425, 429})
"""Statuses under 500 that say "not now" (RFC 9110, 15.5; RFC 6585, 4)."""


class HubIsDown(Exception):
    """The hub does not answer, or says that it cannot now."""


class HubRefused(Exception):
    """The hub answers, and does not want to hear of this feed."""


def publish(hub: str, address: str) -> None:
    """Say that there is news at an address. Raises ``HubIsDown`` or ``HubRefused``.

    How is left to publisher and hub (WebSub, 6). Hubs in use understand what PubSubHubbub 0.4 began with, and the newer ones
    ``hub.topic``.
    """
    body = urlencode({"hub.mode": "publish", "hub.url": address, "hub.topic": address}).encode()
    request = Request(hub, body, {"User-Agent": "Pressroom/0.1"})  # noqa: S310 (env)
    try:
        build_opener(NoRedirects()).open(request, timeout=TIMEOUT).close()
    except HTTPError as error:
        error.close()
        if error.code >= 500 or error.code in BUSY:
            raise HubIsDown(f"it answers {error.code}") from error
        raise HubRefused(f"it answers {error.code}") from error
    except (HTTPException, OSError) as error:
        raise HubIsDown(str(error)) from error
