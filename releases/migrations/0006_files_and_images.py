"""Galleries, attachments, and what each edition pins."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import releases.media.models.stored


def put_back(apps, schema_editor):
    """Adding a column, SQLite rebuilds the table of editions, and drops the triggers of 0003 and 0005 without a word."""
    if schema_editor.connection.vendor != "sqlite":
        return
    holds = import_module("releases.migrations.0003_records_hold")
    later = import_module("releases.migrations.0005_editorial_desk_holds")
    columns = {
        "releases_edition_holds": holds.FROZEN["releases_edition"],
        "releases_edition_redirect_holds": later.HOLDS["releases_edition_redirect_holds"][1],
    }
    for name, frozen in columns.items():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OF {', '.join(frozen)} ON releases_edition "
            "BEGIN SELECT RAISE(ABORT, 'record_holds'); END;"
        )
    for event in ("INSERT", "UPDATE"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS edition_intervals_apart_{event}")
        schema_editor.execute(holds.SQLITE_OVERLAP.format(event=event))


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0004_every_image_is_of_a_picture"),
        ("releases", "0005_editorial_desk_holds"),
    ]

    operations = [
        # Here it comes last on the way back.
        migrations.RunPython(migrations.RunPython.noop, put_back),
        migrations.AddField(
            model_name="edition",
            name="lead_image_caption",
            field=models.CharField(blank=True, max_length=500, verbose_name="caption"),
        ),
        migrations.AddField(
            model_name="edition",
            name="lead_image_focal_x",
            field=models.PositiveSmallIntegerField(default=50),
        ),
        migrations.AddField(
            model_name="edition",
            name="lead_image_focal_y",
            field=models.PositiveSmallIntegerField(default=50),
        ),
        migrations.AddField(
            model_name="edition",
            name="lead_image_licence",
            field=models.CharField(blank=True, max_length=200, verbose_name="licence"),
        ),
        migrations.AddField(
            model_name="release",
            name="lead_image_caption",
            field=models.CharField(blank=True, max_length=500, verbose_name="caption"),
        ),
        migrations.AddField(
            model_name="release",
            name="lead_image_decorative",
            field=models.BooleanField(
                default=False,
                help_text="It says nothing that the text does not: screen readers pass over it.",
                verbose_name="decorative",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="lead_image_focal_x",
            field=models.PositiveSmallIntegerField(default=50, editable=False),
        ),
        migrations.AddField(
            model_name="release",
            name="lead_image_focal_y",
            field=models.PositiveSmallIntegerField(default=50, editable=False),
        ),
        migrations.AddField(
            model_name="release",
            name="lead_image_licence",
            field=models.CharField(blank=True, max_length=200, verbose_name="licence"),
        ),
        migrations.CreateModel(
            name="GalleryPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("alt", models.CharField(blank=True, max_length=125, verbose_name="alternative text")),
                ("decorative", models.BooleanField(default=False, verbose_name="decorative")),
                ("caption", models.CharField(blank=True, max_length=500, verbose_name="caption")),
                ("credit", models.CharField(blank=True, max_length=200, verbose_name="credit")),
                ("licence", models.CharField(blank=True, max_length=200, verbose_name="licence")),
                ("focal_x", models.PositiveSmallIntegerField(default=50, editable=False)),
                ("focal_y", models.PositiveSmallIntegerField(default=50, editable=False)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.image",
                        verbose_name="image",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="releases.release"
                    ),
                ),
            ],
            options={
                "verbose_name": "image of the gallery",
                "verbose_name_plural": "gallery",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "address",
                    models.CharField(
                        default=releases.media.models.stored.new_key,
                        editable=False,
                        max_length=32,
                        verbose_name="address",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language")),
                ("accessible", models.BooleanField(default=False, verbose_name="accessible")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.documentfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="releases.release"
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("address",), name="attachment_address_once")],
            },
        ),
        migrations.CreateModel(
            name="EditionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(db_index=True, max_length=32, verbose_name="address")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pinned_files", to="releases.edition"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.documentfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an edition",
                "verbose_name_plural": "files of editions",
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "address"), name="edition_file_address_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionImage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("focal_x", models.PositiveSmallIntegerField(null=True)),
                ("focal_y", models.PositiveSmallIntegerField(null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pinned_images", to="releases.edition"
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.image"),
                ),
            ],
            options={
                "verbose_name": "image of an edition",
                "verbose_name_plural": "images of editions",
                "constraints": [models.UniqueConstraint(fields=("edition", "image"), name="edition_image_once")],
            },
        ),
        migrations.RunPython(put_back, migrations.RunPython.noop),
    ]
