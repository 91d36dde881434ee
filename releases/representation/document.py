"""Writing a shape down as JSON (RFC 8259)."""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from releases.feeds.characters import spelt
from releases.representation.model import Shape

_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_names: dict[type, tuple[str, ...]] = {}


def document_of(value: Shape) -> Any:
    """The shape in the types of JSON. Moments are in UTC, to the second (RFC 3339)."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if names := _names_of(kind):
        return {name: document_of(getattr(value, name)) for name in names}
    if isinstance(value, (tuple, list)):
        return [document_of(each) for each in value]
    if isinstance(value, dict):
        return {name: document_of(each) for name, each in value.items()}
    # A choice of Django's is a string of a class of its own.
    return spelt(value) if isinstance(value, datetime) else str(value)


def json_bytes(value: Shape) -> bytes:
    """The document, in UTF-8.

    On one line: with its own layout Python leaves its fast encoder, and a list of twenty took five times as long.
    """
    return (json.dumps(document_of(value), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _names_of(kind: type) -> tuple[str, ...]:
    """The names of a class of ours; nothing for another. Each class is asked once."""
    if kind not in _names:
        _names[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    return _names[kind]
