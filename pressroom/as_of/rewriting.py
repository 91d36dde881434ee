"""A reader's page with its links led to the same moment. Everything else stays as it is, byte for byte."""

import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape

_LINKS = {
    "a": {"href"},
    "area": {"href"},
    "form": {"action"},
    "button": {"formaction"},
    "input": {"formaction", "src"},
    "img": {"src", "srcset"},
    "source": {"src", "srcset"},
}
"""Where an address leads a reader or brings a picture. Style sheets and the canonical link are the same at any moment."""

_IMAGE = re.compile(r"/images/(?P<key>[^/]+)/(?P<spec>[^/]+)")
_ELSEWHERE = ("/admin/", settings.STATIC_URL)

Edit = tuple[int, int, str]


class Addresses:
    """Leads the site's own addresses to one moment, and leaves others alone."""

    def __init__(self, prefix: str, hosts: Iterable[str]) -> None:
        self.prefix = prefix
        self.hosts = frozenset(hosts)

    def lead(self, address: str) -> str:
        """Where this address leads at that moment."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return address
        if not self._is_ours(parts) or parts.path.startswith(_ELSEWHERE):
            return address
        path = parts.path or "/"
        return _staff_image(path) or SplitResult("", "", self.prefix + path, parts.query, parts.fragment).geturl()

    def _is_ours(self, parts: SplitResult) -> bool:
        """Not what is relative to the page either: that stays inside by itself."""
        if parts.netloc:
            return parts.scheme in ("", "http", "https") and parts.netloc in self.hosts
        return not parts.scheme and parts.path.startswith("/")

    def lead_each(self, srcset: str) -> str:
        """The same for a list of pictures with their widths."""
        candidates = (candidate.split() for candidate in srcset.split(","))
        return ", ".join(" ".join([self.lead(words[0]), *words[1:]]) for words in candidates if words)


def _staff_image(path: str) -> str:
    """Pictures come from where staff may see them: the public address asks the clock of today."""
    match = _IMAGE.fullmatch(path)
    try:
        return reverse("admin:releases_release_image", args=[match["key"], match["spec"]]) if match else ""
    except NoReverseMatch:
        return ""


def rewrite(page: str, addresses: Addresses, *, head: str, title: str, banner: str) -> str:
    """The page with its links led elsewhere, and with markup of ours at the end of the head, in the title and atop the body."""
    reader = _Reader(page, addresses, {"</head": head, "title": title, "body": banner})
    reader.feed(page)
    reader.close()
    for start, end, text in sorted(reader.edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page


class _Reader(HTMLParser):
    """Notes what has to be edited, and where; the page is never written anew."""

    def __init__(self, page: str, addresses: Addresses, insertions: dict[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = [0, *(match.end() for match in re.finditer("\n", page))]
        self.addresses = addresses
        self.insertions = insertions
        self.edits: list[Edit] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start, written = self._here(), self.get_starttag_text() or ""
        end = start + len(written)
        changed = [(name, self._led(tag, name, value)) for name, value in attrs]
        if changed != attrs:
            self.edits.append((start, end, _start_tag(tag, changed, closed=written.endswith("/>"))))
        if insertion := self.insertions.pop(tag, ""):
            self.edits.append((end, end, insertion))

    def handle_endtag(self, tag: str) -> None:
        if insertion := self.insertions.pop(f"</{tag}", ""):
            self.edits.append((self._here(), self._here(), insertion))

    def _here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def _led(self, tag: str, name: str, value: str | None) -> str | None:
        if value is None or name not in _LINKS.get(tag, ()):
            return value
        lead: Callable[[str], str] = self.addresses.lead_each if name == "srcset" else self.addresses.lead
        return lead(value)


def _start_tag(tag: str, attributes: list[tuple[str, str | None]], *, closed: bool) -> str:
    written = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attributes)
    return f"<{tag}{written}{'/' if closed else ''}>"
