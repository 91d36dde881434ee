"""A picture in a text, as a comparison tells of it: by its words, because two pictures are not compared but named."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from releases.difference.words import mark_all, text_runs
from releases.prose.model import Figure, Run

Compared = Callable[[Sequence[Run], Sequence[Run]], list[Run]]


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts of a picture, marked, under its name."""

    name: str
    runs: list[Run]


def texts_of(figure: Figure, mark: str = "") -> tuple[Text, ...]:
    """The texts of a picture that stayed as it was, or with a mark on all of them."""
    return tuple(Text(name, mark_all(runs, mark) if mark else runs) for name, runs in _texts(figure) if runs)


def texts_compared(one: Figure, other: Figure, compare: Compared) -> tuple[Text, ...]:
    """The texts of both, word by word."""
    pairs = zip(_texts(one), _texts(other), strict=True)
    return tuple(Text(name, compare(before, after)) for (name, before), (_same, after) in pairs if before or after)


def said_of(one: Figure, other: Figure) -> list[str]:
    """What no mark in their texts can show."""
    return [_("Another image in place of the one before.")] if one.key != other.key else []


def words_of(figure: Figure) -> str:
    """Everything that is said of a picture, to find it again by."""
    return " ".join([figure.alt, *(run.text for run in figure.runs), figure.credit])


def _texts(figure: Figure) -> Iterator[tuple[str, list[Run]]]:
    """The first is never empty, so that a picture without words can be seen to come and go too."""
    heard = _("[decorative]") if figure.decorative else figure.alt or _("[no alternative text]")
    yield _("Image"), text_runs(heard)
    yield _("Caption"), figure.runs
    yield _("Credit"), text_runs(figure.credit)
