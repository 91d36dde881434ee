"""Which part of the bytes a request asks for (RFC 9110, 14). Pure: it knows headers and lengths, and no files."""

import re
from dataclasses import dataclass

_SPECIFIER = re.compile(r"bytes=(?P<set>.*)", re.IGNORECASE | re.DOTALL)
_RANGE = re.compile(r"(?P<first>[0-9]*)-(?P<last>[0-9]*)")
_BEYOND = 10**18
"""Longer than any file. Numbers with more digits are this one: ``int`` refuses thousands of digits with an exception."""


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from the first to the last one, both included, as the header counts them."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes that are."""
        return self.last - self.first + 1


class NotSatisfiable(Exception):
    """No byte of what is asked for exists: 416."""


def part_of(header: str, size: int) -> Part | None:
    """The one part that a Range header asks for, or ``None`` where everything is to be sent.

    Everything is sent for what is not a range, for other units, and for several ranges at once: RFC 9110, 14.2, leaves us
    that choice. No reader's program needs several (a resumed download, a video, a PDF viewer ask for one at a time), and
    they are how servers were brought down (CVE-2011-3192). Raises ``NotSatisfiable``.
    """
    specifier = _SPECIFIER.fullmatch(header.strip(" \t"))
    if specifier is None:
        return None
    # Empty elements of a list do not count (RFC 9110, 5.6.1.2).
    asked = [element for each in specifier["set"].split(",") if (element := each.strip(" \t"))]
    found = _RANGE.fullmatch(asked[0]) if len(asked) == 1 else None
    if found is None or found.group() == "-":
        return None
    if not found["first"]:
        return _suffix(_number(found["last"]), size)
    return _from(_number(found["first"]), _number(found["last"]) if found["last"] else _BEYOND, size)


def _suffix(length: int, size: int) -> Part | None:
    """The last so many bytes."""
    if length == 0:
        raise NotSatisfiable
    # The end of nothing is nothing, for which Content-Range has no words.
    return Part(max(0, size - length), size - 1) if size else None


def _from(first: int, last: int, size: int) -> Part | None:
    if last < first:
        return None
    if first >= size:
        raise NotSatisfiable
    return Part(first, min(last, size - 1))


def _number(digits: str) -> int:
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) <= len(str(_BEYOND)) - 1 else _BEYOND
