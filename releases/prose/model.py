"""What a body is made of: blocks that hold runs of text.

HTML lets the same text be written in endless ways (``<b><a>``, ``<a><b>``, a paragraph inside a paragraph). Here a
text is a flat row of runs, each with its marks, so that there is one way to write it down, and writing it twice gives
the same bytes.
"""

from dataclasses import dataclass, field

#: The marks a run can carry, outermost first when written.
MARKS = ("strong", "em", "sub", "sup")

#: Marks of a comparison, which no body has: the reader of HTML never gives them.
EDITS = ("del", "ins")

#: How deep lists, quotes and tables may nest. Deeper ones are laid flat: no reader can follow them, and every
#: recursion is bounded.
MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with one set of marks. A line break is the text ``"\\n"``."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """What Word says of a paragraph that only looks like a list item."""

    source: str
    level: int


@dataclass(slots=True)
class Paragraph:
    """A paragraph, or a heading when ``level`` is 2, 3 or 4."""

    runs: list[Run]
    level: int = 0
    marker: Marker | None = None
    label: str = ""


@dataclass(slots=True)
class Quote:
    blocks: "list[Block]" = field(default_factory=list)


@dataclass(slots=True)
class ListBlock:
    ordered: bool = False
    start: int = 1
    numbering: str = ""
    items: "list[list[Block]]" = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    header: bool = False
    colspan: int = 1
    rowspan: int = 1
    blocks: "list[Block]" = field(default_factory=list)


@dataclass(slots=True)
class Table:
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Figure:
    """A picture of the library, by its key, with its words: ``runs`` are the caption. It stands at the top level only."""

    key: str
    alt: str = ""
    decorative: bool = False
    """Screen readers pass over it; it has no alternative text then."""
    runs: list[Run] = field(default_factory=list)
    credit: str = ""


Block = Paragraph | Quote | ListBlock | Table | Figure
