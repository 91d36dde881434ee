"""After 0003 no image is without a picture. Apart from it: PostgreSQL alters no table with rows waiting for their checks."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0003_pictures_of_images")]

    operations = [
        migrations.AlterField(
            model_name="image",
            name="picture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="media.picture",
                verbose_name="image",
            ),
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.UniqueConstraint(fields=("picture", "number"), name="image_version_once"),
        ),
    ]
