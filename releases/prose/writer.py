"""Write blocks as HTML, always in the same way, so that equal bodies are equal bytes."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from releases.prose.model import EDITS, MARKS, Block, Cell, Figure, ListBlock, Paragraph, Quote, Run, Table

_ALL_MARKS = (*EDITS, *MARKS)


def write(blocks: Sequence[Block]) -> str:
    """The blocks as HTML."""
    return "".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs=runs, level=0):
            return f"<p>{_inline(runs)}</p>"
        case Paragraph(runs=runs, level=level):
            return f"<h{level}>{_inline(runs)}</h{level}>"
        case Quote(blocks=blocks):
            return f"<blockquote>{write(blocks)}</blockquote>"
        case ListBlock():
            return _list(block)
        case Table():
            return _table(block)
        case Figure():
            return f"<figure>{_picture(block)}{write_caption(block)}</figure>"


def write_caption(figure: Figure) -> str:
    """What stands under a picture, its caption and who made it; nothing where there is neither."""
    credit = f"<cite>{escape(figure.credit, quote=False)}</cite>" if figure.credit else ""
    inner = _inline(figure.runs) + credit
    return f"<figcaption>{inner}</figcaption>" if inner else ""


def _picture(figure: Figure) -> str:
    """No address and no size: where a picture is to be had depends on who looks at the text."""
    decorative = " data-decorative" if figure.decorative else ""
    return f'<img data-file="{escape(figure.key)}" alt="{escape(figure.alt)}"{decorative}>'


def _inline(runs: Sequence[Run]) -> str:
    return "".join(
        f'<a href="{escape(href)}">{_marked(list(linked), _ALL_MARKS)}</a>'
        if href
        else _marked(list(linked), _ALL_MARKS)
        for href, linked in groupby(runs, key=lambda run: run.href)
    )


def _marked(runs: list[Run], marks: Sequence[str]) -> str:
    """Runs under the first mark, then the next: neighbours that share a mark share its element."""
    if not marks:
        return "".join("<br>" if run.text == "\n" else escape(run.text, quote=False) for run in runs)
    mark, rest = marks[0], marks[1:]
    return "".join(
        f"<{mark}>{_marked(list(group), rest)}</{mark}>" if has else _marked(list(group), rest)
        for has, group in groupby(runs, key=lambda run: mark in run.marks)
    )


def _list(block: ListBlock) -> str:
    tag = "ol" if block.ordered else "ul"
    numbering = f' type="{block.numbering}"' if block.ordered and block.numbering else ""
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    items = "".join(f"<li>{_flow(item)}</li>" for item in block.items)
    return f"<{tag}{start}{numbering}>{items}</{tag}>"


def _flow(blocks: Sequence[Block]) -> str:
    """One paragraph, alone or before nested lists, needs no ``<p>`` of its own."""
    first, rest = blocks[0] if blocks else None, blocks[1:]
    if isinstance(first, Paragraph) and all(isinstance(block, ListBlock) for block in rest):
        return _inline(first.runs) + write(rest)
    return write(blocks)


def _table(table: Table) -> str:
    """The rows; a first row of headers becomes the table's head."""
    rows = table.rows
    headed = len(rows) > 1 and all(cell.header and cell.rowspan == 1 for cell in rows[0])
    head = f"<thead>{_row(rows[0], 1)}</thead>" if headed else ""
    body = rows[1:] if headed else rows
    lines = "".join(_row(row, len(body) - index) for index, row in enumerate(body))
    return f"<table>{head}<tbody>{lines}</tbody></table>"


def _row(row: Sequence[Cell], rows_left: int) -> str:
    scope = "col" if all(cell.header for cell in row) else "row"
    return f"<tr>{''.join(_cell(cell, scope, rows_left) for cell in row)}</tr>"


def _cell(cell: Cell, scope: str, rows_left: int) -> str:
    tag = "th" if cell.header else "td"
    attributes = "".join(_cell_attributes(cell, scope, rows_left))
    return f"<{tag}{attributes}>{_flow(cell.blocks)}</{tag}>"


def _cell_attributes(cell: Cell, scope: str, rows_left: int) -> Iterator[str]:
    if cell.colspan > 1:
        yield f' colspan="{cell.colspan}"'
    # A span past the last row of its group is an error in HTML (table model, 4.9.12).
    if (rowspan := min(cell.rowspan, rows_left)) > 1:
        yield f' rowspan="{rowspan}"'
    if cell.header:
        yield f' scope="{scope}"'
