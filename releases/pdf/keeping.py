"""PDFs are made once and kept under the digest of what they show; at most a few are made at the same time, and none for long.

Nothing here knows of readers: whoever asks has gone through a door of ``releases.access`` first, every time. What is kept can
be thrown away at any moment, and is after a while (``prune``): it is made again when somebody asks.
"""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from releases.media.few import Few, NoRoom
from releases.media.storage import private
from releases.media.turns import StillTaken, turn
from releases.pdf.drawing import NotDrawn, draw
from releases.pdf.sheet import Sheet

logger = logging.getLogger(__name__)

FOLDER = "pdf"
PATIENCE = 12.0
"""Seconds that a reader's request waits in all: for its turn, and for the drawing. A usual release takes one to three."""
UNHURRIED = 120.0
"""Seconds that the worker takes, for a report of two hundred pages."""
AT_ONCE = 1
"""Drawn at the same moment in each process of the server; each costs a core and up to 1 GB."""
WAITING = 1
"""Further requests that wait, each with one of the server's eight threads; the rest is told to come again."""
AGAIN = 60.0
"""Seconds in which a sheet that could not be drawn is not tried again for readers."""

KEEP = timedelta(days=30)
"""How long a PDF is kept after it was made. With what was replaced, withdrawn, or bore an earlier letterhead it goes then."""

_few = Few(at_once=AT_ONCE, waiting=WAITING)
_in_vain: dict[str, float] = {}
"""Digests of what could not be drawn, with when it may be tried again: a hopeless one does not cost each reader's patience."""


class NotReady(Exception):
    """There is no PDF yet; a later attempt may find one."""


def stored_name(sheet: Sheet) -> str:
    """Where the PDF of this sheet is kept. A digest alone: on S3 readers see the name, and an id would tell of others."""
    digest = sheet.digest
    return f"{FOLDER}/{digest[:2]}/{digest}.pdf"


def etag(sheet: Sheet) -> str:
    """What names exactly these bytes before they are made: the same sheet is drawn to the same bytes."""
    return f'"{sheet.digest[:40]}"'


def is_made(sheet: Sheet) -> bool:
    """Whether it is there already."""
    return private().exists(stored_name(sheet))


def ready(sheet: Sheet, patience: float | None = None) -> str:
    """The name under which the storage has the PDF, which is made if need be, in ``PATIENCE`` where nothing else is said.

    Raises ``NotReady``, and ``OSError`` where the storage does not take it.
    """
    name = stored_name(sheet)
    if not private().exists(name):
        _make(sheet, name, time.monotonic() + (PATIENCE if patience is None else patience))
    return name


def _make(sheet: Sheet, name: str, until: float) -> None:
    if _in_vain.get(name, 0.0) > time.monotonic():
        raise NotReady
    try:
        with _few.turn(_left(until)), turn(name, patience=_left(until)):
            # Whoever had the turn before may have made it.
            if private().exists(name):
                return
            pdf = draw(sheet.html, sheet.style, sheet.given(), seconds=_left(until))
            private().save(name, ContentFile(pdf))
    except (NoRoom, StillTaken) as error:
        raise NotReady from error
    except NotDrawn as error:
        logger.error("A PDF could not be made (%s)", name)
        _remember(name)
        raise NotReady from error


def _left(until: float) -> float:
    return max(0.5, until - time.monotonic())


def _remember(name: str) -> None:
    now = time.monotonic()
    for old in [each for each, again in _in_vain.items() if again <= now]:
        del _in_vain[old]
    _in_vain[name] = now + AGAIN


def prune() -> int:
    """Throw away what was made long ago, and return how many that was."""
    storage, oldest, gone = private(), timezone.now() - KEEP, 0
    for name in _kept():
        try:
            if storage.get_modified_time(name) < oldest:
                storage.delete(name)
                gone += 1
        except FileNotFoundError:
            continue
    return gone


def _kept() -> Iterator[str]:
    storage = private()
    try:
        folders = storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return
    for folder in folders:
        for each in storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield f"{FOLDER}/{folder}/{each}"
