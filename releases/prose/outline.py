"""Reading a cleaned body without its markup: its lines, its links, and what stands out in it. Cleaned HTML only."""

import re
from collections.abc import Iterator
from html import unescape

_BLOCK = re.compile(r"<(?:/?(?:p|h[1-6]|li|ul|ol|blockquote|table|thead|tbody|tr)|br)\b[^>]*>")
_CELL_ENDS = re.compile(r"</t[dh]>(?!</tr>)")
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_STANDING_OUT = re.compile(r"<(h[1-6]|table)\b")


def lines_of(html: str) -> Iterator[str]:
    """The text of each block, a row of a table being one. Spaces that do not break stay as they are: numbers need them."""
    for line in _BLOCK.sub("\n", _CELL_ENDS.sub(" | ", html)).split("\n"):
        text = unescape(_TAG.sub("", line)).strip()
        if text:
            yield text


def links_of(html: str) -> Iterator[tuple[str, str]]:
    """Address and words of each link."""
    for address, words in _LINK.findall(html):
        yield unescape(address), unescape(_TAG.sub("", words)).strip()


def headings_and_tables(html: str) -> Iterator[str]:
    """``"headings"`` or ``"tables"`` for each of them, in their order."""
    for tag in _STANDING_OUT.findall(html):
        yield "tables" if tag == "table" else "headings"
