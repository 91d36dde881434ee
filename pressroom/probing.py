"""Every request that found nothing is told to the probing alarm, and answered as if it were not."""

import logging

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pressroom.middleware import GetResponse
from releases.probing.recorder import RECORDER, Missed

logger = logging.getLogger("pressroom.probing")

UNWATCHED = ("/admin/", "/previews/")
"""Staff mistype addresses, and whoever holds a preview link that has run out was given it. Its secret is not ours to keep."""


class ProbingMiddleware:
    """Outermost, so that it sees what is sent. What it does is the same for every 404 and takes microseconds."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and not request.path_info.startswith(UNWATCHED):
            try:
                RECORDER.note(Missed(request.path_info, request.META.get("REMOTE_ADDR", ""), timezone.now()))
            except Exception:
                # Such as no thread to be had. The alarm may fail; the answer may not.
                logger.exception("a request that found nothing could not be noted")
        return response
