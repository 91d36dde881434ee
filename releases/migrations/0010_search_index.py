"""The index itself. Database-specific SQL: a tsvector beside the entry on PostgreSQL, a table of FTS5 on SQLite.

What was published before is indexed by ``manage.py index_search``, which ``manage.py work`` calls too.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Texts and vectors lie apart (TOAST), so that the dates of sixty thousand matches are read from a thousand pages.
# fastupdate would put new terms into a list that every search has to read through until the next VACUUM.
POSTGRESQL = """
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    ALTER TABLE releases_searchentry ADD COLUMN terms tsvector NOT NULL;
    ALTER TABLE releases_searchentry SET (toast_tuple_target = 128);
    CREATE INDEX search_terms ON releases_searchentry USING gin (terms) WITH (fastupdate = off);
    CREATE INDEX search_word_alike ON releases_searchword USING gin (spelling gin_trgm_ops);
"""
POSTGRESQL_UNDO = """
    DROP INDEX search_word_alike;
    ALTER TABLE releases_searchentry DROP COLUMN terms;
"""

# Without content: the words are in the snapshots. Without the sizes of columns: nothing is ranked by them. The tokenizer only
# parts at blanks, because terms come finished (releases/search/marks.py). The prefix indexes are for three to five letters
# after a language of two and its mark: without them the 400 words that begin with four common letters took 200 ms in 100,000
# releases.
SQLITE = (
    """
    CREATE VIRTUAL TABLE releases_search USING fts5 (
        headline, text, loose,
        content='', columnsize=0, prefix='6 7 8',
        tokenize="ascii tokenchars '^+:=~#-_'"
    )
    """,
    """
    CREATE VIRTUAL TABLE releases_search_alike USING fts5 (
        spelling, content='releases_searchword', content_rowid='id', tokenize='trigram', columnsize=0
    )
    """,
    """
    CREATE TRIGGER search_word_alike AFTER INSERT ON releases_searchword
    BEGIN
        INSERT INTO releases_search_alike (rowid, spelling) VALUES (NEW.id, NEW.spelling);
    END
    """,
)
SQLITE_UNDO = (
    "DROP TRIGGER search_word_alike",
    "DROP TABLE releases_search_alike",
    "DROP TABLE releases_search",
)


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the index."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    elif schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


def undo(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove what ``make`` added."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_UNDO)
    elif schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE_UNDO:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("releases", "0009_search")]

    operations = [migrations.RunPython(make, undo)]
