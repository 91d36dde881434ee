"""The renditions of stored pictures: made on first need or ahead of time, kept, and made only once.

``specs`` says which there are, ``encoding`` how one is made, ``turns`` who makes it.
"""

import logging
import threading

from django.core.files.base import ContentFile

from releases.media.encoding import render
from releases.media.models import Image
from releases.media.specs import (
    CONTENT_TYPES,
    WIDTHS,
    Focal,
    Shape,
    Spec,
    card,
    card_widths_for,
    parse,
    pixel_size,
    social,
    specs_for,
    widths_for,
)
from releases.media.storage import private
from releases.media.turns import turn

__all__ = [
    "CONTENT_TYPES",
    "WIDTHS",
    "Focal",
    "NotKept",
    "Shape",
    "Spec",
    "card",
    "card_widths_for",
    "etag",
    "fetch",
    "is_made",
    "made_of",
    "parse",
    "pixel_size",
    "ready",
    "render",
    "social",
    "specs_for",
    "stored_name",
    "widths_for",
]

logger = logging.getLogger(__name__)

RECIPE = 1
"""Raise it when the same spec comes to mean other bytes: what was made before is then made anew, under another name."""

_encoder = threading.Lock()
"""One picture at a time in each process. Encoders use all of a core and, for 50 megapixels of PNG, 300 MB; eight of them in
each worker would take the machine away from readers who want a page."""


class NotKept(OSError):
    """The rendition could be made and not be stored; ``data`` holds it."""

    def __init__(self, data: bytes) -> None:
        super().__init__("a rendition could not be stored")
        self.data = data


def stored_name(image: Image, spec: Spec) -> str:
    """Where the rendition is kept. All of them lie in one folder that can be emptied at any time."""
    return f"renditions/{RECIPE}/{image.key}/{spec}"


def etag(image: Image, spec: Spec) -> str:
    """What names exactly these bytes before they are read, or even made: they follow from the original's."""
    return f'"{image.sha256[:32]}-{RECIPE}-{spec}"'


def made_of(image: Image) -> set[str]:
    """The texts of all specs of which the picture's rendition is there: one question, however many there are."""
    try:
        return set(private().listdir(f"renditions/{RECIPE}/{image.key}")[1])
    except FileNotFoundError:
        return set()


def is_made(image: Image, spec: Spec) -> bool:
    """Whether it is there already."""
    return private().exists(stored_name(image, spec))


def ready(image: Image, spec: Spec) -> str:
    """The name under which the storage has the rendition, which is made if need be. Raises ``NotKept`` with its bytes."""
    if not is_made(image, spec):
        _make(image, spec)
    return stored_name(image, spec)


def fetch(image: Image, spec: Spec) -> bytes:
    """The bytes of the rendition, which is made if need be. A storage that keeps nothing costs the reader nothing."""
    try:
        kept = _kept(stored_name(image, spec))
        return _make(image, spec) if kept is None else kept
    except NotKept as made:
        return made.data


def _make(image: Image, spec: Spec) -> bytes:
    name = stored_name(image, spec)
    with turn(name):
        # Whoever had the turn before may have made it.
        if (kept := _kept(name)) is not None:
            return kept
        with _encoder, image.file.open() as original:
            data = render(original.read(), spec)
        try:
            private().save(name, ContentFile(data))
        except OSError as error:
            logger.error("A rendition was made and cannot be kept (%s): %s", name, error)
            raise NotKept(data) from error
    return data


def _kept(name: str) -> bytes | None:
    """What the storage has under this name, if it has it and can be asked."""
    try:
        with private().open(name) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        return None
    except OSError as error:
        logger.warning("A rendition cannot be read (%s): %s", name, error)
        return None
