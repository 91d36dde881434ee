"""The database says no: records are not rewritten, and two editions of a release never overlap.

Database-specific SQL. The triggers name the columns that must not change, so that a deleted account may still be set to
NULL and an edition may still be closed. There is no trigger against DELETE: nothing in the product deletes these rows, the
foreign keys PROTECT them, and a transactional test's flush must pass.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FROZEN = {
    "releases_revision": ("release_id", "number", "content", "content_hash", "created_at", "created_by_name"),
    "releases_event": ("release_id", "verb", "at", "actor_name", "revision_id", "edition_id", "details"),
    "releases_edition": (
        "release_id", "revision_id", "change", "note", "gone", "visible_from", "first_published", "public_updated",
        "language", "published_on", "slug", "kind", "headline", "summary", "lead_image_id", "lead_image_alt",
        "lead_image_credit", "content_hash", "created_at",
    ),
}  # fmt: skip

POSTGRESQL_OVERLAP = """
    CREATE EXTENSION IF NOT EXISTS btree_gist;
    ALTER TABLE releases_edition ADD CONSTRAINT edition_intervals_apart
        EXCLUDE USING gist (release_id WITH =, tstzrange(visible_from, visible_until, '[)') WITH &&);
"""
POSTGRESQL_OVERLAP_UNDO = "ALTER TABLE releases_edition DROP CONSTRAINT edition_intervals_apart;"

# An open end compares as later than any timestamp text. Empty intervals (unscheduled editions) overlap nothing.
SQLITE_OVERLAP = """
    CREATE TRIGGER edition_intervals_apart_{event}
    AFTER {event} ON releases_edition
    WHEN NEW.visible_until IS NULL OR NEW.visible_until > NEW.visible_from
    BEGIN
        SELECT RAISE(ABORT, 'edition_intervals_apart')
        WHERE EXISTS (
            SELECT 1 FROM releases_edition AS other
            WHERE other.release_id = NEW.release_id AND other.id <> NEW.id
              AND (other.visible_until IS NULL OR other.visible_until > other.visible_from)
              AND other.visible_from < coalesce(NEW.visible_until, '9999')
              AND NEW.visible_from < coalesce(other.visible_until, '9999')
        );
    END;
"""


def say_no(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers and the exclusion of overlaps."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            """
            CREATE OR REPLACE FUNCTION pressroom_record_holds() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'record_holds: rows of % are never rewritten', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation'; END $$;
            """,
            params=None,  # so that the driver does not read the % as its own
        )
        for table, columns in FROZEN.items():
            schema_editor.execute(
                f"CREATE TRIGGER {table}_holds BEFORE UPDATE OF {', '.join(columns)} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION pressroom_record_holds();"
            )
        schema_editor.execute(POSTGRESQL_OVERLAP)
    elif schema_editor.connection.vendor == "sqlite":
        for table, columns in FROZEN.items():
            schema_editor.execute(
                f"CREATE TRIGGER {table}_holds BEFORE UPDATE OF {', '.join(columns)} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'record_holds'); END;"
            )
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(SQLITE_OVERLAP.format(event=event))


def undo(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove what ``say_no`` added."""
    if schema_editor.connection.vendor == "postgresql":
        for table in FROZEN:
            schema_editor.execute(f"DROP TRIGGER {table}_holds ON {table};")
        schema_editor.execute("DROP FUNCTION pressroom_record_holds();")
        schema_editor.execute(POSTGRESQL_OVERLAP_UNDO)
    elif schema_editor.connection.vendor == "sqlite":
        for table in FROZEN:
            schema_editor.execute(f"DROP TRIGGER {table}_holds;")
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER edition_intervals_apart_{event};")


class Migration(migrations.Migration):
    dependencies = [("releases", "0002_roles")]

    operations = [migrations.RunPython(say_no, undo)]
