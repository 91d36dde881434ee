"""The block list and the watch list over a text: which of their words stand in it."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from comments.models import ListedWord
from comments.screening.folding import fold
from comments.screening.tokens import is_word, pieces, words_of
from releases.errors import Refused

WORD_CHARACTERS = 100
FOLDED_CHARACTERS = 200
"""As the columns have them."""


def folded_word(word: str) -> str:
    """A word or phrase as the column ``folded`` keeps it: its pieces, a blank between each two.

    Raises ``Refused`` with a sentence for what holds nothing to look for, or too much.
    """
    if "\0" in word or len(word) > WORD_CHARACTERS:
        raise Refused(
            _("“%(word)s…” is too long for the list: %(limit)d characters at most.")
            % {"word": word[:20].replace("\0", ""), "limit": WORD_CHARACTERS}
        )
    found = pieces(fold(word))
    if not found:
        raise Refused(
            _("There is nothing to look for in that: it is made of blanks and of characters that cannot be seen.")
        )
    folded = " ".join(found)
    if len(folded) > FOLDED_CHARACTERS:
        raise Refused(
            _("“%(word)s…” is too long for the list once its characters are written out. List a part of it.")
            % {"word": word[:20]}
        )
    return folded


_BEGINS = -1
"""In place of a number: here no phrase ends, but one goes on."""


class Words:
    """Phrases to look for, all of them in one walk along a text, however many there are.

    A phrase of words alone is found whatever punctuation stands between them ("cheap, pills"); one that holds a sign ("c++",
    "example.com") only as it is written. The time does not grow with the number of phrases, and nothing of what people type
    becomes a pattern.
    """

    def __init__(self, folded: Iterable[str]) -> None:
        # By phrase and by every beginning of one. Flat, because thousands of small objects wake the garbage collector.
        self._words: dict[str, int] = {}
        self._written: dict[str, int] = {}
        for number, phrase in enumerate(folded):
            parts = phrase.split(" ")
            steps = self._words if all(map(is_word, parts)) else self._written
            for end in range(1, len(parts)):
                steps.setdefault(" ".join(parts[:end]), _BEGINS)
            steps[phrase] = number

    def within(self, found: Sequence[str]) -> set[int]:
        """The numbers of the phrases that stand in these pieces of a folded text."""
        return {number for number, _first, _last in self.places(found)}

    def places(self, found: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Every place where a phrase stands: its number, and the first and the last of the pieces."""
        yield from _walk(self._written, found)
        if self._words:
            words, at = words_of(found)
            for number, first, last in _walk(self._words, words):
                yield number, at[first], at[last]


def _walk(steps: dict[str, int], found: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    # Most pieces begin no phrase, so those that might are picked out first.
    for first in [index for index, piece in enumerate(found) if piece in steps]:
        so_far, last = found[first], first
        while (number := steps.get(so_far)) is not None:
            if number != _BEGINS:
                yield number, first, last
            last += 1
            if last == len(found):
                break
            so_far = f"{so_far} {found[last]}"


def listed_in(fields: Iterable[str]) -> dict[str, list[str]]:
    """By list, which of its words stand in one of these texts, in the order of the list."""
    listed = list(ListedWord.objects.order_by("word").values_list("list", "word", "folded"))
    if not listed:
        return {}
    words = Words(folded for _list, _word, folded in listed)
    hits: set[int] = set()
    for text in fields:
        hits |= words.within(pieces(fold(text)))
    found: dict[str, list[str]] = {}
    for number in sorted(hits):
        found.setdefault(listed[number][0], []).append(listed[number][1])
    return found
