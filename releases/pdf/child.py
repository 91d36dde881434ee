"""The process that draws: it has one document with its pictures and fonts, little memory, little time, and nothing else.

Reads a packet from its standard input and writes the PDF to its standard output. Its parent is ``drawing``. The text has
passed our sanitiser long before; here nothing is believed of that. The document can show what the packet holds, and no other
address is ever opened: no file of this machine, nothing of the network.
"""

import os
import sys
import tempfile

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from releases.media.decoding.limits import limit
from releases.pdf.packet import Given, Packet, answer, unpacked

BASE = "https://pdf.invalid/"
"""Where relative addresses lead: nowhere (RFC 6761, 6.4)."""
FILES = 64
"""Open at once: three pipes, and the fonts of a document."""
FONT_BYTES = 32 * 1024**2
"""The largest file that may be written: a font that was unpacked."""
VARIANT = "pdf/ua-1"


class Denied(ValueError):
    """The document asked for something that it was not given."""


class OnlyGiven(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers from the packet. All of WeasyPrint asks here: pictures, styles, fonts, attachments, SVG."""

    def __init__(self, given: tuple[Given, ...]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.given = {each.address: each for each in given}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The bytes of exactly this address. Raises ``Denied``, for which WeasyPrint leaves the thing out."""
        each = self.given.get(url)
        if each is None:
            self.refused.append(url[:200])
            raise Denied(url)
        return URLFetcherResponse(url, each.data, {"Content-Type": each.media_type})


def drawn(packet: Packet) -> tuple[int, list[str], bytes]:
    """The number of pages, the addresses that were denied, and the PDF."""
    fetcher, fonts = OnlyGiven(packet.given), FontConfiguration()
    style = weasyprint.CSS(string=packet.style, base_url=f"{BASE}css/", url_fetcher=fetcher, font_config=fonts)
    page = weasyprint.HTML(string=packet.html, base_url=BASE, url_fetcher=fetcher, media_type="print")
    document = page.render(stylesheets=[style], font_config=fonts)
    pdf = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    return len(document.pages), fetcher.refused, pdf


def confine(memory: int, seconds: int) -> None:
    """Give up whatever is not needed any more; best effort where a system knows a limit and does not let it be set."""
    limit(CORE=0, FSIZE=FONT_BYTES, NPROC=0, NOFILE=FILES, CPU=seconds, AS=memory)
    sys.addaudithook(_no_way_out)


def _no_way_out(event: str, _arguments: tuple[object, ...]) -> None:
    """Should WeasyPrint ever find a way round the fetcher: Python itself opens no connection and starts nothing here."""
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "urllib.")):
        raise Denied(event)


def main(arguments: list[str]) -> None:
    """Confined by the numbers in the arguments: bytes of memory, seconds."""
    memory, seconds = map(int, arguments)
    confine(memory, seconds)
    packet = unpacked(sys.stdin.buffer.read())
    tempfile.tempdir = packet.folder
    # fontTools dates the fonts that it cuts; the same document is to be the same bytes (reproducible-builds.org).
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    sys.stdout.buffer.write(answer(*drawn(packet)))
    sys.stdout.buffer.flush()
