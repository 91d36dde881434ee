"""Indexes that alone answer how many releases a month or a topic has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0015_merged_tags_hold")]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("visible_until__isnull", False)), fields=["visible_until"], name="edition_over"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["language", "first_published", "visible_from", "visible_until", "change"],
                name="edition_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="editiontag",
            index=models.Index(fields=["language", "tag"], name="edition_tag_counted"),
        ),
    ]
