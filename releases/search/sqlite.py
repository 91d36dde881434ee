"""The index on SQLite: a table of FTS5 without content, whose rows stand in the order of publication.

The number of a row begins with the second of the first publication and ends with the id of the edition, so that FTS5 reads
matches newest first and stops when there are enough: ordered by its own rank, a common word took as long as it has matches.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection
from django.db.models.expressions import RawSQL

from releases.models import Edition, SearchEntry
from releases.search.document import Document
from releases.search.expressions import AnyOf, Beginning, Expression, Node, Phrase, Term
from releases.search.statement import Statement, Window

ID_BITS = 30
"""A milliard editions; 33 bits are left for seconds, which reach to the year 2242."""

EDITION = f"(releases_search.rowid & {(1 << ID_BITS) - 1})"
"""How a condition names the edition of a match."""


def listed(ids: Iterable[int]) -> RawSQL:
    """These ids as a subquery with one parameter."""
    return RawSQL("SELECT value FROM json_each(%s)", (json.dumps(list(ids)),))


def store(rows: Iterable[tuple[Edition, Document]]) -> None:
    """Write entries, once an edition."""
    every = list(rows)
    SearchEntry.objects.bulk_create(
        SearchEntry(edition=edition, first_published=edition.first_published, text=document.plain)
        for edition, document in every
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO releases_search (rowid, headline, text, loose) VALUES (%s, %s, %s, %s)",
            [
                (
                    row_of(edition.pk, edition.first_published),
                    " ".join(document.headline), " ".join(document.text), " ".join(document.loose),
                )
                for edition, document in every
            ],
        )  # fmt: skip


def clear() -> None:
    """Forget all entries."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM releases_searchentry")
        cursor.execute("INSERT INTO releases_search (releases_search) VALUES ('delete-all')")


def row_of(edition: int, first_published: datetime) -> int:
    """The number of an edition's row."""
    return int(first_published.timestamp()) << ID_BITS | edition


def matches(asked: Expression, public: Statement, window: Window) -> Statement:
    """``(edition_id, place, looked_at)`` of the rows that an expression finds and that are among the public, by ``EDITION``.

    ``place`` is what they are ordered by: the number of the row, which begins with the second of the first publication.
    ``looked_at`` is nothing: every match is looked at until there are enough.
    """
    limits = f" AND {window.only.sql}" if window.only else ""
    sql = (
        f"SELECT {EDITION} AS edition_id, releases_search.rowid AS place, 0 AS looked_at FROM releases_search"  # noqa: S608
        f" WHERE releases_search MATCH %s AND EXISTS ({public.sql}){limits}"
        f" ORDER BY place {window.way} LIMIT {window.most}"
    )
    return Statement(sql, (fts5(asked), *public.params, *(window.only.params if window.only else ())))


def alike(word: str, language: str, public: Statement) -> Statement:
    """``(spelling, surface)`` of words like this one in public editions, the likest first."""
    pieces = {word[place : place + 3] for place in range(len(word) - 2)}
    sql = (
        "SELECT word.spelling, word.surface FROM releases_search_alike"  # noqa: S608
        " JOIN releases_searchword AS word ON word.id = releases_search_alike.rowid"
        " WHERE releases_search_alike MATCH %s AND word.language = %s AND EXISTS ("
        "  SELECT 1 FROM releases_search WHERE releases_search MATCH"
        "   ('\"' || word.language || CASE WHEN word.spelling = word.surface THEN '=' ELSE '~' END || word.spelling || '\"')"
        f"  AND EXISTS ({public.sql}))"
        " ORDER BY releases_search_alike.rank, word.spelling LIMIT 20"
    )
    return Statement(sql, (" OR ".join(map(_quoted, sorted(pieces))) or '""', language, *public.params))


def until(moment: datetime) -> Statement:
    """Only what was first published in this second or before."""
    return Statement("releases_search.rowid < %s", (row_of(0, moment) + (1 << ID_BITS),))


def since(moment: datetime) -> Statement:
    """Only what was first published in this second or after."""
    return Statement("releases_search.rowid >= %s", (row_of(0, moment),))


def moment_of(place: int) -> datetime:
    """When the match at a place was first published, to the second."""
    return datetime.fromtimestamp(place >> ID_BITS, UTC)


def fts5(asked: Expression) -> str:
    """An expression in FTS5's syntax."""
    wanted = " AND ".join(_rendered(node) for node in asked.all_of)
    if not asked.none_of:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_rendered(node) for node in asked.none_of)})"


def _rendered(node: Node | Beginning) -> str:
    match node:
        case Term(text):
            return _quoted(text)
        case Beginning(text):
            return f"{_quoted(text)} *"
        case Phrase(texts):
            return _quoted(" ".join(texts))
        case AnyOf(choices):
            return f"({' OR '.join(map(_rendered, choices))})"


def _quoted(text: str) -> str:
    """A string (SQLite's manual, FTS5, 3.1)."""
    return '"' + text.replace('"', '""') + '"'
