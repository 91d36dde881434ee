"""What every answer for stored bytes carries, whichever way the bytes go."""

import re
import unicodedata
from typing import Literal
from urllib.parse import quote

from django.http.response import HttpResponseBase
from django.utils.http import http_date

from releases.delivery.stored import StoredBytes

Disposition = Literal["inline", "attachment"]

SANDBOX = "default-src 'none'; sandbox; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Opened by itself, a file runs nothing, loads nothing, and is of no origin: not even of ours. The style is the browser's
own, which lays a picture out in the middle of its tab."""
INLINE = frozenset({"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"})
"""What a browser may show in a tab of its own: pictures that we wrote ourselves. All else is saved: it is as it was uploaded,
and not every browser's viewer starts in a sandbox (Chromium 156 shows a PDF there; older ones say that it is blocked)."""


def protect(response: HttpResponseBase) -> None:
    """Nobody guesses another type, and nothing runs. On a 304 as well: caches take its headers over (RFC 9111, 3.2)."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX


def validate(response: HttpResponseBase, stored: StoredBytes, fresh_for: int) -> None:
    """What a cache needs to know, with 200, 206 and 304 alike (RFC 9110, 15.4.5)."""
    response.headers["ETag"] = stored.etag
    if stored.modified is not None:
        response.headers["Last-Modified"] = http_date(stored.modified.timestamp())
    kept = f"public, max-age={fresh_for}, must-revalidate" if fresh_for > 0 else "no-cache"
    response.headers["Cache-Control"] = kept


def describe(response: HttpResponseBase, stored: StoredBytes, disposition: Disposition) -> None:
    """What the bytes are, and what they are called."""
    response.headers["Content-Type"] = stored.content_type
    response.headers["Content-Disposition"] = disposition_for(stored, disposition)
    response.headers["Accept-Ranges"] = "bytes"


def disposition_for(stored: StoredBytes, wish: Disposition) -> str:
    """The whole Content-Disposition: shown if somebody wishes it and it is harmless, saved otherwise."""
    shown = wish == "inline" and stored.content_type in INLINE
    return disposition_header("inline" if shown else "attachment", stored.filename)


def disposition_header(disposition: Disposition, filename: str) -> str:
    """Content-Disposition with a name in any script, and one in ASCII for programs that know no other (RFC 6266, 4.3).

    Django's own function leaves the second one out, and escapes quotation marks with a backslash, which browsers and the
    tools that people script with read differently: such characters become underscores instead.
    """
    # Dots at the ends hide a file, or are taken off by systems that then find another type.
    name = "".join("_" if _unfit(character) else character for character in filename).strip(" .") or "file"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    # A per cent sign is decoded by some and not by others (RFC 6266, appendix D).
    plain = re.sub(r'["\\%]', "_", plain)
    stem, dot, extension = plain.rpartition(".") if "." in plain else (plain, "", "")
    if not name.isascii() and not stem.strip("._- "):
        plain = f"file{dot}{extension}"
    if plain == name:
        return f'{disposition}; filename="{plain}"'
    # attr-char of RFC 8187; quote() leaves letters, digits and "_.-~" alone, which all are.
    return f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _unfit(character: str) -> bool:
    """Control and formatting characters (which turn a name round) and parts of paths: in no name that somebody saves."""
    return character in "/\\" or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
