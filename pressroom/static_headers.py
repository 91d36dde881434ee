"""What goes with static files: style sheets, scripts and fonts open no page, and no policy of one concerns them."""

from collections.abc import MutableMapping

DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""An SVG can be opened as a page of its own: then it is a drawing, and nothing in it runs."""


def add_static_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Called by WhiteNoise once for each file, whose headers it changes. A release is weighed with those of all it loads."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if path.endswith(".svg"):
        headers["Content-Security-Policy"] = DRAWING_POLICY
