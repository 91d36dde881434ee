"""JSON Schema (2020-12) of a shape, read off its class: what is written down and what is said of it cannot differ."""

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from releases.representation.model import Says

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {str: "string", int: "integer", bool: "boolean"}

Schema = dict[str, Any]


def schema_of(shape: type, at: str = "#/$defs/") -> Schema:
    """The schema of one class. It refers to those of the classes inside it, which stand at this address."""
    hints = get_type_hints(shape, include_extras=True)
    names = [field.name for field in fields(shape)]
    return {
        "type": "object",
        "description": (shape.__doc__ or "").strip(),
        "properties": {name: _of(hints[name], at) for name in names},
        "required": names,
    }


def every_schema(*shapes: type, at: str = "#/$defs/") -> dict[str, Schema]:
    """The schemas of these classes and of all that stand inside them, by name."""
    found: dict[str, type] = {}
    for shape in shapes:
        _gather(shape, found)
    return {name: schema_of(found[name], at) for name in sorted(found)}


def whole_schema(shape: type, address: str) -> Schema:
    """A document of its own, which has this address."""
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": shape.__name__,
        "$ref": f"#/$defs/{shape.__name__}",
        "$defs": every_schema(shape),
    }


def _gather(shape: type, found: dict[str, type]) -> None:
    if shape.__name__ in found:
        return
    found[shape.__name__] = shape
    for hint in get_type_hints(shape).values():
        for inner in _classes_in(hint):
            _gather(inner, found)


def _classes_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for part in get_args(hint):
        yield from _classes_in(part)


def _of(hint: Any, at: str) -> Schema:
    """The schema of one type."""
    if get_origin(hint) is Annotated:
        inner, *said = get_args(hint)
        return _said(_of(inner, at), [each for each in said if isinstance(each, Says)])
    if isinstance(hint, type):
        return _of_class(hint, at)
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0], at)}
    if get_origin(hint) in (Union, types.UnionType):
        return _or_null(*(_of(part, at) for part in get_args(hint) if part is not type(None)))
    raise TypeError(f"no schema for {hint!r}")


def _of_class(hint: type, at: str) -> Schema:
    if is_dataclass(hint):
        return {"$ref": f"{at}{hint.__name__}"}
    if issubclass(hint, Enum):
        return {"type": "string", "enum": [member.value for member in hint]}
    if hint is datetime:
        return {"type": "string", "format": "date-time"}
    return {"type": _PLAIN[hint]}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]} if "type" in schema else {"anyOf": [schema, {"type": "null"}]}


def _said(schema: Schema, said: list[Says]) -> Schema:
    more: Schema = {}
    for each in said:
        if each.minimum is not None:
            more["minimum"] = each.minimum
        for name in ("description", "format", "pattern"):
            if value := getattr(each, name):
                more[name] = value
    return {**schema, **more}
