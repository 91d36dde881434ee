"""Whether a reply was sent from our own page.

A token in the page would make it differ from reader to reader, and no cache could keep it. Browsers say themselves where a
request comes from, in headers that no page can forge.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from comments.screening import Origin


def origin_of(request: HttpRequest) -> Origin | None:
    """Where what this request posts comes from, or ``None`` for what another site made a browser send: it is not taken in.

    ``Sec-Fetch-Site`` decides where it is sent (W3C Fetch Metadata: every current browser, over HTTPS), and else ``Origin``
    must be exactly ours. A request with neither comes from no current browser: from a program, or a browser so old that it
    could not be told from one. It is taken in, because no victim's browser can be made to send it and the session
    is ignored anyway; moderators are told.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return Origin.OURS if site == "same-origin" else None
    origin = request.headers.get("Origin")
    if origin is None:
        return Origin.UNKNOWN
    return Origin.OURS if origin in _our_origins(request) else None


def _our_origins(request: HttpRequest) -> set[str]:
    """The configured address, and the one that was asked: behind a proxy that ends TLS the two can differ."""
    configured = urlsplit(settings.SITE_URL)
    return {f"{configured.scheme}://{configured.netloc}", f"{request.scheme}://{request.get_host()}"}
