"""The groups Writers, Editors, Moderators and Administrators, with what they may do to releases."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from releases.roles import PEOPLE, RELEASES, TAGS, grant


def create_roles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the roles; groups that exist keep what the office gave them."""
    grant(apps, "releases", RELEASES)
    grant(apps, "taggit", TAGS)
    grant(apps, "auth", PEOPLE)


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
