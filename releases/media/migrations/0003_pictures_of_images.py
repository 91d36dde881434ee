"""Every image that was stored before there was a library becomes a picture of it, with what is known of its bytes.

The words come from the releases that show it, in a migration of theirs: this app knows nothing of releases.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def enter(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One picture an image. The size is asked of the storage; a file that is missing there is no reason to stop."""
    Image, Picture = apps.get_model("media", "Image"), apps.get_model("media", "Picture")
    for image in Image.objects.filter(picture__isnull=True).order_by("pk").iterator():
        image.picture = Picture.objects.create(created_at=image.uploaded_at, created_by_id=image.uploaded_by_id)
        try:
            image.size = image.file.size
        except OSError:
            image.size = 0
        image.save(update_fields=["picture", "size"])


class Migration(migrations.Migration):
    dependencies = [("media", "0002_library")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
