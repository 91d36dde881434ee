"""A wall of documents: answers of ours that were fetched already are opened in a real browser, many of them in one page.

What stands between ``<main`` and ``</main>`` in each is put, byte for byte, into the first one. The server knows nothing but
that page and the static files, and sends no header that would stop anything.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.contrib.staticfiles import finders

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def together(pages: list[bytes]) -> bytes:
    """One page with the main parts of all."""
    head, _main, _tail = _parts(pages[0])
    return head + b"\n".join(_parts(page)[1] for page in pages) + _parts(pages[0])[2]


def _parts(page: bytes) -> tuple[bytes, bytes, bytes]:
    begin, end = page.index(b"<main"), page.rindex(b"</main>") + len(b"</main>")
    return page[:begin], page[begin:end], page[end:]


@dataclass
class Wall:
    """The page that hangs now."""

    origin: str = ""
    kind: str = "text/html; charset=utf-8"
    body: bytes = b""

    def answer(self, path: str) -> tuple[int, str, bytes, str]:
        """Status, type and body of what is at an address, and how long the browser may keep it."""
        if path.startswith("/wall/"):
            return 200, self.kind, self.body, "no-store"
        if path == "/admin/jsi18n/":
            return 200, "text/javascript", b"", "max-age=3600"
        if path.startswith(("/icons/", "/favicon.ico", "/apple-touch-icon.png", "/site.webmanifest")):
            return 200, "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "max-age=3600"
        file = finders.find(path.removeprefix("/static/").partition("?")[0]) if path.startswith("/static/") else None
        if not file:
            return 404, "text/plain", b"", "no-store"
        return 200, TYPES.get(Path(path).suffix, "image/png"), Path(str(file)).read_bytes(), "max-age=3600"


@contextmanager
def wall() -> Iterator[Wall]:
    """A server for it, on loopback."""
    hung = Wall()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, kind, body, kept = hung.answer(self.path)
            self.send_response(status)
            for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", kept)):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        hung.origin = f"http://127.0.0.1:{server.server_port}"
        yield hung
        server.shutdown()
        thread.join()
