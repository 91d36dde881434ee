"""The database says no: a decision is never rewritten.

Database-specific SQL. The trigger names the columns, so that the account of a moderator who left may still be set to NULL.
There is none against DELETE: nothing in the product deletes decisions, and a transactional test's flush must pass.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COLUMNS = "comment_id, at, by_name, version, from_state, to_state"


def say_no(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the trigger. On PostgreSQL its function is the one that the releases' records use."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER comments_decision_holds BEFORE UPDATE OF {COLUMNS} ON comments_decision "
            "FOR EACH ROW EXECUTE FUNCTION pressroom_record_holds();"
        )
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER comments_decision_holds BEFORE UPDATE OF {COLUMNS} ON comments_decision "
            "BEGIN SELECT RAISE(ABORT, 'record_holds'); END;"
        )


def undo(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the trigger."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER comments_decision_holds ON comments_decision;")
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER comments_decision_holds;")


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial"), ("releases", "0003_records_hold")]

    operations = [migrations.RunPython(say_no, undo)]
