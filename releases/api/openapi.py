"""The description of the API for programs: OpenAPI 3.1, made of the operations and of the classes of their answers."""

from http import HTTPStatus
from typing import Any

from django.conf import settings

from releases.api import examples
from releases.api.guide import INTRODUCTION
from releases.api.operations import BASE, OPERATIONS, Operation
from releases.api.parameters import Parameter
from releases.api.problems import CONTENT_TYPE, SORTS, Problem
from releases.representation.document import document_of
from releases.representation.schema import DIALECT, every_schema

VERSION = "1.0.0"
_SCHEMAS = "#/components/schemas/"

Object = dict[str, Any]


def openapi() -> Object:
    """The document for this site as it is set up."""
    shapes = [operation.answer for operation in OPERATIONS if operation.answer]
    return {
        "openapi": "3.1.1",
        "jsonSchemaDialect": DIALECT,
        "info": {"title": "Releases", "version": VERSION, "description": "\n\n".join(INTRODUCTION)},
        "servers": [{"url": settings.SITE_URL}],
        "paths": {f"{BASE}{operation.path}": {"get": _operation(operation)} for operation in OPERATIONS},
        "components": {
            "schemas": every_schema(*shapes, Problem, at=_SCHEMAS),
            "responses": {_response_name(sort.status): _problem(sort.status, sort.title) for sort in SORTS.values()},
            "headers": {
                "ETag": {
                    "description": "The validator of this answer (RFC 9110, 8.8.3), for If-None-Match.",
                    "schema": {"type": "string"},
                },
                "Link": {
                    "description": "The pages beside this one, and what else belongs to it (RFC 8288).",
                    "schema": {"type": "string"},
                },
            },
        },
    }


def _operation(operation: Operation) -> Object:
    refusals = [400, 406] + ([404] if operation.may_find_nothing else [])
    document: Object = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": {
            "200": _answer(operation),
            "304": {"description": "Nothing has changed since the answer with this ETag."},
            **{
                str(status): {"$ref": f"#/components/responses/{_response_name(status)}"} for status in sorted(refusals)
            },
        },
    }
    if operation.description:
        document["description"] = operation.description
    if operation.parameters:
        document["parameters"] = [_parameter(parameter) for parameter in operation.parameters]
    return document


def _parameter(parameter: Parameter) -> Object:
    return {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": parameter.schema(),
    }


def _answer(operation: Operation) -> Object:
    content: Object = {"schema": {"type": "object"}}
    if operation.answer is not None and operation.example is not None:
        content = {
            "schema": {"$ref": f"{_SCHEMAS}{operation.answer.__name__}"},
            "examples": {"example": {"value": document_of(operation.example())}},
        }
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Link")}
    return {"description": operation.summary, "headers": headers, "content": {"application/json": content}}


def _problem(status: int, title: str) -> Object:
    content: Object = {"schema": {"$ref": f"{_SCHEMAS}{Problem.__name__}"}}
    if status == examples.problem().status:
        content["examples"] = {"example": {"value": document_of(examples.problem())}}
    return {"description": title, "content": {CONTENT_TYPE: content}}


def _response_name(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")
