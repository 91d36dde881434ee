"""What went wrong, in the words of RFC 9457."""

from dataclasses import dataclass
from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from releases.representation.document import json_bytes
from releases.representation.model import Says

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a question was not answered (RFC 9457)."""

    type: Annotated[str, Says("What sort of problem this is; the address explains it.", format="uri")]
    title: str
    status: Annotated[int, Says("The HTTP status.", minimum=400)]
    detail: str
    parameter: Annotated[str | None, Says("The name of the parameter that is wrong, where it is one.")]


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of problem."""

    key: str
    status: int
    title: str
    detail: str


SORTS = {
    sort.key: sort
    for sort in (
        Sort("parameter", 400, "A parameter is wrong", "The address asks for something that cannot be answered."),
        Sort("not-found", 404, "Nothing is here", "There is nothing public at this address at this moment."),
        Sort("method", 405, "This method is not known here", "Everything here is read with GET or HEAD."),
        Sort(
            "not-acceptable",
            406,
            "There is only JSON here",
            "The Accept header of the request excludes application/json.",
        ),
    )
}
"""By key. The details are the same whatever was asked for: what is not public yet is what never was."""


class Wrong(Exception):
    """A question that is answered with a problem."""

    def __init__(self, key: str, detail: str = "", parameter: str = "") -> None:
        super().__init__(detail or key)
        self.key, self.detail, self.parameter = key, detail, parameter


def problem_of(key: str, detail: str = "", parameter: str = "") -> Problem:
    """A problem of this sort; ``detail`` says it better than the sort's own sentence."""
    sort = SORTS[key]
    return Problem(
        type=f"{settings.SITE_URL}{reverse('api:guide')}#{sort.key}",
        title=sort.title,
        status=sort.status,
        detail=detail or sort.detail,
        parameter=parameter or None,
    )


def problem_answer(key: str, detail: str = "", parameter: str = "") -> HttpResponse:
    """The answer that says so."""
    problem = problem_of(key, detail, parameter)
    response = HttpResponse(json_bytes(problem), status=problem.status, content_type=CONTENT_TYPE)
    response.headers["Content-Language"] = "en"
    return response
