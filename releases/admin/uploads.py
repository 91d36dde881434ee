"""Uploads in the form of a release: stored before the form is read, so that an error elsewhere does not lose them.

A browser forgets the chosen file when a page with errors comes back. And a file written inside the transaction of a save
would stay behind when that is rolled back, and make everybody wait for the decoding.

An upload comes as the name of its field with ``-upload``; what the library has already is not stored again.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, QueryDict

from releases.admin.library import taking

_WAYS: dict[str, Callable[[taking.Upload, User], taking.Taken]] = {
    "lead_image": taking.picture,
    "image": taking.picture,
    "file": taking.document,
}
_WORDS = {
    "lead_image": ("alt", "decorative", "caption", "credit", "licence"),
    "image": ("alt", "decorative", "caption", "credit", "licence"),
    "file": ("title", "language", "accessible"),
}


def take_in(request: HttpRequest, by: User) -> dict[str, str]:
    """Store what was uploaded, and let the form name it. Returns why something was not stored, by the names of the fields."""
    posted, errors = request.POST.copy(), {}
    for sent in request.FILES:
        name = sent.removesuffix("-upload")
        row, _dash, kind = name.rpartition("-")
        upload = request.FILES[sent]
        if name == sent or kind not in _WAYS or f"{row}-DELETE" in posted or isinstance(upload, list):
            continue
        taken = _WAYS[kind](upload, by)
        if taken.error:
            errors[name] = taken.error
            continue
        posted[name] = taken.version.key
        for other in ("remove", "newer"):
            posted.pop(f"{name}-{other}", None)
        _fill_in(posted, name.removesuffix(kind) + ("lead_image_" if kind == "lead_image" else ""), kind, taken.row)
    request.POST = posted  # type: ignore[assignment]
    return errors


def _fill_in(posted: QueryDict, prefix: str, kind: str, row: Any) -> None:
    """The library's words, where nothing was typed: a box is ticked only if nothing was typed at all."""
    names = _WORDS[kind]
    untouched = not any(posted.get(prefix + name) for name in names)
    for name in names:
        value = getattr(row, name)
        if isinstance(value, bool):
            if value and untouched:
                posted[prefix + name] = "on"
        elif value and not posted.get(prefix + name) and not (name == "alt" and posted.get(f"{prefix}decorative")):
            posted[prefix + name] = value
