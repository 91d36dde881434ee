"""What feeds need: a namespace for ids that no other newsroom has, and what a WebSub hub was told of."""

import uuid

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_namespace(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("releases", "IdNamespace").objects.get_or_create()


class Migration(migrations.Migration):
    dependencies = [("releases", "0012_office_holds")]

    operations = [
        migrations.CreateModel(
            name="IdNamespace",
            fields=[("value", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False))],
            options={"verbose_name": "namespace of ids", "verbose_name_plural": "namespaces of ids"},
        ),
        migrations.RunPython(make_namespace, migrations.RunPython.noop),
        migrations.CreateModel(
            name="HubTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=2000, unique=True)),
                ("told_for", models.DateTimeField(null=True)),
                ("try_after", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=0)),
            ],
            options={"verbose_name": "feed told to the hub", "verbose_name_plural": "feeds told to the hub"},
        ),
    ]
