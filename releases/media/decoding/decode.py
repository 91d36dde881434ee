"""Decoding an upload at arm's length: in a process that may die of it."""

import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload

MEMORY = 1536 * 1024 * 1024
"""Bytes of address space."""
SECONDS = 40
"""Of processor time, and with a wait for it, of a person's."""
OUTPUT = 160 * 1024 * 1024
AT_ONCE = 1
"""Uploads that are decoded at the same moment in each process of the server; the others wait."""
PATIENCE = 30
"""Seconds for which they wait."""

_ROOT = str(Path(__file__).resolve().parents[3])
# Isolated (-I): neither the environment nor a folder that somebody else may write to says what is imported.
_PROGRAM = (
    f"import sys; sys.path.insert(0, {_ROOT!r}); from releases.media.decoding.child import main; main(sys.argv[1:])"
)
_turns = threading.BoundedSemaphore(AT_ONCE)


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
    if not _turns.acquire(timeout=PATIENCE):
        raise InvalidUpload(_("Many pictures are being taken in at the moment. Try again in a minute."))
    try:
        with tempfile.TemporaryFile() as output:
            _run(data, output)
            output.seek(0)
            line = output.readline(16_384)
            return _read(line, output)
    finally:
        _turns.release()


def _run(data: bytes, output: "IO[bytes]") -> None:
    """The child writes to a file, which the kernel keeps small, and not into our memory. What kills it is no matter."""
    limits = (MEMORY, SECONDS, OUTPUT, settings.IMAGE_MAX_PIXELS)
    try:
        subprocess.run(  # noqa: S603  (our own program, and numbers)
            [sys.executable, "-I", "-c", _PROGRAM, *map(str, limits)],
            input=data,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=SECONDS * 2,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InvalidUpload(_said("memory")) from error


def _read(line: bytes, output: "IO[bytes]") -> Decoded:
    """What the child says, believed as far as it can be checked here."""
    try:
        answer: dict[str, Any] = json.loads(line)
    except ValueError as error:
        # Killed before it could say anything: by a limit, or by a decoder that fell over.
        raise InvalidUpload(_said("memory")) from error
    if "refused" in answer:
        raise InvalidUpload(_said(str(answer["refused"])))
    data = output.read(OUTPUT)
    if len(data) != answer["size"]:
        # It was stopped while it wrote.
        raise InvalidUpload(_said("memory"))
    return Decoded(
        data=data,
        format="PNG" if answer["format"] == "PNG" else "JPEG",
        width=int(answer["width"]),
        height=int(answer["height"]),
        colour=str(answer["colour"])[:7],
        credit=str(answer["credit"]),
        copyright=str(answer["copyright"]),
        creator=str(answer["creator"]),
    )


def _said(code: str) -> str:
    """The sentence for a word of the child's."""
    megapixels = settings.IMAGE_MAX_PIXELS // 1_000_000
    sentences = {
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
    }
    damaged = _("The picture file is damaged. Open it in an editor, save it again, and retry.")
    return sentences.get(code, damaged)
