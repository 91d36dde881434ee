"""Answers held against the schemas that describe them, without mercy: a name that the schema does not have is a fault."""

from typing import Any

from jsonschema import Draft202012Validator

from releases.representation.schema import every_schema


def strict(schema: Any) -> Any:
    """The schema, with every object in it closed. Ours are open for those who read them: names may be added."""
    if isinstance(schema, dict):
        closed = {name: strict(value) for name, value in schema.items()}
        return closed | ({"additionalProperties": False} if "properties" in schema else {})
    return [strict(each) for each in schema] if isinstance(schema, list) else schema


def faults_of(document: Any, schema: Any) -> list[str]:
    """What is wrong with a document, in words. Formats are looked at too."""
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def faults_as(document: Any, shape: type) -> list[str]:
    """What is wrong with a document that should be an instance of this class."""
    return faults_of(document, strict({"$ref": f"#/$defs/{shape.__name__}", "$defs": every_schema(shape)}))
