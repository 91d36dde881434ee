"""Writing a shape down as JSON (RFC 8259)."""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from releases.feeds.characters import spelt
from releases.representation.model import Shape


def document_of(value: Shape) -> Any:
    """The shape in the types of JSON. Moments are in UTC, to the second (RFC 3339)."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: document_of(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [document_of(each) for each in value]
    if isinstance(value, dict):
        return {name: document_of(each) for name, each in value.items()}
    if isinstance(value, datetime):
        return spelt(value)
    # A choice of Django's is a string of a class of its own.
    return str(value) if isinstance(value, str) else value


def json_bytes(value: Shape) -> bytes:
    """The document, in UTF-8, for people to read as well."""
    return (json.dumps(document_of(value), ensure_ascii=False, indent=1) + "\n").encode()
