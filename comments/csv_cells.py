"""Cells of a CSV file that no spreadsheet takes for a formula.

Excel, LibreOffice and Google Sheets calculate what begins like a formula, quoted or not, and a formula can send a page of cells
to anybody (OWASP, "CSV Injection"). So what could begin one gets an apostrophe before it, which spreadsheets show as text.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

BOM = "\ufeff"
"""Excel reads UTF-8 only when it is told."""
FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
"""Also in full width, which East Asian versions take for the same."""
# Some programs look behind these for what a cell begins with.
PASSED_OVER = " \t\r\n\v\f\u00a0\u3000\ufeff'\"`;,"


def neutral(value: object) -> str:
    """The cell as text. A number of ours cannot be told from one of a reader's, so both are text with a sign."""
    text = "" if value is None else str(value).replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    begins = text.lstrip(PASSED_OVER)
    if text[:1] in FORMULA or begins[:1] in FORMULA:
        return f"'{text}"
    return text


class _Line:
    """What ``csv.writer`` writes to: the last line."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Keep it."""
        self.text = text
        return len(text)


def lines(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The file, a line at a time (RFC 4180), so that a million rows need the memory of one."""
    line = _Line()
    writer = csv.writer(line)
    yield BOM.encode()
    for row in chain([head], rows):
        writer.writerow([neutral(cell) for cell in row])
        yield line.text.encode()
