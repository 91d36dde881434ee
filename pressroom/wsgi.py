"""The WSGI entry point, for gunicorn."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")


class Utf8Request(WSGIRequest):
    """A request in UTF-8, whatever it says of itself.

    Django reads even the query in the character set that ``Content-Type`` names, and that may be any of Python's codecs:
    with "zlib" every address with a query answers 500, before any middleware; with "utf-16" ``?page=2`` is not seen, and a
    cache in front keeps page 1 under its name. Browsers name none in a form. What does is refused where it is read.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    """Django's, with requests in UTF-8."""

    request_class = Utf8Request


django.setup(set_prefix=False)
application = Handler()
