"""What was done to tags is never rewritten, and the roles that may do it get the right to.

Database-specific SQL, as in 0003: its function for PostgreSQL serves here too.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from releases.roles import SPELLINGS, grant

HOLDS = {
    "releases_tagevent_holds": (
        "releases_tagevent",
        ("verb", "old_id", "into_id", "old_name", "into_name", "editions", "releases", "at", "actor_name"),
    ),
}


def say_no(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the trigger."""
    says = {
        "postgresql": "FOR EACH ROW EXECUTE FUNCTION pressroom_record_holds();",
        "sqlite": "BEGIN SELECT RAISE(ABORT, 'record_holds'); END;",
    }.get(schema_editor.connection.vendor)
    if says is None:
        return
    for name, (table, columns) in HOLDS.items():
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE OF {', '.join(columns)} ON {table} {says}")


def undo(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove what ``say_no`` added."""
    for name, (table, _columns) in HOLDS.items():
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on};")


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Editors and administrators may merge; writers may look."""
    grant(apps, "releases", SPELLINGS)


class Migration(migrations.Migration):
    dependencies = [("releases", "0014_merged_tags")]

    operations = [
        migrations.RunPython(allow, migrations.RunPython.noop),
        migrations.RunPython(say_no, undo),
    ]
