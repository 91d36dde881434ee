"""Reading a body without its markup: the text of its blocks; of cleaned HTML its lines, its links, and what stands out."""

import re
from collections.abc import Iterator
from html import unescape

from releases.prose.model import Block, Figure, ListBlock, Paragraph, Quote, Run, Table

# In cleaned HTML every "<" opens a tag and no attribute holds a ">": expressions take the tags out.
_BLOCK = re.compile(r"<(?:/?(?:p|h[1-6]|li|ul|ol|blockquote|table|thead|tbody|tr|figure|figcaption)|br|img)\b[^>]*>")
_CREDIT = re.compile(r"<cite>[^<]*</cite>")
_CELL_ENDS = re.compile(r"</t[dh]>(?!</tr>)")
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_STANDING_OUT = re.compile(r"<(h[1-6]|table|figure)\b")
_CALLED = {"table": "tables", "figure": "figures"}


def runs_of(block: Block) -> Iterator[Run]:
    """The runs of everything in a block; of a picture those of its caption."""
    if isinstance(block, Paragraph | Figure):
        yield from block.runs
        return
    for inner in inside(block):
        yield from runs_of(inner)


def paragraphs_of(block: Block) -> Iterator[str]:
    """The text of every paragraph, item, cell and caption."""
    if isinstance(block, Paragraph | Figure):
        yield "".join(run.text for run in block.runs)
        return
    for inner in inside(block):
        yield from paragraphs_of(inner)


def inside(block: Quote | ListBlock | Table) -> list[Block]:
    """The blocks in a block, whichever item or cell holds them."""
    match block:
        case Quote(blocks=blocks):
            return blocks
        case ListBlock(items=items):
            return [inner for item in items for inner in item]
        case Table(rows=rows):
            return [inner for row in rows for cell in row for inner in cell.blocks]


def lines_of(html: str) -> Iterator[str]:
    """The text of each block, a row of a table being one, and so a caption, without who made the picture.

    Spaces that do not break stay as they are: numbers need them.
    """
    for line in _BLOCK.sub("\n", _CELL_ENDS.sub(" | ", _CREDIT.sub("", html))).split("\n"):
        text = unescape(_TAG.sub("", line)).strip()
        if text:
            yield text


def links_of(html: str) -> Iterator[tuple[str, str]]:
    """Address and words of each link."""
    for address, words in _LINK.findall(html):
        yield unescape(address), unescape(_TAG.sub("", words)).strip()


def headings_and_tables(html: str) -> Iterator[str]:
    """``"headings"``, ``"tables"`` or ``"figures"`` for each of them, in their order."""
    for tag in _STANDING_OUT.findall(html):
        yield _CALLED.get(tag, "headings")
