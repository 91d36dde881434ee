"""The API keeps what its description promises, whatever it is asked: schemathesis asks the real WSGI application.

It makes questions that the description allows and others that it does not, and looks at status, media type, headers and body
of each answer.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from pressroom.wsgi import application
from releases.api.operations import BASE, OPERATIONS
from tests.scenes import NOW
from tests.worlds import build

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

EXAMPLES = 40
"""Of each operation, of what is allowed and as many of what is not."""

PLAIN = {"Accept-Encoding": "identity"}
"""The client of the tests unpacks nothing."""


@pytest.fixture
def kept_open() -> Iterator[None]:
    """The test's own connection, with the transaction in it, over all requests; Django's test client does the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def description(kept_open: None, time_machine: Any) -> Any:
    """The document as a program gets it, of a newsroom that has something of everything."""
    time_machine.move_to(NOW, tick=False)
    build()
    return schemathesis.openapi.from_wsgi(f"{BASE}openapi.json", application)


def test_nothing_that_is_asked_breaks_a_promise_of_the_description(description: Any) -> None:
    asked: dict[tuple[str, GenerationMode], list[int]] = {}
    for operation in OPERATIONS:
        for mode in GenerationMode:
            if mode is GenerationMode.NEGATIVE and not operation.parameters:
                # There is nothing to get wrong.
                continue
            asked[operation.name, mode] = _ask(description[f"{BASE}{operation.path}"]["GET"], mode)
    # Else all questions were of one sort, and the promises about the other were not looked at.
    for (name, mode), statuses in asked.items():
        if mode is GenerationMode.POSITIVE:
            assert set(statuses) <= {200, 404}, (name, statuses)
        else:
            assert 400 in statuses or 404 in statuses, (name, statuses)
    assert 200 in asked["releases", GenerationMode.POSITIVE]


def _ask(operation: Any, mode: GenerationMode) -> list[int]:
    """Ask this many questions of one operation; each answer is held against the document."""
    statuses: list[int] = []

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        statuses.append(case.call_and_validate(headers=PLAIN).status_code)

    ask()
    return statuses
