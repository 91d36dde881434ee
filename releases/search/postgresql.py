"""The index on PostgreSQL: one ``tsvector`` an edition under a GIN index.

Vectors and questions are written out and cast, not parsed: ``to_tsvector`` and ``websearch_to_tsquery`` would take our terms
apart again, and read "1e5" or "a/b" in ways of their own.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models.expressions import RawSQL

from releases.models import Edition
from releases.search.document import BREAK, Document
from releases.search.expressions import AnyOf, Beginning, Expression, Node, Phrase, Term
from releases.search.statement import Statement, Window

MOST_POSITIONS = 255
"""Of one lexeme; PostgreSQL drops further ones (12.1 of its manual's limits)."""

EDITION = "entry.edition_id"
"""How a condition names the edition of a match."""


def listed(ids: Iterable[int]) -> RawSQL:
    """These ids as a subquery with one parameter."""
    return RawSQL("SELECT unnest(%s::bigint[])", (list(ids),))


def store(rows: Iterable[tuple[Edition, Document]]) -> None:
    """Write entries, once an edition."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO releases_searchentry (edition_id, first_published, text, terms)"
            " VALUES (%s, %s, %s, %s::tsvector) ON CONFLICT DO NOTHING",
            [(edition.pk, edition.first_published, document.plain, vector(document)) for edition, document in rows],
        )


def clear() -> None:
    """Forget all entries."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM releases_searchentry")


def matches(asked: Expression, public: Statement, window: Window) -> Statement:
    """``(edition_id, place, looked_at)`` of the entries that an expression finds and that are among the public, by ``EDITION``.

    ``place`` is what they are ordered by, when they were first published; ``looked_at`` is of how many matches it was asked
    whether they are public. There is always a row: without any match it has no edition.

    Written so that there is one way to carry it out. The question stands in a subquery, of which PostgreSQL knows nothing: its
    statistics hold a thousand of our terms, and where they err it reads the vectors of all entries. And whether an edition is
    public is asked of the first matches alone; otherwise it is asked of every match, or joined with every edition.
    """
    limits = f" AND {window.only.sql}" if window.only else ""
    sql = (
        "WITH nearest AS MATERIALIZED ("  # noqa: S608
        "SELECT entry.edition_id, entry.first_published AS place FROM releases_searchentry AS entry"
        f" WHERE entry.terms @@ (SELECT %s::tsquery){limits}"
        f" ORDER BY entry.first_published {window.way} LIMIT {window.most * window.spare})"
        " SELECT found.edition_id, found.place, looked.number AS looked_at"
        " FROM (SELECT COUNT(*) AS number FROM nearest) AS looked LEFT JOIN LATERAL ("
        f"SELECT entry.edition_id, entry.place FROM nearest AS entry WHERE ({public.sql}) IS NOT NULL"
        f" ORDER BY entry.place {window.way} LIMIT {window.most}) AS found ON TRUE"
    )
    return Statement(sql, (tsquery(asked), *(window.only.params if window.only else ()), *public.params))


def alike(word: str, language: str, public: Statement) -> Statement:
    """``(spelling, surface)`` of words like this one in public editions, the likest first."""
    sql = (
        "SELECT word.spelling, word.surface FROM releases_searchword AS word"  # noqa: S608
        " WHERE word.spelling %% %s AND word.language = %s AND EXISTS ("
        "  SELECT 1 FROM releases_searchentry AS entry WHERE entry.terms @@ quote_literal(word.language"
        "   || CASE WHEN word.spelling = word.surface THEN '=' ELSE '~' END || word.spelling)::tsquery"
        f"  AND ({public.sql}) IS NOT NULL)"
        " ORDER BY similarity(word.spelling, %s) DESC, word.spelling LIMIT 20"
    )
    return Statement(sql, (word, language, *public.params, word))


def until(moment: datetime) -> Statement:
    """Only what was first published at this moment or before."""
    return Statement("entry.first_published <= %s", (moment,))


def since(moment: datetime) -> Statement:
    """Only what was first published at this moment or after."""
    return Statement("entry.first_published >= %s", (moment,))


def moment_of(place: datetime) -> datetime:
    """When the match at a place was first published."""
    return place


def vector(document: Document) -> str:
    """A document as the text of a ``tsvector``."""
    places: dict[str, list[int]] = defaultdict(list)
    for row in (document.headline, document.text):
        for place, term in enumerate(row, 1):
            if term != BREAK and len(places[term]) < MOST_POSITIONS:
                places[term].append(place)
    positioned = (f"{_quoted(term)}:{','.join(map(str, found))}" for term, found in places.items())
    return " ".join((*positioned, *(_quoted(term) for term in document.loose - places.keys())))


def tsquery(asked: Expression) -> str:
    """An expression as the text of a ``tsquery``."""
    parts = [_rendered(node) for node in asked.all_of]
    return " & ".join((*parts, *(f"!{_rendered(node)}" for node in asked.none_of)))


def _rendered(node: Node | Beginning) -> str:
    match node:
        case Term(text):
            return _quoted(text)
        case Beginning(text):
            return f"{_quoted(text)}:*"
        case Phrase(texts):
            return f"({' <-> '.join(map(_quoted, texts))})"
        case AnyOf(choices):
            return f"({' | '.join(map(_rendered, choices))})"


def _quoted(term: str) -> str:
    """A lexeme in quotes (8.11.1 of PostgreSQL's manual)."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
