"""What the groups Moderators and Administrators may do about replies."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from comments.roles import REPLIES
from releases.roles import grant


def give_the_desk(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the permissions; what the office changed about its groups stays."""
    grant(apps, "comments", REPLIES)


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_decisions_hold"), ("releases", "0002_roles")]

    operations = [migrations.RunPython(give_the_desk, migrations.RunPython.noop)]
