"""Which tags and attributes mean something in a body, and what the styles say that stand in for tags."""

import re

from releases.prose.model import Cell, ListBlock

Attributes = dict[str, str]

MARK_OF = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "sub": "sub", "sup": "sup"}
HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_BREAKING_TAGS = """
    address article aside caption center dd details div dl dt fieldset footer form header hgroup legend main nav p pre
    section summary
"""
BREAKING = frozenset(_BREAKING_TAGS.split())
CONTAINERS = frozenset({"blockquote", "ul", "ol", "li", "table", "tr", "td", "th"})
FIGURES = frozenset({"figure", "figcaption"})
STYLED = frozenset({"span", "font"})
_TABLE_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_EMPTY = frozenset({"br", "hr", "img"})

#: The tags that mean something to the reader; all others are looked through, their text kept.
STRUCTURE = frozenset({*MARK_OF, *HEADINGS, *BREAKING, *CONTAINERS, *FIGURES, *STYLED, *_TABLE_GROUPS, *_EMPTY, "a"})

#: The attributes it looks at. None of them is written out again as it came.
ATTRIBUTES = {
    "*": {"style"},
    "a": {"href"},
    "img": {"alt", "data-decorative", "data-file"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}

WORD_LIST = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)\s+(lfo\d+)", re.IGNORECASE)
WORD_LABEL = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
NOT_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(?:normal|[1-4]00)\b", re.IGNORECASE)
BOLD = re.compile(r"(?<![\w-])font-weight:\s*(?:bold|[6-9]00)\b", re.IGNORECASE)
NOT_ITALIC = re.compile(r"(?<![\w-])font-style:\s*normal\b", re.IGNORECASE)
ITALIC = re.compile(r"(?<![\w-])font-style:\s*(?:italic|oblique)\b", re.IGNORECASE)
RAISED = re.compile(r"(?<![\w-])vertical-align:\s*(sub|super)\b", re.IGNORECASE)


def list_block(tag: str, given: Attributes) -> ListBlock:
    """An empty list of the sort that a tag begins."""
    numbering = given.get("type", "")
    numbering = numbering if numbering in ("a", "A", "i", "I") else ""
    return ListBlock(tag == "ol", _number(given.get("start"), 1, 9999), numbering)


def cell(tag: str, given: Attributes) -> Cell:
    """An empty cell, spanning no more than a table can have."""
    return Cell(tag == "th", _number(given.get("colspan"), 1, 100), _number(given.get("rowspan"), 1, 1000))


def _number(raw: str | None, least: int, most: int) -> int:
    return min(max(int(raw), least), most) if raw and raw.isascii() and raw.isdigit() and len(raw) < 7 else least
