"""Which names of tags are likely to be one: those that differ in capitals, accents, hyphens, blanks or the plural alone."""

import re
from collections.abc import Iterable

from releases.topics import folded

_WORD = re.compile(r"[^\W_]+")
_NO_PLURAL = ("ss", "us", "is")
"""What ends so is mostly no plural: address, campus, analysis."""


def likely_same(names: Iterable[str]) -> list[list[str]]:
    """Groups of names that are likely one, each group and all of them in alphabetical order."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(likeness(name), []).append(name)
    found = [
        sorted(group, key=lambda name: (folded(name), name)) for key, group in groups.items() if key and len(group) > 1
    ]
    return sorted(found, key=lambda group: folded(group[0]))


def likeness(name: str) -> str:
    """What two spellings of one name have in common. It is a suggestion to people, and so may err on either side."""
    return "".join(_singular(word) for word in _WORD.findall(folded(name)))


def _singular(word: str) -> str:
    """English and French plurals, as far as a rule carries: ferries, bridges, bateaux."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL):
        return word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith(("aux", "eux")) else word
