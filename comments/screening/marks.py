"""Combining marks: accents, vowel signs, and what people pile up on letters for fun."""

import re
import unicodedata

LAST = 0x1F000
"""Above it are no marks but variation selectors, which folding removes."""


def _ranges() -> str:
    ranges: list[list[int]] = []
    for code in range(0x300, LAST):
        if unicodedata.category(chr(code)).startswith("M"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


MARKS = _ranges()
"""All of them, as a pattern's character class is written: Python's own ``\\w`` does not know them."""

MOST = 30
"""In a row, as in Unicode's Stream-Safe Text Format (UAX 15, 13). No language comes near it."""
_ROW = re.compile(f"[{MARKS}]+")


def thinned(text: str) -> str:
    """The text without what is piled up. Sorting a row of marks takes the square of its length: a second for 64 KB."""
    return _ROW.sub(lambda row: row[0][:MOST], text)
