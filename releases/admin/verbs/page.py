"""What the page of one verb is made of. Each verb says it once, in the module of its group; ``view`` shows them all alike."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from releases.admin.standing import Situation, label
from releases.admin.verb_forms import PlainForm
from releases.models import Release
from releases.workflow import Verb


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a verb's page: who looks, at which situation, and how far the form is."""

    now: Situation
    form: PlainForm
    by: User
    confirming: bool
    """Whether the form is filled in and would be carried out, and only the last press is missing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as it is drawn: its template finds ``values`` as ``section.values``, beside the page's own context."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


Act = Callable[[Release, User, dict[str, Any]], str]
Section = Callable[[Look], Shown | None]
"""A part of the page between what will happen and the form's fields; nothing where it has nothing to say."""


def _own_label(now: Situation, verb: Verb) -> str:
    return label(verb, now.standing)


@dataclass(frozen=True, slots=True)
class Page:
    """One verb's page: the form, what will happen, and the action, which returns what happened."""

    form: Callable[[Situation], type[PlainForm]]
    outcome: Callable[[Situation], list[str]]
    act: Act
    style: str = "primary"
    """``primary``, ``warning`` or ``danger``: the colours of the page."""
    sections: tuple[Section, ...] = ()
    barred: Callable[[Situation, User], str] = lambda now, by: ""
    """Why this person cannot do it, beyond what standing, stage and four eyes say."""
    button: Callable[[Situation, Verb], str] = _own_label
    """What the button says that carries it out. The one before a confirmation says that nothing happens yet."""
