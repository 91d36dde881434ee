"""Where in a text a listed word stands, for people: the text around it as it was written, and the word by itself."""

import re
from dataclasses import dataclass
from functools import lru_cache

from comments.screening.folding import fold
from comments.screening.lists import Words
from comments.screening.marks import MARKS
from comments.screening.tokens import pieces, spans

AROUND = 70
"""Characters on either side: a line on a desk, and enough to see what was meant."""

# A letter with all that folding melts into it: marks, and characters that show nothing.
_CLUSTER = re.compile(rf".[{MARKS}\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Part of a text, with what was found in the middle."""

    before: str
    found: str
    after: str


def excerpt(text: str, words: Words) -> Excerpt | None:
    """Around the first place where one of the words stands, or nothing where none does."""
    folded, origins = _folded_with_origins(text)
    if folded != fold(text):
        # What folds across letters, as jamo that make a syllable: found, and shown without a mark.
        return Excerpt(text[: 2 * AROUND], "", "") if words.within(pieces(fold(text))) else None
    place = min(((first, last) for _number, first, last in words.places(pieces(folded))), default=None)
    if place is None:
        return None
    ends = spans(folded)
    start, stop = origins[ends[place[0]][0]], origins[ends[place[1]][1]]
    return Excerpt(
        before=("…" if start > AROUND else "") + text[max(start - AROUND, 0) : start],
        found=text[start:stop],
        after=text[stop : stop + AROUND] + ("…" if stop + AROUND < len(text) else ""),
    )


def _folded_with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters, and for its end, from where in the text it comes."""
    parts: list[str] = []
    origins: list[int] = []
    for match in _CLUSTER.finditer(text):
        part = _fold_cluster(match[0])
        parts.append(part)
        origins.extend([match.start()] * len(part))
    return "".join(parts), [*origins, len(text)]


@lru_cache(maxsize=4096)
def _fold_cluster(cluster: str) -> str:
    return fold(cluster)
