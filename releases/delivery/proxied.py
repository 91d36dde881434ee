"""Behind nginx: the answer names the file, and nginx sends it, so that no slow reader keeps a thread (X-Accel-Redirect)."""

import re
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from releases.delivery.ranges import Part
from releases.delivery.stored import StoredBytes
from releases.media.storage import local_name

_PLAIN_RANGE = re.compile(r"bytes=([0-9]{1,15}-[0-9]{0,15}|-[0-9]{1,15})")


def by_proxy(request: HttpRequest, stored: StoredBytes, part: Part | None) -> HttpResponse | None:
    """The answer that nginx turns into the bytes, or ``None`` where the bytes are not to be had that way.

    It reads Range again. Two folders in deploy/nginx.conf tell it whether to look at that header at all, and if so, the
    header must be so plain that there are no two ways to read it.
    """
    name = local_name(stored.name) if settings.X_ACCEL_PREFIX else None
    if name is None or (part is not None and not _PLAIN_RANGE.fullmatch(request.headers.get("Range", ""))):
        return None
    folder = "whole" if part is None else "part"
    response = HttpResponse()
    response.headers["X-Accel-Redirect"] = f"{settings.X_ACCEL_PREFIX}{folder}/{quote(name)}"
    return response
