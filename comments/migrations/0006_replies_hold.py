"""Keys are unique, what is recorded holds, and roles get what is new.

Database-specific SQL, as in 0002. The trigger on decisions is made again with the new columns: SQLite lost it when 0004 remade
the table. There is none against DELETE, for the reason given there.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import comments.keys
from comments.roles import REPLIES
from releases.roles import grant

OLD = "comment_id, at, by_name, version, from_state, to_state"
HOLDS = {
    "comments_decision_holds": ("comments_decision", f"{OLD}, rule, reason, waited"),
    "comments_comment_holds": (
        "comments_comment",
        "key, release_id, parent_id, thread_id, depth, created_at, official",
    ),
    "comments_door_holds": ("comments_door", "release_id, opens, at, by_name"),
}
SAYS = {
    "postgresql": "FOR EACH ROW EXECUTE FUNCTION pressroom_record_holds();",
    "sqlite": "BEGIN SELECT RAISE(ABORT, 'record_holds'); END;",
}


def say_no(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers."""
    vendor = schema_editor.connection.vendor
    if vendor not in SAYS:
        return
    on = " ON comments_decision" if vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS comments_decision_holds{on};")
    for name, (table, columns) in HOLDS.items():
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} {SAYS[vendor]}")


def undo(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to the trigger of 0002."""
    vendor = schema_editor.connection.vendor
    if vendor not in SAYS:
        return
    for name, (table, _columns) in HOLDS.items():
        on = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on};")
    schema_editor.execute(
        f"CREATE TRIGGER comments_decision_holds BEFORE UPDATE OF {OLD} ON comments_decision {SAYS[vendor]}"
    )


def give_what_is_new(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the permissions; what the office changed about its groups stays."""
    grant(apps, "comments", REPLIES)


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_every_reply_has_a_key"), ("releases", "0002_roles")]

    operations = [
        migrations.AlterField(
            "comment",
            "key",
            models.CharField(max_length=16, unique=True, default=comments.keys.new_key, editable=False),
        ),
        migrations.RunPython(say_no, undo),
        migrations.RunPython(give_what_is_new, migrations.RunPython.noop),
    ]
