"""Which database holds the index."""

from types import ModuleType

from django.db import connection

from releases.search import postgresql, sqlite


def backend() -> ModuleType:
    """The module that speaks to this database: ``postgresql`` or ``sqlite``, with the same functions."""
    return postgresql if connection.vendor == "postgresql" else sqlite
