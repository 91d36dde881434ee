"""Drawing at arm's length: in a process that may take too long, or too much, without the site noticing."""

import logging
import sys
import tempfile
from math import ceil
from pathlib import Path

from releases.media.decoding.exchange import Failed, exchange
from releases.pdf.packet import Given, Packet, packed, split

logger = logging.getLogger(__name__)

MEMORY = 1024**3
"""Bytes of address space. Measured: the longest body that is let in (500,000 characters, 122 pages) takes 310 MB, and 6.5
seconds of processor time; one page takes 300 MB and 1.1 seconds, most of them for starting Python and WeasyPrint."""
LARGEST = 64 * 1024**2
"""Bytes of the longest PDF that is taken."""

_ROOT = str(Path(__file__).resolve().parents[2])
# Isolated (-I), as for pictures: neither the environment nor a folder that somebody else may write to says what is imported.
_PROGRAM = f"import sys; sys.path.insert(0, {_ROOT!r}); from releases.pdf.child import main; main(sys.argv[1:])"


class NotDrawn(Exception):
    """There is no PDF: the process died, took too long, or gave something else."""


def draw(html: str, style: str, given: tuple[Given, ...], *, seconds: float) -> bytes:
    """The PDF of a document that shows what it is given and nothing else. Raises ``NotDrawn``."""
    command = [sys.executable, "-I", "-c", _PROGRAM, str(MEMORY), str(ceil(seconds))]
    # Removed by us, because the process may be killed before it does.
    with tempfile.TemporaryDirectory(prefix="pressroom-pdf-") as folder:
        packet = Packet(html=html, style=style, folder=folder, given=given)
        try:
            said = exchange(command, packed(packet), limit=LARGEST, seconds=seconds, task="draws a PDF")
        except (Failed, OSError) as error:
            raise NotDrawn from error
    try:
        head, pdf = split(said)
    except ValueError as error:
        raise NotDrawn from error
    if head.get("refused"):
        logger.warning("A PDF asked for what it was not given: %s", head["refused"])
    if bytes(pdf[:5]) != b"%PDF-":
        raise NotDrawn
    return bytes(pdf)
