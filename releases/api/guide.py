"""The description of the API for people: the operations, in words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from releases.api.operations import BASE, OPERATIONS, Operation
from releases.representation.document import document_of
from releases.representation.model import Shape
from releases.representation.schema import Schema

INTRODUCTION = (
    "Everything that this office has published is here as JSON: read-only, for everybody, without a key. Beside the page of "
    "each release stands the same in our own JSON, at its address with .json in place of the last stroke, and as .ninjs.json "
    "in ninjs 2.1, the format of the IPTC.",
    "Moments are in UTC (RFC 3339). Every name is always there, with null or an empty list where there is nothing. Names are "
    "added and never taken away, so a program passes over those that it does not know.",
    "Every answer has an ETag: asked again with If-None-Match, what has not changed costs no body. Any site’s scripts may ask.",
)


@dataclass(frozen=True, slots=True)
class InWords:
    """A parameter."""

    name: str
    description: str
    values: str
    required: bool


@dataclass(frozen=True, slots=True)
class Question:
    """An operation, with what can stand in it and what is answered."""

    operation: Operation
    path: str
    parameters: list[InWords]
    example: str


def questions() -> Iterator[Question]:
    """All that can be asked, in the order of the description for programs."""
    for operation in OPERATIONS:
        parameters = [
            InWords(each.name, each.description, values_of(each.schema()), each.required)
            for each in operation.parameters
        ]
        example = _laid_out(operation.example()) if operation.example else ""
        yield Question(operation, f"{BASE}{operation.path}", parameters, example)


def values_of(schema: Schema) -> str:
    """Which values a parameter may have, where that can be said in a few words."""
    if "enum" in schema:
        return f"One of: {', '.join(schema['enum'])}."
    if "minimum" in schema:
        return f"From {schema['minimum']} to {schema['maximum']}."
    return "As in 2026-03-06." if schema.get("format") == "date" else ""


def _laid_out(value: Shape) -> str:
    return json.dumps(document_of(value), ensure_ascii=False, indent=2)
