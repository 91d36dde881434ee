"""Decoding an upload at arm's length: in a process that may die of it."""

import json
import logging
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from releases.media.decoding.exchange import Failed, exchange
from releases.media.decoding.formats import MAX_ENCODED
from releases.media.decoding.metadata import LENGTH
from releases.media.errors import InvalidUpload
from releases.media.few import Few, NoRoom

logger = logging.getLogger(__name__)

# Measured by bench/uploads.py. The hungriest picture of 50 megapixels, a WebP, takes 811 MB of address space (16 bytes a
# pixel, and 37 MB to begin with); the slowest, a WebP with transparency that becomes a PNG, 12 seconds of processor time.
MEMORY = 200 * 1024**2
"""Bytes of address space for the program."""
MEMORY_PER_PIXEL = 20
"""And for each pixel that is let in: half as much again as was measured."""
SECONDS = 40
"""Of processor time: three times what was measured, for slower machines."""
WALL = SECONDS * 2
"""Of a person's, on a machine that is busy with other things."""
HEADER = 16_384
"""Bytes of the line before the picture: three texts of 200 characters, escaped, and a few numbers."""
AT_ONCE = 1
"""Uploads that are decoded at the same moment in each process of the server; more would need their memory at once."""
WAITING = 4
"""Further ones that wait, each with one of the server's eight threads; the library's page sends three at a time."""
PATIENCE = 30
"""Seconds for which they wait."""

_ROOT = str(Path(__file__).resolve().parents[3])
# Isolated (-I): neither the environment nor a folder that somebody else may write to says what is imported.
_PROGRAM = (
    f"import sys; sys.path.insert(0, {_ROOT!r}); from releases.media.decoding.child import main; main(sys.argv[1:])"
)
_FIRST = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}
_few = Few(at_once=AT_ONCE, waiting=WAITING)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture as it will be stored, and what is known of it."""

    data: bytes
    format: str
    """``"JPEG"``, or ``"PNG"`` where there is transparency."""
    width: int
    height: int
    colour: str
    """The dominant one, as ``#rrggbb``."""
    credit: str
    copyright: str
    creator: str


def decode(data: bytes) -> Decoded:
    """Decode the bytes of an upload and write them anew. Raises ``InvalidUpload`` with a sentence for the uploader."""
    pixels = settings.IMAGE_MAX_PIXELS
    limits = (MEMORY + pixels * MEMORY_PER_PIXEL, SECONDS, pixels)
    command = [sys.executable, "-I", "-c", _PROGRAM, *map(str, limits)]
    try:
        with _few.turn(PATIENCE):
            answer = exchange(command, data, limit=HEADER + MAX_ENCODED, seconds=WALL)
    except NoRoom as error:
        raise InvalidUpload(_said("busy")) from error
    except Failed as error:
        # Killed before it could say anything: by a limit, or by a decoder that fell over.
        raise InvalidUpload(_said("memory")) from error
    except OSError as error:
        # The machine has no room for one more process, or does not let us start one.
        logger.error("No process could be started to decode a picture: %s", error)
        raise InvalidUpload(_said("busy")) from error
    return _read(answer)


def _read(answer: bytearray) -> Decoded:
    """What the child says, believed as far as it can be checked here: it had a stranger's bytes in its hands."""
    end = answer.find(b"\n", 0, HEADER)
    try:
        said: dict[str, Any] = json.loads(answer[: max(end, 0)])
        refused = said.get("refused")
        if refused is None:
            return _checked(said, bytes(memoryview(answer)[end + 1 :]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidUpload(_said("damaged")) from error
    raise InvalidUpload(_said(str(refused)))


def _checked(said: dict[str, Any], data: bytes) -> Decoded:
    """Raises ``ValueError``, ``KeyError`` or ``TypeError`` for what no child of ours would say."""
    width, height = said["width"], said["height"]
    texts = {name: str(said[name]) for name in ("credit", "copyright", "creator")}
    if not data.startswith(_FIRST[said["format"]]):
        raise ValueError("not the format that it says")
    if (
        type(width) is not int
        or type(height) is not int
        or min(width, height) < 1
        or width * height > settings.IMAGE_MAX_PIXELS
    ):
        raise ValueError("no size that is let in")
    if not re.fullmatch(r"#[0-9a-f]{6}", str(said["colour"])):
        raise ValueError("no colour")
    if any(len(text) > LENGTH or not text.isprintable() for text in texts.values()):
        raise ValueError("texts that were not cleaned")
    return Decoded(data=data, format=said["format"], width=width, height=height, colour=said["colour"], **texts)


def _said(code: str) -> str:
    """The sentence for a word of the child's."""
    megapixels = settings.IMAGE_MAX_PIXELS // 1_000_000
    sentences = {
        "empty": _("The picture file is empty. Choose another file."),
        "unknown": _("This is not a picture we can read. Use JPEG, PNG, WebP, AVIF or GIF."),
        "svg": _("SVG drawings can hold scripts, so they are not taken. Export the drawing as PNG and upload that."),
        "polyglot": _(
            "This file is a picture and something else as well, such as a web page or an archive. "
            "Open it in an image editor, save it as a new picture, and upload that."
        ),
        "pixels": _("The picture has more than %(limit)s megapixels. Save it smaller and try again.")
        % {"limit": megapixels},
        "encoded": _("The picture is too large with its transparency. Save it smaller, or without transparency."),
        "memory": _(
            "Reading this picture takes more time or memory than a picture should. Save it smaller, and retry."
        ),
        "busy": _("Many pictures are being taken in at the moment. Try again in a minute."),
    }
    damaged = _("The picture file is damaged. Open it in an editor, save it again, and retry.")
    return sentences.get(code, damaged)
