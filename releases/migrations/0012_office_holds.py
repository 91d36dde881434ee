"""What the office said of itself is never rewritten, and the roles that may say it anew get the right to.

Database-specific SQL, as in 0003: its function for PostgreSQL serves here too.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from releases.roles import OFFICE, grant

HOLDS = {
    "releases_officeversion_holds": ("releases_officeversion", ("number", "content", "logo_id", "at", "by_name")),
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
    """Editors and administrators may change the office."""
    grant(apps, "releases", OFFICE)


class Migration(migrations.Migration):
    dependencies = [("releases", "0011_office")]

    operations = [
        migrations.RunPython(allow, migrations.RunPython.noop),
        migrations.RunPython(say_no, undo),
    ]
