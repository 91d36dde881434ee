"""The helper that lets several act at once hides nothing from the tests that use it."""

import threading

import pytest

from tests import at_once as helper
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def fail(error: Exception) -> None:
    raise error


def test_outcomes_stand_in_the_order_of_the_acts() -> None:
    refused = LookupError()
    assert at_once(lambda: 1, lambda: fail(refused), lambda: 3, but=LookupError) == [1, refused, 3]


def test_what_nobody_expected_is_raised() -> None:
    with pytest.raises(ValueError, match="not expected"):
        at_once(lambda: 1, lambda: fail(ValueError("not expected")), but=LookupError)


def test_who_is_not_done_in_time_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helper, "PATIENCE", 2.0)
    over = threading.Event()
    with pytest.raises(TimeoutError, match="1 of 2"):
        at_once(lambda: 1, lambda: over.wait(30))
    over.set()
