"""Write blocks as plain text, for mail, for the clipboard and for a file that will be read in thirty years."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from releases.prose.model import Block, Figure, ListBlock, Paragraph, Quote, Run, Table


def plain_blocks(blocks: Sequence[Block]) -> str:
    """The blocks as text: an empty line between them, and nothing broken into lines that the writer did not break."""
    return "\n\n".join(text for text in map(_block, blocks) if text)


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs=runs, level=0):
            return _inline(runs)
        case Paragraph(runs=runs):
            return _underlined(_inline(runs))
        case Quote(blocks=blocks):
            return _indented(plain_blocks(blocks), "> ")
        case ListBlock():
            return "\n".join(_items(block))
        case Table(rows=rows):
            return "\n".join("\t".join(_flat(cell.blocks) for cell in row) for row in rows)
        case Figure(alt=alt, runs=runs, credit=credit):
            return "\n".join(filter(None, (f"[{alt}]" if alt else "", _inline(runs), credit)))


def _items(block: ListBlock) -> Iterator[str]:
    """With "-" or its number; where letters count on the page, numbers do here."""
    for number, item in enumerate(block.items, block.start):
        mark = f"{number}. " if block.ordered else "- "
        text = "\n".join(_block(inner) for inner in item)
        yield mark + _indented(text, " " * len(mark))[len(mark) :]


def _flat(blocks: Sequence[Block]) -> str:
    """On one line, for a cell."""
    return " ".join(" ".join(_block(block).split()) for block in blocks)


def _inline(runs: Sequence[Run]) -> str:
    """Where a link leads stands behind its words, unless the words are the address."""
    return "".join(
        _linked("".join(run.text for run in group), href) for href, group in groupby(runs, key=lambda run: run.href)
    )


def _linked(words: str, href: str) -> str:
    address = href.removeprefix("mailto:").removeprefix("tel:")
    return f"{words} ({address})" if address and address not in words else words


def _underlined(words: str) -> str:
    return f"{words}\n{'-' * min(len(words), 72)}"


def _indented(text: str, by: str) -> str:
    return "\n".join(f"{by}{line}".rstrip() for line in text.split("\n"))
