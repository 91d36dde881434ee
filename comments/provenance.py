"""Whether a reply was sent from our own page.

A token in the page would make it differ from reader to reader, and no cache could keep it. Browsers say themselves where a
request comes from, in headers that no page can forge.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether to take in what this request posts.

    ``Sec-Fetch-Site`` decides where it is sent (W3C Fetch Metadata: every current browser, over HTTPS), and else ``Origin``
    must be exactly ours. A request with neither comes from no current browser: from a program, or a browser so old that it
    could not be told from one. It is taken in, because no victim's browser can be made to send it and the session
    is ignored anyway.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or origin in _our_origins(request)


def _our_origins(request: HttpRequest) -> set[str]:
    """The configured address, and the one that was asked: behind a proxy that ends TLS the two can differ."""
    configured = urlsplit(settings.SITE_URL)
    return {f"{configured.scheme}://{configured.netloc}", f"{request.scheme}://{request.get_host()}"}
