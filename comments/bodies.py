"""Whether what was posted can be read as it was meant."""

from django.http import HttpRequest, UnreadablePostError

from comments.limits import REQUEST_BYTES

FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def is_too_long(request: HttpRequest) -> bool:
    """Whether it is more than is read at all. gunicorn has made sure that the length is a number."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > REQUEST_BYTES


def is_form(request: HttpRequest) -> bool:
    """Whether it is a form in UTF-8, the only character set in which our pages send one."""
    charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
    return request.content_type in FORM_TYPES and charset.lower() in {"utf-8", "utf8"}


def is_whole(request: HttpRequest) -> bool:
    """Whether all of it came. Asked after ``is_too_long``, because it reads the body.

    A connection that breaks half way ends the body early, and neither gunicorn nor Django says so: what was an answer would
    be stored as if it answered nothing, or with half a website, and once more when the browser tries again.
    """
    try:
        return len(request.body) == int(request.META.get("CONTENT_LENGTH") or 0)
    except UnreadablePostError:
        return False
