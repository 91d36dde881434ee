"""Proof of work, asked for under a flood only."""

from datetime import datetime
from typing import Any


def is_wanted(at: datetime) -> bool:
    """Whether so many replies are coming in that browsers must work for each."""
    return False


def challenge(at: datetime) -> dict[str, Any]:
    """What a browser has to solve."""
    raise NotImplementedError


def spend(payload: str, at: datetime) -> bool:
    """Whether this is a solution of ours that nobody used before; now it is used."""
    return False
