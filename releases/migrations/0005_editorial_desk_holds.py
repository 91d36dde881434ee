"""Approvals and openings hold as other records do, roles learn to review, and releases know what their last revision says.

Database-specific SQL, as in 0003: its function for PostgreSQL serves here too.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery

from releases.roles import RELEASES, grant

HOLDS = {
    "releases_approval_holds": (
        "releases_approval",
        ("release_id", "round", "revision_id", "content_hash", "at", "by_name"),
    ),
    "releases_previewlink_holds": (
        "releases_previewlink",
        (
            "release_id",
            "revision_id",
            "edition_id",
            "recipient",
            "secret_hash",
            "created_at",
            "created_by_name",
            "expires_at",
        ),
    ),
    "releases_previewopening_holds": ("releases_previewopening", ("link_id", "at", "address", "browser")),
    # The column came after the trigger of 0003, which names the others.
    "releases_edition_redirect_holds": ("releases_edition", ("redirect_to_id",)),
}


def say_no(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers."""
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


def teach(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the roles their new permissions, and releases the hash, the moment and the author of their last revision."""
    grant(apps, "releases", RELEASES)
    Release, Revision = apps.get_model("releases", "Release"), apps.get_model("releases", "Revision")
    last = Revision.objects.filter(release=OuterRef("pk")).order_by("-number")
    Release.objects.filter(version__gt=0).update(
        content_hash=Subquery(last.values("content_hash")[:1]),
        content_at=Subquery(last.values("created_at")[:1]),
        content_by=Subquery(last.values("created_by")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("releases", "0004_editorial_desk")]

    operations = [
        migrations.RunPython(say_no, undo),
        migrations.RunPython(teach, migrations.RunPython.noop),
    ]
