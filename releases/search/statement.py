"""SQL with its parameters."""

from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of a query or a whole one."""

    sql: str
    params: tuple[Any, ...]

    def rows(self) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@dataclass(frozen=True, slots=True)
class Window:
    """Which matches are wanted, in the order of their publication."""

    most: int
    spare: int = 3
    """Of how many times as many matches as are wanted it is asked, at first, whether they are public."""
    only: Statement | None = None
    """A limit to their places."""
    oldest_first: bool = False

    @property
    def way(self) -> str:
        """The direction, in SQL."""
        return "ASC" if self.oldest_first else "DESC"
