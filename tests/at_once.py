"""Several people in the same instant, each with a database connection of their own."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from releases.errors import Refused

PATIENCE = 60.0
"""Seconds for all of it: longer than SQLite waits for a writer (20 s), and than PostgreSQL needs to see a deadlock."""


def at_once(*acts: Callable[[], Any], but: type[Exception] | tuple[type[Exception], ...] = ()) -> list[Any]:
    """What each act returned, in their order. They begin together, once all of them are connected.

    An exception that is one of `but` is an outcome too and stands in its act's place: what the loser is told. Any other
    is raised here, so that no test can pass over it, and so is TimeoutError if somebody is not done in time.
    """
    gate, over = threading.Barrier(len(acts)), time.monotonic() + PATIENCE
    outcomes: list[Any] = [None] * len(acts)
    raised: list[BaseException] = []

    def carry_out(number: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=PATIENCE / 2)
            outcomes[number] = act()
        except but as told:
            outcomes[number] = told
        except BaseException as error:
            # First in the list, then the others are let go: their broken gate is not what went wrong.
            raised.append(error)
            gate.abort()
        finally:
            connection.close()

    # Daemons: one that hangs fails its test and does not keep the whole run from ending.
    threads = [threading.Thread(target=carry_out, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, over - time.monotonic()))
    if raised:
        raise raised[0]
    if late := sum(thread.is_alive() for thread in threads):
        raise TimeoutError(f"{late} of {len(acts)} were not done after {PATIENCE:g} s.")
    return outcomes


def refusals(outcomes: list[Any]) -> list[Refused]:
    """Those who were told that it could not be."""
    return [outcome for outcome in outcomes if isinstance(outcome, Refused)]
