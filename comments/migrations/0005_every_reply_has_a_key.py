"""Replies that are there already get a name for public addresses, and have waited since they were written."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F

from comments.keys import new_key

BATCH = 2000


def name_them(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each its own key: the column's default was one for all of them."""
    Comment = apps.get_model("comments", "Comment")
    Comment.objects.update(waiting_since=F("created_at"))
    batch = []
    for comment in Comment.objects.only("pk").order_by("pk").iterator(chunk_size=BATCH):
        comment.key = new_key()
        batch.append(comment)
        if len(batch) == BATCH:
            Comment.objects.bulk_update(batch, ["key"], batch_size=200)
            batch = []
    Comment.objects.bulk_update(batch, ["key"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_a_desk_that_people_trust")]

    operations = [migrations.RunPython(name_them, migrations.RunPython.noop)]
