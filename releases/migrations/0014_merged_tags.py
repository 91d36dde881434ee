"""Merged spellings of tags, on what they changed the tag, and who merged them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TAG = "taggit.tag"


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0013_feeds"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MergedTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("by_name", models.CharField(max_length=200, verbose_name="person")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=TAG,
                        verbose_name="merged into",
                    ),
                ),
                (
                    "old",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to=TAG,
                        verbose_name="spelling",
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_spellings",
                        to=TAG,
                        verbose_name="surviving tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "merged spelling",
                "verbose_name_plural": "merged spellings",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("old", models.F("into")), _negated=True),
                            models.Q(("old", models.F("survivor")), _negated=True),
                        ),
                        name="merged_tag_is_not_its_own_survivor",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MergedTagUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("had_both", models.BooleanField()),
                (
                    "edition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="releases.edition",
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="releases.mergedtag"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("merge", "edition"), name="merged_tag_use_edition_once"),
                    models.UniqueConstraint(fields=("merge", "release"), name="merged_tag_use_release_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edition__isnull", True), ("release__isnull", False)),
                            models.Q(("edition__isnull", False), ("release__isnull", True)),
                            _connector="OR",
                        ),
                        name="merged_tag_use_is_of_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TagEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[("merge", "Merged"), ("separate", "Separated again")],
                        max_length=12,
                        verbose_name="act",
                    ),
                ),
                ("old_name", models.CharField(max_length=100, verbose_name="spelling")),
                ("into_name", models.CharField(max_length=100, verbose_name="merged into")),
                ("editions", models.PositiveIntegerField(verbose_name="editions")),
                ("releases", models.PositiveIntegerField(verbose_name="working copies")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("actor_name", models.CharField(max_length=200, verbose_name="person")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=TAG,
                        verbose_name="merged into",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=TAG,
                        verbose_name="spelling",
                    ),
                ),
            ],
            options={
                "verbose_name": "act on tags",
                "verbose_name_plural": "acts on tags",
                "ordering": ["-at", "-pk"],
            },
        ),
    ]
