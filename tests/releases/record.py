"""The whole editorial record as one value, to say "nothing changed" and mean all of it."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Model

from releases.models import (
    Approval,
    AssociatedLink,
    Contact,
    Edition,
    EditionTag,
    Event,
    Permalink,
    Pick,
    PreviewLink,
    PreviewOpening,
    QuickFact,
    Quote,
    Release,
    ReleaseTag,
    Revision,
)

TABLES = (
    Release, Revision, Edition, EditionTag, Event, Permalink, Quote, QuickFact, AssociatedLink, Contact, Pick, ReleaseTag,
    Approval, PreviewLink, PreviewOpening,
)  # fmt: skip


def whole_record() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the editorial core, as the database holds it."""
    return {model.__name__: list(_rows(model)) for model in TABLES}


def _rows(model: type[Model]) -> Iterator[dict[str, Any]]:
    # Without the ORM, because this is asked thousands of times and only ever compared.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)} ORDER BY id")
        names = [column[0] for column in cursor.description]
        yield from (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
