"""What can stand in a question: each parameter with its schema, and the reader that refuses what the schema refuses."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import QueryDict

from releases.api.problems import Wrong
from releases.representation.schema import Schema
from releases.workflow import Kind

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
CURSOR = r"(before|after)-[0-9]{8}T[0-9]{12}-[-a-zA-Z0-9_]{1,100}"
PAGES = 10
"""Of search: as many as are ranked."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: of the query, unless it is part of the path."""

    name: str
    description: str
    schema: Callable[[], Schema]
    """Asked anew each time: which languages there are is a setting."""
    read: Callable[[str], Any]
    """The value of a text. Raises ``ValueError`` with a sentence for whoever asked."""
    in_path: bool = False
    required: bool = False


def asked(query: QueryDict, parameters: Sequence[Parameter]) -> Mapping[str, Any]:
    """What a query asks for, by the names of the parameters; those that it does not name are left out.

    Raises ``Wrong`` for an unknown name, for one that stands there twice and for a value that the schema refuses: a filter
    that was misspelt and passed over would answer another question.
    """
    known = {parameter.name: parameter for parameter in parameters if not parameter.in_path}
    found = {}
    for name, values in query.lists():
        if name not in known:
            raise Wrong("parameter", f"There is no parameter of this name; there are: {_listed(known)}.", name[:100])
        if len(values) > 1:
            raise Wrong("parameter", "This parameter may stand there once.", name)
        found[name] = value_of(known[name], values[0])
    for name, parameter in known.items():
        if parameter.required and name not in found:
            raise Wrong("parameter", "This parameter is missing.", name)
    return found


def value_of(parameter: Parameter, text: str) -> Any:
    """The value of one parameter. Raises ``Wrong``."""
    try:
        return parameter.read(text)
    except ValueError as error:
        raise Wrong("parameter", str(error), parameter.name) from error


def _listed(known: Mapping[str, Parameter]) -> str:
    return ", ".join(known) or "none"


def language_codes() -> list[str]:
    """The languages of the site, the main one first."""
    return [code for code, _name in settings.LANGUAGES]


def _language(text: str) -> str:
    return _one_of(text, language_codes())


def _kind(text: str) -> str:
    return _one_of(text, Kind.values)


def _one_of(text: str, values: Sequence[str]) -> str:
    if text not in values:
        raise ValueError(f"One of these is possible: {', '.join(values)}.")
    return text


def _day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise ValueError("A date is written as in 2026-03-06.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("No calendar has this date.") from error


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        # The way in which JSON Schema writes a whole number: no sign, no nought in front, no digits of other scripts.
        if not re.fullmatch(r"[1-9][0-9]{0,5}", text, re.ASCII) or not least <= int(text) <= most:
            raise ValueError(f"A whole number from {least} to {most} is possible.")
        return int(text)

    return read


def _text(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not 1 <= len(text) <= most:
            raise ValueError(f"From 1 to {most} characters are possible.")
        return text

    return read


def _cursor(text: str) -> str:
    if not re.fullmatch(CURSOR, text, re.ASCII):
        raise ValueError("A cursor is taken from “next” or “previous” as it is.")
    return text


LANGUAGE = Parameter(
    "language",
    "Releases in this language. Without it: in the main language of the site.",
    lambda: {"type": "string", "enum": language_codes(), "default": settings.LANGUAGE_CODE},
    _language,
)
KIND = Parameter(
    "kind", "Releases of this kind.", lambda: {"type": "string", "enum": list(map(str, Kind.values))}, _kind
)
TAG = Parameter(
    "tag",
    "Releases with the tag that has this slug.",
    lambda: {"type": "string", "minLength": 1, "maxLength": 100},
    _text(100),
)
YEAR = Parameter(
    "year",
    "Releases that were first published in this year, by the clock of the office.",
    lambda: {"type": "integer", "minimum": 1000, "maximum": 9998},
    _whole(1000, 9998),
)
FROM = Parameter(
    "from",
    "Releases that were first published on this day or later, by the clock of the office.",
    lambda: {"type": "string", "format": "date"},
    _day,
)
UNTIL = Parameter(
    "until",
    "Releases that were first published on this day or earlier, by the clock of the office.",
    lambda: {"type": "string", "format": "date"},
    _day,
)
CURSOR_PARAMETER = Parameter(
    "cursor",
    "A place in the list, as “next” and “previous” have it. A page stays what it was while newer releases arrive.",
    lambda: {"type": "string", "pattern": f"^{CURSOR}$"},
    _cursor,
)
WORDS = Parameter(
    "q",
    "Words to look for. In quotation marks they must stand side by side, and with a minus sign in front they must not "
    "stand there; the last word may be the beginning of one.",
    lambda: {"type": "string", "minLength": 1, "maxLength": 200},
    _text(200),
    required=True,
)
PAGE = Parameter(
    "page",
    "The number of the page.",
    lambda: {"type": "integer", "minimum": 1, "maximum": PAGES, "default": 1},
    _whole(1, PAGES),
)
AFTER = Parameter(
    "after",
    "The slug of the tag after which the page begins, as “next” has it.",
    lambda: {"type": "string", "minLength": 1, "maxLength": 100},
    _text(100),
)
DATE = Parameter(
    "date",
    "The day in the address of the release.",
    lambda: {"type": "string", "format": "date"},
    _day,
    in_path=True,
    required=True,
)
SLUG = Parameter(
    "slug",
    "The last part of the address of the release.",
    lambda: {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,100}$"},
    str,
    in_path=True,
    required=True,
)
