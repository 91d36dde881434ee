"""What is pinned and what is stored holds, roles get the library, and what readers see already is pinned.

Database-specific SQL, as in 0003: its function for PostgreSQL serves here too.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from releases.roles import MEDIA, grant

_STORED = ("key", "number", "file", "size", "sha256", "source_sha256", "uploaded_at")
HOLDS = {
    "releases_editionimage_holds": ("releases_editionimage", ("edition_id", "image_id", "focal_x", "focal_y")),
    "releases_editionfile_holds": ("releases_editionfile", ("edition_id", "file_id", "address")),
    "releases_edition_pictured_holds": (
        "releases_edition",
        ("lead_image_caption", "lead_image_licence", "lead_image_focal_x", "lead_image_focal_y"),
    ),
    "media_image_holds": ("media_image", (*_STORED, "picture_id", "format", "width", "height")),
    "media_documentfile_holds": (
        "media_documentfile",
        (*_STORED, "document_id", "content_type", "extension", "name", "listing"),
    ),
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
    """Pin the lead images of all editions, and tell the library what releases said of its pictures."""
    grant(apps, "media", MEDIA)
    Edition, EditionImage = apps.get_model("releases", "Edition"), apps.get_model("releases", "EditionImage")
    Picture = apps.get_model("media", "Picture")
    pictured = Edition.objects.filter(lead_image__isnull=False).order_by("pk")
    rows = pictured.values_list("pk", "lead_image", "lead_image__picture", "lead_image_alt", "lead_image_credit")
    batch = []
    for pk, image, picture, alt, credit in rows.iterator(chunk_size=2000):
        batch.append(EditionImage(edition_id=pk, image_id=image, focal_x=50, focal_y=50))
        Picture.objects.filter(pk=picture, alt="").update(alt=alt, credit=credit)
        if len(batch) == 2000:
            EditionImage.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    EditionImage.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0006_files_and_images"),
        ("media", "0004_every_image_is_of_a_picture"),
    ]

    operations = [
        migrations.RunPython(teach, migrations.RunPython.noop),
        migrations.RunPython(say_no, undo),
    ]
