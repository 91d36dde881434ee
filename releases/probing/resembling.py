"""What a request resembles. Pure: an index of what is looked after, and one look into it for each request.

An index and not a comparison with everything: what a request costs grows with its own words, not with the newsroom.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from releases.probing.asked import Asked
from releases.probing.names import Name

HABITS = 200
"""Patterns of earlier names that are looked after. Readers know them, so each is something that anybody could ask for."""
COMMON = 50
"""A word that so many releases share tells none of them from the others."""


class Likeness(TextChoices):
    """How a request resembles something, the surest first."""

    KEY = "key", _("the random address of a file that is not public")
    ADDRESS = "address", _("its exact address")
    NAME = "name", _("its name")
    PATTERN = "pattern", _("its name with another date or number")
    WORDS = "words", _("words of its headline or its names")
    EARLIER = "earlier", _("the names of earlier releases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What readers must not know yet of one release."""

    release: int
    keys: frozenset[str] = frozenset()
    names: tuple[Name, ...] = ()
    """Of its address and its files."""
    headline: tuple[Name, ...] = ()
    """Empty where readers know the release already."""
    day: date | None = None
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One name that readers have seen."""

    name: Name
    release: int


@dataclass(frozen=True, slots=True)
class Match:
    """What a request resembles: a hidden release, or the names of one that readers know."""

    likeness: Likeness
    release: int

    @property
    def key(self) -> str:
        """Under which it is counted."""
        return f"{'earlier' if self.likeness == Likeness.EARLIER else 'release'}:{self.release}"


@dataclass(slots=True)
class Index:
    """What is looked after, by what could be asked for. Earlier in the list wins where two could be meant."""

    keys: dict[str, int] = field(default_factory=dict)
    addresses: dict[tuple[date, str], int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    patterns: dict[str, int] = field(default_factory=dict)
    words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[int, frozenset[str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    earlier: dict[str, int] = field(default_factory=dict)


def index_of(hidden: Iterable[Hidden], earlier: Iterable[Earlier]) -> Index:
    """An index over these, in the order of their importance."""
    index = Index()
    for one in earlier:
        index.known.add(one.name.squashed)
        if one.name.pattern and len(index.earlier) < HABITS:
            index.earlier.setdefault(one.name.pattern, one.release)
    index.known.discard("")
    for release in hidden:
        _add(index, release)
    index.words = {word: found for word, found in index.words.items() if len(found) <= COMMON}
    return index


def _add(index: Index, hidden: Hidden) -> None:
    for key in hidden.keys:
        index.keys.setdefault(key, hidden.release)
    if hidden.day is not None and hidden.slug:
        index.addresses.setdefault((hidden.day, hidden.slug), hidden.release)
    for name in hidden.names:
        if name.squashed and name.squashed not in index.known:
            index.names.setdefault(name.squashed, hidden.release)
        if name.pattern:
            index.patterns.setdefault(name.pattern, hidden.release)
    described = (*hidden.names, *hidden.headline)
    for word in {word for name in described for word in name.telling}:
        index.words[word].append(hidden.release)
    numbers = {number for name in described for number in name.numbers}
    if hidden.day is not None:
        numbers |= {str(hidden.day.year), f"month {hidden.day.month}"}
    index.numbers[hidden.release] = frozenset(numbers)


def match(index: Index, asked: Asked, today: date) -> Match | None:
    """What this request resembles most, or nothing."""
    exact = _exactly(index, asked)
    if exact is not None or not asked.names:
        return exact
    if asked.names[-1].squashed in index.known or asked.is_of_the_past(today):
        # An old link. Readers have seen that name, or it is of a time that is over.
        return None
    names = [name for name in asked.names if name.squashed not in index.known]
    return _by_pattern(index.patterns, names, Likeness.PATTERN) or (
        _by_words(index, names, asked.numbers) or _by_pattern(index.earlier, names, Likeness.EARLIER)
    )


def _exactly(index: Index, asked: Asked) -> Match | None:
    for key in asked.keys:
        if key in index.keys:
            return Match(Likeness.KEY, index.keys[key])
    if asked.address in index.addresses:
        return Match(Likeness.ADDRESS, index.addresses[asked.address])
    for name in asked.names:
        if name.squashed in index.names:
            return Match(Likeness.NAME, index.names[name.squashed])
    return None


def _by_pattern(patterns: dict[str, int], names: Sequence[Name], likeness: Likeness) -> Match | None:
    found = [patterns[name.pattern] for name in names if name.pattern in patterns]
    return Match(likeness, found[0]) if found else None


def _by_words(index: Index, names: Sequence[Name], numbers: frozenset[str]) -> Match | None:
    """The release with which it has words in common: two that make half of it, or more than half of it and a date.

    One common word is not enough without the date: "ferry" stands in every second address of a ferry office.
    """
    words = frozenset[str]().union(*(name.telling for name in names))
    shared = Counter(release for word in words for release in index.words.get(word, ()))
    for release, count in shared.most_common(COMMON):
        half, most = 2 * count >= len(words), 2 * count > len(words)
        if (count >= 2 and half) or (most and numbers & index.numbers[release]):
            return Match(Likeness.WORDS, release)
    return None
